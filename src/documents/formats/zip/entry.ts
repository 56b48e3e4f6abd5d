import { isUtf8 } from 'node:buffer';
import type { RandomOctets } from '../octets/random-octets.ts';
import { problem, type ZipProblem } from './problem.ts';

/** One file of an archive (APPNOTE 6.3.10 §4.3). */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Octets it takes in the archive. */
  readonly packedOctets: number;
  readonly octets: number;
  readonly crc: number;
  /** Where its local header begins. */
  readonly headerAt: number;
}

export interface ZipEntries {
  readonly kind: 'entries';
  readonly entries: readonly ZipEntry[];
}

export const signatures = {
  localHeader: 0x0403_4b50,
  directoryEntry: 0x0201_4b50,
  directoryEnd: 0x0605_4b50,
  directoryEnd64: 0x0606_4b50,
  directoryLocator64: 0x0706_4b50,
  dataDescriptor: 0x0807_4b50,
} as const;

export const localHeaderOctets = 30;
export const flagEncrypted = 0x0001;
export const flagDescriptor = 0x0008;

/** 25 000 pages with fonts, pictures and a ticket each have 100 000. */
export const entriesMax = 250_000;
/** The longest path that any system takes. */
const nameOctetsMax = 4_096;

export function tooManyEntries(): ZipProblem {
  return problem('limit:zip-entries', `It has more than ${entriesMax} entries.`);
}

/** Names are UTF-8 nearly always, whatever their flag says. */
export async function readName(
  octets: RandomOctets,
  at: number,
  length: number,
): Promise<string | ZipProblem> {
  if (length > nameOctetsMax) return problem('damaged', `A name of ${length} octets is in the ZIP.`);
  const view = await octets.read(at, length);
  if (view === undefined) return problem('damaged', 'A name passes the end of the ZIP.');
  const name = Buffer.from(view.buffer, view.byteOffset, length);
  return name.toString(isUtf8(name) ? 'utf8' : 'latin1');
}

/** An 8-octet number; no file is longer than what a double counts exactly. */
export function number64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
