import type { PlainGeometry } from './netpbm-header.ts';

const digit0 = 0x30;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const numberSign = 0x23;

/** Counts the samples of a plain picture; numbers end at a blank, a comment or the end of the document. */
export class PlainSamples {
  readonly #sampleMax: number;
  readonly #digits: boolean;
  #left: number;
  /** The number that is being read; −1 between numbers. */
  #value = -1;
  #inComment = false;
  #damaged = false;

  constructor({ samples, sampleMax, digits }: PlainGeometry) {
    this.#left = samples;
    this.#sampleMax = sampleMax;
    this.#digits = digits;
  }

  get damaged(): boolean {
    return this.#damaged;
  }

  /** Whether the document may end here: within the last number. */
  endsHere(): boolean {
    return this.#left === 1 && this.#value >= 0;
  }

  /** Position behind the picture or at its damage; undefined when it goes on behind the chunk. */
  scan(chunk: Uint8Array, start: number): number | undefined {
    for (let at = start; at < chunk.length; at += 1) {
      this.#look(chunk[at] ?? 0);
      if (this.#left === 0 || this.#damaged) return at + 1;
    }
    return undefined;
  }

  #look(octet: number): void {
    if (this.#inComment) {
      this.#inComment = octet !== lineFeed && octet !== carriageReturn;
    } else if (octet >= digit0 && octet <= digit0 + 9) {
      this.#lookAtDigit(octet - digit0);
    } else if (octet === 0x20 || (octet >= 0x09 && octet <= carriageReturn) || octet === numberSign) {
      this.#endNumber();
      // Behind the last number begins the next picture, or nothing.
      this.#inComment = octet === numberSign && this.#left > 0;
    } else this.#damaged = true;
  }

  #lookAtDigit(digit: number): void {
    this.#value = Math.max(0, this.#value) * 10 + digit;
    if (this.#value > this.#sampleMax) this.#damaged = true;
    else if (this.#digits) this.#endNumber();
  }

  #endNumber(): void {
    if (this.#value < 0) return;
    this.#value = -1;
    this.#left -= 1;
  }
}
