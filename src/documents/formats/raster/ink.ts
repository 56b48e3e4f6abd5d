import type { InkPixels } from '../pixels/pixel-ink.ts';

interface PixelBits {
  readonly bitsPerPixel: number;
  readonly littleEndian?: boolean;
}

/**
 * How chunky pixels of a colour space of PWG and CUPS raster (cups/raster.h) say ink; undefined where a profile would be
 * needed, or where the channels are smaller than an octet.
 */
export function inkPixels(colourSpace: number, bits: PixelBits): InkPixels | undefined {
  switch (colourSpace) {
    case 0: // W
    case 18: // sGray
      return grey(bits, true);
    case 3: // K
    case 48: // Device1
      return grey(bits, false);
    case 1: // RGB
    case 19: // sRGB
    case 20: // AdobeRGB
      return channels('rgb', bits, 3);
    case 4: // CMY
      return channels('cmy', bits, 3);
    case 6: // CMYK
      return channels('cmyk', bits, 4);
    default:
      return undefined;
  }
}

function grey(
  { bitsPerPixel, littleEndian = false }: PixelBits,
  whiteIsHigh: boolean,
): InkPixels | undefined {
  switch (bitsPerPixel) {
    case 1:
    case 2:
    case 4:
    case 8:
    case 16:
      return { kind: 'grey', bits: bitsPerPixel, whiteIsHigh, littleEndian };
    default:
      return undefined;
  }
}

function channels(
  kind: 'rgb' | 'cmy' | 'cmyk',
  { bitsPerPixel, littleEndian = false }: PixelBits,
  count: number,
): InkPixels | undefined {
  const octets = bitsPerPixel / count / 8;
  return octets === 1 || octets === 2 ? { kind, octets, littleEndian } : undefined;
}
