import type { UncountableWhy } from '../../../model/page-count.ts';
import type { OctetInput } from '../octets/octet-input.ts';
import { awaitOctet, type Script, take } from '../octets/octet-script.ts';
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

export type ReadDevice = (pages: DevicePages, input: OctetInput) => DeviceScript;

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
const uel = '\u001b%-12345X';

/** What must stand where an ESC does in a language that has no escapes of its own: a UEL. */
export function* takeEscape(input: OctetInput): DeviceScript {
  const escape = input.take(uel.length) ?? (yield* take(uel.length));
  if (escape.text() === uel) return { kind: 'whole', by: 'escape' };
  return damaged('An escape follows that is no end of the data.');
}

/** Goes past blanks; returns the octet behind them, which is not taken. `atEnd` tells what it means that there is none. */
export function* passBlanks(input: OctetInput, atEnd: () => DeviceEnd): DeviceScript<number> {
  for (;;) {
    const octet = input.peek();
    if (octet === undefined) yield* awaitOctet(atEnd);
    else if (blanks[octet] !== 1) return octet;
    else input.takeOctet();
  }
}

/** NULs that drivers pad with, line ends, and the end of transmission. */
const blanks = new Uint8Array(256);
for (const octet of [0x00, 0x04, 0x0a, 0x0d, 0x20]) blanks[octet] = 1;
