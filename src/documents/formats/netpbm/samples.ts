import type { PlainGeometry } from './header.ts';

const digit0 = 0x30;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const numberSign = 0x23;

/** Counts the samples of a plain picture; numbers end at a blank, a comment or the end of the document. */
export class PlainSamples {
  readonly #sampleMax: number;
  readonly #digits: boolean;
  readonly #see: (octets: Uint8Array) => void;
  readonly #octet = new Uint8Array(1);
  #left: number;
  /** The number that is being read; −1 between numbers. */
  #value = -1;
  #inComment = false;
  #damaged = false;

  /** `see` is handed each sample as an octet of 0 to 255. */
  constructor({ samples, sampleMax, digits }: PlainGeometry, see: (octets: Uint8Array) => void) {
    this.#see = see;
    this.#left = samples;
    this.#sampleMax = sampleMax;
    this.#digits = digits;
  }

  get damaged(): boolean {
    return this.#damaged;
  }

  /** Ends the picture where the document does, which is within its last number; false when more is missing. */
  endHere(): boolean {
    if (this.#left !== 1 || this.#value < 0) return false;
    this.#endNumber();
    return true;
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
    this.#octet[0] = (this.#value / this.#sampleMax) * 255;
    this.#see(this.#octet);
    this.#value = -1;
    this.#left -= 1;
  }
}
