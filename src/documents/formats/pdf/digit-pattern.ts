import { Buffer } from 'node:buffer';

/** Octets of the longer of the two words that are compared; a shorter pattern is none. */
export const patternOctetsMin = 8;

/** Octets of a row of the pattern for those who compare sixteen at once. */
export const rowOctets = 16;

/** Words that are compared in one round: to ask for one more round takes as long as two words. */
const wordsInRound = 4;

/**
 * Octets that others are like when they differ in digits only, at places where digits may differ:
 *
 *     <</Type/Page/Parent 12 0 R/MediaBox[0 0 595 842]>>
 *     |eight-||eight-|4444    |eight-||eight-||eight-||
 *                         4444            (the last overlaps the one before)
 *
 * Where nothing may differ eight octets are compared at once, as one number. Four others are compared by `octets ^ word`, which is
 * 0 where an octet must be the same, and 0 to 9 where a digit stands for a digit, which `word` has as 0x30. Whatever `room` is
 * added to then, 0x7f or 0x76, reaches bit 7 when the octet does not fit, or had that bit before.
 */
export class DigitPattern {
  readonly length: number;
  readonly #octets: Uint8Array;
  readonly #loose: Uint8Array;
  readonly #eightsAt: Int32Array;
  readonly #eights: Float64Array;
  /** Place, word and room of four octets after the other. */
  readonly #fours: Int32Array;

  /** `loose` has 1 where a digit stands that may be another one. */
  constructor(octets: Uint8Array, loose: Uint8Array) {
    this.length = octets.length;
    this.#octets = octets;
    this.#loose = loose;
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const eightsAt: number[] = [];
    const foursAt: number[] = [];
    for (let at = 0; at < octets.length; ) {
      const eight = Math.min(at, octets.length - 8);
      const isEight = !loose.subarray(eight, eight + 8).includes(1) && isUnique(view.getFloat64(eight, true));
      if (isEight) eightsAt.push(eight);
      else foursAt.push(Math.min(at, octets.length - 4));
      at += isEight ? 8 : 4;
    }
    this.#eightsAt = Int32Array.from(wholeRounds(eightsAt));
    this.#eights = Float64Array.from(this.#eightsAt, (at) => view.getFloat64(at, true));
    this.#fours = Int32Array.from(
      wholeRounds(foursAt).flatMap((at) => [at, ...wordAndRoom(octets, loose, at)]),
    );
  }

  /**
   * Two rows for each sixteen octets, the last of which may overlap those before: what octets are compared with, 0x30 where a
   * digit is loose, and by how many bits they may then differ as a number, 9 there and 0 elsewhere.
   */
  get rows(): Uint8Array {
    const steps = Math.max(1, Math.ceil(this.length / rowOctets) - 1);
    const places = Array.from({ length: steps }, (_, step) => step * rowOctets);
    const rows = [...places, this.length - rowOctets].map((from) => {
      const octets = this.#octets.subarray(from, from + rowOctets);
      const loose = this.#loose.subarray(from, from + rowOctets);
      return [octets.map((octet, at) => (loose[at] === 1 ? 0x30 : octet)), loose.map((mark) => 9 * mark)];
    });
    return Buffer.concat(rows.flat());
  }

  /** Whether octets that are like these stand at `start`; `end` is the length of the view, which takes time to ask for. */
  fits(view: DataView, start: number, end: number): boolean {
    return start + this.length <= end && this.#eightsFit(view, start) && this.#foursFit(view, start);
  }

  #eightsFit(view: DataView, start: number): boolean {
    const eights = this.#eights;
    const at = this.#eightsAt;
    for (let index = 0; index < at.length; index += wordsInRound) {
      const fit =
        view.getFloat64(start + (at[index] ?? 0), true) === eights[index] &&
        view.getFloat64(start + (at[index + 1] ?? 0), true) === eights[index + 1] &&
        view.getFloat64(start + (at[index + 2] ?? 0), true) === eights[index + 2] &&
        view.getFloat64(start + (at[index + 3] ?? 0), true) === eights[index + 3];
      if (!fit) return false;
    }
    return true;
  }

  #foursFit(view: DataView, start: number): boolean {
    const fours = this.#fours;
    for (let index = 0; index < fours.length; index += 3 * wordsInRound) {
      const a = view.getInt32(start + (fours[index] ?? 0), true) ^ (fours[index + 1] ?? 0);
      const b = view.getInt32(start + (fours[index + 3] ?? 0), true) ^ (fours[index + 4] ?? 0);
      const c = view.getInt32(start + (fours[index + 6] ?? 0), true) ^ (fours[index + 7] ?? 0);
      const d = view.getInt32(start + (fours[index + 9] ?? 0), true) ^ (fours[index + 10] ?? 0);
      const ab = a | (a + (fours[index + 2] ?? 0)) | b | (b + (fours[index + 5] ?? 0));
      const cd = c | (c + (fours[index + 8] ?? 0)) | d | (d + (fours[index + 11] ?? 0));
      if (((ab | cd) & 0x80808080) !== 0) return false;
    }
    return true;
  }
}

/** Whether no other eight octets make a number that equals this one: none equals NaN, and there are two zeros. */
function isUnique(eight: number): boolean {
  return !Number.isNaN(eight) && eight !== 0;
}

/** Fills the last round with words that were compared before. */
function wholeRounds(places: readonly number[]): readonly number[] {
  const missing = -places.length & (wordsInRound - 1);
  return [...places, ...new Array<number>(missing).fill(places[0] ?? 0)];
}

function wordAndRoom(octets: Uint8Array, loose: Uint8Array, from: number): [word: number, room: number] {
  let word = 0;
  let room = 0;
  for (let place = 0; place < 4; place += 1) {
    const isLoose = loose[from + place] === 1;
    word |= (isLoose ? 0x30 : (octets[from + place] ?? 0)) << (8 * place);
    room |= (isLoose ? 0x76 : 0x7f) << (8 * place);
  }
  return [word, room];
}
