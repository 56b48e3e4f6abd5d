import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type DocumentSource, type StreamCounter, TurnPusher } from '../../documents/index.ts';
import type { DocumentRef } from '../../model/job.ts';
import type { Refusal } from '../../model/refusal.ts';
import { say } from '../../model/sentences/sentence.ts';
import type { IncomingDocument } from '../incoming-document.ts';
import type { SpoolFolder } from '../spool-folder.ts';

/** A document at rest: the last octet is in, and on the disk if it is a file. */
export interface SpooledDocument {
  readonly ref: Omit<DocumentRef, 'format'>;
  /** The bytes of a small one. */
  readonly memory?: Uint8Array;
  readonly source: DocumentSource;
}

export type Spooled =
  | { readonly kind: 'spooled'; readonly document: SpooledDocument }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface SpoolInput {
  /** Name of its file, should it need one. */
  readonly file: string;
  readonly body: IncomingDocument;
  readonly counter: StreamCounter;
  readonly folder: SpoolFolder;
  readonly inMemoryOctetsMax: number;
  /** Of all documents of the job together. */
  readonly documentOctetsMax: number;
  /** Of those of its documents that have come before this one. */
  readonly octetsBefore?: number;
  readonly freeOctetsMin: number;
}

/** Octets gathered before one write: a write a chunk would cost a thread switch for each 64 KiB. */
const writeBlockOctets = 1024 * 1024;

/**
 * Takes the document off the wire: to memory while it is small, else to a file, and through the counter and the hash on
 * the way. When the stream fails or is too large nothing is left behind.
 */
export async function spool(input: SpoolInput): Promise<Spooled> {
  const spooling = new Spooling(input);
  try {
    const chunks: AsyncIterable<unknown> | readonly Uint8Array[] = input.body;
    for await (const chunk of chunks) {
      const refusal = await spooling.take(toBytes(chunk));
      if (refusal !== undefined) {
        await spooling.discard();
        return { kind: 'refused', refusal };
      }
    }
    return { kind: 'spooled', document: await spooling.finish() };
  } catch (error) {
    await spooling.discard();
    if (isDiskFull(error)) return { kind: 'refused', refusal: diskFull };
    throw error;
  }
}

export const diskFull: Refusal = {
  kind: 'disk-full',
  message: say('disk-full'),
};

/** One upload: bytes that wait for their write, and the write under way. */
class Spooling {
  readonly #input: SpoolInput;
  readonly #hash: Hash = createHash('sha256');
  readonly #pusher: TurnPusher;
  #octets = 0;
  #waiting: Uint8Array[] = [];
  #waitingOctets = 0;
  #file: FileHandle | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(input: SpoolInput) {
    this.#input = input;
    this.#pusher = new TurnPusher(input.counter);
  }

  async take(chunk: Uint8Array): Promise<Refusal | undefined> {
    this.#octets += chunk.length;
    const { documentOctetsMax, octetsBefore = 0, inMemoryOctetsMax } = this.#input;
    if (octetsBefore + this.#octets > documentOctetsMax) return tooLarge(documentOctetsMax, octetsBefore > 0);
    this.#hash.update(chunk);
    await this.#pusher.push(chunk);
    this.#waiting.push(chunk);
    this.#waitingOctets += chunk.length;
    if (this.#octets <= inMemoryOctetsMax || this.#waitingOctets < writeBlockOctets) return undefined;
    return this.#write();
  }

  async finish(): Promise<SpooledDocument> {
    const digest = this.#hash.digest('base64url');
    const octets = this.#octets;
    if (octets <= this.#input.inMemoryOctetsMax) {
      // A copy of the exact size: a chunk is a piece of a socket's buffer of 64 KiB, and would keep all of it.
      const bytes = Buffer.concat(this.#waiting, octets);
      return {
        ref: { place: 'record', file: '', octets, digest },
        memory: bytes,
        source: { octets, memory: bytes },
      };
    }
    await this.#write();
    await this.#writing;
    await this.#file?.sync();
    await this.#file?.close();
    this.#file = undefined;
    const { folder, file } = this.#input;
    await folder.sync();
    return { ref: { place: 'file', file, octets, digest }, source: { octets, path: folder.pathOf(file) } };
  }

  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    if (this.#file === undefined && this.#octets <= this.#input.inMemoryOctetsMax) return;
    await this.#file?.close().catch(() => undefined);
    await this.#input.folder.remove(this.#input.file);
  }

  /** Hands what waits to the file; one write is under way at a time, while the next block gathers. */
  async #write(): Promise<Refusal | undefined> {
    await this.#writing;
    if (this.#file === undefined) {
      const { folder, file, freeOctetsMin } = this.#input;
      if ((await folder.freeOctets()) < freeOctetsMin) return diskFull;
      this.#file = await open(folder.pathOf(file), 'w', 0o600);
    }
    const block = this.#waiting;
    this.#waiting = [];
    this.#waitingOctets = 0;
    this.#writing = writeWhole(this.#file, block);
    // The failure is told by the next await of it; without this it would also count as unhandled.
    this.#writing.catch(() => undefined);
    return undefined;
  }
}

/** A write may take less than it was given (a disk that fills up does); the rest is written until an error tells why. */
async function writeWhole(file: FileHandle, block: readonly Uint8Array[]): Promise<void> {
  const total = block.reduce((sum, chunk) => sum + chunk.length, 0);
  const { bytesWritten } = await file.writev([...block]);
  if (bytesWritten === total) return;
  const rest = Buffer.concat(block).subarray(bytesWritten);
  await file.appendFile(rest);
}

function tooLarge(limit: number, isOneOfSeveral: boolean): Refusal {
  return {
    kind: 'too-large',
    message: say(isOneOfSeveral ? 'documents-too-large' : 'document-too-large', { limit }),
    limit,
  };
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('a document stream must yield octets');
}

function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOSPC' || error.code === 'EDQUOT';
}
