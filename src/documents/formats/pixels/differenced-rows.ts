/** Undoes the differences between pixels beside each other (TIFF 6.0 §14), samples of 8 bits, as rows stream by. */
export class DifferencedRows {
  readonly #rowOctets: number;
  readonly #before: Uint8Array;
  #at = 0;

  constructor(width: number, samplesPerPixel: number) {
    this.#rowOctets = width * samplesPerPixel;
    this.#before = new Uint8Array(samplesPerPixel);
  }

  /** The octets as they were; they hold until the caller changes its own. */
  undo(octets: Uint8Array): Uint8Array {
    const samples = this.#before.length;
    const undone = new Uint8Array(octets.length);
    let sample = this.#at % samples;
    for (let index = 0; index < octets.length; index += 1) {
      if (this.#at === 0) {
        this.#before.fill(0);
        sample = 0;
      }
      const value = ((octets[index] ?? 0) + (this.#before[sample] ?? 0)) & 255;
      this.#before[sample] = value;
      undone[index] = value;
      this.#at += 1;
      if (this.#at === this.#rowOctets) this.#at = 0;
      sample += 1;
      if (sample === samples) sample = 0;
    }
    return undone;
  }
}
