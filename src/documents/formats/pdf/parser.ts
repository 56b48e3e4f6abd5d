import { Buffer } from 'node:buffer';
import { classes, delimiter, isDigit, isWhite, regular, white } from './characters.ts';
import { type PdfDictionary, PdfKeyword, PdfName, PdfReference, PdfString, type PdfValue } from './values.ts';

/** Values inside values; real files stay below 20, a hostile one has 150 000. */
const depthMax = 200;
/** Keys of one dictionary; the largest seen (names of a big document) have some thousands. */
const keysMax = 65_536;
/** A number of more digits is not one that anything could mean. */
const digitsMax = 25;

/**
 * Reads PDF values (ISO 32000-1 §7.3) from octets. It never throws: what cannot be read becomes null and sets
 * `damaged`. `position` is where the next value begins.
 */
export class PdfParser {
  readonly octets: Uint8Array;
  position: number;
  damaged = false;

  constructor(octets: Uint8Array, position = 0) {
    this.octets = octets;
    this.position = position;
  }

  get atEnd(): boolean {
    this.skipWhite();
    return this.position >= this.octets.length;
  }

  /** The next value or keyword; null with `damaged` at the end. */
  value(depth = 0): PdfValue {
    this.skipWhite();
    const octet = this.octets[this.position];
    if (octet === undefined) return this.#damage();
    if (octet === 0x2f) return new PdfName(this.#name());
    if (octet === 0x28) return this.#literalString();
    const opens = octet === 0x5b || (octet === 0x3c && this.octets[this.position + 1] === 0x3c);
    if (opens && depth >= depthMax) return this.#skipNested();
    if (octet === 0x5b) return this.#array(depth);
    if (octet === 0x3c) {
      return this.octets[this.position + 1] === 0x3c ? this.#dictionary(depth) : this.#hexString();
    }
    if (isDigit(octet)) return this.#numberOrReference();
    if (octet === 0x2b || octet === 0x2d || octet === 0x2e) return this.#number();
    if (classes[octet] === delimiter) {
      this.position += 1;
      return this.#damage();
    }
    return this.#keyword();
  }

  /** An unsigned whole number, if one stands here. */
  integer(): number | undefined {
    this.skipWhite();
    const start = this.position;
    let value = 0;
    while (isDigit(this.octets[this.position])) {
      value = value * 10 + (this.octets[this.position] ?? 0) - 0x30;
      this.position += 1;
    }
    const digits = this.position - start;
    return digits === 0 || digits > digitsMax ? undefined : value;
  }

  /** Takes this word if it stands here. */
  word(text: string): boolean {
    this.skipWhite();
    for (let index = 0; index < text.length; index += 1) {
      if (this.octets[this.position + index] !== text.charCodeAt(index)) return false;
    }
    this.position += text.length;
    return true;
  }

  /** White space and comments. */
  skipWhite(): void {
    const { octets } = this;
    let at = this.position;
    for (;;) {
      const octet = octets[at];
      if (octet === undefined) break;
      if (octet === 0x25) {
        at = endOfLine(octets, at);
      } else if (classes[octet] === white) {
        at += 1;
      } else {
        break;
      }
    }
    this.position = at;
  }

  #damage(): null {
    this.damaged = true;
    return null;
  }

  #numberOrReference(): PdfValue {
    const start = this.position;
    const number = this.integer();
    const next = this.octets[this.position];
    // "12 0 R" begins like two numbers; only a look ahead tells.
    if (number === undefined || !isWhite(next)) {
      this.position = start;
      return this.#number();
    }
    const behindNumber = this.position;
    const generation = this.integer();
    if (generation !== undefined && isWhite(this.octets[this.position])) {
      this.skipWhite();
      const after = this.octets[this.position + 1];
      const ends = after === undefined || classes[after] !== regular;
      if (this.octets[this.position] === 0x52 && ends) {
        this.position += 1;
        return new PdfReference(number, generation);
      }
    }
    this.position = behindNumber;
    return number;
  }

  #number(): PdfValue {
    const start = this.position;
    this.#skipRegular();
    const text = textOf(this.octets, start, this.position);
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    // Some writers make "--5" or "1.2.3"; readers take what there is (ISO 32000-1 says nothing).
    const sloppy = Number.parseFloat(text.replace(/^([+-])[+-]+/, '$1'));
    return Number.isFinite(sloppy) ? sloppy : this.#damage();
  }

  #keyword(): PdfValue {
    const start = this.position;
    this.#skipRegular();
    const word = textOf(this.octets, start, this.position);
    if (word === 'true') return true;
    if (word === 'false') return false;
    return word === 'null' ? null : new PdfKeyword(word);
  }

  #name(): string {
    this.position += 1;
    const start = this.position;
    this.#skipRegular();
    const text = textOf(this.octets, start, this.position);
    if (!text.includes('#')) return text;
    return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }

  #skipRegular(): void {
    const { octets } = this;
    let at = this.position;
    while (at < octets.length && classes[octets[at] ?? 0] === regular) at += 1;
    this.position = at;
  }

  #array(depth: number): PdfValue {
    const items: PdfValue[] = [];
    this.position += 1;
    for (;;) {
      this.skipWhite();
      const octet = this.octets[this.position];
      if (octet === 0x5d) {
        this.position += 1;
        return items;
      }
      const value = octet === undefined ? this.#damage() : this.value(depth + 1);
      // An array that is never closed must not swallow the rest of the file.
      if (octet === undefined || this.#endsObject(value)) return items;
      items.push(value);
    }
  }

  #dictionary(depth: number): PdfValue {
    const entries: PdfDictionary = new Map();
    this.position += 2;
    for (;;) {
      this.skipWhite();
      const octet = this.octets[this.position];
      if (octet === 0x3e && this.octets[this.position + 1] === 0x3e) {
        this.position += 2;
        return entries;
      }
      if (octet === undefined || entries.size >= keysMax) {
        this.#damage();
        return entries;
      }
      if (octet !== 0x2f) {
        this.damaged = true;
        if (this.#endsObject(this.value(depth + 1))) return entries;
        continue;
      }
      const key = this.#name();
      this.skipWhite();
      // "/Key >>": the value is missing.
      if (this.octets[this.position] === 0x3e && this.octets[this.position + 1] === 0x3e) continue;
      const value = this.value(depth + 1);
      if (this.#endsObject(value)) return entries;
      entries.set(key, value);
    }
  }

  /** Whether this value shows that a closing bracket was forgotten. */
  #endsObject(value: PdfValue): boolean {
    const ends = value instanceof PdfKeyword && (value.word === 'endobj' || value.word === 'stream');
    if (ends) this.damaged = true;
    return ends;
  }

  /** Too deep to be of use: passed over by counting brackets, and null. */
  #skipNested(): null {
    let open = 0;
    do {
      this.skipWhite();
      const octet = this.octets[this.position];
      const twin = this.octets[this.position + 1] === octet;
      if (octet === undefined) return this.#damage();
      if (octet === 0x28) this.#literalString();
      else if (octet === 0x3c && !twin) this.#hexString();
      else this.position += twin && (octet === 0x3c || octet === 0x3e) ? 2 : 1;
      if (octet === 0x5b || (octet === 0x3c && twin)) open += 1;
      if (octet === 0x5d || (octet === 0x3e && twin)) open -= 1;
    } while (open > 0);
    return null;
  }

  #literalString(): PdfString {
    const { octets } = this;
    const start = this.position + 1;
    let open = 1;
    let at = start;
    for (; at < octets.length; at += 1) {
      const octet = octets[at];
      if (octet === 0x5c) at += 1;
      else if (octet === 0x28) open += 1;
      else if (octet === 0x29) open -= 1;
      if (open === 0) break;
    }
    return this.#endString(start, at, 'literal');
  }

  #hexString(): PdfString {
    const start = this.position + 1;
    const end = this.octets.indexOf(0x3e, start);
    return this.#endString(start, end < 0 ? this.octets.length : end, 'hex');
  }

  #endString(start: number, end: number, kind: 'literal' | 'hex'): PdfString {
    if (end >= this.octets.length) this.damaged = true;
    this.position = Math.min(end + 1, this.octets.length);
    return new PdfString(this.octets.subarray(start, end), kind);
  }
}

function endOfLine(octets: Uint8Array, start: number): number {
  let at = start;
  while (at < octets.length && octets[at] !== 0x0a && octets[at] !== 0x0d) at += 1;
  return at;
}

/** Short words are put together by hand: a call of the native decoder costs more than the word. */
function textOf(octets: Uint8Array, start: number, end: number): string {
  if (end - start > 24)
    return Buffer.from(octets.buffer, octets.byteOffset + start, end - start).toString('latin1');
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(octets[at] ?? 0);
  return text;
}
