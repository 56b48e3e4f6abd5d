import { fourDigits } from './digits.ts';
import { PdfParser } from './parser.ts';
import type { PdfValue } from './values.ts';

/** Objects in one stream; writers put 100 to 200 into each. */
const objectsMax = 1_000_000;

/**
 * An unpacked object stream (ISO 32000-1 §7.5.7): `count` pairs of object number and offset, then from `first` on the
 * values. Offsets count from `first`.
 */
export class ObjectStream {
  readonly octets: Uint8Array;
  readonly view: DataView;
  readonly #first: number;
  /** Number and offset of each object, in order. */
  readonly #pairs: readonly number[];
  #byNumber: ReadonlyMap<number, number> | undefined;

  private constructor(octets: Uint8Array, count: number, first: number) {
    this.octets = octets;
    this.view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    this.#first = first;
    this.#pairs = this.#readPairs(count);
  }

  static open(data: Uint8Array, count: number, first: number): ObjectStream | undefined {
    return count > objectsMax || first > data.length ? undefined : new ObjectStream(data, count, first);
  }

  /** Numbers of the objects inside, in order. */
  get numbers(): readonly number[] {
    return this.#pairs.filter((_, index) => index % 2 === 0);
  }

  /** Octets of memory that it takes. */
  get heldOctets(): number {
    return this.octets.length + 8 * this.#pairs.length;
  }

  /** Where in `octets` the object begins, at `index` if it is there, else wherever it is; −1 when it is not here. */
  placeOf(number: number, index: number): number {
    const pair = this.#pairs[2 * index] === number ? index : this.#pairNumbered(number);
    const offset = this.#pairs[2 * pair + 1];
    const at = offset === undefined || pair < 0 ? -1 : this.#first + offset;
    return at > this.octets.length ? -1 : at;
  }

  /** The last one with this number; −1 when there is none. A hostile index lies for each of a million objects. */
  #pairNumbered(number: number): number {
    this.#byNumber ??= new Map(this.numbers.map((each, pair) => [each, pair]));
    return this.#byNumber.get(number) ?? -1;
  }

  /** The object; undefined when it is not here or cannot be read. */
  read(number: number, index: number): PdfValue | undefined {
    const at = this.placeOf(number, index);
    if (at < 0) return undefined;
    const parser = new PdfParser(this.octets, at);
    const value = parser.value();
    return parser.damaged ? undefined : value;
  }

  #readPairs(count: number): readonly number[] {
    const heads = this.octets.subarray(0, this.#first);
    // A pair takes four octets at least; `count` is only what the stream says.
    const integers = new Array<number>(2 * Math.min(count, Math.ceil(this.#first / 4)));
    const plain = readPlainIntegers(heads, this.view, integers);
    const parser = new PdfParser(heads, plain.end);
    let read = plain.count;
    for (; read < integers.length; read += 1) {
      const integer = parser.integer();
      if (integer === undefined) break;
      integers[read] = integer;
    }
    integers.length = read & ~1;
    return integers;
  }
}

/** Whole numbers with a blank between them, as writers put them, up to the first that stands otherwise. */
function readPlainIntegers(
  octets: Uint8Array,
  view: DataView,
  integers: number[],
): { readonly count: number; readonly end: number } {
  const last = octets.length - 4;
  let count = 0;
  let end = 0;
  for (let at = 0; count < integers.length; count += 1, end = at) {
    const start = at;
    let value = at > last ? 0 : Math.max(0, fourDigits(view, at));
    if (value > 0) at += 4;
    for (let digit = (octets[at] ?? 0) - 0x30; digit >= 0 && digit <= 9; digit = (octets[at] ?? 0) - 0x30) {
      value = value * 10 + digit;
      at += 1;
    }
    const blank = octets[at];
    if (at === start || at - start > 10 || (blank !== 0x20 && blank !== 0x0a)) break;
    integers[count] = value;
    at += 1;
  }
  return { count, end };
}
