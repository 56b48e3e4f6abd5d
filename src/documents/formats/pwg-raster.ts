import type { Sides } from '../../model/ticket.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { mediaName } from '../media.ts';
import { hasTextAt } from '../recognise.ts';
import type { PixelKind } from './pixels/pixel-colour.ts';
import { inkPixels } from './raster/ink.ts';
import { RasterCounter, type RasterDialect, type RasterPage } from './raster.ts';

/**
 * PWG 5102.4-2012, all integers big-endian:
 *
 *     "RaS2"  then for each page a header of 1796 octets and its rows
 *     @0 "PwgRaster\0"  @272 Duplex  @340 NumCopies  @352 PageSize w, h  @368 Tumble  @372 Width  @376 Height
 *     @388 BitsPerPixel @392 BytesPerLine  @396 ColorOrder  @400 ColorSpace  @452 TotalPageCount
 *
 * TotalPageCount is a claim: it is 0 or wrong in streams of real drivers, and never decides.
 */
const dialect: RasterDialect = {
  fileHeaderOctets: 4,
  pageHeaderOctets: 1_796,
  readPage: readPageHeader,
  claimed: (_file, page) => `TotalPageCount says ${page.getUint32(452)}.`,
};

export function recognisePwgRaster(head: Uint8Array): boolean {
  return hasTextAt(head, 0, 'RaS2PwgRaster\0');
}

export function openPwgRaster(context: FormatContext): StreamCounter {
  return new RasterCounter(context, dialect);
}

function readPageHeader(header: DataView): RasterPage | undefined {
  const octets = new Uint8Array(header.buffer);
  const chunky = header.getUint32(396) === 0;
  if (!chunky || !hasTextAt(octets, 0, 'PwgRaster\0')) return undefined;
  const bitsPerPixel = header.getUint32(388);
  return {
    widthPixels: header.getUint32(372),
    heightPixels: header.getUint32(376),
    bitsPerPixel,
    octetsPerRow: header.getUint32(392),
    pixels: pixelKind(header.getUint32(400), bitsPerPixel),
    ink: inkPixels(header.getUint32(400), { bitsPerPixel }),
    media: mediaName(header.getUint32(352), header.getUint32(356)),
    sides: sidesOf(header.getUint32(272), header.getUint32(368)),
    copies: header.getUint32(340),
  };
}

/** Duplex 0 is what encoders write that do not know the ticket, so that it says nothing. */
function sidesOf(duplex: number, tumble: number): Sides | undefined {
  if (duplex === 0) return undefined;
  return tumble === 0 ? 'two-sided-long-edge' : 'two-sided-short-edge';
}

/** PWG 5102.4-2012 table 6: 0 W, 3 K, 18 sGray, 48 Device1; 1 RGB, 19 sRGB, 20 AdobeRGB; 6 CMYK. */
function pixelKind(colourSpace: number, bitsPerPixel: number): PixelKind {
  switch (colourSpace) {
    case 0:
    case 3:
    case 18:
    case 48:
      return 'grey';
    case 1:
    case 19:
    case 20:
      return bitsPerPixel === 24 ? 'rgb8' : bitsPerPixel === 48 ? 'rgb16' : 'unknown';
    case 6:
      return bitsPerPixel === 32 ? 'cmyk8' : 'unknown';
    default:
      return 'unknown';
  }
}
