import type { HuffmanCode } from './huffman.ts';

/**
 * The bits of entropy-coded data (ITU-T T.81 §F.2.2.5): FF 00 stands for FF, FF and anything else is a marker. What was
 * read since the last mark can be read again, when bits were wanted that have not come yet.
 */
export class JpegBits {
  #octets: Uint8Array = new Uint8Array(0);
  #at = 0;
  #held = 0;
  #heldBits = 0;
  #markAt = 0;
  #markHeld = 0;
  #markHeldBits = 0;
  /** More bits were wanted than there are. */
  short = false;
  /** The bits begin with no code. */
  broken = false;

  /** Adds octets behind those that are not read yet. */
  add(chunk: Uint8Array): void {
    const left = this.#octets.subarray(this.#at);
    const octets = new Uint8Array(left.length + chunk.length);
    octets.set(left);
    octets.set(chunk, left.length);
    this.#octets = octets;
    this.#at = 0;
    this.short = false;
  }

  mark(): void {
    this.#markAt = this.#at;
    this.#markHeld = this.#held;
    this.#markHeldBits = this.#heldBits;
  }

  returnToMark(): void {
    this.#at = this.#markAt;
    this.#held = this.#markHeld;
    this.#heldBits = this.#markHeldBits;
  }

  /** Drops the rest of the octet and goes past a restart marker. */
  restart(): void {
    this.#held = 0;
    this.#heldBits = 0;
    if (this.#at + 1 >= this.#octets.length) {
      this.short = true;
      return;
    }
    const marker = this.#octets[this.#at + 1] ?? 0;
    if (this.#octets[this.#at] === 0xff && marker >= 0xd0 && marker <= 0xd7) this.#at += 2;
    else this.broken = true;
  }

  /** The value of the next code; 0 when there is none, which `short` or `broken` tells. */
  symbol(code: HuffmanCode): number {
    this.#fill(16);
    const missing = 16 - this.#heldBits;
    const bits = missing > 0 ? this.#held << missing : this.#held >>> -missing;
    const found = code.find(bits & 0xffff);
    const length = found >>> 8;
    if (length === 0 || length > this.#heldBits) {
      if (missing > 0) this.short = true;
      else this.broken = true;
      return 0;
    }
    this.#heldBits -= length;
    return found & 0xff;
  }

  /** A signed number of so many bits, at most 16 (§F.2.2.1). */
  signed(bits: number): number {
    const value = this.bits(bits);
    return bits > 0 && value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  bits(count: number): number {
    this.#fill(count);
    if (this.#heldBits < count) {
      this.short = true;
      return 0;
    }
    this.#heldBits -= count;
    return (this.#held >>> this.#heldBits) & ((1 << count) - 1);
  }

  #fill(bits: number): void {
    while (this.#heldBits < bits && this.#at < this.#octets.length) {
      const octet = this.#octets[this.#at] ?? 0;
      if (octet === 0xff) {
        if (this.#octets[this.#at + 1] !== 0) return;
        this.#at += 1;
      }
      this.#at += 1;
      // At most 23 bits are held here: the older ones have been read.
      this.#held = ((this.#held << 8) | octet) & 0xffffff;
      this.#heldBits += 8;
    }
  }
}
