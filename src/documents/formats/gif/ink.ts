import type { Ink } from '../../../model/page-count.ts';
import { InkMeter, inksOf } from '../pixels/ink-meter.ts';

/** Codes have at most 12 bits (GIF89a appendix F). */
const codesMax = 4_096;

/** The ink of what each code stands for: that of the code before it and of one more pixel. */
export class CodeInk {
  readonly #meter = new InkMeter();
  readonly #inks: Ink[] = [];
  /** The first pixel of what a code stands for. */
  readonly #first = new Uint16Array(codesMax);

  /** `palette`: red, green and blue of each entry; what lies behind it is black. */
  constructor(palette: Uint8Array) {
    for (let entry = 0; entry < 256; entry += 1) {
      const at = entry * 3;
      this.#first[entry] = entry;
      this.#inks.push(inksOf(palette[at] ?? 0, palette[at + 1] ?? 0, palette[at + 2] ?? 0));
    }
  }

  /** The next code stands for the code before and the first pixel of the one that comes now, which may be itself. */
  define(next: number, before: number, code: number): void {
    const last = this.#first[code === next ? before : code] ?? 0;
    const [cyan, magenta, yellow, black] = this.#inks[before] ?? [0, 0, 0, 0];
    const pixel = this.#inks[last] ?? [0, 0, 0, 0];
    this.#first[next] = this.#first[before] ?? 0;
    this.#inks[next] = [cyan + pixel[0], magenta + pixel[1], yellow + pixel[2], black + pixel[3]];
  }

  add(code: number): void {
    const inks = this.#inks[code];
    if (inks !== undefined) this.#meter.addInks(inks);
  }

  /** The ink of a frame of so many pixels. */
  of(pixels: number): Ink {
    return this.#meter.of(pixels);
  }
}
