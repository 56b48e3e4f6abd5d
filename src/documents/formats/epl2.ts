import { takeLine } from './device/line.ts';
import type { DevicePages } from './device/pages.ts';
import { type DeviceEnd, type DeviceScript, endByOctets, passBlanks, unsupported } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass } from './octets/octet-script.ts';

/**
 * EPL2 of Eltron and Zebra (EPL2 Programming Manual): lines of a letter and numbers, ended by LF:
 *
 *     N clears the label   A B b LO … print on it   P n,m prints n labels, m copies of each
 *     GW x,y,octets,rows  and octets × rows of picture behind its LF
 */
export function recogniseEpl2(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, beginningOctets)).toString('latin1');
  return /^[\r\n]*(?:N\r?\n[\r\n]*[qQRSDZOAGJr]|I8,[A-Z0-9],\d{3}\r?\n)/.test(start);
}

/** Octets that may tell. */
const beginningOctets = 32;

const printing = /^P(\d{1,5})(?:,(\d{1,5}))?$/;
const picture = /^GW\d+,\d+,(\d{1,5}),(\d{1,5})(?:,[A-Z])?$/;
const drawing = /^(?:A\d|B\d|b\d|L[EOSW]\d|X\d|GG")/;
/** Settings, and what deletes or asks. A comment begins with ";". */
const harmless =
  /^(?:N$|[qQRSDOIJZrUWTy]|GK"|FK"|GI$|;|f[+-]?\d|i\d|oE|oR|oW|oB|o\d|oM|oH|oT|d|l|M$|U|V|\?$|C$)/;

export function* readEpl2(pages: DevicePages, input: OctetInput): DeviceScript {
  let marked = false;
  const atEnd = (): DeviceEnd => (marked ? cut : endByOctets());
  for (;;) {
    yield* passBlanks(input, atEnd);
    const line = (yield* takeLine(input))?.trim();
    if (line === undefined) return unsupported('A line is longer than any of EPL2.');
    const [, count, copies] = (line.startsWith('P') && printing.exec(line)) || [];
    const [, octets, rows] = (line.startsWith('GW') && picture.exec(line)) || [];
    if (count !== undefined) {
      pages.setCopies(Math.max(1, Number(count)) * Math.max(1, Number(copies ?? 1)));
      pages.end({ colour: false });
      marked = false;
    } else if (octets !== undefined) {
      marked = true;
      const pictureOctets = Number(octets) * Number(rows);
      if (!input.pass(pictureOctets)) yield* pass(pictureOctets);
    } else if (drawing.test(line)) marked = true;
    else if (!harmless.test(line)) return unsupported(`The line ${line.slice(0, 20)} is not known.`);
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last label does not print.' };
