import { Buffer } from 'node:buffer';
import { isDigit, isWhite } from './characters.ts';
import type { Effort } from './effort.ts';
import { PdfParser } from './parser.ts';
import {
  countOf,
  isDictionary,
  type PdfDictionary,
  PdfReference,
  PdfStream,
  type PdfValue,
} from './values.ts';

/** An object found by its own words, wherever it stands. */
export interface ScannedObject {
  readonly id: PdfReference;
  readonly offset: number;
  readonly value: PdfValue;
}

/** All that one pass over a document finds, in the order of the file. */
export interface Scan {
  readonly objects: readonly ScannedObject[];
  readonly trailers: readonly PdfDictionary[];
  /** No end mark stands behind the last object. */
  readonly cut: boolean;
}

/**
 * One linear pass over a damaged document: objects are known by `number generation obj`, whatever the cross-reference
 * says. The data of streams are passed over, by their length where `endstream` really follows, so that a document that
 * is attached to another one is not taken apart.
 */
export function scanObjects(octets: Uint8Array, effort: Effort): Scan {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const objects: ScannedObject[] = [];
  const trailers: PdfDictionary[] = [];
  let unclosed = 0;
  let last = 0;
  let at = 0;
  for (let word = text.indexOf('obj', at); word >= 0; word = text.indexOf('obj', at)) {
    const head = objectHead(octets, word, at);
    if (head === undefined) {
      readTrailers(text, at, word, trailers);
      at = word + 3;
      continue;
    }
    if (!effort.spendObject()) break;
    readTrailers(text, at, head.offset, trailers);
    const body = readBody(text, word + 3, head.id);
    objects.push({ ...head, value: body.value });
    last = word;
    // A string or stream that lost its end must not swallow the objects behind it.
    if (body.cut) unclosed += 1;
    at = body.cut && unclosed <= unclosedMax ? word + 3 : body.end;
  }
  readTrailers(text, at, text.length, trailers);
  return { objects, trailers, cut: !text.includes('%%EOF', last) };
}

/** Objects without an end that are read past; each costs a look at all that follows it. */
const unclosedMax = 16;

/** Reads `number generation` backwards from the word `obj`; a white space may be missing before the word. */
function objectHead(
  octets: Uint8Array,
  word: number,
  from: number,
): Omit<ScannedObject, 'value'> | undefined {
  const generation = numberBefore(octets, word, from);
  if (generation === undefined || !isWhite(octets[generation.start - 1])) return undefined;
  const number = numberBefore(octets, generation.start, from);
  if (number === undefined) return undefined;
  return { id: new PdfReference(number.value, generation.value), offset: number.start };
}

interface NumberBefore {
  readonly value: number;
  readonly start: number;
}

function numberBefore(octets: Uint8Array, end: number, from: number): NumberBefore | undefined {
  let start = end;
  while (start > from && isWhite(octets[start - 1])) start -= 1;
  const last = start;
  while (start > from && last - start < 10 && isDigit(octets[start - 1])) start -= 1;
  if (start === last) return undefined;
  let value = 0;
  for (let at = start; at < last; at += 1) value = value * 10 + (octets[at] ?? 0x30) - 0x30;
  return { value, start };
}

interface Body {
  readonly value: PdfValue;
  readonly end: number;
  readonly cut: boolean;
}

function readBody(text: Buffer, start: number, id: PdfReference): Body {
  const parser = new PdfParser(text, start);
  const value = parser.value();
  const behindValue = parser.position;
  if (!isDictionary(value) || !parser.word('stream')) {
    return { value, end: behindValue, cut: behindValue >= text.length };
  }
  while (text[parser.position] === 0x20) parser.position += 1;
  if (text[parser.position] === 0x0d) parser.position += 1;
  if (text[parser.position] === 0x0a) parser.position += 1;
  const data = parser.position;
  const length = countOf(value.get('Length'));
  const end = length === undefined ? undefined : endByLength(text, data + length);
  if (end !== undefined) return { value: new PdfStream(value, data, id), end, cut: false };
  const found = text.indexOf('endstream', data);
  if (found < 0) return { value: new PdfStream(value, data, id), end: text.length, cut: true };
  // The length is wrong: what lies between is what counts.
  value.set('Length', found - data);
  return { value: new PdfStream(value, data, id), end: found + 9, cut: false };
}

function endByLength(text: Buffer, at: number): number | undefined {
  if (at > text.length) return undefined;
  const parser = new PdfParser(text, at);
  return parser.word('endstream') ? parser.position : undefined;
}

function readTrailers(text: Buffer, from: number, to: number, trailers: PdfDictionary[]): void {
  for (let at = text.indexOf('trailer', from); at >= 0 && at < to; at = text.indexOf('trailer', at + 7)) {
    const value = new PdfParser(text, at + 7).value();
    if (isDictionary(value)) trailers.push(value);
  }
}
