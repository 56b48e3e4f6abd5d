/**
 * Undoes PackBits (TIFF 6.0 §9; RLE of PCL XL) as it streams by: 0 to 127, so many octets and one more as they are; 129 to
 * 255, the next octet 257 − n times; 128 nothing.
 */
export class PackbitsReader {
  #literalsLeft = 0;
  #repeats = 0;
  readonly #run = new Uint8Array(128);

  /** Hands what comes out over piece by piece; each holds until the call ends. */
  take(chunk: Uint8Array, see: (octets: Uint8Array) => void): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#literalsLeft > 0) {
        const end = Math.min(chunk.length, at + this.#literalsLeft);
        see(chunk.subarray(at, end));
        this.#literalsLeft -= end - at;
        at = end;
        continue;
      }
      const octet = chunk[at] ?? 0;
      at += 1;
      if (this.#repeats > 0) {
        see(this.#run.fill(octet, 0, this.#repeats).subarray(0, this.#repeats));
        this.#repeats = 0;
      } else if (octet < 128) this.#literalsLeft = octet + 1;
      else if (octet > 128) this.#repeats = 257 - octet;
    }
  }
}
