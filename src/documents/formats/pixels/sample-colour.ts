import { labToRgb } from './lab.ts';
import { castMax, type PixelLook } from './pixel-colour.ts';

/** How the first three samples of a pixel say colour: light, inks, or CIELab, whose a and b are signed or 128 more. */
export type SampleSpace = 'rgb' | 'cmyk' | 'lab' | 'lab128';

/** Samples of any size, packed from the highest bit down; each row begins with an octet. */
export interface SampleLayout {
  readonly space: SampleSpace;
  readonly bits: 1 | 2 | 4 | 8 | 16;
  /** What the highest value of a sample is. */
  readonly sampleMax: number;
  readonly littleEndian: boolean;
  /** Samples of a pixel, of which those beyond the third or fourth are passed over. */
  readonly samples: number;
  /** Pixels of a row. */
  readonly width: number;
}

/** Octets of a row at most: eight samples of 16 bits across the widest raster. */
export const rowOctetsMax = 16_777_216;

function rowOctetsOf({ bits, samples, width }: SampleLayout): number {
  return Math.ceil((width * samples * bits) / 8);
}

/** Looks for the first coloured pixel in rows whose samples have no whole octets, or more of them than a screen needs. */
export class SampleColour implements PixelLook {
  readonly #layout: SampleLayout;
  readonly #row: Uint8Array;
  #filled = 0;
  #found = false;

  constructor(layout: SampleLayout) {
    this.#layout = layout;
    this.#row = new Uint8Array(Math.min(rowOctetsMax, rowOctetsOf(layout)));
  }

  /** Whether rows are short enough to be held. */
  static canHold(layout: SampleLayout): boolean {
    const octets = rowOctetsOf(layout);
    return octets > 0 && octets <= rowOctetsMax;
  }

  get looking(): boolean {
    return !this.#found;
  }

  get colour(): boolean {
    return this.#found;
  }

  look(chunk: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && !this.#found; ) {
      const taken = Math.min(end - at, this.#row.length - this.#filled);
      this.#row.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < this.#row.length) continue;
      this.lookWithin(this.#row);
      this.#filled = 0;
    }
  }

  /** Looks at a whole row. */
  lookWithin(row: Uint8Array): void {
    const { samples, width } = this.#layout;
    const sample = sampleOf(this.#layout);
    const isColoured = colourTest(this.#layout);
    for (let pixel = 0; pixel < width && !this.#found; pixel += 1) {
      const at = pixel * samples;
      this.#found = isColoured(sample(row, at), sample(row, at + 1), sample(row, at + 2));
    }
  }
}

/** Looks at one row of each plane: the samples of a pixel lie in different ones. */
export function anyColouredInPlanes(
  layout: SampleLayout,
  [first, second, third]: readonly [Uint8Array, Uint8Array, Uint8Array],
): boolean {
  const rowOctets = rowOctetsOf({ ...layout, samples: 1 });
  const sample = sampleOf(layout);
  const isColoured = colourTest(layout);
  const perRow = Math.floor((rowOctets * 8) / layout.bits);
  const rows = Math.floor(Math.min(first.length, second.length, third.length) / rowOctets);
  for (let row = 0; row < rows; row += 1) {
    for (let at = row * perRow; at < row * perRow + layout.width; at += 1) {
      if (isColoured(sample(first, at), sample(second, at), sample(third, at))) return true;
    }
  }
  return false;
}

/** Reads a sample; of 16 bits the first octet is near enough, unless their highest value is another. */
function sampleOf({
  bits,
  littleEndian,
  sampleMax,
}: SampleLayout): (row: Uint8Array, index: number) => number {
  if (bits === 8) return (row, index) => row[index] ?? 0;
  if (bits < 8) {
    const perOctet = 8 / bits;
    const most = (1 << bits) - 1;
    return (row, index) => {
      const shift = 8 - bits * ((index % perOctet) + 1);
      return ((row[Math.floor(index / perOctet)] ?? 0) >> shift) & most;
    };
  }
  if (sampleMax < 65_535) return (row, index) => (row[index * 2] ?? 0) * 256 + (row[index * 2 + 1] ?? 0);
  return littleEndian ? (row, index) => row[index * 2 + 1] ?? 0 : (row, index) => row[index * 2] ?? 0;
}

function colourTest({
  space,
  bits,
  sampleMax,
}: SampleLayout): (first: number, second: number, third: number) => boolean {
  // As samples are read, those of 16 bits from 0 to 255.
  const most = bits === 16 && sampleMax === 65_535 ? 255 : sampleMax;
  const cast = (castMax / 255) * most;
  if (space === 'cmyk') return (cyan, magenta, yellow) => Math.max(cyan, magenta, yellow) > cast;
  if (space === 'rgb') {
    return (red, green, blue) => Math.max(red, green, blue) - Math.min(red, green, blue) > cast;
  }
  return (lightness, a, b) => {
    const [across, along] = space === 'lab' ? [signed(a), signed(b)] : [a - 128, b - 128];
    if (across === 0 && along === 0) return false;
    const channels = labToRgb((lightness / 255) * 100, across, along);
    return Math.max(...channels) - Math.min(...channels) > castMax;
  };
}

function signed(octet: number): number {
  return octet < 128 ? octet : octet - 256;
}
