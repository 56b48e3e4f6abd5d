import type { UncountableWhy } from '../../../model/page-count.ts';
import { type Script, take } from '../octet-script.ts';
import type { DevicePages } from './pages.ts';

/** How the reading of a device language ended: with its last page, or at something that leaves the pages unknown. */
export type DeviceEnd =
  | {
      readonly kind: 'whole';
      /** By an escape to PJL, by a mark of the language itself, or with the octets. */
      readonly by: 'escape' | 'mark' | 'octets';
    }
  | { readonly kind: 'unknown'; readonly why: UncountableWhy; readonly sentence: string };

/** Reads a device language; it demands octets without `atEnd` wherever an end of the document would be a cut. */
export type DeviceScript<Result = DeviceEnd> = Script<Result, DeviceEnd>;

export type ReadDevice = (pages: DevicePages) => DeviceScript;

export function damaged(sentence: string): DeviceEnd {
  return { kind: 'unknown', why: 'damaged', sentence };
}

export function unsupported(sentence: string): DeviceEnd {
  return { kind: 'unknown', why: 'unsupported', sentence };
}

export function endByMark(): DeviceEnd {
  return { kind: 'whole', by: 'mark' };
}

export function endByOctets(): DeviceEnd {
  return { kind: 'whole', by: 'octets' };
}

export const escapeOctet = 0x1b;
const uelRest = '%-12345X';

/** What must follow an ESC where a language has no escapes of its own: the rest of a UEL. */
export function* takeEscape(): DeviceScript {
  const rest = yield* take(uelRest.length);
  if (textOf(rest) === uelRest) return { kind: 'whole', by: 'escape' };
  return damaged('An escape follows that is no end of the data.');
}

/** The first octet that is no blank, where the document may end; `atEnd` tells what such an end means. */
export function* takePastBlanks(atEnd: () => DeviceEnd): DeviceScript<number> {
  let octet = 0;
  yield {
    kind: 'scan',
    scan: (chunk, start) => {
      let at = start;
      while (at < chunk.length && blanks.has(chunk[at] ?? 0)) at += 1;
      octet = chunk[at] ?? 0;
      return at < chunk.length ? at + 1 : undefined;
    },
    atEnd,
  };
  return octet;
}

/** NULs that drivers pad with, line ends, and the end of transmission. */
const blanks: ReadonlySet<number> = new Set([0x00, 0x04, 0x0a, 0x0d, 0x20]);

/** Octets as text, one character an octet. */
export function textOf(view: DataView): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1');
}

/** `first`, which has been taken, and the octets behind it, `octets` in all. */
export function* takeBehind(first: number, octets: number): DeviceScript<DataView> {
  const rest = yield* take(octets - 1);
  const all = new Uint8Array(octets);
  all[0] = first;
  all.set(new Uint8Array(rest.buffer, rest.byteOffset, rest.byteLength), 1);
  return new DataView(all.buffer);
}
