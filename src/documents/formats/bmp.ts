import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { rasterPixelsMax } from '../limits.ts';
import type { PageRunList } from '../page-runs.ts';
import { hasTextAt } from '../recognise.ts';
import { damaged, ImageCounter, type ImageScript, whole } from './image-counter.ts';
import { pass, take } from './octet-script.ts';
import { paletteColour } from './palette.ts';
import { PaddedRowColour } from './pixel-colour.ts';

/**
 * Windows and OS/2 bitmaps, integers little-endian:
 *
 *     @0 "BM" file size(4) reserved(4)  @10 offset of the pixels(4)  @14 size of the header that begins here(4)
 *     12:  @18 width(2) height(2) planes(2) bits(2), palette entries of 3 octets
 *     40…: @18 width(4) height(4, negative from the top) planes(2) @28 bits(2) @30 compression(4)
 *          @34 octets of pixels(4) @46 palette entries(4), 4 octets each
 *
 * Rows are padded to 4 octets. The file size is 0 or wrong in real files and never decides.
 */
export function recogniseBmp(head: Uint8Array): boolean {
  if (!hasTextAt(head, 0, 'BM') || head.length < fileHeaderOctets) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return headerSizes.includes(view.getUint32(14, true));
}

export function openBmp({ mediaType }: FormatContext): StreamCounter {
  return new ImageCounter(mediaType, readBmp);
}

/** The file header, and the size of the next one. */
const fileHeaderOctets = 18;
const coreHeaderOctets = 12;
const headerSizes: readonly number[] = [coreHeaderOctets, 40, 52, 56, 64, 108, 124];
const depths: readonly number[] = [1, 2, 4, 8, 16, 24, 32];
/** Compressions whose pixels lie as they are: none, and bit fields with or without alpha. */
const plainCompressions: readonly number[] = [0, 3, 6];
/** Run lengths of 8 and 4 bits, an embedded JPEG or PNG. */
const packedCompressions: readonly number[] = [1, 2, 4, 5];

interface Bitmap {
  readonly bitsPerPixel: number;
  readonly pixelOctets: number;
  readonly paletteEntries: number;
  readonly entryOctets: 3 | 4;
  /** Looks at pixels that are colours themselves. */
  readonly colour?: PaddedRowColour;
}

function* readBmp(pages: PageRunList): ImageScript {
  const start = yield* take(fileHeaderOctets);
  const pixelsAt = start.getUint32(10, true);
  const headerOctets = start.getUint32(14, true);
  const header = yield* take(headerOctets - 4);
  const bitmap = headerOctets === coreHeaderOctets ? readCoreHeader(header) : readInfoHeader(header);
  const gap = pixelsAt - (fileHeaderOctets - 4 + headerOctets);
  if (bitmap === undefined || gap < 0) return damaged('The bitmap header makes no picture.');
  const paletteOctets = Math.min(gap, bitmap.paletteEntries * bitmap.entryOctets);
  let paletteIs: false | undefined;
  if (paletteOctets > 0) {
    const { buffer, byteOffset } = yield* take(paletteOctets);
    paletteIs = paletteColour(new Uint8Array(buffer, byteOffset, paletteOctets), bitmap.entryOctets);
  }
  yield* pass(gap - paletteOctets);
  const { colour } = bitmap;
  yield* pass(
    bitmap.pixelOctets,
    colour === undefined
      ? undefined
      : (part) => {
          colour.look(part);
        },
  );
  pages.add({ colour: colour === undefined ? paletteIs : colour.pixels.colour });
  return whole(`A bitmap of ${bitmap.bitsPerPixel} bits a pixel, followed to its last row.`);
}

/** `header` begins behind the size field, at @18 of the file. */
function readCoreHeader(header: DataView): Bitmap | undefined {
  const bitsPerPixel = header.getUint16(6, true);
  const width = header.getUint16(0, true);
  const pixelOctets = rowsOctets(width, header.getUint16(2, true), bitsPerPixel);
  if (pixelOctets === undefined) return undefined;
  const entries = paletteEntries(bitsPerPixel, 0);
  return {
    bitsPerPixel,
    pixelOctets,
    paletteEntries: entries,
    entryOctets: 3,
    ...looking(width, bitsPerPixel),
  };
}

function readInfoHeader(header: DataView): Bitmap | undefined {
  const bitsPerPixel = header.getUint16(10, true);
  const compression = header.getUint32(12, true);
  const statedOctets = header.getUint32(16, true);
  const entries = paletteEntries(bitsPerPixel, header.getUint32(28, true));
  const shared = { bitsPerPixel, paletteEntries: entries, entryOctets: 4 } as const;
  if (packedCompressions.includes(compression)) {
    return statedOctets === 0 ? undefined : { ...shared, pixelOctets: statedOctets };
  }
  const height = Math.abs(header.getInt32(4, true));
  const width = header.getInt32(0, true);
  const pixelOctets = rowsOctets(width, height, bitsPerPixel);
  if (pixelOctets === undefined || !plainCompressions.includes(compression)) return undefined;
  // Bit fields may put the colours anywhere.
  return { ...shared, pixelOctets, ...(compression === 0 ? looking(width, bitsPerPixel) : {}) };
}

/** Pixels of 24 and 32 bits are blue, green, red and nothing. */
function looking(width: number, bitsPerPixel: number): Pick<Bitmap, 'colour'> {
  if (bitsPerPixel < 24) return {};
  const pixels = (width * bitsPerPixel) / 8;
  const rowOctets = { pixels, padded: Math.ceil(pixels / 4) * 4 };
  return { colour: new PaddedRowColour(bitsPerPixel === 24 ? 'rgb8' : 'rgbx8', rowOctets) };
}

function rowsOctets(width: number, height: number, bitsPerPixel: number): number | undefined {
  const sized = width > 0 && width <= rasterPixelsMax && height > 0 && height <= rasterPixelsMax;
  if (!sized || !depths.includes(bitsPerPixel)) return undefined;
  return Math.ceil((width * bitsPerPixel) / 32) * 4 * height;
}

/** 0 stands for all that the bits of a pixel can name; deeper pixels name none. */
function paletteEntries(bitsPerPixel: number, stated: number): number {
  if (bitsPerPixel > 8) return 0;
  const all = 2 ** bitsPerPixel;
  return stated === 0 ? all : Math.min(stated, all);
}
