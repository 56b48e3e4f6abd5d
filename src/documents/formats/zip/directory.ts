import type { RandomOctets } from '../octets/random-octets.ts';
import type { ZipEffort } from './effort.ts';
import {
  entriesMax,
  flagEncrypted,
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
 * The directory stands at the end of an archive (APPNOTE 6.3.10 §4.3), all integers little-endian:
 *
 *     entry   "PK\1\2" versions(4) flags(2) method(2) time(4) crc(4) packed(4) octets(4) name(2) extra(2) comment(2)
 *             disk(2) attributes(6) header at(4), then name, extra, comment
 *     64-bit  "PK\6\6" … entries @32(8) octets @40(8) at @48(8)      found by "PK\6\7" … at @8(8), 20 octets
 *     end     "PK\5\6" disks(4) entries(2) all(2) octets @12(4) at @16(4) comment(2), 22 octets
 *
 * Offsets are those of the archive; octets before it (a self-extractor, a wrapper) move everything by their number.
 */
export interface DirectoryPlace {
  readonly start: number;
  readonly end: number;
  /** What offsets have to be moved by. */
  readonly shift: number;
}

const endOctets = 22;
const end64Octets = 56;
const locatorOctets = 20;
const entryOctets = 46;
/** A comment has up to 65 535 octets, and what follows the archive is passed over as far again. */
const searchOctetsMax = 131_072;
const windowOctets = 16_384;

/** Where the directory is; undefined when there is none that holds together. */
export async function findDirectory(
  octets: RandomOctets,
  effort: ZipEffort,
): Promise<DirectoryPlace | undefined> {
  const lowest = Math.max(0, octets.size - searchOctetsMax);
  // Windows overlap by what a record may lack to be seen whole.
  for (let end = octets.size; end - endOctets >= lowest; end -= windowOctets - endOctets) {
    const from = Math.max(lowest, end - windowOctets);
    if ((await effort.spend(end - from)) !== undefined) return undefined;
    for (const at of await endsIn(octets, from, end)) {
      const place = await directoryEndedAt(octets, at);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

/** Where records of an end begin, the last one first. */
async function endsIn(octets: RandomOctets, from: number, end: number): Promise<readonly number[]> {
  const view = await octets.read(from, end - from);
  const found: number[] = [];
  for (let at = end - from - endOctets; view !== undefined && at >= 0; at -= 1) {
    if (view.getUint32(at, true) === signatures.directoryEnd) found.push(from + at);
  }
  return found;
}

async function directoryEndedAt(octets: RandomOctets, at: number): Promise<DirectoryPlace | undefined> {
  const record = await octets.read(at, endOctets);
  if (record === undefined) return undefined;
  const claim = {
    entries: record.getUint16(10, true),
    octets: record.getUint32(12, true),
    at: record.getUint32(16, true),
  };
  const large = claim.entries === 0xffff || claim.octets === 0xffff_ffff || claim.at === 0xffff_ffff;
  const large64 = large ? await directory64(octets, at) : undefined;
  return large64 ?? placeOf(octets, claim, at);
}

interface DirectoryClaim {
  readonly entries: number;
  readonly octets: number;
  readonly at: number;
}

/** ZIP64: the locator before the end says where the large record is, unless something stands before the archive. */
async function directory64(octets: RandomOctets, end: number): Promise<DirectoryPlace | undefined> {
  const locator = await octets.read(end - locatorOctets, locatorOctets);
  if (locator?.getUint32(0, true) !== signatures.directoryLocator64) return undefined;
  for (const at of [number64(locator, 8), end - locatorOctets - end64Octets]) {
    const record = await octets.read(at, end64Octets);
    if (record?.getUint32(0, true) !== signatures.directoryEnd64) continue;
    const claim = {
      entries: number64(record, 32),
      octets: number64(record, 40),
      at: number64(record, 48),
    };
    const place = await placeOf(octets, claim, at);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The directory ends where its end begins; where it does not, its own word on its place is taken. */
async function placeOf(
  octets: RandomOctets,
  claim: DirectoryClaim,
  end: number,
): Promise<DirectoryPlace | undefined> {
  for (const start of [end - claim.octets, claim.at]) {
    const first = claim.entries === 0 ? undefined : await octets.read(start, 4);
    const begins = claim.entries === 0 || first?.getUint32(0, true) === signatures.directoryEntry;
    if (start >= 0 && begins) return { start, end: start + claim.octets, shift: start - claim.at };
  }
  return undefined;
}

/** Walks the directory entry by entry; the number of entries that its end tells is not believed. */
export async function readDirectory(
  octets: RandomOctets,
  { start, end, shift }: DirectoryPlace,
  effort: ZipEffort,
): Promise<ZipEntries | ZipProblem> {
  const entries: ZipEntry[] = [];
  for (let at = start; at < end; ) {
    const fixed = await octets.read(at, entryOctets);
    if (fixed?.getUint32(0, true) !== signatures.directoryEntry) {
      return problem('damaged', 'The directory of the ZIP is damaged.');
    }
    if (entries.length === entriesMax) return tooManyEntries();
    const lengths = [fixed.getUint16(28, true), fixed.getUint16(30, true), fixed.getUint16(32, true)];
    const [nameOctets = 0, extraOctets = 0, commentOctets = 0] = lengths;
    const numbers = {
      encrypted: (fixed.getUint16(8, true) & flagEncrypted) !== 0,
      method: fixed.getUint16(10, true),
      crc: fixed.getUint32(16, true),
      packedOctets: fixed.getUint32(20, true),
      octets: fixed.getUint32(24, true),
      headerAt: fixed.getUint32(42, true),
    };
    const spent = await effort.spend(entryOctets + nameOctets);
    if (spent !== undefined) return spent;
    const name = await readName(octets, at + entryOctets, nameOctets);
    if (typeof name !== 'string') return name;
    const extraAt = at + entryOctets + nameOctets;
    const large = await withLargeNumbers(octets, { at: extraAt, octets: extraOctets }, numbers);
    entries.push({ ...numbers, ...large, name, headerAt: large.headerAt + shift });
    at = extraAt + extraOctets + commentOctets;
  }
  return { kind: 'entries', entries };
}
