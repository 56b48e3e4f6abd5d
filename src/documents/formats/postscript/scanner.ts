import { characterKinds, kinds, octets } from './characters.ts';
import { markOf, markOfName, type NameMarks } from './name-marks.ts';
import { type StringKind, StringScanner } from './string-scanner.ts';

export type TokenKind = 'name' | 'literal' | 'open' | 'close' | 'other';

/** Octets or lines behind a comment that belong to no program. */
export interface DataLength {
  readonly unit: 'octets' | 'lines';
  readonly length: number;
}

/** Who reads the tokens of a program. */
export interface TokenReader {
  /** Every token is wanted; else executable names come only when they are marked, and numbers and strings never. */
  readonly wantsAll: boolean;
  readonly marks: NameMarks;
  /** `adjacent`: no token was left out since the last one. */
  token(kind: TokenKind, text: string, adjacent: boolean): void;
  /** A line that begins with a comment; what it returns is passed over. */
  comment(line: string): DataLength | undefined;
  /** An end of transmission (^D) between tokens. */
  endOfTransmission(): void;
  /** What is there is no program as this scanner knows it. */
  strange(sentence: string): void;
}

const states = {
  code: 0,
  token: 1,
  slash: 2,
  comment: 3,
  string: 4,
  less: 5,
  greater: 6,
  dataBegins: 7,
  data: 8,
} as const;
type State = (typeof states)[keyof typeof states];

/** A name has at most 127 characters (PLRM3 appendix B), a line of DSC at most 255 octets (DSC 3.0 §3). */
const nameOctetsMax = 128;
const commentOctetsMax = 255;

/**
 * Takes a PostScript program apart (PLRM3 §3.2) while it streams by, with no more memory than its longest name:
 *
 *     name  /literal  //immediate  {procedure}  (string)  <hex>  <~base 85~>  % comment
 */
export class Scanner {
  readonly #reader: TokenReader;
  readonly #strings: StringScanner;
  #state: State = states.code;
  /** The beginning of a token or comment that the last chunk ended in. */
  #text = '';
  #kind: 'name' | 'literal' = 'name';
  /** Tokens have been left out since one was delivered. */
  #leftOut = false;
  #lineStart = true;
  /** The comment in work began its line. */
  #isLine = false;
  #data: DataLength = { unit: 'octets', length: 0 };
  #left = 0;
  #afterReturn = false;
  /** Passed data must be followed by the comment that ends it. */
  #endExpected = false;

  constructor(reader: TokenReader) {
    this.#reader = reader;
    this.#strings = new StringScanner(reader);
  }

  /** Whether the program may end here. */
  get complete(): boolean {
    return this.#state === states.code && !this.#endExpected;
  }

  push(chunk: Uint8Array): void {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let at = 0; at < buffer.length; ) at = this.#step(buffer, at);
  }

  /** The end of the program ends its last token or comment. */
  finish(): void {
    if (this.#state === states.token) this.#emit(this.#text);
    else if (this.#state === states.comment) this.#endComment();
    else if (this.#state === states.dataBegins && this.#data.length === 0) this.#state = states.code;
    if (this.#state === states.token || this.#state === states.comment) this.#state = states.code;
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#state) {
      case states.code:
        return this.#code(chunk, at);
      case states.token:
        return this.#token(chunk, at);
      case states.slash:
        return this.#slash(chunk, at);
      case states.comment:
        return this.#comment(chunk, at);
      case states.string:
        return this.#string(chunk, at);
      case states.less:
        return this.#less(chunk, at);
      case states.greater:
        return this.#greater(chunk, at);
      case states.dataBegins:
        return this.#dataBegins(chunk, at);
      case states.data:
        return this.#data.unit === 'octets' ? this.#dataOctets(chunk, at) : this.#dataLines(chunk, at);
    }
  }

  #code(chunk: Buffer, start: number): number {
    const at = this.#passOver(chunk, start);
    if (at === chunk.length) return at;
    const octet = chunk[at] ?? 0;
    const kind = characterKinds[octet];
    if (kind === kinds.regular) {
      this.#begin('name');
      return this.#token(chunk, at);
    }
    if (kind === kinds.lineEnd) this.#lineStart = true;
    else if (kind === kinds.blank) this.#lineStart = false;
    else if (kind === kinds.delimiter) this.#delimiter(octet);
    else if (octet === octets.endOfTransmission) this.#reader.endOfTransmission();
    else this.#reader.strange(`An octet ${octet} stands between the tokens of the program.`);
    return at + 1;
  }

  /**
   * Goes past white space, numbers and names that nobody asked for, of which pages are made, up to what needs a closer
   * look: a token that is marked, that goes on behind the chunk, or that is no name.
   */
  #passOver(chunk: Buffer, start: number): number {
    if (this.#reader.wantsAll || this.#endExpected) return start;
    const marks = this.#reader.marks;
    let at = start;
    for (;;) {
      let kind = characterKinds[chunk[at] ?? 0] ?? kinds.strange;
      for (
        ;
        kind === kinds.blank || kind === kinds.lineEnd;
        kind = characterKinds[chunk[at] ?? 0] ?? kinds.strange
      ) {
        if (at >= chunk.length) return at;
        this.#lineStart = kind === kinds.lineEnd;
        at += 1;
      }
      if (kind !== kinds.regular) return at;
      let end = at + 1;
      while (end < chunk.length && characterKinds[chunk[end] ?? 0] === kinds.regular) end += 1;
      if (end === chunk.length || marks[markOf(chunk, at, end)] === 1) return at;
      this.#leftOut = true;
      this.#lineStart = false;
      at = end;
    }
  }

  #begin(kind: 'name' | 'literal'): void {
    this.#kind = kind;
    this.#text = '';
    this.#state = states.token;
    this.#notData();
  }

  /** Something that is no comment. */
  #notData(): void {
    this.#lineStart = false;
    if (this.#endExpected) this.#reader.strange('Data is longer or shorter than its comment says.');
    this.#endExpected = false;
  }

  #delimiter(octet: number): void {
    if (octet === octets.percent) {
      this.#isLine = this.#lineStart;
      this.#lineStart = false;
      this.#text = '';
      this.#state = states.comment;
      return;
    }
    this.#notData();
    switch (octet) {
      case octets.slash:
        this.#state = states.slash;
        return;
      case octets.openBrace:
        this.#deliver('open', '{');
        return;
      case octets.closeBrace:
        this.#deliver('close', '}');
        return;
      case octets.open:
        this.#beginString('literal');
        return;
      case octets.less:
        this.#state = states.less;
        return;
      case octets.greater:
        this.#state = states.greater;
        return;
      case octets.close:
        this.#reader.strange('A string ends that has not begun.');
        return;
      default:
        this.#other(String.fromCharCode(octet));
    }
  }

  #deliver(kind: TokenKind, text: string): void {
    const adjacent = !this.#leftOut;
    this.#leftOut = false;
    this.#reader.token(kind, text, adjacent);
  }

  #other(text: string): void {
    if (this.#reader.wantsAll) this.#deliver('other', text);
    else this.#leftOut = true;
  }

  #slash(chunk: Buffer, at: number): number {
    const immediate = chunk[at] === octets.slash;
    // An immediately evaluated name stands for its value: as a procedure's it is as good as the name itself.
    this.#begin(immediate ? 'name' : 'literal');
    return immediate ? at + 1 : at;
  }

  #token(chunk: Buffer, start: number): number {
    let end = start;
    while (end < chunk.length && characterKinds[chunk[end] ?? 0] === kinds.regular) end += 1;
    if (end === chunk.length) {
      this.#text = (this.#text + latin1(chunk, start, end)).slice(0, nameOctetsMax);
      return end;
    }
    this.#state = states.code;
    if (this.#text !== '' || this.#kind === 'literal' || this.#reader.wantsAll) {
      this.#emit(this.#text + latin1(chunk, start, end));
    } else if (this.#reader.marks[markOf(chunk, start, end)] === 1) {
      this.#deliver('name', latin1(chunk, start, Math.min(end, start + nameOctetsMax)));
    } else {
      this.#leftOut = true;
    }
    return end;
  }

  #emit(whole: string): void {
    const text = whole.slice(0, nameOctetsMax);
    if (this.#kind === 'literal') this.#deliver('literal', text);
    else if (this.#reader.wantsAll) this.#deliver(isNumeral(text) ? 'other' : 'name', text);
    else if (this.#reader.marks[markOfName(whole)] === 1) this.#deliver('name', text);
    else this.#leftOut = true;
  }

  #comment(chunk: Buffer, start: number): number {
    const end = lineEnd(chunk, start);
    if (this.#isLine && this.#text.length < commentOctetsMax) {
      this.#text = (this.#text + latin1(chunk, start, end)).slice(0, commentOctetsMax);
    }
    if (end < chunk.length) this.#endComment();
    return end;
  }

  #endComment(): void {
    this.#state = states.code;
    if (!this.#isLine) return;
    const line = `%${this.#text}`;
    if (this.#endExpected && !/^%%End/.test(line)) {
      this.#reader.strange('Data is longer or shorter than its comment says.');
    }
    this.#endExpected = false;
    const data = this.#reader.comment(line);
    if (data === undefined) return;
    this.#data = data;
    this.#left = data.length;
    this.#afterReturn = false;
    this.#state = states.dataBegins;
  }

  /** Data begins behind the line end of its comment, which may be CR and LF. */
  #dataBegins(chunk: Buffer, at: number): number {
    const octet = chunk[at];
    if (octet === octets.carriageReturn && !this.#afterReturn) {
      this.#afterReturn = true;
      return at + 1;
    }
    this.#afterReturn = false;
    this.#state = states.data;
    if (this.#left === 0) this.#endData();
    return octet === octets.lineFeed ? at + 1 : at;
  }

  #endData(): void {
    this.#state = states.code;
    this.#lineStart = true;
    this.#endExpected = true;
  }

  #dataOctets(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#endData();
    return end;
  }

  #dataLines(chunk: Buffer, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      if (!this.#afterReturn) at = lineEnd(chunk, at);
      if (at === chunk.length) break;
      const octet = chunk[at];
      const second = this.#afterReturn && octet === octets.lineFeed;
      this.#afterReturn = octet === octets.carriageReturn;
      if (second || (octet !== octets.lineFeed && octet !== octets.carriageReturn)) continue;
      this.#left -= 1;
      if (this.#left > 0) continue;
      this.#endData();
      return at + 1;
    }
    return chunk.length;
  }

  #string(chunk: Buffer, at: number): number {
    const end = this.#strings.take(chunk, at);
    if (!this.#strings.ended) return end;
    this.#state = states.code;
    this.#other('()');
    return end;
  }

  #less(chunk: Buffer, at: number): number {
    const octet = chunk[at];
    if (octet === octets.less) {
      this.#state = states.code;
      this.#other('<<');
      return at + 1;
    }
    this.#beginString(octet === octets.tilde ? 'ascii' : 'hex');
    return octet === octets.tilde ? at + 1 : at;
  }

  #beginString(kind: StringKind): void {
    this.#strings.begin(kind);
    this.#state = states.string;
  }

  #greater(chunk: Buffer, at: number): number {
    this.#state = states.code;
    if (chunk[at] === octets.greater) {
      this.#other('>>');
      return at + 1;
    }
    this.#reader.strange('A string of hexadecimal digits ends that has not begun.');
    return at;
  }
}

/** Where the first line end is, or the end of the chunk. */
function lineEnd(chunk: Buffer, start: number): number {
  let at = start;
  while (at < chunk.length && characterKinds[chunk[at] ?? 0] !== kinds.lineEnd) at += 1;
  return at;
}

function latin1(chunk: Buffer, start: number, end: number): string {
  return chunk.toString('latin1', start, Math.min(end, start + commentOctetsMax));
}

/** What begins like a number is taken for one: a name that does is caught where it is defined. */
function isNumeral(text: string): boolean {
  return /^[-+.\d]/.test(text);
}
