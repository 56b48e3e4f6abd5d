import type { Sides } from '../../model/ticket.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { mediaName } from '../media.ts';
import { hasTextAt } from '../recognise.ts';
import type { PixelKind } from './pixels/pixel-colour.ts';
import { inkPixels } from './raster/ink.ts';
import { RasterCounter, type RasterDialect, type RasterPage } from './raster.ts';

/**
 * Apple raster, all integers big-endian:
 *
 *     "UNIRAST\0" pages(4)  then for each page a header of 32 octets and its rows
 *     @0 bits per pixel  @1 colour space  @2 duplex  @12 width(4)  @16 height(4)  @20 dots per inch(4)
 *
 * The page count of the file header is 0, 0xFFFFFFFF or wrong in streams of real drivers, and never decides.
 */
const dialect: RasterDialect = {
  fileHeaderOctets: 12,
  pageHeaderOctets: 32,
  readPage: readPageHeader,
  claimed: (file) => `The file header says ${file.getUint32(8)} pages.`,
};

export function recogniseUrf(head: Uint8Array): boolean {
  return hasTextAt(head, 0, 'UNIRAST\0');
}

export function openUrf(context: FormatContext): StreamCounter {
  return new RasterCounter(context, dialect);
}

function readPageHeader(header: DataView): RasterPage | undefined {
  const bitsPerPixel = header.getUint8(0);
  const colourSpace = header.getUint8(1);
  // One bit is what filters of CUPS write for drivers whose colour model is black alone; nothing says which bit is white.
  const isBilevel = bitsPerPixel === 1 && colourSpace === 0;
  if ((bitsPerPixel % 8 !== 0 && !isBilevel) || colourSpace > 6) return undefined;
  const widthPixels = header.getUint32(12);
  const heightPixels = header.getUint32(16);
  const dotsPerPoint = header.getUint32(20) / 72;
  return {
    widthPixels,
    heightPixels,
    bitsPerPixel,
    octetsPerRow: Math.ceil((widthPixels * bitsPerPixel) / 8),
    pixels: pixelKind(colourSpace, bitsPerPixel),
    ink: isBilevel ? undefined : inkPixels(pwgSpaces[colourSpace] ?? -1, { bitsPerPixel }),
    media: mediaName(widthPixels / dotsPerPoint, heightPixels / dotsPerPoint),
    sides: sidesOf(header.getUint8(2)),
    copies: 0,
  };
}

/** 0 is what writers say that do not know. */
function sidesOf(duplex: number): Sides | undefined {
  switch (duplex) {
    case 1:
      return 'one-sided';
    case 2:
      return 'two-sided-short-edge';
    case 3:
      return 'two-sided-long-edge';
    default:
      return undefined;
  }
}

/** The colour spaces of PWG raster that these are: sGray, sRGB, none for CIELab, AdobeRGB, W, RGB, CMYK. */
const pwgSpaces: readonly number[] = [18, 19, -1, 20, 0, 1, 6];

/** 0 sGray and 4 DeviceGray; 1 sRGB, 3 AdobeRGB, 5 DeviceRGB; 6 CMYK; 2 is CIELab. */
function pixelKind(colourSpace: number, bitsPerPixel: number): PixelKind {
  if (colourSpace === 0 || colourSpace === 4) return 'grey';
  if (colourSpace === 6) return bitsPerPixel === 32 ? 'cmyk8' : 'unknown';
  if (colourSpace === 2) return 'unknown';
  return bitsPerPixel === 24 ? 'rgb8' : bitsPerPixel === 48 ? 'rgb16' : 'unknown';
}
