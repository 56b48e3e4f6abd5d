import { PdfParser } from './parser.ts';
import type { PdfValue } from './values.ts';

/** Objects in one stream; writers put 100 to 200 into each. */
const objectsMax = 1_000_000;

/**
 * An unpacked object stream (ISO 32000-1 §7.5.7): `count` pairs of object number and offset, then from `first` on the
 * values. Offsets count from `first`.
 */
export class ObjectStream {
  readonly #data: Uint8Array;
  readonly #numbers: readonly number[];
  readonly #offsets: readonly number[];

  private constructor(data: Uint8Array, numbers: readonly number[], offsets: readonly number[]) {
    this.#data = data;
    this.#numbers = numbers;
    this.#offsets = offsets;
  }

  static open(data: Uint8Array, count: number, first: number): ObjectStream | undefined {
    if (count > objectsMax || first > data.length) return undefined;
    const parser = new PdfParser(data.subarray(0, first));
    const numbers: number[] = [];
    const offsets: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const number = parser.integer();
      const offset = parser.integer();
      if (number === undefined || offset === undefined) break;
      numbers.push(number);
      offsets.push(first + offset);
    }
    return new ObjectStream(data, numbers, offsets);
  }

  /** Numbers of the objects inside, in order. */
  get numbers(): readonly number[] {
    return this.#numbers;
  }

  /** Octets of memory that it takes. */
  get octets(): number {
    return this.#data.length + 16 * this.#numbers.length;
  }

  /** Where the object stands, at `index` if it is there, else wherever it is. */
  locate(number: number, index: number): { readonly octets: Uint8Array; readonly at: number } | undefined {
    const place = this.#numbers[index] === number ? index : this.#numbers.lastIndexOf(number);
    const at = this.#offsets[place];
    return at === undefined || at > this.#data.length ? undefined : { octets: this.#data, at };
  }

  /** The object; undefined when it is not here or cannot be read. */
  read(number: number, index: number): PdfValue | undefined {
    const place = this.locate(number, index);
    if (place === undefined) return undefined;
    const parser = new PdfParser(place.octets, place.at);
    const value = parser.value();
    return parser.damaged ? undefined : value;
  }
}
