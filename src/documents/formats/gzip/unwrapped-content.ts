import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentSource } from '../../counter.ts';

/** Octets kept in memory; most documents have fewer, and need no file. */
const memoryOctetsMax = 1_048_576;

/** What came out of a compressed document, kept until it is counted: in memory, and in a temporary file when it is long. */
export class UnwrappedContent {
  #chunks: Uint8Array[] = [];
  #octets = 0;
  #folder: string | undefined;
  #file: FileHandle | undefined;

  get octets(): number {
    return this.#octets;
  }

  get source(): DocumentSource {
    const octets = this.#octets;
    if (this.#folder === undefined) return { octets, memory: Buffer.concat(this.#chunks) };
    return { octets, path: pathIn(this.#folder) };
  }

  async add(chunk: Uint8Array): Promise<void> {
    this.#octets += chunk.length;
    if (this.#file === undefined) {
      this.#chunks.push(chunk);
      if (this.#octets > memoryOctetsMax) await this.#moveToFile();
    } else {
      await this.#file.writeFile(chunk);
    }
  }

  async remove(): Promise<void> {
    this.#chunks = [];
    await this.#file?.close();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #moveToFile(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'platen-unwrapped-'));
    this.#file = await open(pathIn(this.#folder), 'wx', 0o600);
    for (const chunk of this.#chunks) await this.#file.writeFile(chunk);
    this.#chunks = [];
  }
}

function pathIn(folder: string): string {
  return join(folder, 'document');
}
