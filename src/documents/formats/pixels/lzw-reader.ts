/** Codes have at most 12 bits. */
const codesMax = 4_096;
const clear = 256;
const end = 257;
const pieceOctets = 65_536;

/**
 * Undoes the LZW of TIFF 6.0 §13 as it streams by: codes from the highest bit down, of 9 bits to 12, whose length grows one
 * code early; 256 begins anew and 257 ends.
 */
export class LzwReader {
  readonly #prefix = new Uint16Array(codesMax);
  readonly #suffix = new Uint8Array(codesMax);
  readonly #length = new Uint16Array(codesMax);
  readonly #out = new Uint8Array(pieceOctets);
  #filled = 0;
  #bits = 9;
  #next = 258;
  #before = -1;
  #held = 0;
  #heldBits = 0;
  #ended = false;
  /** A code came that cannot be one. */
  damaged = false;

  constructor() {
    for (let code = 0; code < 256; code += 1) {
      this.#suffix[code] = code;
      this.#length[code] = 1;
    }
  }

  /** Hands what comes out over piece by piece; each holds until the call ends. */
  take(chunk: Uint8Array, see: (octets: Uint8Array) => void): void {
    for (let at = 0; at < chunk.length && !this.#ended; at += 1) {
      this.#held = ((this.#held << 8) | (chunk[at] ?? 0)) & 0xffffff;
      this.#heldBits += 8;
      if (this.#heldBits < this.#bits) continue;
      this.#heldBits -= this.#bits;
      this.#takeCode((this.#held >>> this.#heldBits) & ((1 << this.#bits) - 1), see);
    }
    if (this.#filled > 0) see(this.#out.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #takeCode(code: number, see: (octets: Uint8Array) => void): void {
    if (code === clear) {
      this.#bits = 9;
      this.#next = 258;
      this.#before = -1;
      return;
    }
    // A code that is not there yet can only be the next one.
    this.damaged = code > this.#next || (code === this.#next && this.#before < 0);
    this.#ended = code === end || this.damaged;
    if (this.#ended) return;
    if (this.#before >= 0 && this.#next < codesMax) this.#add(code === this.#next ? this.#before : code);
    this.#write(code, see);
    this.#before = code;
  }

  /** Adds the string before and the first octet of this one. */
  #add(code: number): void {
    const next = this.#next;
    this.#prefix[next] = this.#before;
    this.#suffix[next] = this.#firstOf(code);
    this.#length[next] = (this.#length[this.#before] ?? 0) + 1;
    this.#next = next + 1;
    if (this.#next === (1 << this.#bits) - 1 && this.#bits < 12) this.#bits += 1;
  }

  #firstOf(code: number): number {
    let at = code;
    while (at > end) at = this.#prefix[at] ?? 0;
    return at;
  }

  #write(code: number, see: (octets: Uint8Array) => void): void {
    const length = this.#length[code] ?? 0;
    if (this.#filled + length > pieceOctets) {
      see(this.#out.subarray(0, this.#filled));
      this.#filled = 0;
    }
    let at = code;
    for (let place = this.#filled + length - 1; place >= this.#filled; place -= 1) {
      this.#out[place] = this.#suffix[at] ?? 0;
      at = this.#prefix[at] ?? 0;
    }
    this.#filled += length;
  }
}
