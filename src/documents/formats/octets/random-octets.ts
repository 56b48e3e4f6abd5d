import { type FileHandle, open } from 'node:fs/promises';
import type { DocumentSource } from '../../counter.ts';

/** Octets of a document at rest, at any place. */
export interface RandomOctets {
  readonly size: number;
  /** The octets there, undefined when the document ends before; they hold until the next read. */
  read(offset: number, length: number): Promise<DataView | undefined>;
  close(): Promise<void>;
}

/** Undefined when the document is neither in memory nor in a file. */
export async function openOctets(source: DocumentSource): Promise<RandomOctets | undefined> {
  if (source.memory !== undefined) return new OctetsInMemory(source.memory);
  return source.path === undefined ? undefined : new OctetsInFile(await open(source.path), source);
}

function isWithin(offset: number, length: number, size: number): boolean {
  return offset >= 0 && offset + length <= size;
}

class OctetsInMemory implements RandomOctets {
  readonly size: number;
  readonly #octets: Uint8Array;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.size = octets.length;
  }

  read(offset: number, length: number): Promise<DataView | undefined> {
    if (!isWithin(offset, length, this.size)) return Promise.resolve(undefined);
    return Promise.resolve(new DataView(this.#octets.buffer, this.#octets.byteOffset + offset, length));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Octets read at once: a directory and what it refers to usually lie together. */
const windowOctets = 16_384;

/** Reads through one window, so that memory stays flat; no read may ask for more than the window holds. */
class OctetsInFile implements RandomOctets {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #start: number;
  readonly #window = new Uint8Array(windowOctets);
  #windowAt = 0;
  #windowFilled = 0;

  constructor(file: FileHandle, { octets, start = 0 }: DocumentSource) {
    this.#file = file;
    this.#start = start;
    this.size = octets;
  }

  async read(offset: number, length: number): Promise<DataView | undefined> {
    if (!isWithin(offset, length, this.size)) return undefined;
    if (!this.#holds(offset, length)) await this.#fill(offset);
    if (!this.#holds(offset, length)) return undefined;
    return new DataView(this.#window.buffer, offset - this.#windowAt, length);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #holds(offset: number, length: number): boolean {
    return offset >= this.#windowAt && offset + length <= this.#windowAt + this.#windowFilled;
  }

  async #fill(offset: number): Promise<void> {
    this.#windowAt = offset;
    this.#windowFilled = 0;
    while (this.#windowFilled < windowOctets) {
      const place = { offset: this.#windowFilled, position: this.#start + offset + this.#windowFilled };
      const { bytesRead } = await this.#file.read(this.#window, place);
      if (bytesRead === 0) return;
      this.#windowFilled += bytesRead;
    }
  }
}
