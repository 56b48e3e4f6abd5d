import type { RowLook } from './rows.ts';

/** Skips the rows of one page that are not coded: rows × octets, as they are. */
export class PlainRows {
  readonly damaged = false;
  readonly #pixels: RowLook;
  #left: number;

  constructor(octets: number, pixels: RowLook) {
    this.#left = octets;
    this.#pixels = pixels;
  }

  get done(): boolean {
    return this.#left === 0;
  }

  /** Takes octets of `chunk` from `start` on; returns the position behind the last one that belongs to this page. */
  take(chunk: Uint8Array, start: number): number {
    const next = Math.min(start + this.#left, chunk.length);
    if (this.#pixels.looking) this.#pixels.look(chunk, start, next, 1);
    this.#left -= next - start;
    return next;
  }
}
