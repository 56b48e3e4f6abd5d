import type { Ink } from '../../../model/page-count.ts';

/**
 * The inks of a pixel, from 0 to 255 each: what is common to red, green and blue is black, as printers replace it; the rest
 * is their complements.
 */
export function inksOf(red: number, green: number, blue: number): Ink {
  const most = Math.max(red, green, blue);
  return [most - red, most - green, most - blue, 255 - most];
}

/** Gathers the ink of one page: the percent of its area that each ink covers, the same for every format. */
export class InkMeter {
  #cyan = 0;
  #magenta = 0;
  #yellow = 0;
  #black = 0;

  /** Adds so many pixels of a colour, its channels from 0 to 255. */
  add(red: number, green: number, blue: number, pixels = 1): void {
    const most = Math.max(red, green, blue);
    this.#cyan += (most - red) * pixels;
    this.#magenta += (most - green) * pixels;
    this.#yellow += (most - blue) * pixels;
    this.#black += (255 - most) * pixels;
  }

  /** Adds the inks of pixels. */
  addInks([cyan, magenta, yellow, black]: Ink): void {
    this.#cyan += cyan;
    this.#magenta += magenta;
    this.#yellow += yellow;
    this.#black += black;
  }

  /** The ink of a page of so many pixels; those that were not added are white. */
  of(pixels: number): Ink {
    const percent = (sum: number): number => Math.min(100, Math.round((sum / (pixels * 255)) * 10_000) / 100);
    return [percent(this.#cyan), percent(this.#magenta), percent(this.#yellow), percent(this.#black)];
  }
}
