import type { Ink } from '../../../model/page-count.ts';
import { InkMeter } from '../pixels/ink-meter.ts';
import { colouredEntries, IndexedColour } from '../pixels/palette.ts';
import { castMax } from '../pixels/pixel-colour.ts';

/** What the header of a PNG says of its pixels, with the colours of its palette on white paper. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  readonly palette: Uint8Array;
  /** 0 grey, 2 RGB, 3 palette, 4 and 6 the first two with alpha (ISO/IEC 15948 §11.2.2). */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Bits of a sample. */
  readonly depth: number;
}

const samplesOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** A channel on white paper, where a transparent colour is that much fainter. */
export function blendedOnWhite(value: number, opacity: number): number {
  return 255 - ((255 - value) * opacity) / 255;
}

/** The seven pictures of Adam7 (§8.2): first column and row, and the steps between them. */
const passes: readonly (readonly [column: number, row: number, across: number, down: number])[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

interface Pass {
  readonly width: number;
  readonly rows: number;
}

/** Undoes the filters of rows as they come out of decompression; looks for the first coloured pixel, or at the ink of all. */
export class PngRows {
  readonly #pixels: PngPixels;
  readonly #pixelBits: number;
  readonly #pixelOctets: number;
  readonly #passes: Pass[];
  readonly #meter: InkMeter | undefined;
  #width = 0;
  #rowsLeft = 0;
  /** Looks at entries of the palette, in rows of this pass. */
  #indexed: IndexedColour | undefined;
  #above: Uint8Array = new Uint8Array(0);
  #row: Uint8Array = new Uint8Array(0);
  /** Octets of the row that are there; −1 while its filter is awaited. */
  #filled = -1;
  #filter = 0;
  #colour = false;
  #damaged = false;

  constructor(pixels: PngPixels, wantsInk: boolean) {
    this.#pixels = pixels;
    this.#meter = wantsInk ? new InkMeter() : undefined;
    this.#pixelBits = pixels.depth * samplesOf[pixels.colourType];
    this.#pixelOctets = Math.max(1, this.#pixelBits / 8);
    this.#passes = passesOf(pixels);
    this.#nextPass();
  }

  get looking(): boolean {
    return (!this.#colour || this.#meter !== undefined) && !this.#damaged && this.#rowsLeft > 0;
  }

  /** Undefined when it was not wanted, or the rows did not come to their end. */
  get ink(): Ink | undefined {
    const { width, height } = this.#pixels;
    return this.#rowsLeft === 0 && !this.#damaged ? this.#meter?.of(width * height) : undefined;
  }

  /** Undefined when the rows did not come to their end. */
  get colour(): boolean | undefined {
    if (this.#colour) return true;
    return this.#rowsLeft === 0 && !this.#damaged ? false : undefined;
  }

  take(octets: Uint8Array): void {
    for (let at = 0; at < octets.length && this.looking; ) {
      if (this.#filled < 0) {
        this.#filter = octets[at] ?? 0;
        this.#damaged = this.#filter > 4;
        this.#filled = 0;
        at += 1;
        continue;
      }
      const end = Math.min(octets.length, at + this.#row.length - this.#filled);
      this.#row.set(octets.subarray(at, end), this.#filled);
      this.#filled += end - at;
      at = end;
      if (this.#filled === this.#row.length) this.#endRow();
    }
  }

  #endRow(): void {
    undoFilter(this.#filter, this.#row, this.#above, this.#pixelOctets);
    this.#colour ||= this.#hasColour(this.#row);
    if (this.#meter !== undefined) this.#addInk(this.#row, this.#meter);
    [this.#above, this.#row] = [this.#row, this.#above];
    this.#filled = -1;
    this.#rowsLeft -= 1;
    if (this.#rowsLeft === 0) this.#nextPass();
  }

  #nextPass(): void {
    const pass = this.#passes.shift();
    if (pass === undefined) return;
    const octets = Math.ceil((pass.width * this.#pixelBits) / 8);
    this.#rowsLeft = pass.rows;
    this.#width = pass.width;
    const { colourType, depth: bits, palette } = this.#pixels;
    if (colourType === 3 && (bits === 1 || bits === 2 || bits === 4 || bits === 8)) {
      this.#indexed = new IndexedColour({ bits, width: pass.width, coloured: colouredEntries(palette, 3) });
    }
    this.#above = new Uint8Array(octets);
    this.#row = new Uint8Array(octets);
  }

  #hasColour(row: Uint8Array): boolean {
    const { colourType, depth } = this.#pixels;
    if (colourType === 0 || colourType === 4) return false;
    if (this.#indexed !== undefined) {
      this.#indexed.lookWithin(row, 0, row.length);
      return this.#indexed.colour;
    }
    const octet = depth / 8;
    const step = this.#pixelOctets;
    for (let at = 0; at < row.length; at += step) {
      const red = row[at] ?? 0;
      const green = row[at + octet] ?? 0;
      const blue = row[at + 2 * octet] ?? 0;
      if (red === green && green === blue) continue;
      // On white paper a transparent colour is that much fainter.
      const opacity = colourType === 6 ? (row[at + 3 * octet] ?? 0) / 255 : 1;
      if ((Math.max(red, green, blue) - Math.min(red, green, blue)) * opacity > castMax) return true;
    }
    return false;
  }

  #addInk(row: Uint8Array, meter: InkMeter): void {
    const { colourType, depth } = this.#pixels;
    if (depth < 8 || colourType === 3) this.#addPackedInk(row, meter);
    else {
      const octet = depth / 8;
      const isGrey = colourType === 0 || colourType === 4;
      const channels = isGrey ? ([0, 0, 0] as const) : ([0, octet, 2 * octet] as const);
      const alphaAt = colourType === 4 ? octet : colourType === 6 ? 3 * octet : undefined;
      addSampleInk(row, { step: this.#pixelOctets, channels, alphaAt }, meter);
    }
  }

  /** Entries of the palette, and greys of less than an octet. */
  #addPackedInk(row: Uint8Array, meter: InkMeter): void {
    const { colourType, depth, palette } = this.#pixels;
    const most = (1 << depth) - 1;
    for (let pixel = 0; pixel < this.#width; pixel += 1) {
      const bit = pixel * depth;
      const value = ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & most;
      const at = value * 3;
      const grey = (value / most) * 255;
      if (colourType === 0) meter.add(grey, grey, grey);
      else meter.add(palette[at] ?? 0, palette[at + 1] ?? 0, palette[at + 2] ?? 0);
    }
  }
}

interface Samples {
  /** Octets from pixel to pixel. */
  readonly step: number;
  /** Where red, green and blue stand in a pixel, and how opaque it is. */
  readonly channels: readonly [red: number, green: number, blue: number];
  readonly alphaAt: number | undefined;
}

function addSampleInk(row: Uint8Array, { step, channels, alphaAt }: Samples, meter: InkMeter): void {
  const [redAt, greenAt, blueAt] = channels;
  for (let at = 0; at < row.length; at += step) {
    const red = row[at + redAt] ?? 0;
    const green = row[at + greenAt] ?? 0;
    const blue = row[at + blueAt] ?? 0;
    const opacity = alphaAt === undefined ? 255 : (row[at + alphaAt] ?? 0);
    // Most pixels are opaque, and need no blending.
    if (opacity === 255) meter.add(red, green, blue);
    else {
      meter.add(blendedOnWhite(red, opacity), blendedOnWhite(green, opacity), blendedOnWhite(blue, opacity));
    }
  }
}

/** Passes that hold pixels; a small picture has none in some. */
function passesOf({ width, height, interlaced }: PngPixels): Pass[] {
  if (!interlaced) return [{ width, rows: height }];
  return passes
    .map(([column, row, across, down]) => ({
      width: Math.ceil((width - column) / across),
      rows: Math.ceil((height - row) / down),
    }))
    .filter((pass) => pass.width > 0 && pass.rows > 0);
}

/** §9.2: 0 none, 1 left, 2 up, 3 average, 4 Paeth. */
function undoFilter(filter: number, row: Uint8Array, above: Uint8Array, pixelOctets: number): void {
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let at = pixelOctets; at < row.length; at += 1) {
        row[at] = (row[at] ?? 0) + (row[at - pixelOctets] ?? 0);
      }
      return;
    case 2:
      for (let at = 0; at < row.length; at += 1) row[at] = (row[at] ?? 0) + (above[at] ?? 0);
      return;
    case 3:
      for (let at = 0; at < row.length; at += 1) {
        const left = at < pixelOctets ? 0 : (row[at - pixelOctets] ?? 0);
        row[at] = (row[at] ?? 0) + ((left + (above[at] ?? 0)) >> 1);
      }
      return;
    default:
      for (let at = 0; at < row.length; at += 1) {
        const left = at < pixelOctets ? 0 : (row[at - pixelOctets] ?? 0);
        const upLeft = at < pixelOctets ? 0 : (above[at - pixelOctets] ?? 0);
        row[at] = (row[at] ?? 0) + paeth(left, above[at] ?? 0, upLeft);
      }
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const byLeft = Math.abs(up - upLeft);
  const byUp = Math.abs(left - upLeft);
  const byUpLeft = Math.abs(left + up - 2 * upLeft);
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}
