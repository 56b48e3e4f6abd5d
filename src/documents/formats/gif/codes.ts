import type { Ink } from '../../../model/page-count.ts';
import { colouredEntries } from '../pixels/palette.ts';
import { CodeInk } from './ink.ts';

/** Codes have at most 12 bits (GIF89a appendix F). */
const codesMax = 4_096;

/** The LZW codes of a frame that prints. */
interface Codes {
  /** Bits of the codes that stand for one pixel. */
  readonly codeSize: number;
  readonly pixels: number;
  /** Its ink is wanted, so that all codes are gone through. */
  readonly wantsInk: boolean;
}

/**
 * Looks for coloured entries in the LZW codes of a frame. A code of more than one pixel stands for pixels that were there
 * before, so that only codes of one pixel can bring a new entry, and no pixel is unfolded: the sum of the channels of a code
 * is that of the code before and of its last pixel, and so is its ink.
 */
export class GifCodes {
  /** 1 where an entry is coloured. */
  readonly #coloured: Uint8Array;
  readonly #ink: CodeInk | undefined;
  readonly #pixels: number;
  readonly #clear: number;
  /** Pixels that each code stands for. */
  readonly #lengths = new Uint32Array(codesMax);
  #pixelsLeft: number;
  #bits: number;
  #next: number;
  /** Pixels of the code before, 0 when there is none, and the code itself. */
  #before = 0;
  #beforeCode = 0;
  #held = 0;
  #heldBits = 0;
  #found = false;

  /** `palette`: red, green and blue of each entry. */
  constructor(palette: Uint8Array, frame: Codes) {
    this.#coloured = colouredEntries(palette, 3);
    this.#ink = frame.wantsInk ? new CodeInk(palette) : undefined;
    this.#pixels = frame.pixels;
    this.#clear = 1 << frame.codeSize;
    this.#pixelsLeft = frame.pixels;
    this.#lengths.fill(1, 0, this.#clear);
    this.#bits = frame.codeSize + 1;
    this.#next = this.#clear + 2;
  }

  /** Undefined while pixels are missing: a damaged frame says nothing of them. */
  get colour(): boolean | undefined {
    if (this.#found) return true;
    return this.#pixelsLeft > 0 ? undefined : false;
  }

  /** Undefined when it was not wanted or pixels are missing. */
  get ink(): Ink | undefined {
    return this.#pixelsLeft > 0 ? undefined : this.#ink?.of(this.#pixels);
  }

  readonly take = (part: Uint8Array): void => {
    for (let at = 0; at < part.length && this.#looking; at += 1) {
      this.#held |= (part[at] ?? 0) << this.#heldBits;
      this.#heldBits += 8;
      while (this.#heldBits >= this.#bits) {
        const code = this.#held & ((1 << this.#bits) - 1);
        this.#held >>>= this.#bits;
        this.#heldBits -= this.#bits;
        this.#takeCode(code);
      }
    }
  };

  get #looking(): boolean {
    return (!this.#found || this.#ink !== undefined) && this.#pixelsLeft > 0;
  }

  #takeCode(code: number): void {
    if (code === this.#clear) {
      this.#bits = Math.log2(this.#clear) + 1;
      this.#next = this.#clear + 2;
      this.#before = 0;
      return;
    }
    const isEnd = code === this.#clear + 1;
    if (isEnd || this.#pixelsLeft <= 0) return;
    if (this.#before > 0 && this.#next < codesMax) {
      this.#lengths[this.#next] = this.#before + 1;
      this.#ink?.define(this.#next, this.#beforeCode, code);
      this.#next += 1;
      if (this.#next === 1 << this.#bits && this.#bits < 12) this.#bits += 1;
    }
    if (this.#coloured[code] === 1 && code < this.#clear) this.#found = true;
    this.#ink?.add(code);
    this.#beforeCode = code;
    this.#before = this.#lengths[code] ?? 0;
    this.#pixelsLeft -= this.#before;
  }
}
