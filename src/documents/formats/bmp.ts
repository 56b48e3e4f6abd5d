import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { hasTextAt } from '../recognise.ts';
import { BitFieldColour } from './bmp/bit-field-colour.ts';
import { type Bitmap, plainCompressions, readCoreHeader, readInfoHeader } from './bmp/header.ts';
import { bmpInk } from './bmp/ink.ts';
import { BmpRunInk } from './bmp/run-ink.ts';
import { BmpRuns } from './bmp/runs.ts';
import { JpegReader } from './jpeg/reader.ts';
import type { TakenOctets } from './octets/octet-input.ts';
import { pass, take } from './octets/octet-script.ts';
import { damaged, ImageCounter, type ImageScript, type PicturePages, whole } from './pixels/image-counter.ts';
import { colouredEntries, IndexedColour } from './pixels/palette.ts';
import { PaddedRows, PixelColour, type PixelLook } from './pixels/pixel-colour.ts';

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

export function openBmp(context: FormatContext): StreamCounter {
  return new ImageCounter(context, readBmp);
}

/** The file header, and the size of the next one. */
const fileHeaderOctets = 18;
const coreHeaderOctets = 12;
const headerSizes: readonly number[] = [coreHeaderOctets, 40, 52, 56, 64, 108, 124];

function* readBmp(pages: PicturePages): ImageScript {
  const start = yield* take(fileHeaderOctets);
  const pixelsAt = start.getUint32(10, true);
  const headerOctets = start.getUint32(14, true);
  const header = copyOf(yield* take(headerOctets - 4));
  const bitmap = headerOctets === coreHeaderOctets ? readCoreHeader(header) : readInfoHeader(header);
  let gap = pixelsAt - (fileHeaderOctets - 4 + headerOctets);
  if (bitmap === undefined || gap < 0) return damaged('The bitmap header makes no picture.');
  // Behind a header of 40 octets the masks stand apart; longer ones hold them.
  const masksApart = headerOctets === 40 && bitmap.compression === 3 && gap >= masksOctets;
  const masks = masksApart
    ? copyOf(yield* take(masksOctets))
    : new DataView(header.buffer, Math.min(masksAt, header.byteLength));
  if (masksApart) gap -= masksOctets;
  const paletteOctets = Math.min(gap, bitmap.paletteEntries * bitmap.entryOctets);
  const palette = new Uint8Array(paletteOctets);
  if (paletteOctets > 0) {
    palette.set((yield* take(paletteOctets)).octets());
  }
  yield* pass(gap - paletteOctets);
  const runInk = pages.wantsInk && isRunCoded(bitmap) ? new BmpRunInk(bitmap, palette) : undefined;
  const look = lookAt(bitmap, colouredEntries(palette, bitmap.entryOctets), { masks, runInk });
  const ink = pages.wantsInk ? bmpInk(bitmap, palette, masks) : undefined;
  yield* pass(bitmap.pixelOctets, (part) => {
    look.see?.(part);
    ink?.take(part);
  });
  pages.add({ colour: look.pixels?.colour }, runInk?.ink ?? ink?.ink);
  return whole(`A bitmap of ${bitmap.bitsPerPixel} bits a pixel, followed to its last row.`);
}

const masksOctets = 12;
const embeddedJpeg = 4;
/** Place of the masks of bit fields in the header, which is kept without its size. */
const masksAt = 36;

/** Of octets that hold until the next ones come. */
function copyOf(taken: TakenOctets): DataView {
  return new DataView(Uint8Array.from(taken.octets()).buffer);
}

interface BmpLook {
  /** Undefined where the pixels are not understood: an embedded PNG. */
  readonly pixels: Pick<PixelLook, 'colour'> | undefined;
  readonly see?: (part: Uint8Array) => void;
}

function isRunCoded({ compression }: Bitmap): boolean {
  return compression === 1 || compression === 2;
}

function lookAt(
  bitmap: Bitmap,
  coloured: Uint8Array,
  { masks, runInk }: { readonly masks: DataView; readonly runInk: BmpRunInk | undefined },
): BmpLook {
  const { bitsPerPixel: bits, width, compression } = bitmap;
  if (isRunCoded(bitmap)) {
    const runs = new BmpRuns(coloured, compression === 1 ? 8 : 4, runInk?.add);
    return { pixels: runs, see: runs.take };
  }
  if (compression === embeddedJpeg) {
    const jpeg = new JpegReader();
    return {
      pixels: jpeg,
      see: (part) => {
        jpeg.push(part);
      },
    };
  }
  const pixels = pixelsOf(bitmap, coloured, masks);
  if (pixels === undefined) return { pixels };
  const rowOctets = Math.ceil((width * bits) / 8);
  const rows = new PaddedRows(pixels, { pixels: rowOctets, padded: Math.ceil(rowOctets / 4) * 4 });
  return {
    pixels,
    see: (part) => {
      rows.look(part);
    },
  };
}

/** Pixels of 24 and 32 bits are blue, green, red and nothing; those of 16 have 5 bits each; masks say otherwise. */
function pixelsOf(
  { bitsPerPixel: bits, width, compression }: Bitmap,
  coloured: Uint8Array,
  masks: DataView,
): PixelLook | undefined {
  if (!plainCompressions.includes(compression)) return undefined;
  if (compression === 0) {
    if (bits === 1 || bits === 2 || bits === 4 || bits === 8)
      return new IndexedColour({ bits, width, coloured });
    return bits === 16
      ? new BitFieldColour(2, [0x7c00, 0x3e0, 0x1f])
      : new PixelColour(bits === 24 ? 'rgb8' : 'rgbx8');
  }
  const isWhole = masks.byteLength >= masksOctets && (bits === 16 || bits === 32);
  if (!isWhole) return undefined;
  return new BitFieldColour(
    bits === 16 ? 2 : 4,
    [0, 4, 8].map((at) => masks.getUint32(at, true)),
  );
}
