import type { Ink } from '../../../model/page-count.ts';
import { InkMeter } from './ink-meter.ts';

/** How the octets of pixels say ink. */
export type InkPixels =
  | {
      readonly kind: 'grey';
      readonly bits: 1 | 2 | 4 | 8 | 16;
      /** The highest value is white, else black. */
      readonly whiteIsHigh: boolean;
      readonly littleEndian?: boolean;
    }
  | {
      readonly kind: 'rgb' | 'rgbx' | 'bgr' | 'bgrx' | 'cmy' | 'cmyk';
      /** Octets of a channel. */
      readonly octets: 1 | 2;
      readonly littleEndian?: boolean;
    };

const channelsOf = { rgb: 3, rgbx: 4, bgr: 3, bgrx: 4, cmy: 3, cmyk: 4 } as const;

/**
 * Adds up the ink of the pixels of a page, which come in any pieces. Of pixels smaller than an octet those that fill a row
 * up count like others: fewer than 8 of a row.
 */
export class PixelInk {
  readonly #pixels: InkPixels;
  readonly #meter = new InkMeter();
  /** Octets that hold one pixel, or several smaller ones. */
  readonly #size: number;
  /** By octet: the sum of how dark its pixels are, from 0 to 255 each. */
  readonly #darkness: Float64Array;
  // A pixel that is cut by the end of a chunk goes on here.
  readonly #held = new Uint8Array(8);
  #filled = 0;

  constructor(pixels: InkPixels) {
    this.#pixels = pixels;
    const isGrey = pixels.kind === 'grey';
    this.#size = isGrey ? Math.ceil(pixels.bits / 8) : channelsOf[pixels.kind] * pixels.octets;
    this.#darkness = isGrey ? darknessTable(pixels) : new Float64Array(0);
  }

  /** Looks at the octets in chunk[start, end), which follow those of the last call; each pixel stands so many times. */
  look(chunk: Uint8Array, start: number, end: number, times = 1): void {
    let at = start;
    while (this.#filled > 0 && at < end) {
      this.#held[this.#filled++] = chunk[at++] ?? 0;
      if (this.#filled < this.#size) continue;
      this.#filled = 0;
      this.#add(this.#held, { start: 0, end: this.#size, times });
    }
    const whole = end - ((end - at) % this.#size);
    this.#add(chunk, { start: at, end: whole, times });
    for (at = Math.max(at, whole); at < end; at += 1) this.#held[this.#filled++] = chunk[at] ?? 0;
  }

  /** The ink of a page of so many pixels. */
  of(pixels: number): Ink {
    return this.#meter.of(pixels);
  }

  #add(octets: Uint8Array, { start, end, times }: Span): void {
    const { kind, littleEndian = false } = this.#pixels;
    const step = this.#size;
    if (kind === 'grey') {
      for (let at = start + (littleEndian ? step - 1 : 0); at < end; at += step) {
        this.#meter.addInks([0, 0, 0, (this.#darkness[octets[at] ?? 0] ?? 0) * times]);
      }
      return;
    }
    const octet = step / channelsOf[kind];
    for (let at = start + (littleEndian ? octet - 1 : 0); at < end; at += step) {
      const first = octets[at] ?? 0;
      const second = octets[at + octet] ?? 0;
      const third = octets[at + 2 * octet] ?? 0;
      if (kind === 'rgb' || kind === 'rgbx') this.#meter.add(first, second, third, times);
      else if (kind === 'bgr' || kind === 'bgrx') this.#meter.add(third, second, first, times);
      else {
        // Inks are made the colour that they print: each channel less its ink and less black.
        const light = kind === 'cmyk' ? (255 - (octets[at + 3 * octet] ?? 0)) / 255 : 1;
        this.#meter.add((255 - first) * light, (255 - second) * light, (255 - third) * light, times);
      }
    }
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly times: number;
}

function darknessTable({ bits, whiteIsHigh }: Extract<InkPixels, { readonly kind: 'grey' }>): Float64Array {
  // Of 16 bits the first octet is near enough.
  const depth = Math.min(8, bits);
  const most = (1 << depth) - 1;
  return Float64Array.from({ length: 256 }, (_, octet) => {
    let sum = 0;
    for (let shift = 8 - depth; shift >= 0; shift -= depth) {
      const value = (octet >> shift) & most;
      sum += ((whiteIsHigh ? most - value : value) / most) * 255;
    }
    return sum;
  });
}
