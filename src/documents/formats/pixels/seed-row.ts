/** Octets of the longest row: 43 690 pixels of 24 bits, 36 inches at 1 200 dpi. What is longer is clipped by any device. */
const rowOctetsMax = 131_070;

/**
 * One row of raster as it comes out of compression, which is the seed of the row below. It knows which octets the last
 * row changed, so that no others are looked at again.
 */
export class SeedRow {
  #octets: Uint8Array = new Uint8Array(1_024);
  #length = 0;
  #from = 0;
  #to = 0;

  /** Zeros behind its length. */
  get octets(): Uint8Array {
    return this.#octets;
  }

  /** Octets up to the last one that was ever set. */
  get length(): number {
    return this.#length;
  }

  /** The octets that the last row changed: from the first up to the second. */
  get changed(): readonly [from: number, to: number] {
    return [this.#from, this.#to];
  }

  clear(): void {
    this.#octets.fill(0, 0, this.#length);
    this.#length = 0;
    this.begin();
  }

  /** Begins a row that keeps what it does not change. */
  begin(): void {
    this.#from = rowOctetsMax;
    this.#to = 0;
  }

  /** Copies octets to a place; returns the place behind them. */
  copy(at: number, source: Uint8Array): number {
    const end = this.#note(at, source.length);
    if (end > at) this.#octets.set(source.subarray(0, end - at), at);
    return end;
  }

  repeat(at: number, octet: number, count: number): number {
    const end = this.#note(at, count);
    if (end > at) this.#octets.fill(octet, at, end);
    return end;
  }

  /** Makes room, notes what changes and returns its end, which never passes the longest row. */
  #note(at: number, count: number): number {
    const end = Math.min(at + count, rowOctetsMax);
    if (end <= at) return end;
    if (end > this.#octets.length) {
      const grown = new Uint8Array(Math.min(rowOctetsMax, Math.max(end, this.#octets.length * 2)));
      grown.set(this.#octets);
      this.#octets = grown;
    }
    this.#length = Math.max(this.#length, end);
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, end);
    return end;
  }
}
