/**
 * Looks for coloured entries in the run lengths of a bitmap of 8 or 4 bits:
 *
 *     n 1..255, octet                      n pixels of it; of 4 bits its two entries by turns
 *     0, then 0 ends a row, 1 the bitmap, 2 and two octets moves, n 3..255: so many pixels as they are, padded to 16 bits
 *
 * Pixels that nothing sets are of the first entry, which counts where the runs leave any out.
 */
export class BmpRuns {
  readonly #coloured: Uint8Array;
  readonly #bits: 4 | 8;
  #state: 'count' | 'run' | 'escape' | 'literal' | 'pass' | 'ended' = 'count';
  #pixels = 0;
  #octetsLeft = 0;
  #found = false;
  #moved = false;

  readonly #count: ((entry: number, pixels: number) => void) | undefined;

  /** `count` is told every pixel that is set; without it nothing is looked at behind the first coloured one. */
  constructor(coloured: Uint8Array, bits: 4 | 8, count?: (entry: number, pixels: number) => void) {
    this.#coloured = coloured;
    this.#bits = bits;
    this.#count = count;
  }

  /** Undefined when a move left pixels out that may be coloured. */
  get colour(): boolean | undefined {
    if (this.#found) return true;
    return this.#moved && this.#coloured[0] === 1 ? undefined : false;
  }

  readonly take = (part: Uint8Array): void => {
    for (let at = 0; at < part.length && this.#state !== 'ended'; at += 1) {
      if (this.#found && this.#count === undefined) return;
      this.#takeOctet(part[at] ?? 0);
    }
  };

  #takeOctet(octet: number): void {
    switch (this.#state) {
      case 'count':
        this.#pixels = octet;
        this.#state = octet === 0 ? 'escape' : 'run';
        return;
      case 'run':
        this.#see(octet, this.#pixels);
        this.#state = 'count';
        return;
      case 'escape':
        this.#takeEscape(octet);
        return;
      case 'literal':
        this.#see(octet, Math.min(this.#pixels, 8 / this.#bits));
        this.#pixels -= 8 / this.#bits;
        this.#passOctet();
        return;
      case 'pass':
        this.#passOctet();
        return;
      case 'ended':
        return;
    }
  }

  #takeEscape(octet: number): void {
    if (octet === 1) this.#state = 'ended';
    else if (octet === 2) {
      this.#moved = true;
      this.#octetsLeft = 2;
      this.#state = 'pass';
    } else if (octet === 0) this.#state = 'count';
    else {
      this.#pixels = octet;
      this.#octetsLeft = Math.ceil((octet * this.#bits) / 16) * 2;
      this.#state = 'literal';
    }
  }

  #passOctet(): void {
    this.#octetsLeft -= 1;
    if (this.#octetsLeft === 0) this.#state = 'count';
  }

  /** The pixels of an octet, as far as there are so many. */
  #see(octet: number, pixels: number): void {
    const entries = (this.#bits === 8 ? [octet] : [octet >> 4, octet & 15]).slice(0, Math.max(0, pixels));
    this.#found ||= entries.some((entry) => this.#coloured[entry] === 1);
    entries.forEach((entry, place) => {
      this.#count?.(entry, Math.ceil((pixels - place) / entries.length));
    });
  }
}
