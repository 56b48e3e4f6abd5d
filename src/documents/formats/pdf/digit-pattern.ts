/** Octets that are compared in one round; shorter patterns are not worth their name. */
export const patternOctetsMin = 16;

/**
 * Octets that others are like when they differ in digits only, at places where digits may differ. Four are compared at once:
 * `octets ^ words` is 0 where an octet must be the same, and 0 to 9 where a digit stands for a digit, which `words` has as 0x30.
 * Whatever `room` is added to then, 0x7f or 0x76, reaches bit 7 when the octet does not fit, or had that bit before.
 */
export class DigitPattern {
  readonly length: number;
  /** Word and room of four octets after the other; the last sixteen octets may overlap those before them. */
  readonly #pairs: Int32Array;

  /** `loose` has 1 where a digit stands that may be another one. */
  constructor(octets: Uint8Array, loose: Uint8Array) {
    this.length = octets.length;
    const rounds = Math.ceil(octets.length / patternOctetsMin);
    this.#pairs = new Int32Array(8 * rounds);
    for (let word = 0; word < 4 * rounds; word += 1) {
      const round = Math.min(octets.length - patternOctetsMin, patternOctetsMin * (word >> 2));
      this.#put(2 * word, round + 4 * (word & 3), octets, loose);
    }
  }

  /** Whether octets that are like these stand at `start`; `end` is the length of the view, which takes time to ask for. */
  fits(view: DataView, start: number, end: number): boolean {
    const last = start + this.length - patternOctetsMin;
    if (last + patternOctetsMin > end) return false;
    const pairs = this.#pairs;
    for (let index = 0, at = start; index < pairs.length; index += 8, at += 16) {
      if (at > last) at = last;
      const a = view.getInt32(at, true) ^ (pairs[index] ?? 0);
      const b = view.getInt32(at + 4, true) ^ (pairs[index + 2] ?? 0);
      const c = view.getInt32(at + 8, true) ^ (pairs[index + 4] ?? 0);
      const d = view.getInt32(at + 12, true) ^ (pairs[index + 6] ?? 0);
      const ab = a | (a + (pairs[index + 1] ?? 0)) | b | (b + (pairs[index + 3] ?? 0));
      const cd = c | (c + (pairs[index + 5] ?? 0)) | d | (d + (pairs[index + 7] ?? 0));
      if (((ab | cd) & 0x80808080) !== 0) return false;
    }
    return true;
  }

  #put(index: number, from: number, octets: Uint8Array, loose: Uint8Array): void {
    let word = 0;
    let room = 0;
    for (let place = 0; place < 4; place += 1) {
      const isLoose = loose[from + place] === 1;
      word |= (isLoose ? 0x30 : (octets[from + place] ?? 0)) << (8 * place);
      room |= (isLoose ? 0x76 : 0x7f) << (8 * place);
    }
    this.#pairs[index] = word;
    this.#pairs[index + 1] = room;
  }
}
