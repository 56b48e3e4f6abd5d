import type { RandomBytes } from './bytes.ts';
import { isDigit } from './characters.ts';
import { fourDigits } from './digits.ts';
import type { OctetsAt } from './octets-at.ts';
import { PdfParser } from './parser.ts';
import { isDictionary, PdfReference, PdfStream, type PdfValue } from './values.ts';

/** An object as it stands in the file. */
export interface ObjectAt {
  readonly id: PdfReference;
  readonly value: PdfValue;
  /** Where the octets of the object end; the data of a stream begin there. */
  readonly end: number;
  readonly damaged: boolean;
}

/** Enough for most objects; a longer one is read again with eight times as much. */
const windowOctets = 1_024;
/** The longest object without its stream: an array of 100 000 kids has 1 MB. */
const windowOctetsMax = 67_108_864;
/** What the parser may have wanted to see behind the value. */
const lookAheadOctets = 64;

/** Reads `number generation obj value` at `offset`; undefined when no object begins there. */
export function readObjectAt(bytes: RandomBytes, offset: number): ObjectAt | undefined {
  for (let window = windowOctets; ; window *= 8) {
    const octets = bytes.at(offset, window);
    const parser = new PdfParser(octets);
    const object = parseObject(parser, offset);
    const whole = offset + octets.length >= bytes.size || octets.length < window || window >= windowOctetsMax;
    if (whole || parser.position + lookAheadOctets < octets.length) return object;
  }
}

function parseObject(parser: PdfParser, offset: number): ObjectAt | undefined {
  const number = parser.integer();
  const generation = number === undefined ? undefined : parser.integer();
  if (number === undefined || generation === undefined || !parser.word('obj')) return undefined;
  const id = new PdfReference(number, generation);
  const value = parser.value();
  const end = parser.position;
  if (isDictionary(value) && parser.word('stream')) {
    skipLineEnd(parser);
    const stream = new PdfStream(value, offset + parser.position, id);
    return { id, value: stream, end: offset + parser.position, damaged: parser.damaged };
  }
  return { id, value, end: offset + end, damaged: parser.damaged };
}

/** The data begin behind CR LF or LF (ISO 32000-1 §7.3.8.1); a lone CR is met in practice. */
function skipLineEnd(parser: PdfParser): void {
  while (parser.octets[parser.position] === 0x20) parser.position += 1;
  if (parser.octets[parser.position] === 0x0d) parser.position += 1;
  if (parser.octets[parser.position] === 0x0a) parser.position += 1;
}

/** Position behind `number generation obj`, if that stands at `start` with single blanks, as writers put it; else −1. */
export function behindHead({ octets, view, at: start }: OctetsAt, number: number): number {
  let at = start;
  let value = 0;
  if (number >= 1_000 && start + 4 <= octets.length) {
    value = fourDigits(view, start);
    if (value < 0) return -1;
    at += 4;
  }
  for (; isDigit(octets[at]); at += 1) value = value * 10 + (octets[at] ?? 0) - 0x30;
  if (value !== number || at === start || octets[at] !== 0x20) return -1;
  if (
    at + 6 <= octets.length &&
    view.getInt32(at, true) === blank0blankO &&
    octets[at + 4] === 0x62 &&
    octets[at + 5] === 0x6a
  )
    return at + 6;
  const generation = at + 1;
  for (at = generation; isDigit(octets[at]); at += 1);
  return at > generation && octets[at] === 0x20 && isObj(octets, at + 1) ? at + 4 : -1;
}

/** ` 0 o` as a little-endian word. */
const blank0blankO = 0x6f203020;

function isObj(octets: Uint8Array, at: number): boolean {
  return octets[at] === 0x6f && octets[at + 1] === 0x62 && octets[at + 2] === 0x6a;
}
