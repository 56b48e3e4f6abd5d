import type { RandomOctets } from '../octets/random-octets.ts';
import type { ZipEffort } from './effort.ts';
import {
  entriesMax,
  flagDescriptor,
  flagEncrypted,
  localHeaderOctets,
  number64,
  readName,
  signatures,
  tooManyEntries,
  type ZipEntries,
  type ZipEntry,
} from './entry.ts';
import { withLargeNumbers } from './large-numbers.ts';
import { problem, type ZipProblem } from './problem.ts';

/**
 * Each entry has a header of its own before its data (APPNOTE 6.3.10 §4.3.7), so that an archive whose directory is
 * lost can still be read:
 *
 *     "PK\3\4" version(2) flags(2) method(2) time(4) crc(4) packed(4) octets(4) name(2) extra(2), then name, extra, data
 *     descriptor, where a flag says so: "PK\7\8"? crc(4) packed(4 | 8) octets(4 | 8)
 *
 * Writers that stream put the lengths into a descriptor behind the data. It is found as a signature that stands as far
 * from the data's begin as its own length says.
 */
export async function recoverEntries(
  octets: RandomOctets,
  effort: ZipEffort,
): Promise<ZipEntries | ZipProblem> {
  const entries: ZipEntry[] = [];
  for (let from = 0; ; ) {
    const at = await findSignature(octets, from, effort);
    if (typeof at === 'object') return at;
    if (at === undefined) break;
    if (entries.length === entriesMax) return tooManyEntries();
    const found = await readLocalEntry(octets, at, effort);
    if ('kind' in found) return found;
    entries.push(found.entry);
    from = found.next;
  }
  if (entries.length === 0) return problem('damaged', 'The ZIP holds no entry.');
  return { kind: 'entries', entries };
}

interface Found {
  readonly entry: ZipEntry;
  readonly next: number;
}

async function readLocalEntry(
  octets: RandomOctets,
  at: number,
  effort: ZipEffort,
): Promise<Found | ZipProblem> {
  const header = await octets.read(at, localHeaderOctets);
  if (header === undefined) return problem('incomplete', 'The ZIP ends within the header of an entry.');
  const flags = header.getUint16(6, true);
  const nameOctets = header.getUint16(26, true);
  const extra = { at: at + localHeaderOctets + nameOctets, octets: header.getUint16(28, true) };
  const dataAt = extra.at + extra.octets;
  const written = {
    headerAt: at,
    method: header.getUint16(8, true),
    encrypted: (flags & flagEncrypted) !== 0,
    crc: header.getUint32(14, true),
    packedOctets: header.getUint32(18, true),
    octets: header.getUint32(22, true),
  };
  const known = { ...written, ...(await withLargeNumbers(octets, extra, written)) };
  const name = await readName(octets, at + localHeaderOctets, nameOctets);
  if (typeof name !== 'string') return problem('incomplete', 'The ZIP ends within the header of an entry.');
  if ((flags & flagDescriptor) === 0 || known.packedOctets > 0) {
    const next = dataAt + known.packedOctets;
    if (next > octets.size) return problem('incomplete', `The ZIP ends within ${name}.`);
    return { entry: { ...known, name }, next };
  }
  const described = await findDescriptor(octets, dataAt, effort);
  if (described === undefined) return problem('incomplete', `The ZIP ends within ${name}.`);
  if ('kind' in described) return described;
  const { crc, packedOctets, octets: size, next } = described;
  return { entry: { ...known, name, crc, packedOctets, octets: size }, next };
}

const windowOctets = 16_384;

/** The next local header from `from` on. */
async function findSignature(
  octets: RandomOctets,
  from: number,
  effort: ZipEffort,
): Promise<number | ZipProblem | undefined> {
  for (let start = from; start + 4 <= octets.size; start += windowOctets - 3) {
    const length = Math.min(windowOctets, octets.size - start);
    const spent = await effort.spend(length);
    if (spent !== undefined) return spent;
    const view = await octets.read(start, length);
    for (let at = 0; view !== undefined && at + 4 <= length; at += 1) {
      if (view.getUint32(at, true) === signatures.localHeader) return start + at;
    }
  }
  return undefined;
}

interface Descriptor {
  readonly crc: number;
  readonly packedOctets: number;
  readonly octets: number;
  /** Behind it. */
  readonly next: number;
}

const descriptorOctetsMax = 24;

async function findDescriptor(
  octets: RandomOctets,
  dataAt: number,
  effort: ZipEffort,
): Promise<Descriptor | ZipProblem | undefined> {
  for (let start = dataAt; start < octets.size; start += windowOctets - descriptorOctetsMax) {
    const length = Math.min(windowOctets, octets.size - start);
    const spent = await effort.spend(length);
    if (spent !== undefined) return spent;
    const view = await octets.read(start, length);
    const last = start + length === octets.size;
    for (let at = 0; view !== undefined && at + 12 <= length; at += 1) {
      const found = descriptorAt(view, { at, last }, start + at - dataAt);
      if (found !== undefined) return { ...found, next: start + at + found.next };
    }
  }
  return undefined;
}

/**
 * A descriptor at `at` for data of `packedOctets`, with or without its signature; `next` is its length. `last`: the
 * document ends with this view.
 */
function descriptorAt(
  view: DataView,
  { at, last }: { readonly at: number; readonly last: boolean },
  packedOctets: number,
): Descriptor | undefined {
  const room = view.byteLength - at;
  if (room >= 16 && view.getUint32(at, true) === signatures.dataDescriptor) {
    const crc = view.getUint32(at + 4, true);
    // Of short numbers the next is the length of the data, which is 0 for nothing (2 octets deflated) only.
    const large = room >= 24 && packedOctets > 2 && number64(view, at + 8) === packedOctets;
    if (large) return { crc, packedOctets, octets: number64(view, at + 16), next: 24 };
    if (view.getUint32(at + 8, true) !== packedOctets) return undefined;
    return { crc, packedOctets, octets: view.getUint32(at + 12, true), next: 16 };
  }
  const follows = room >= 16 ? view.getUint32(at + 12, true) : 0;
  const ends =
    follows === signatures.localHeader || follows === signatures.directoryEntry || (last && room === 12);
  if (!ends || view.getUint32(at + 4, true) !== packedOctets) return undefined;
  return {
    crc: view.getUint32(at, true),
    packedOctets,
    octets: view.getUint32(at + 8, true),
    next: 12,
  };
}
