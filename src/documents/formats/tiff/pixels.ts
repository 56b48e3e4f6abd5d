import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { JpegReader } from '../jpeg/reader.ts';
import type { RandomOctets } from '../octets/random-octets.ts';
import { DifferencedRows } from '../pixels/differenced-rows.ts';
import { LzwReader } from '../pixels/lzw-reader.ts';
import { PackbitsReader } from '../pixels/packbits.ts';
import { colouredEntries, IndexedColour } from '../pixels/palette.ts';
import { PixelColour, type PixelKind, type PixelLook } from '../pixels/pixel-colour.ts';
import { readValues, type TiffField, type TiffLayout } from './directory.ts';
import type { TiffEffort } from './effort.ts';

/** How the pixels of a directory lie. */
export interface TiffPixels {
  readonly photometric: number | undefined;
  readonly samplesPerPixel: number;
  readonly compression: number;
  readonly bitsPerSample: number;
  /** 1 keeps the samples of a pixel together. */
  readonly planar: number;
  /** 2 keeps the differences of pixels beside each other. */
  readonly predictor: number;
  /** Pixels of a row of a strip or tile. */
  readonly width: number;
  readonly palette: TiffField | undefined;
  /** Codes and quantisers that all strips of JPEG share. */
  readonly jpegTables: TiffField | undefined;
}

export interface Strips {
  readonly offsets: TiffField;
  readonly octets: TiffField;
}

interface Reading {
  readonly octets: RandomOctets;
  readonly layout: TiffLayout;
  readonly effort: TiffEffort;
}

/** Where a strip or tile lies. */
interface Strip {
  readonly start: number;
  readonly end: number;
}

/** Octets read in one piece: what is decoded of them takes a few milliseconds at most. */
const pieceOctets = 4_096;

export const compressions = {
  none: 1,
  faxRuns: 2,
  fax3: 3,
  fax4: 4,
  lzw: 5,
  jpeg: 7,
  deflate: 8,
  packbits: 32_773,
  olderDeflate: 32_946,
} as const;

/**
 * Whether the pixels of a directory have colour; undefined where they are not understood (planes, CIELab, older JPEG, samples
 * of other sizes) or do not come to their end. Each strip or tile is decoded by itself, to the first coloured pixel.
 */
export async function colourOfPixels(
  reading: Reading,
  pixels: TiffPixels,
  strips: Strips,
): Promise<boolean | undefined> {
  const lookAtStrip = await stripLook(reading, pixels);
  if (lookAtStrip === undefined) return undefined;
  let colour: boolean | undefined = false;
  for (let first = 0; first < strips.offsets.count; ) {
    const starts = await readValues(reading.octets, reading.layout, strips.offsets, first);
    const sizes = await readValues(reading.octets, reading.layout, strips.octets, first);
    if (starts === undefined || sizes === undefined) return undefined;
    const count = Math.min(starts.length, sizes.length);
    for (let index = 0; index < count; index += 1) {
      const start = starts[index] ?? 0;
      const found = await lookAtStrip({ start, end: start + (sizes[index] ?? 0) });
      if (found === true) return true;
      // Another strip may still prove colour, but what cannot be read proves no grey.
      if (found === undefined) colour = undefined;
      if (reading.effort.lookedEnough) return undefined;
    }
    first += count;
  }
  return colour;
}

type StripLook = (strip: Strip) => Promise<boolean | undefined>;

async function stripLook(reading: Reading, pixels: TiffPixels): Promise<StripLook | undefined> {
  if (pixels.compression === compressions.jpeg) return jpegLook(reading, pixels);
  const newLook = await pixelLook(reading, pixels);
  if (newLook === undefined || ![1, 2].includes(pixels.predictor)) return undefined;
  const differenced = pixels.predictor === 2;
  if (differenced && pixels.bitsPerSample !== 8) return undefined;
  const unpack = unpackings.get(pixels.compression);
  if (unpack === undefined) return undefined;
  return async (strip) => {
    const look = newLook();
    const rows = differenced ? new DifferencedRows(pixels.width, pixels.samplesPerPixel) : undefined;
    const see = (octets: Uint8Array) => {
      if (look.looking) look.look(rows?.undo(octets) ?? octets, 0, octets.length);
    };
    const isRead = await unpack(reading, strip, { see, done: () => !look.looking });
    return isRead || look.colour === true ? look.colour : undefined;
  };
}

/** Makes what looks at a strip. */
async function pixelLook(reading: Reading, pixels: TiffPixels): Promise<(() => PixelLook) | undefined> {
  const { photometric, samplesPerPixel, bitsPerSample: bits, planar, width, palette } = pixels;
  if (planar !== 1 && samplesPerPixel > 1) return undefined;
  if (photometric === 3 && samplesPerPixel === 1 && palette !== undefined) {
    const coloured = await readPalette(reading, palette);
    const isDepth = bits === 1 || bits === 2 || bits === 4 || bits === 8;
    if (coloured === undefined || !isDepth) return undefined;
    return () => new IndexedColour({ bits, width, coloured });
  }
  const kind = pixelKind(pixels, reading.layout);
  return kind === undefined ? undefined : () => new PixelColour(kind);
}

function pixelKind(pixels: TiffPixels, { littleEndian }: TiffLayout): PixelKind | undefined {
  const { photometric, samplesPerPixel, bitsPerSample } = pixels;
  if (bitsPerSample === 16 && photometric === 2 && samplesPerPixel === 3) {
    return littleEndian ? 'rgb16le' : 'rgb16';
  }
  if (bitsPerSample !== 8) return undefined;
  if (photometric === 2 && samplesPerPixel === 3) return 'rgb8';
  if (photometric === 2 && samplesPerPixel === 4) return 'rgbx8';
  return photometric === 5 && samplesPerPixel === 4 ? 'cmyk8' : undefined;
}

/** ColorMap: all reds, then all greens and blues, of 16 bits (TIFF 6.0 §5). */
async function readPalette({ octets, layout }: Reading, map: TiffField): Promise<Uint8Array | undefined> {
  const values: number[] = [];
  while (values.length < map.count) {
    const more = await readValues(octets, layout, map, values.length);
    if (more === undefined || values.length > 768) return undefined;
    values.push(...more);
  }
  const size = map.count / 3;
  const palette = Array.from({ length: size * 3 }, (_, at) => {
    const value = values[(at % 3) * size + Math.floor(at / 3)] ?? 0;
    return value / 257;
  });
  return colouredEntries(palette, 3);
}

interface Seeing {
  readonly see: (octets: Uint8Array) => void;
  /** Whether nothing more need be seen. */
  readonly done: () => boolean;
}

/** Unpacks a strip; false when it could not be read to its end. */
type Unpacking = (reading: Reading, strip: Strip, seeing: Seeing) => Promise<boolean>;

interface Unpacker {
  readonly damaged?: boolean;
  take(chunk: Uint8Array, see: (octets: Uint8Array) => void): void;
}

/** Pixels that lie as they are. */
const plain: Unpacker = {
  take: (chunk, see) => {
    see(chunk);
  },
};

const unpackings: ReadonlyMap<number, Unpacking> = new Map([
  [compressions.none, unpackedBy(() => plain)],
  [compressions.lzw, unpackedBy(() => new LzwReader())],
  [compressions.packbits, unpackedBy(() => new PackbitsReader())],
  [compressions.deflate, inflate],
  [compressions.olderDeflate, inflate],
]);

function unpackedBy(make: () => Unpacker): Unpacking {
  return async (reading, strip, { see, done }) => {
    const unpacker = make();
    for await (const piece of piecesOf(reading, strip)) {
      let looked = 0;
      unpacker.take(piece, (octets) => {
        looked += octets.length;
        see(octets);
      });
      if (done()) return true;
      if (!(await reading.effort.look(looked, piece.length))) return false;
    }
    return unpacker.damaged !== true;
  };
}

async function inflate(reading: Reading, strip: Strip, { see, done }: Seeing): Promise<boolean> {
  let isRead = true;
  try {
    await pipeline(
      Readable.from(piecesOf(reading, strip)),
      createInflate({ chunkSize: 65_536 }),
      async (inflated: AsyncIterable<Uint8Array>) => {
        for await (const octets of inflated) {
          see(octets);
          isRead = done() || (await reading.effort.look(octets.length, 0));
          if (done() || !isRead) return;
        }
      },
    );
  } catch {
    reading.effort.throwIfAborted();
    // Ending early is an error to the pipe, but what was seen is enough.
    return done();
  }
  return isRead;
}

/** Copies, because the next read takes the place of what was read. */
async function* piecesOf({ octets }: Reading, { start, end }: Strip): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += pieceOctets) {
    const piece = await octets.read(at, Math.min(pieceOctets, end - at));
    if (piece === undefined) throw new RangeError('The strip passes the end of the document.');
    yield Uint8Array.from(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
  }
}

/** Each strip is a JPEG; RGB (photometric 2) is told by no marker inside. */
async function jpegLook(reading: Reading, pixels: TiffPixels): Promise<StripLook | undefined> {
  const tables = await readTables(reading, pixels.jpegTables);
  if (pixels.planar !== 1) return undefined;
  return async (strip) => {
    const jpeg = new JpegReader({ isRgb: pixels.photometric === 2 });
    jpeg.push(tables);
    for await (const piece of piecesOf(reading, strip)) {
      jpeg.push(piece);
      if (!jpeg.looking) break;
      if (!(await reading.effort.look(piece.length, piece.length))) return undefined;
    }
    return jpeg.colour;
  };
}

/** Without the end marker of the tables, the strip goes on where they end. */
async function readTables({ octets }: Reading, field: TiffField | undefined): Promise<Uint8Array> {
  if (field === undefined || field.count < 2 || field.count > 16_384) return new Uint8Array(0);
  const tables = await octets.read(field.offset, field.count - 2);
  return tables === undefined
    ? new Uint8Array(0)
    : Uint8Array.from(new Uint8Array(tables.buffer, tables.byteOffset, tables.byteLength));
}
