import type { Ink } from '../../../model/page-count.ts';
import { InkMeter } from '../pixels/ink-meter.ts';
import type { Bitmap } from './header.ts';

/** Adds up the ink of a bitmap in run lengths by the entries of its palette; pixels that no run sets are of the first one. */
export class BmpRunInk {
  readonly #pixels = new Float64Array(256);
  readonly #palette: Uint8Array;
  readonly #area: number;

  constructor({ width, height }: Bitmap, palette: Uint8Array) {
    this.#area = width * height;
    this.#palette = palette;
  }

  readonly add = (entry: number, pixels: number): void => {
    this.#pixels[entry] = (this.#pixels[entry] ?? 0) + pixels;
  };

  /** Undefined where runs hold more pixels than the bitmap. */
  get ink(): Ink | undefined {
    const set = this.#pixels.reduce((sum, pixels) => sum + pixels, 0);
    if (set > this.#area) return undefined;
    const meter = new InkMeter();
    this.#pixels.forEach((pixels, entry) => {
      const at = entry * 4;
      const count = entry === 0 ? pixels + this.#area - set : pixels;
      if (count === 0) return;
      meter.add(this.#palette[at + 2] ?? 0, this.#palette[at + 1] ?? 0, this.#palette[at] ?? 0, count);
    });
    return meter.of(this.#area);
  }
}
