/** Bits looked at in one step; longer codes are rare and take the canonical way. */
const fastBits = 9;

/** The code of a DHT segment (ITU-T T.81 annex C): codes of each length follow each other in number. */
export class HuffmanCode {
  /** By the next nine bits: length × 256 + value, 0 where the code is longer. */
  readonly #fast: Uint16Array = new Uint16Array(1 << fastBits);
  readonly #values: Uint8Array;
  /** By length: the first code that is longer, shifted to 16 bits, and what to add for the place of its value. */
  readonly #limits: number[] = [];
  readonly #offsets: number[] = [];

  constructor(lengths: Uint8Array, values: Uint8Array) {
    this.#values = values;
    let code = 0;
    let place = 0;
    for (let length = 1; length <= 16; length += 1) {
      const count = lengths[length - 1] ?? 0;
      this.#offsets[length] = place - code;
      for (let index = 0; index < count && length <= fastBits; index += 1) {
        const first = (code + index) << (fastBits - length);
        this.#fast.fill(
          length * 256 + (values[place + index] ?? 0),
          first,
          first + (1 << (fastBits - length)),
        );
      }
      code += count;
      place += count;
      this.#limits[length] = code * 2 ** (16 - length);
      code *= 2;
    }
  }

  /** Length × 256 + value for 16 bits that begin with a code; 0 when none does. */
  find(bits16: number): number {
    const fast = this.#fast[bits16 >>> (16 - fastBits)] ?? 0;
    if (fast !== 0) return fast;
    for (let length = fastBits + 1; length <= 16; length += 1) {
      if (bits16 >= (this.#limits[length] ?? 0)) continue;
      const place = (bits16 >>> (16 - length)) + (this.#offsets[length] ?? 0);
      return length * 256 + (this.#values[place] ?? 0);
    }
    return 0;
  }
}
