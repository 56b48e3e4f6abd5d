import type { Tone } from '../pixels/page-tone.ts';
import { castMax } from '../pixels/pixel-colour.ts';

/** How a CID describes the colours that follow it; components run from black (or none) to white (or full). */
export interface ColourRange {
  /** Device RGB or CMY, whose components say their difference; of others (CIELab …) only a renderer would. */
  readonly known: boolean;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const entriesMax = 256;

/** The tones of a palette's entries (HP 5961-0635 chapter 4). */
export class PclPalette {
  readonly #tones: Tone[];
  readonly #range: ColourRange;
  readonly #components: [number, number, number] = [0, 0, 0];
  #coloured: boolean;

  constructor(bitsPerIndex: number, range: ColourRange) {
    const size = Math.min(entriesMax, 2 ** bitsPerIndex);
    this.#tones = Array.from({ length: size }, (_, index) => defaultTone(index, size));
    this.#coloured = size > 2;
    this.#range = range;
  }

  /** Whether any entry is other than grey. */
  get coloured(): boolean {
    return this.#coloured;
  }

  /** Indexes beyond the palette are taken modulo its size. */
  tone(index: number): Tone {
    return this.#tones[index % this.#tones.length] ?? 'open';
  }

  /** ESC*v#A, B, C */
  setComponent(place: 0 | 1 | 2, value: number): void {
    this.#components[place] = value;
  }

  /** ESC*v#I gives the components to an entry; they begin at 0 again. */
  assign(index: number): void {
    const isEntry = Number.isInteger(index) && index >= 0 && index < this.#tones.length;
    if (isEntry) this.#tones[index] = toneOf(this.#components, this.#range);
    this.#coloured = this.#tones.some((tone) => tone !== 'mono');
    this.#components.fill(0);
  }
}

/** Black, red, green, yellow, blue, magenta, cyan, white; of four: black, red, green, white; the rest is black. */
function defaultTone(index: number, size: number): Tone {
  const coloured = size === 4 ? 2 : size > 4 ? 6 : 0;
  return index >= 1 && index <= coloured ? 'colour' : 'mono';
}

function toneOf(components: readonly number[], { known, from, to }: ColourRange): Tone {
  if (!known) return 'open';
  const parts = components.map((value, place) => {
    const black = from[place] ?? 0;
    return Math.min(1, Math.max(0, (value - black) / ((to[place] ?? 255) - black)));
  });
  const cast = Math.max(...parts) - Math.min(...parts);
  if (!Number.isFinite(cast)) return 'open';
  return cast * 255 > castMax ? 'colour' : 'mono';
}
