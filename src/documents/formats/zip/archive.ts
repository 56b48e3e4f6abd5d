import type { RandomOctets } from '../octets/random-octets.ts';
import { findDirectory, readDirectory } from './directory.ts';
import type { ZipEffort } from './effort.ts';
import type { ZipEntry } from './entry.ts';
import { recoverEntries } from './local-headers.ts';
import type { ZipProblem } from './problem.ts';

/** A ZIP archive whose entries are known. */
export interface ZipArchive {
  readonly kind: 'archive';
  readonly octets: RandomOctets;
  readonly entries: readonly ZipEntry[];
  /** The directory was missing or damaged: the entries were found by their own headers. */
  readonly recovered: boolean;
}

/** Reads what an archive holds by its directory, or entry by entry where that is of no use. */
export async function openArchive(octets: RandomOctets, effort: ZipEffort): Promise<ZipArchive | ZipProblem> {
  const place = await findDirectory(octets, effort);
  const listed = place === undefined ? undefined : await readDirectory(octets, place, effort);
  if (listed?.kind === 'problem' && listed.why !== 'damaged') return listed;
  if (listed?.kind === 'entries')
    return { kind: 'archive', octets, entries: listed.entries, recovered: false };
  const recovered = await recoverEntries(octets, effort);
  if (recovered.kind === 'problem') return recovered;
  return { kind: 'archive', octets, entries: recovered.entries, recovered: true };
}
