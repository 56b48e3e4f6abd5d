import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { RandomOctets } from '../octets/random-octets.ts';
import type { ZipEffort } from './effort.ts';
import { localHeaderOctets, readName, signatures, type ZipEntry } from './entry.ts';
import { problem, type ZipProblem } from './problem.ts';

/** Takes what an entry holds, piece by piece; false when it has seen enough. */
export type TakeOctets = (piece: Uint8Array) => boolean;

/** Reads one entry to its end, or until enough was seen. What is read whole has the length and sum that it should. */
export async function readEntry(
  octets: RandomOctets,
  entry: ZipEntry,
  effort: ZipEffort,
  take: TakeOctets,
): Promise<ZipProblem | undefined> {
  if (entry.encrypted) return problem('password', `${entry.name} is encrypted.`);
  if (entry.method !== 0 && entry.method !== 8) {
    return problem(
      'unsupported',
      `${entry.name} is compressed by method ${entry.method}, which is not read.`,
    );
  }
  const start = await dataStart(octets, entry);
  if (typeof start !== 'number') return start;
  const data = new EntryData(entry, effort, take);
  return entry.method === 0 ? readStored(octets, start, data) : readDeflated(octets, start, data);
}

/** Where the data begins: its local header may have other extra fields than the directory, but not another name. */
async function dataStart(octets: RandomOctets, entry: ZipEntry): Promise<number | ZipProblem> {
  const { name, headerAt, packedOctets } = entry;
  const header = await octets.read(headerAt, localHeaderOctets);
  if (header?.getUint32(0, true) !== signatures.localHeader) {
    return problem('damaged', `${name} is not where the directory of the ZIP says.`);
  }
  const nameOctets = header.getUint16(26, true);
  const start = headerAt + localHeaderOctets + nameOctets + header.getUint16(28, true);
  const localName = await readName(octets, headerAt + localHeaderOctets, nameOctets);
  if (localName !== name) return problem('damaged', `${name} has another name in its own header.`);
  if (start + packedOctets > octets.size) return problem('incomplete', `The ZIP ends within ${name}.`);
  return start;
}

/** XML of pages is deflated to a tenth; 200 is far beyond what any text gives. */
const ratioMax = 200;
/** Small entries may be as regular as they like. */
const ratioFreeOctets = 1_048_576;
const entryOctetsMax = 67_108_864;

/** Watches what comes out of an entry. */
class EntryData {
  readonly entry: ZipEntry;
  readonly #effort: ZipEffort;
  readonly #take: TakeOctets;
  #octets = 0;
  #crc = 0;
  #enough = false;
  #problem: ZipProblem | undefined;

  constructor(entry: ZipEntry, effort: ZipEffort, take: TakeOctets) {
    this.entry = entry;
    this.#effort = effort;
    this.#take = take;
  }

  /** Whether more is wanted. */
  async accept(piece: Uint8Array): Promise<boolean> {
    const { name, packedOctets } = this.entry;
    this.#octets += piece.length;
    this.#problem = await this.#effort.spend(piece.length);
    if (this.#octets > entryOctetsMax) {
      this.#problem = problem('limit:entry-octets', `${name} is larger than ${entryOctetsMax} octets.`);
    } else if (this.#octets > Math.max(ratioFreeOctets, packedOctets * ratioMax)) {
      this.#problem = problem(
        'limit:inflate-ratio',
        `${name} inflates to more than ${ratioMax} times its size.`,
      );
    }
    if (this.#problem !== undefined) return false;
    this.#crc = crc32(piece, this.#crc);
    this.#enough = !this.#take(piece);
    return !this.#enough;
  }

  finish(): ZipProblem | undefined {
    const { name, octets, crc } = this.entry;
    if (this.#problem !== undefined || this.#enough) return this.#problem;
    if (this.#octets === octets && this.#crc === crc) return undefined;
    return problem('damaged', `${name} is not what its length and check sum say.`);
  }

  broken(): ZipProblem {
    return this.#problem ?? problem('damaged', `${this.entry.name} cannot be inflated.`);
  }
}

const pieceOctets = 16_384;

/** What lies in the archive, piece by piece; each is a copy, because the next read may overwrite the view. */
async function* packedPieces(octets: RandomOctets, start: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += pieceOctets) {
    const view = await octets.read(start + done, Math.min(pieceOctets, length - done));
    if (view === undefined) return;
    yield Buffer.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}

async function readStored(
  octets: RandomOctets,
  start: number,
  data: EntryData,
): Promise<ZipProblem | undefined> {
  for await (const piece of packedPieces(octets, start, data.entry.packedOctets)) {
    if (!(await data.accept(piece))) break;
  }
  return data.finish();
}

async function readDeflated(
  octets: RandomOctets,
  start: number,
  data: EntryData,
): Promise<ZipProblem | undefined> {
  const { packedOctets } = data.entry;
  const small = packedOctets <= pieceOctets ? await octets.read(start, packedOctets) : undefined;
  const inflated = small === undefined ? undefined : inflateSmall(small, data.entry.octets);
  if (inflated === undefined) return inflateLarge(octets, start, data);
  await data.accept(inflated);
  return data.finish();
}

/** A stream of zlib costs more than most parts: those are inflated at once, in about 30 µs. */
const smallOctetsMax = 262_144;

function inflateSmall(packed: DataView, octets: number): Uint8Array | undefined {
  if (octets > smallOctetsMax) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: smallOctetsMax });
  } catch {
    // The other way tells what is wrong.
    return undefined;
  }
}

async function inflateLarge(
  octets: RandomOctets,
  start: number,
  data: EntryData,
): Promise<ZipProblem | undefined> {
  const inflate = createInflateRaw();
  const feeding = pipeline(
    Readable.from(packedPieces(octets, start, data.entry.packedOctets), { objectMode: false }),
    inflate,
  ).catch(() => undefined);
  try {
    const pieces: AsyncIterable<Uint8Array> = inflate;
    for await (const piece of pieces) {
      if (!(await data.accept(piece))) break;
    }
    return data.finish();
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      return data.broken();
    throw error;
  } finally {
    inflate.destroy();
    await feeding;
  }
}
