import { LookBudget } from '../pixels/look-budget.ts';
import type { Tone } from '../pixels/page-tone.ts';
import { castMax } from '../pixels/pixel-colour.ts';
import { SeedRow } from '../pixels/seed-row.ts';
import type { PclPalette } from './palette.ts';
import { readPixels } from './pixel-coding.ts';
import { blackAlone, type PixelLayout } from './pixel-layout.ts';
import { rowCodings } from './row-coding.ts';

/** Numbers of entries are looked at bit by bit. */
const indexWeight = 8;

const adaptive = 5;

/** Looks at raster rows for colour, plane by plane as ESC*b#V and ESC*b#W bring them. */
export class PclRaster {
  #layout: PixelLayout = blackAlone.layout;
  #method = 0;
  /** Pixels of a row; what passes them is clipped. */
  #width = Number.POSITIVE_INFINITY;
  #planes: SeedRow[] = [];
  #plane = 0;
  readonly #budget = new LookBudget();

  set layout(layout: PixelLayout) {
    this.#layout = layout;
    this.start();
  }

  set method(method: number) {
    this.#method = method;
  }

  set width(pixels: number) {
    if (pixels > 0) this.#width = pixels;
  }

  /** Whether rows are worth looking at. */
  get looks(): boolean {
    return this.#layout.kind !== 'grey' && this.#layout.kind !== 'open';
  }

  /** What rows are that nobody looks at. */
  get unseen(): Tone {
    return this.#layout.kind === 'grey' ? 'mono' : 'open';
  }

  /** Everything as a reset leaves it. */
  reset(): void {
    this.#layout = blackAlone.layout;
    this.#method = 0;
    this.#width = Number.POSITIVE_INFINITY;
    this.start();
  }

  /** Raster begins, or rows are passed over: there is no row above. */
  start(): void {
    for (const plane of this.#planes) plane.clear();
    this.#plane = 0;
  }

  /** Takes the data of a plane. With the last one of a row it tells what the row is. */
  take(data: Uint8Array, isLast: boolean): Tone {
    if (this.#method === adaptive) return this.#takeRows(data);
    const { planes, skipped } = shapeOf(this.#layout);
    const index = this.#plane;
    this.#plane = isLast ? 0 : index + 1;
    if (index >= planes) return 'open';
    const row = this.#row(index);
    const coding = this.#layout.kind === 'dots-and-pixels' ? readPixels : rowCodings.get(this.#method);
    if (coding === undefined) return 'open';
    // Black dots are no colour, whatever they are.
    if (index < skipped) row.begin();
    else coding(data, row);
    if (!this.#afford(row, data)) return 'open';
    if (!isLast) return 'mono';
    for (let missing = index + 1; missing < planes; missing += 1) this.#row(missing).clear();
    return this.#look();
  }

  /** Method 5: method(1) octets or rows(2), content; 4 is so many empty rows, 5 so many like the one above. */
  #takeRows(data: Uint8Array): Tone {
    if (shapeOf(this.#layout).planes !== 1) return 'open';
    const row = this.#row(0);
    let tone: Tone = 'mono';
    for (let at = 0; at + 3 <= data.length && tone === 'mono'; ) {
      const method = data[at] ?? 0;
      const length = ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      at += 3;
      if (method === 4 || method === 5) {
        if (method === 4) row.clear();
        continue;
      }
      const coding = rowCodings.get(method);
      if (coding === undefined || method > 3) return 'open';
      const content = data.subarray(at, at + length);
      coding(content, row);
      at += length;
      tone = this.#afford(row, content) ? this.#look() : 'open';
    }
    return tone;
  }

  /** Whether there is effort left to look at what the data changed. */
  #afford({ changed: [from, to] }: SeedRow, data: Uint8Array): boolean {
    const indexed = this.#layout.kind === 'indexed-planes' || this.#layout.kind === 'indexed-pixels';
    return this.#budget.spend(Math.max(0, to - from) * (indexed ? indexWeight : 1), data.length);
  }

  #row(index: number): SeedRow {
    const row = this.#planes[index] ?? new SeedRow();
    this.#planes[index] = row;
    return row;
  }

  #look(): Tone {
    const layout = this.#layout;
    switch (layout.kind) {
      case 'grey':
        return 'mono';
      case 'open':
        return 'open';
      case 'inks':
        return this.#hasDots(layout.black, layout.planes) ? 'colour' : 'mono';
      case 'mixed':
        return this.#differs(layout.planes / 3) ? 'colour' : 'mono';
      case 'pixels':
        return this.#hasColouredPixel(0) ? 'colour' : 'mono';
      case 'dots-and-pixels':
        return this.#hasColouredPixel(layout.planes) ? 'colour' : 'mono';
      case 'indexed-planes':
        return this.#usedInPlanes(layout.planes, layout.palette);
      case 'indexed-pixels':
        return this.#usedInPixels(layout.bits, layout.palette);
    }
  }

  #hasDots(first: number, planes: number): boolean {
    for (let index = first; index < planes; index += 1) {
      const { octets, changed } = this.#row(index);
      const [from, to] = changed;
      for (let at = from; at < to; at += 1) {
        if (((octets[at] ?? 0) & this.#inWidth(at)) !== 0) return true;
      }
    }
    return false;
  }

  /** Whether the three sets of so many planes hold different dots. */
  #differs(levels: number): boolean {
    for (let level = 0; level < levels; level += 1) {
      const sets = [0, 1, 2].map((set) => this.#row(set * levels + level));
      const [first, second, third] = sets.map((row) => row.octets);
      if (first === undefined || second === undefined || third === undefined) return false;
      const from = Math.min(...sets.map((row) => row.changed[0]));
      const to = Math.max(...sets.map((row) => row.changed[1]));
      for (let at = from; at < to; at += 1) {
        const dots = first[at] ?? 0;
        const different = (dots ^ (second[at] ?? 0)) | (dots ^ (third[at] ?? 0));
        if ((different & this.#inWidth(at)) !== 0) return true;
      }
    }
    return false;
  }

  #hasColouredPixel(index: number): boolean {
    const { octets, changed } = this.#row(index);
    const [from, to] = changed;
    const end = Math.min(to, this.#width * 3);
    for (let at = from - (from % 3); at < end; at += 3) {
      const red = octets[at] ?? 0;
      const green = octets[at + 1] ?? 0;
      const blue = octets[at + 2] ?? 0;
      if (red === green && green === blue) continue;
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > castMax) return true;
    }
    return false;
  }

  #usedInPlanes(planes: number, palette: PclPalette): Tone {
    if (!palette.coloured) return 'mono';
    const rows = Array.from({ length: planes }, (_, index) => this.#row(index));
    const octets = rows.map((row) => row.octets);
    const from = Math.min(...rows.map((row) => row.changed[0]));
    const to = Math.min(Math.max(...rows.map((row) => row.changed[1])), Math.ceil(this.#width / 8));
    let tone = this.#toneOfFilling(Math.max(...rows.map((row) => row.length)) * 8, palette);
    for (let pixel = from * 8; pixel < Math.min(to * 8, this.#width) && tone === 'mono'; pixel += 1) {
      const bit = 7 - (pixel & 7);
      let index = 0;
      for (let plane = 0; plane < planes; plane += 1) {
        index |= (((octets[plane]?.[pixel >> 3] ?? 0) >> bit) & 1) << plane;
      }
      tone = palette.tone(index);
    }
    return tone;
  }

  #usedInPixels(bits: number, palette: PclPalette): Tone {
    if (!palette.coloured) return 'mono';
    const { octets, changed, length } = this.#row(0);
    const [from, to] = changed;
    const perOctet = 8 / bits;
    const mask = (1 << bits) - 1;
    let tone = this.#toneOfFilling(length * perOctet, palette);
    const end = Math.min(to * perOctet, this.#width);
    for (let pixel = from * perOctet; pixel < end && tone === 'mono'; pixel += 1) {
      const shift = 8 - bits - (pixel % perOctet) * bits;
      tone = palette.tone(((octets[Math.floor(pixel / perOctet)] ?? 0) >> shift) & mask);
    }
    return tone;
  }

  /** A row that is shorter than the raster is filled with the first entry. */
  #toneOfFilling(pixels: number, palette: PclPalette): Tone {
    return pixels < this.#width ? palette.tone(0) : 'mono';
  }

  /** The bits of an octet of dots that lie within the width. */
  #inWidth(octet: number): number {
    const bits = this.#width - octet * 8;
    return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff00 >> bits) & 0xff;
  }
}

/** Planes of a row, and how many of the first ones cannot be colour. */
function shapeOf(layout: PixelLayout): { readonly planes: number; readonly skipped: number } {
  switch (layout.kind) {
    case 'inks':
      return { planes: layout.planes, skipped: layout.black };
    case 'dots-and-pixels':
      return { planes: layout.planes + 1, skipped: layout.planes };
    case 'mixed':
    case 'indexed-planes':
      return { planes: layout.planes, skipped: 0 };
    case 'grey':
    case 'pixels':
    case 'indexed-pixels':
    case 'open':
      return { planes: 1, skipped: 0 };
  }
}
