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

  /** The object, at `index` if it is there, else wherever it is; undefined when it is not or cannot be read. */
  read(number: number, index: number): PdfValue | undefined {
    const at = this.#numbers[index] === number ? index : this.#numbers.lastIndexOf(number);
    const offset = this.#offsets[at];
    if (offset === undefined || offset > this.#data.length) return undefined;
    const parser = new PdfParser(this.#data, offset);
    const value = parser.value();
    return parser.damaged ? undefined : value;
  }
}
