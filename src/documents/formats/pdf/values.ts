import { hexOctets, literalOctets } from './strings.ts';

/** PDF objects (ISO 32000-1 §7.3). Dictionaries are maps from the name without its slash. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfKeyword
  | PdfValue[]
  | PdfDictionary
  | PdfStream;

export type PdfDictionary = Map<string, PdfValue>;

export class PdfName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A string as it stands in the file; few are ever looked into. */
export class PdfString {
  readonly #inner: Uint8Array;
  readonly #kind: 'literal' | 'hex';

  constructor(inner: Uint8Array, kind: 'literal' | 'hex') {
    this.#inner = inner;
    this.#kind = kind;
  }

  get octets(): Uint8Array {
    return this.#kind === 'hex' ? hexOctets(this.#inner) : literalOctets(this.#inner);
  }
}

export class PdfReference {
  readonly number: number;
  readonly generation: number;

  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

/** A word that is no value: `obj`, `endobj`, `stream`, `trailer`, and the operators of a content stream. */
export class PdfKeyword {
  readonly word: string;

  constructor(word: string) {
    this.word = word;
  }
}

/** A dictionary with data behind it, still encoded and possibly encrypted. */
export class PdfStream {
  readonly dictionary: PdfDictionary;
  /** Where the data begins in the file. */
  readonly start: number;
  readonly number: number;
  readonly generation: number;

  constructor(dictionary: PdfDictionary, start: number, id: PdfReference) {
    this.dictionary = dictionary;
    this.start = start;
    this.number = id.number;
    this.generation = id.generation;
  }
}

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.name : undefined;
}

/** A whole number from 0 on that addresses something; undefined for all else, so that no length is believed blindly. */
export function countOf(value: PdfValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
