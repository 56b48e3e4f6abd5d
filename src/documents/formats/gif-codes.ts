/** Codes have at most 12 bits (GIF89a appendix F). */
const codesMax = 4_096;

/**
 * Looks for coloured entries in the LZW codes of a frame. A code of more than one pixel stands for pixels that were there
 * before, so that only codes of one pixel can bring a new entry, and no pixel is unfolded.
 */
export class GifCodes {
  /** 1 where an entry is coloured and not transparent. */
  readonly #coloured: Uint8Array;
  readonly #clear: number;
  /** Pixels that each code stands for. */
  readonly #lengths = new Uint32Array(codesMax);
  #pixelsLeft: number;
  #bits: number;
  #next: number;
  #before = 0;
  #held = 0;
  #heldBits = 0;
  #found = false;

  constructor(coloured: Uint8Array, frame: { readonly codeSize: number; readonly pixels: number }) {
    this.#coloured = coloured;
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

  readonly take = (part: Uint8Array): void => {
    for (let at = 0; at < part.length && !this.#found && this.#pixelsLeft > 0; at += 1) {
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
      this.#next += 1;
      if (this.#next === 1 << this.#bits && this.#bits < 12) this.#bits += 1;
    }
    if (this.#coloured[code] === 1 && code < this.#clear) this.#found = true;
    this.#before = this.#lengths[code] ?? 0;
    this.#pixelsLeft -= this.#before;
  }
}
