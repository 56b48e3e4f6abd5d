/** Looks at the pixels of rows that are passed over. */
export interface RowLook {
  /** Whether more pixels may tell something new. */
  readonly looking: boolean;
  /** The octets in chunk[start, end), which follow those of the last call and stand so many times on the page. */
  look(chunk: Uint8Array, start: number, end: number, times: number): void;
}

/** The shape of one page's rows. */
export interface RowGeometry {
  readonly rows: number;
  readonly octetsPerRow: number;
  /** Octets that are repeated or copied together: one pixel, or one octet where pixels are smaller. */
  readonly unitOctets: number;
}

/**
 * Skips the rows of one page by their run lengths (PWG 5102.4-2012 §4.4, the same in Apple raster):
 *
 *     row group := repeat(1) run…           this row stands for repeat + 1 rows
 *     run       := 0..127 unit              the unit, count + 1 times
 *                | 129..255 unit…           257 − count units as they are
 *                | 128                      white to the end of the row
 *
 * Payload is passed over by its length, never searched, so that pixels may look like anything. Runs that pass the end
 * of a row, or repeats that pass the last one, are damage.
 */
export class RasterRows {
  readonly #pixels: RowLook;
  readonly #octetsPerRow: number;
  readonly #unitOctets: number;
  #rowsLeft: number;
  #rowOctetsLeft = 0;
  #payloadLeft = 0;
  /** How often the row in work stands on the page, and the payload in work. */
  #rowTimes = 1;
  #times = 1;
  #damaged = false;

  constructor(geometry: RowGeometry, pixels: RowLook) {
    this.#rowsLeft = geometry.rows;
    this.#octetsPerRow = geometry.octetsPerRow;
    this.#unitOctets = geometry.unitOctets;
    this.#pixels = pixels;
  }

  get done(): boolean {
    return this.#rowsLeft === 0 && this.#rowOctetsLeft === 0 && this.#payloadLeft === 0;
  }

  get damaged(): boolean {
    return this.#damaged;
  }

  /** Takes octets of `chunk` from `start` on; returns the position behind the last one that belongs to this page. */
  take(chunk: Uint8Array, start: number): number {
    const end = chunk.length;
    const unit = this.#unitOctets;
    let at = start;
    let rowsLeft = this.#rowsLeft;
    let rowOctetsLeft = this.#rowOctetsLeft;
    let payloadLeft = this.#payloadLeft;
    for (;;) {
      if (payloadLeft > 0) {
        const next = Math.min(at + payloadLeft, end);
        if (this.#pixels.looking) this.#pixels.look(chunk, at, next, this.#times);
        payloadLeft -= next - at;
        at = next;
      }
      if (at === end || (rowsLeft === 0 && rowOctetsLeft === 0)) break;
      const octet = chunk[at] ?? 0;
      at += 1;
      if (rowOctetsLeft === 0) {
        rowsLeft -= octet + 1;
        rowOctetsLeft = this.#octetsPerRow;
        this.#rowTimes = octet + 1;
      } else if (octet < 128) {
        payloadLeft = unit;
        rowOctetsLeft -= (octet + 1) * unit;
        this.#times = this.#rowTimes * (octet + 1);
      } else if (octet > 128) {
        payloadLeft = (257 - octet) * unit;
        rowOctetsLeft -= payloadLeft;
        this.#times = this.#rowTimes;
      } else {
        rowOctetsLeft = 0;
      }
      if (rowsLeft < 0 || rowOctetsLeft < 0) {
        this.#damaged = true;
        break;
      }
    }
    this.#rowsLeft = rowsLeft;
    this.#rowOctetsLeft = rowOctetsLeft;
    this.#payloadLeft = payloadLeft;
    return at;
  }
}
