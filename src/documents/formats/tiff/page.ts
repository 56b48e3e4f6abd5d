import { mediaName } from '../../media.ts';
import type { PageFacts } from '../../page-runs.ts';
import type { RandomOctets } from '../octets/random-octets.ts';
import type { PdfPicture } from '../pixels/picture-pdf.ts';
import { problem, readValues, type TiffField, type TiffLayout, type TiffProblem } from './directory.ts';
import type { TiffEffort } from './effort.ts';
import { pictureOf } from './picture.ts';
import { colourOfPixels, type TiffPixels } from './pixels.ts';
import type { Strips } from './strips.ts';

/** Tags of TIFF 6.0 that tell what a directory is. */
const tags = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripOctets: 279,
  horizontalResolution: 282,
  verticalResolution: 283,
  planar: 284,
  t4Options: 292,
  resolutionUnit: 296,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileOctets: 325,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  jpegOffset: 513,
  jpegOctets: 514,
} as const;

export const pageTags: ReadonlySet<number> = new Set(Object.values(tags));

export interface TiffReading {
  readonly octets: RandomOctets;
  readonly layout: TiffLayout;
  readonly effort: TiffEffort;
  /** Time may be taken for the colour of pixels. */
  readonly looksAtPixels: boolean;
  /** Pages are to be drawn. */
  readonly wantsInk: boolean;
}

/** A page, and what would be drawn of it for its ink; undefined where it cannot be, or is damaged. */
export type TiffPage = { readonly kind: 'page'; readonly picture: PdfPicture | undefined } & PageFacts;

/** Reads what one directory stands for. */
export class TiffPageReader {
  readonly #octets: RandomOctets;
  readonly #layout: TiffLayout;
  readonly #effort: TiffEffort;

  readonly #looksAtPixels: boolean;
  readonly #wantsInk: boolean;

  constructor({ octets, layout, effort, looksAtPixels, wantsInk }: TiffReading) {
    this.#wantsInk = wantsInk;
    this.#octets = octets;
    this.#layout = layout;
    this.#effort = effort;
    this.#looksAtPixels = looksAtPixels;
  }

  /** The page, `no-page` for a thumbnail or mask, or what is wrong with it. */
  async read(fields: ReadonlyMap<number, TiffField>): Promise<TiffPage | { kind: 'no-page' } | TiffProblem> {
    const number = (tag: number) => this.#number(fields.get(tag));
    const newType = (await number(tags.newSubfileType)) ?? 0;
    // Bit 0 is a reduced copy and bit 2 a transparency mask of another picture; 2 is the older name of the former.
    if ((newType & 0b101) !== 0 || (await number(tags.subfileType)) === 2) return { kind: 'no-page' };
    const width = (await number(tags.width)) ?? 0;
    const height = (await number(tags.height)) ?? 0;
    if (width === 0 || height === 0) return problem('damaged', 'A page has no width or height.');
    const lost = await this.#findLost(fields);
    if (lost !== undefined) return lost;
    const unit = (await number(tags.resolutionUnit)) ?? 2;
    const horizontal = (await number(tags.horizontalResolution)) ?? 0;
    const vertical = (await number(tags.verticalResolution)) ?? 0;
    const pointsPerUnit = unit === 2 ? 72 : unit === 3 ? 72 / 2.54 : Number.NaN;
    const colour = await this.#colourOf(fields);
    // Of what is damaged a drawing shows a part only.
    const isDrawn = this.#wantsInk && colour !== undefined;
    return {
      kind: 'page',
      media: knownMedia((width / horizontal) * pointsPerUnit, (height / vertical) * pointsPerUnit),
      colour,
      picture: isDrawn ? await this.#picture(fields, { width, height }) : undefined,
    };
  }

  async #picture(
    fields: ReadonlyMap<number, TiffField>,
    { width, height }: { readonly width: number; readonly height: number },
  ): Promise<PdfPicture | undefined> {
    const number = (tag: number) => this.#number(fields.get(tag));
    const strips = stripsOf(fields);
    if (strips === undefined) return undefined;
    const pieceHeight = (await number(tags.tileHeight)) ?? (await number(tags.rowsPerStrip)) ?? height;
    const pieceWidth = (await number(tags.tileWidth)) ?? width;
    const grid = { ...strips, pageWidth: width, pageHeight: height, pieceWidth, pieceHeight };
    const fax = {
      fillOrder: (await number(tags.fillOrder)) ?? 1,
      t4: (await number(tags.t4Options)) ?? 0,
    };
    return pictureOf(this.#reading, await this.#pixels(fields), grid, fax);
  }

  get #reading(): { octets: RandomOctets; layout: TiffLayout; effort: TiffEffort } {
    return { octets: this.#octets, layout: this.#layout, effort: this.#effort };
  }

  /** 0 and 1 are bilevel or grey, with one more sample for transparency; of the others the pixels tell. */
  async #colourOf(fields: ReadonlyMap<number, TiffField>): Promise<boolean | undefined> {
    const number = (tag: number) => this.#number(fields.get(tag));
    const photometric = await number(tags.photometric);
    const samplesPerPixel = (await number(tags.samplesPerPixel)) ?? 1;
    if ((photometric === 0 || photometric === 1) && samplesPerPixel <= 2) return false;
    const strips = stripsOf(fields);
    if (!this.#looksAtPixels || this.#effort.lookedEnough || strips === undefined) return undefined;
    return colourOfPixels(this.#reading, await this.#pixels(fields), strips);
  }

  async #pixels(fields: ReadonlyMap<number, TiffField>): Promise<TiffPixels> {
    const number = (tag: number) => this.#number(fields.get(tag));
    return {
      photometric: await number(tags.photometric),
      samplesPerPixel: (await number(tags.samplesPerPixel)) ?? 1,
      extraSamples: fields.get(tags.extraSamples)?.count ?? 0,
      inkSet: (await number(tags.inkSet)) ?? 1,
      compression: (await number(tags.compression)) ?? 1,
      bitsPerSample: (await number(tags.bitsPerSample)) ?? 1,
      planar: (await number(tags.planar)) ?? 1,
      // 4 says that nothing is said.
      sampleFormat: (await number(tags.sampleFormat)) === 4 ? 1 : ((await number(tags.sampleFormat)) ?? 1),
      fillOrder: (await number(tags.fillOrder)) ?? 1,
      predictor: (await number(tags.predictor)) ?? 1,
      width: (await number(tags.tileWidth)) ?? (await number(tags.width)) ?? 1,
      palette: fields.get(tags.palette),
      jpegTables: fields.get(tags.jpegTables),
    };
  }

  async #number(field: TiffField | undefined): Promise<number | undefined> {
    if (field === undefined || field.count === 0) return undefined;
    const values = await readValues(this.#octets, this.#layout, { ...field, count: 1 }, 0);
    return values?.[0];
  }

  /** Looks whether all the pixels are there: strips, tiles, or the one stream of the older JPEG in TIFF. */
  async #findLost(fields: ReadonlyMap<number, TiffField>): Promise<TiffProblem | undefined> {
    const pairs = [
      [tags.stripOffsets, tags.stripOctets],
      [tags.tileOffsets, tags.tileOctets],
      [tags.jpegOffset, tags.jpegOctets],
    ] as const;
    for (const [offsetsTag, octetsTag] of pairs) {
      const offsets = fields.get(offsetsTag);
      if (offsets !== undefined) return this.#findLostPiece(offsets, fields.get(octetsTag));
    }
    return problem('damaged', 'A page has no pixels.');
  }

  async #findLostPiece(offsets: TiffField, lengths: TiffField | undefined): Promise<TiffProblem | undefined> {
    if (offsets.count === 0) return problem('damaged', 'A page has no pixels.');
    if (lengths !== undefined && lengths.count < offsets.count) {
      return problem('damaged', 'The pieces of a page have fewer lengths than offsets.');
    }
    for (let first = 0; first < offsets.count; ) {
      const starts = await readValues(this.#octets, this.#layout, offsets, first);
      // One octet at least, where the lengths are not told.
      const sizes = lengths === undefined ? [] : await readValues(this.#octets, this.#layout, lengths, first);
      if (starts === undefined || sizes === undefined) {
        return problem('incomplete', 'The addresses of the pixels lie beyond the end.');
      }
      const count = lengths === undefined ? starts.length : Math.min(starts.length, sizes.length);
      if (!(await this.#effort.spend(count))) return problem('limit:tiff-entries', this.#effort.sentence);
      for (let index = 0; index < count; index += 1) {
        const end = (starts[index] ?? 0) + (sizes[index] ?? 1);
        if (end > this.#octets.size) return problem('incomplete', 'The pixels of a page pass the end.');
      }
      first += count;
    }
    return undefined;
  }
}

/** Where the pixels lie; undefined where no lengths are told, or in the older JPEG. */
function stripsOf(fields: ReadonlyMap<number, TiffField>): Strips | undefined {
  const offsets = fields.get(tags.stripOffsets) ?? fields.get(tags.tileOffsets);
  const octets = fields.get(tags.stripOctets) ?? fields.get(tags.tileOctets);
  return offsets === undefined || octets === undefined ? undefined : { offsets, octets };
}

/** A size that is no known paper says how large the picture is, not what it is printed on. */
function knownMedia(widthPoints: number, heightPoints: number): string | undefined {
  const name = mediaName(widthPoints, heightPoints);
  return name?.startsWith('custom_') === true ? undefined : name;
}
