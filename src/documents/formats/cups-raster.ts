import type { Sides } from '../../model/ticket.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { mediaName } from '../media.ts';
import { hasTextAt, startsWithText } from '../recognise.ts';
import type { PixelKind } from './pixels/pixel-colour.ts';
import { inkPixels } from './raster/ink.ts';
import { RasterCounter, type RasterDialect, type RasterPage, type RowLayout } from './raster.ts';

/**
 * CUPS raster (cups/raster.h), integers in the byte order of the first octets:
 *
 *     RaSt RaS2 RaS3, tSaR 2SaR 3SaR little-endian; then for each page a header (420 octets, from version 2 on 1796)
 *     @272 Duplex  @340 NumCopies  @352 PageSize w, h  @368 Tumble  @372 Width  @376 Height  @384 BitsPerColor
 *     @388 BitsPerPixel  @392 BytesPerLine  @396 ColorOrder (0 chunky, 1 banded, 2 planar)  @400 ColorSpace
 *     @420 NumColors (from version 2 on)
 *
 * and its rows: of versions 1 and 3 as they are, of version 2 run-length coded like those of PWG raster.
 */
export const recogniseCupsRaster: (head: Uint8Array) => boolean = startsWithText(
  'RaS2',
  '2SaR',
  'RaSt',
  'tSaR',
  'RaS3',
  '3SaR',
);

export function openCupsRaster(context: FormatContext): StreamCounter {
  return new RasterCounter(context, dialectOf(context.head));
}

interface Encoding {
  readonly version: 1 | 2 | 3;
  readonly little: boolean;
}

function dialectOf(head: Uint8Array): RasterDialect {
  const little = hasTextAt(head, 1, 'SaR');
  const version = versionOf(head[little ? 0 : 3] ?? 0);
  return {
    fileHeaderOctets: 4,
    pageHeaderOctets: version === 1 ? 420 : 1_796,
    readPage: (header) => readPageHeader(header, { version, little }),
    claimed: () => `CUPS raster version ${version}, ${little ? 'little' : 'big'}-endian.`,
  };
}

function versionOf(octet: number): Encoding['version'] {
  if (octet === 0x32) return 2;
  return octet === 0x33 ? 3 : 1;
}

function readPageHeader(header: DataView, encoding: Encoding): RasterPage | undefined {
  const field = (at: number): number => header.getUint32(at, encoding.little);
  const colourOrder = field(396);
  if (colourOrder > 2) return undefined;
  const colourSpace = field(400);
  const declared = encoding.version === 1 ? 0 : field(420);
  const shape: Shape = {
    widthPixels: field(372),
    heightPixels: field(376),
    bitsPerColour: field(384),
    bitsPerPixel: field(388),
    octetsPerRow: field(392),
    colourOrder,
    colours: declared === 0 ? coloursOf(colourSpace, field(388)) : declared,
  };
  if (shape.colours > coloursMax || shape.bitsPerColour > 16) return undefined;
  return {
    widthPixels: shape.widthPixels,
    heightPixels: shape.heightPixels,
    bitsPerPixel: shape.bitsPerPixel,
    octetsPerRow: shape.octetsPerRow,
    pixels: pixelKind(colourSpace, shape, encoding),
    ink: colourOrder === 0 ? inkPixels(colourSpace, { ...shape, littleEndian: encoding.little }) : undefined,
    media: mediaName(field(352), field(356)),
    sides: sidesOf(field(272), field(368)),
    copies: field(340),
    layout: layoutOf(shape, encoding.version),
  };
}

interface Shape {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly bitsPerColour: number;
  readonly bitsPerPixel: number;
  readonly octetsPerRow: number;
  readonly colourOrder: number;
  readonly colours: number;
}

/** The most that a colour space can have: DeviceF. */
const coloursMax = 15;

/** A banded row holds one band for each colour, a planar page one set of rows for each. */
function layoutOf(shape: Shape, version: Encoding['version']): RowLayout {
  const { widthPixels, heightPixels, bitsPerColour, bitsPerPixel, colourOrder, colours } = shape;
  const unitBits = colourOrder === 0 ? bitsPerPixel : bitsPerColour;
  const bandOctets = Math.ceil((widthPixels * unitBits) / 8);
  return {
    rows: heightPixels * (colourOrder === 2 ? colours : 1),
    octetsNeeded: bandOctets * (colourOrder === 1 ? colours : 1),
    unitOctets: Math.ceil(unitBits / 8),
    coded: version === 2,
  };
}

/** Duplex 0 is what encoders write that do not know the ticket, so that it says nothing. */
function sidesOf(duplex: number, tumble: number): Sides | undefined {
  if (duplex === 0) return undefined;
  return tumble === 0 ? 'two-sided-long-edge' : 'two-sided-short-edge';
}

/** Colours of a space where the header does not say, the way libcups fills them in. */
function coloursOf(colourSpace: number, bitsPerPixel: number): number {
  // 32–46 ICC and 48–62 Device, with 1 to 15 colours.
  if (colourSpace >= 48 && colourSpace <= 62) return colourSpace - 47;
  if (colourSpace >= 32 && colourSpace <= 46) return colourSpace - 31;
  switch (colourSpace) {
    case 0: // W
    case 3: // K
    case 12: // WHITE
    case 13: // GOLD
    case 14: // SILVER
    case 18: // sGray
      return 1;
    case 2: // RGBA
    case 6: // CMYK
    case 7: // YMCK
    case 8: // KCMY
    case 10: // GMCK
    case 11: // GMCS
    case 17: // RGBW
      return 4;
    case 9: // KCMYcm, whose light inks exist in small depths only
      return bitsPerPixel < 8 ? 6 : 4;
    default:
      return 3;
  }
}

/** Only chunky rows without padding are looked at: each of their octets is where a pixel says it is. */
function pixelKind(colourSpace: number, shape: Shape, { little }: Encoding): PixelKind {
  const { bitsPerPixel, bitsPerColour, colourOrder, octetsPerRow, widthPixels } = shape;
  if (isGrey(colourSpace)) return 'grey';
  if (colourOrder !== 0 || octetsPerRow !== (widthPixels * bitsPerPixel) / 8) return 'unknown';
  switch (colourSpace) {
    case 1: // RGB
    case 4: // CMY
    case 5: // YMC
    case 19: // sRGB
    case 20: // AdobeRGB
      if (bitsPerPixel === 24 && bitsPerColour === 8) return 'rgb8';
      if (bitsPerPixel !== 48 || bitsPerColour !== 16) return 'unknown';
      return little ? 'rgb16le' : 'rgb16';
    case 6: // CMYK
    case 7: // YMCK
      return bitsPerPixel === 32 && bitsPerColour === 8 ? 'cmyk8' : 'unknown';
    default:
      return 'unknown';
  }
}

/** W, K, sGray and Device1. */
function isGrey(colourSpace: number): boolean {
  return colourSpace === 0 || colourSpace === 3 || colourSpace === 18 || colourSpace === 48;
}
