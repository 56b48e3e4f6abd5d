import { JpegReader } from '../jpeg/reader.ts';
import { readDelta } from '../pixels/delta-row.ts';
import type { LookBudget } from '../pixels/look-budget.ts';
import { PackbitsReader } from '../pixels/packbits.ts';
import type { Tone } from '../pixels/page-tone.ts';
import { IndexedColour } from '../pixels/palette.ts';
import { PaddedRows, PixelColour, type PixelLook } from '../pixels/pixel-colour.ts';
import { SeedRow } from '../pixels/seed-row.ts';
import { attribute, first, type XlAttributes } from './attributes.ts';

/** What the colour space says of the pixels of images. */
export interface ImageColours {
  /** Whether pixels that are colours themselves are RGB, where octets say their difference. */
  readonly isRgb: boolean;
  /** 1 where an entry of the palette is coloured; undefined without one that is understood. */
  readonly coloured: Uint8Array | undefined;
}

/** ColorDepth: 1, 4 or 8 bits. */
const depths = [1, 4, 8] as const;
/** Rows of an image are padded to so many octets unless PadBytesMultiple says otherwise. */
const paddingDefault = 4;
const widthMax = 65_535;

/** How the rows of one block are compressed. */
type BlockReader = (part: Uint8Array) => void;

/**
 * Looks at the pixels of one image in RGB: BeginImage says their size, each ReadImage how the block of rows behind it is
 * compressed (0 not, 1 PackBits, 2 JPEG, 3 delta rows, each behind its length of 2 octets).
 */
export class XlImage {
  readonly #pixels: PixelLook;
  readonly #rowOctets: number;
  readonly #budget: LookBudget;
  /** The row above, which goes on from block to block. */
  readonly #seed = new SeedRow();
  #read: BlockReader | undefined;
  #jpeg: JpegReader | undefined;
  #tone: Tone = 'mono';

  private constructor(pixels: PixelLook, rowOctets: number, budget: LookBudget) {
    this.#pixels = pixels;
    this.#rowOctets = rowOctets;
    this.#budget = budget;
  }

  /** Undefined where the pixels cannot be understood. */
  static begin(attributes: XlAttributes, colours: ImageColours, budget: LookBudget): XlImage | undefined {
    const width = first(attributes, attribute.sourceWidth) ?? 0;
    const bits = depths[first(attributes, attribute.colourDepth) ?? -1];
    if (bits === undefined || width < 1 || width > widthMax) return undefined;
    if (first(attributes, attribute.colourMapping) === 1) {
      const { coloured } = colours;
      if (coloured === undefined) return undefined;
      return new XlImage(new IndexedColour({ bits, width, coloured }), Math.ceil((width * bits) / 8), budget);
    }
    return colours.isRgb && bits === 8 ? new XlImage(new PixelColour('rgb8'), width * 3, budget) : undefined;
  }

  get looking(): boolean {
    return this.#read !== undefined && this.#pixels.looking && this.#tone === 'mono';
  }

  /** ReadImage: the data behind it holds rows. */
  readBlock(attributes: XlAttributes): void {
    this.#endBlock();
    const padding = Math.max(1, first(attributes, attribute.padBytesMultiple) ?? paddingDefault);
    const rows = { pixels: this.#rowOctets, padded: Math.ceil(this.#rowOctets / padding) * padding };
    this.#read = this.#readerOf(first(attributes, attribute.compressMode), rows);
    if (this.#read === undefined) this.#tone = 'open';
  }

  take(part: Uint8Array): void {
    this.#read?.(part);
  }

  /** EndImage */
  end(): Tone {
    this.#endBlock();
    return this.#pixels.colour === true ? 'colour' : this.#tone;
  }

  #readerOf(mode: number | undefined, rows: { pixels: number; padded: number }): BlockReader | undefined {
    const padded = new PaddedRows(this.#pixels, rows);
    switch (mode) {
      case 0:
        return (part) => {
          padded.look(part);
        };
      case 1: {
        const packed = new PackbitsReader();
        return (part) => {
          let octets = 0;
          packed.take(part, (piece) => {
            octets += piece.length;
            padded.look(piece);
          });
          this.#spend(octets, part.length);
        };
      }
      case 2: {
        const jpeg = new JpegReader();
        this.#jpeg = jpeg;
        return (part) => {
          jpeg.push(part);
        };
      }
      case 3:
        return this.#deltaReader();
      case undefined:
      default:
        return undefined;
    }
  }

  #deltaReader(): BlockReader {
    const row = this.#seed;
    const gathered = new LengthedRows((data) => {
      readDelta(data, row);
      const [from, to] = row.changed;
      if (to > from) this.#pixels.lookWithin(row.octets, from, to);
      this.#spend(Math.max(0, to - from), data.length);
    });
    return (part) => {
      gathered.take(part);
    };
  }

  #spend(looked: number, data: number): void {
    if (!this.#budget.spend(looked, data)) this.#tone = 'open';
  }

  #endBlock(): void {
    if (this.#jpeg === undefined) return;
    const { colour } = this.#jpeg;
    if (colour !== false && this.#tone !== 'colour') this.#tone = colour === true ? 'colour' : 'open';
    this.#jpeg = undefined;
  }
}

/** Rows that stand behind their lengths, little-endian whatever the binding. */
class LengthedRows {
  readonly #see: (row: Uint8Array) => void;
  readonly #held = new Uint8Array(65_535);
  #filled = 0;
  #length = 0;
  #lengthOctets = 0;

  constructor(see: (row: Uint8Array) => void) {
    this.#see = see;
  }

  take(part: Uint8Array): void {
    for (let at = 0; at < part.length; ) {
      if (this.#lengthOctets < 2) {
        this.#length |= (part[at] ?? 0) << (8 * this.#lengthOctets);
        this.#lengthOctets += 1;
        at += 1;
      } else {
        const end = Math.min(part.length, at + this.#length - this.#filled);
        this.#held.set(part.subarray(at, end), this.#filled);
        this.#filled += end - at;
        at = end;
      }
      if (this.#lengthOctets === 2 && this.#filled === this.#length) this.#endRow();
    }
  }

  #endRow(): void {
    this.#see(this.#held.subarray(0, this.#filled));
    this.#filled = 0;
    this.#length = 0;
    this.#lengthOctets = 0;
  }
}
