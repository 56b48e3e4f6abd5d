import { characterKinds, kinds, octets } from './characters.ts';

/** `(literal)`, `<hex>`, `<~base 85~>`. */
export type StringKind = 'literal' | 'hex' | 'ascii';

/** Names that print when a string that holds them is executed. */
const printing: ReadonlySet<string> = new Set(['showpage', 'copypage']);
const printingOctets = 8;

/** Passes over strings, and tells what is suspicious about them. */
export class StringScanner {
  readonly #reader: { strange(sentence: string): void };
  #kind: StringKind = 'literal';
  #ended = false;
  #depth = 0;
  #escaped = false;
  /** The first octets of a literal string, one more than a name that prints has. */
  #text = '';
  /** How far a line looks like a comment of the document structure: `%%` and a letter. */
  #likeComment = 0;
  #tilde = false;

  constructor(reader: { strange(sentence: string): void }) {
    this.#reader = reader;
  }

  get ended(): boolean {
    return this.#ended;
  }

  begin(kind: StringKind): void {
    this.#kind = kind;
    this.#ended = false;
    this.#depth = 1;
    this.#escaped = false;
    this.#text = '';
    this.#likeComment = 0;
    this.#tilde = false;
  }

  /** Takes octets of the string from `start` on; returns the position behind the last one. */
  take(chunk: Buffer, start: number): number {
    switch (this.#kind) {
      case 'literal':
        return this.#literal(chunk, start);
      case 'hex':
        return this.#hex(chunk, start);
      case 'ascii':
        return this.#ascii(chunk, start);
    }
  }

  #literal(chunk: Buffer, start: number): number {
    const end = this.#plainEnd(chunk, start);
    if (end > start) return end;
    for (let at = start; at < chunk.length; at += 1) {
      // The first octets may be a name; behind them few octets mean anything.
      if (this.#text.length > printingOctets && !this.#escaped && this.#likeComment === 0) {
        while (at < chunk.length && plain[chunk[at] ?? 0] === 1) at += 1;
        if (at === chunk.length) break;
      }
      const octet = chunk[at] ?? 0;
      if (this.#text.length <= printingOctets) this.#text += String.fromCharCode(octet);
      this.#lookForComment(octet);
      if (this.#escaped) this.#escaped = false;
      else if (octet === octets.backslash) this.#escaped = true;
      else if (octet === octets.open) this.#depth += 1;
      else if (octet === octets.close) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        this.#endLiteral();
        return at + 1;
      }
    }
    return chunk.length;
  }

  /** The end of a string that begins here and holds nothing of note, as nearly all do; `start` for any other. */
  #plainEnd(chunk: Buffer, start: number): number {
    if (this.#text !== '' || this.#depth !== 1 || this.#escaped || this.#likeComment !== 0) return start;
    let at = start;
    while (at < chunk.length && plain[chunk[at] ?? 0] === 1) at += 1;
    // The names that print are as long as each other.
    if (chunk[at] !== octets.close || at - start === printingOctets) return start;
    this.#ended = true;
    return at + 1;
  }

  #endLiteral(): void {
    this.#ended = true;
    if (printing.has(this.#text.slice(0, -1))) {
      this.#reader.strange('The name of an operator that prints stands in a string.');
    }
  }

  /** A string that swallows comments of the structure has begun in data that is no program. */
  #lookForComment(octet: number): void {
    if (characterKinds[octet] === kinds.lineEnd) this.#likeComment = 1;
    else if (this.#likeComment === 0) return;
    else if (this.#likeComment < 3 && octet === octets.percent) this.#likeComment += 1;
    else {
      if (this.#likeComment === 3 && isLetter(octet)) {
        this.#reader.strange('A comment of the document structure stands in a string.');
      }
      this.#likeComment = 0;
    }
  }

  #hex(chunk: Buffer, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      while (hexadecimal[chunk[at] ?? 0] === 1 && at < chunk.length) at += 1;
      if (at === chunk.length) break;
      const octet = chunk[at] ?? 0;
      if (octet === octets.greater) {
        this.#ended = true;
        return at + 1;
      }
      if (octet > 0x20) {
        this.#reader.strange('A string of hexadecimal digits holds something else.');
        return at + 1;
      }
    }
    return chunk.length;
  }

  #ascii(chunk: Buffer, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      if (!this.#tilde) at = chunk.indexOf(octets.tilde, at);
      if (at < 0) break;
      const octet = chunk[at] ?? 0;
      if (this.#tilde && octet === octets.greater) {
        this.#ended = true;
        return at + 1;
      }
      this.#tilde = octet === octets.tilde;
    }
    return chunk.length;
  }
}

function isLetter(octet: number): boolean {
  const upper = octet & 0xdf;
  return upper >= 0x41 && upper <= 0x5a;
}

/** What ends nothing and begins nothing in a literal string. */
const plain: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) =>
  characterKinds[octet] === kinds.lineEnd ||
  octet === octets.backslash ||
  octet === octets.open ||
  octet === octets.close
    ? 0
    : 1,
);

const hexadecimal: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) => (isHexDigit(octet) ? 1 : 0));

function isHexDigit(octet: number): boolean {
  const upper = octet & 0xdf;
  return (octet >= 0x30 && octet <= 0x39) || (upper >= 0x41 && upper <= 0x46);
}
