import { Buffer } from 'node:buffer';
import { classes, isDigit, isWhite, regular } from './characters.ts';
import { noOctets } from './window.ts';

/**
 * Reads what stands before the data of an object stream, when writers put it in the plain way, in a quarter of the time of
 * parsing it:
 *
 *     << /Type /ObjStm /N 100 /First 890 /Filter /FlateDecode /Length 1403 >>
 *     stream
 *
 * These keys in any order, each once; all else takes the parser.
 */
export class ObjectStreamHead {
  /** Objects inside. */
  count = -1;
  /** Where in the data their values begin. */
  first = -1;
  /** Octets of the data, and where they begin. */
  length = -1;
  dataAt = 0;
  #octets = noOctets;
  #at = 0;
  #entries = 0;
  #isObjectStream = false;
  #isDeflated = false;

  /** Whether all of it stands at this place, behind `obj`. */
  read(octets: Uint8Array, at: number): boolean {
    this.#octets = octets;
    this.#at = at;
    this.count = this.first = this.length = -1;
    this.#isObjectStream = this.#isDeflated = false;
    return this.#dictionary() && this.#isWhole() && this.#skip(words.stream) && this.#lineEnd();
  }

  #dictionary(): boolean {
    if (!this.#skip(words.open)) return false;
    for (this.#entries = 0; !this.#skip(words.close); this.#entries += 1) if (!this.#entry()) return false;
    return true;
  }

  #entry(): boolean {
    if (this.#skip(words.N)) this.count = this.#integer();
    else if (this.#skip(words.First)) this.first = this.#integer();
    else if (this.#skip(words.Length)) this.length = this.#integer();
    else if (this.#skip(words.Type)) this.#isObjectStream = this.#skip(words.ObjStm);
    else if (this.#skip(words.Filter)) this.#isDeflated = this.#skip(words.FlateDecode);
    else return false;
    return true;
  }

  /** All five are there; none stands twice then. */
  #isWhole(): boolean {
    const { count, first, length } = this;
    return (
      this.#entries === 5 && this.#isObjectStream && this.#isDeflated && Math.min(count, first, length) >= 0
    );
  }

  #lineEnd(): boolean {
    if (this.#octets[this.#at] === 0x0d) this.#at += 1;
    this.dataAt = this.#at + 1;
    return this.#octets[this.#at] === 0x0a;
  }

  /** A number with another key or the end behind it, which is no reference; else −1. */
  #integer(): number {
    const octets = this.#octets;
    this.#skipWhite();
    const start = this.#at;
    let value = 0;
    let at = start;
    for (; isDigit(octets[at]); at += 1) value = value * 10 + (octets[at] ?? 0) - 0x30;
    this.#at = at;
    if (at === start || at - start > 10) return -1;
    this.#skipWhite();
    const next = octets[this.#at];
    return next === 0x2f || next === 0x3e ? value : -1;
  }

  /** Whether this stands here, and ends; passes over it and the white space before it. */
  #skip(word: Word): boolean {
    const octets = this.#octets;
    this.#skipWhite();
    const start = this.#at;
    for (let index = 0; index < word.octets.length; index += 1) {
      if (octets[start + index] !== word.octets[index]) return false;
    }
    const end = start + word.octets.length;
    if (word.isName && classes[octets[end] ?? 0] === regular) return false;
    this.#at = end;
    return true;
  }

  #skipWhite(): void {
    while (isWhite(this.#octets[this.#at])) this.#at += 1;
  }
}

interface Word {
  readonly octets: Uint8Array;
  readonly isName: boolean;
}

const words = {
  open: wordOf('<<'),
  close: wordOf('>>'),
  stream: wordOf('stream'),
  Type: wordOf('/Type'),
  ObjStm: wordOf('/ObjStm'),
  N: wordOf('/N'),
  First: wordOf('/First'),
  Filter: wordOf('/Filter'),
  FlateDecode: wordOf('/FlateDecode'),
  Length: wordOf('/Length'),
} as const;

function wordOf(text: string): Word {
  return { octets: Buffer.from(text, 'latin1'), isName: text.startsWith('/') };
}
