import { rasterPixelsMax } from '../../limits.ts';

/** What the header says of the pixels. */
export interface Bitmap {
  readonly bitsPerPixel: number;
  readonly width: number;
  readonly height: number;
  readonly pixelOctets: number;
  readonly paletteEntries: number;
  readonly entryOctets: 3 | 4;
  readonly compression: number;
}

const depths: readonly number[] = [1, 2, 4, 8, 16, 24, 32];
/** Compressions whose pixels lie as they are: none, and bit fields with or without alpha. */
export const plainCompressions: readonly number[] = [0, 3, 6];
/** Run lengths of 8 and 4 bits, an embedded JPEG or PNG. */
const packedCompressions: readonly number[] = [1, 2, 4, 5];

/** `header` begins behind the size field, at @18 of the file. */
export function readCoreHeader(header: DataView): Bitmap | undefined {
  const bitsPerPixel = header.getUint16(6, true);
  const width = header.getUint16(0, true);
  const height = header.getUint16(2, true);
  const pixelOctets = rowsOctets(width, height, bitsPerPixel);
  if (pixelOctets === undefined) return undefined;
  const entries = paletteEntries(bitsPerPixel, 0);
  const shared = { bitsPerPixel, width, height, pixelOctets } as const;
  return { ...shared, paletteEntries: entries, entryOctets: 3, compression: 0 };
}

export function readInfoHeader(header: DataView): Bitmap | undefined {
  const bitsPerPixel = header.getUint16(10, true);
  const compression = header.getUint32(12, true);
  const statedOctets = header.getUint32(16, true);
  const entries = paletteEntries(bitsPerPixel, header.getUint32(28, true));
  const width = header.getInt32(0, true);
  const height = Math.abs(header.getInt32(4, true));
  const shared = {
    bitsPerPixel,
    width,
    height,
    paletteEntries: entries,
    entryOctets: 4,
    compression,
  } as const;
  if (packedCompressions.includes(compression)) {
    return statedOctets === 0 ? undefined : { ...shared, pixelOctets: statedOctets };
  }
  const pixelOctets = rowsOctets(width, height, bitsPerPixel);
  if (pixelOctets === undefined || !plainCompressions.includes(compression)) return undefined;
  return { ...shared, pixelOctets };
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
