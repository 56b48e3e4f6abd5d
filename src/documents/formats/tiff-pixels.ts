import { PixelColour, type PixelKind } from './pixel-colour.ts';
import type { RandomOctets } from './random-octets.ts';
import { readValues, type TiffField, type TiffLayout } from './tiff-directory.ts';
import type { TiffEffort } from './tiff-effort.ts';

/** How the pixels of a directory lie. */
export interface TiffPixels {
  readonly photometric: number | undefined;
  readonly samplesPerPixel: number;
  /** 1 is none. */
  readonly compression: number;
  readonly bitsPerSample: number;
  /** 1 keeps the samples of a pixel together. */
  readonly planar: number;
}

interface Strips {
  readonly offsets: TiffField;
  readonly octets: TiffField;
}

interface Reading {
  readonly octets: RandomOctets;
  readonly layout: TiffLayout;
  readonly effort: TiffEffort;
}

/** Octets looked at in one piece: what the window of a file holds. */
const pieceOctets = 16_384;

/** Whether the pixels of strips or tiles that lie as they are have colour; undefined where that would take decoding. */
export async function colourOfPixels(
  { octets, layout, effort }: Reading,
  pixels: TiffPixels,
  strips: Strips,
): Promise<boolean | undefined> {
  const kind = pixelKind(pixels);
  if (kind === undefined) return undefined;
  for (let first = 0; first < strips.offsets.count; ) {
    const starts = await readValues(octets, layout, strips.offsets, first);
    const sizes = await readValues(octets, layout, strips.octets, first);
    if (starts === undefined || sizes === undefined) return undefined;
    const count = Math.min(starts.length, sizes.length);
    for (let index = 0; index < count; index += 1) {
      const look = new PixelColour(kind);
      const end = (starts[index] ?? 0) + (sizes[index] ?? 0);
      for (let at = starts[index] ?? 0; at < end; at += pieceOctets) {
        const piece = await octets.read(at, Math.min(pieceOctets, end - at));
        if (piece === undefined || !(await effort.spend(1))) return undefined;
        look.look(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), 0, piece.byteLength);
        if (!look.looking) return true;
      }
    }
    first += count;
  }
  return false;
}

function pixelKind(pixels: TiffPixels): PixelKind | undefined {
  const { photometric, samplesPerPixel, compression, bitsPerSample, planar } = pixels;
  if (compression !== 1 || bitsPerSample !== 8 || planar !== 1) return undefined;
  if (photometric === 2 && samplesPerPixel === 3) return 'rgb8';
  if (photometric === 2 && samplesPerPixel === 4) return 'rgbx8';
  return photometric === 5 && samplesPerPixel === 4 ? 'cmyk8' : undefined;
}
