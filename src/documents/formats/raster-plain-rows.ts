import type { PixelColour } from './pixel-colour.ts';

/** Skips the rows of one page that are not coded: rows × octets, as they are. */
export class PlainRows {
  readonly damaged = false;
  readonly #colour: PixelColour;
  #left: number;

  constructor(octets: number, colour: PixelColour) {
    this.#left = octets;
    this.#colour = colour;
  }

  get done(): boolean {
    return this.#left === 0;
  }

  /** Takes octets of `chunk` from `start` on; returns the position behind the last one that belongs to this page. */
  take(chunk: Uint8Array, start: number): number {
    const next = Math.min(start + this.#left, chunk.length);
    if (this.#colour.looking) this.#colour.look(chunk, start, next);
    this.#left -= next - start;
    return next;
  }
}
