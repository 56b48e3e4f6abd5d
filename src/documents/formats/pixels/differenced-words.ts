/** Undoes the differences between pixels beside each other (TIFF 6.0 §14), samples of 16 bits, row by row. */
export class DifferencedWords {
  readonly #row: DataView;
  readonly #octets: Uint8Array;
  readonly #samples: number;
  readonly #littleEndian: boolean;
  #filled = 0;

  /** `width` and `samples`: pixels of a row, and samples of a pixel. */
  constructor(width: number, samples: number, littleEndian: boolean) {
    this.#octets = new Uint8Array(width * samples * 2);
    this.#row = new DataView(this.#octets.buffer);
    this.#samples = samples;
    this.#littleEndian = littleEndian;
  }

  /** Hands rows over as they were; each holds until the call ends. */
  undo(octets: Uint8Array, see: (row: Uint8Array) => void): void {
    for (let at = 0; at < octets.length; ) {
      const taken = Math.min(octets.length - at, this.#octets.length - this.#filled);
      this.#octets.set(octets.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < this.#octets.length) return;
      this.#undoRow();
      this.#filled = 0;
      see(this.#octets);
    }
  }

  #undoRow(): void {
    const before = this.#samples * 2;
    for (let at = before; at < this.#octets.length; at += 2) {
      const value =
        this.#row.getUint16(at, this.#littleEndian) + this.#row.getUint16(at - before, this.#littleEndian);
      this.#row.setUint16(at, value & 65_535, this.#littleEndian);
    }
  }
}
