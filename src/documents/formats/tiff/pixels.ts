import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { JpegReader } from '../jpeg/reader.ts';
import { DifferencedRows } from '../pixels/differenced-rows.ts';
import { DifferencedWords } from '../pixels/differenced-words.ts';
import { LzwReader } from '../pixels/lzw-reader.ts';
import { PackbitsReader } from '../pixels/packbits.ts';
import { colouredEntries, IndexedColour } from '../pixels/palette.ts';
import { PixelColour, type PixelKind, type PixelLook } from '../pixels/pixel-colour.ts';
import { rowOctetsMax, SampleColour, type SampleLayout, type SampleSpace } from '../pixels/sample-colour.ts';
import { readValues, type TiffField, type TiffLayout } from './directory.ts';
import { colourOfPlanes } from './planes.ts';
import type { Reading, Strip, StripReading, Strips, StripUnpacker } from './strips.ts';

/** How the pixels of a directory lie. */
export interface TiffPixels {
  readonly photometric: number | undefined;
  readonly samplesPerPixel: number;
  /** How many of them are no colour but transparency and the like. */
  readonly extraSamples: number;
  /** 2 where inks are others than those of CMYK. */
  readonly inkSet: number;
  readonly compression: number;
  readonly bitsPerSample: number;
  /** 1 keeps the samples of a pixel together. */
  readonly planar: number;
  /** 1 unsigned; 2 and 3 signed and floating, which are not looked at. */
  readonly sampleFormat: number;
  /** 2: the lowest bit of an octet comes first. */
  readonly fillOrder: number;
  /** 2 keeps the differences of pixels beside each other. */
  readonly predictor: number;
  /** Pixels of a row of a strip or tile. */
  readonly width: number;
  readonly palette: TiffField | undefined;
  /** Codes and quantisers that all strips of JPEG share. */
  readonly jpegTables: TiffField | undefined;
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
 * Whether the pixels of a directory have colour; undefined where they are not understood (older JPEG, samples of other sizes)
 * or do not come to their end. Each strip or tile is decoded by itself, to the first coloured pixel.
 */
export async function colourOfPixels(
  source: Reading,
  pixels: TiffPixels,
  strips: Strips,
): Promise<boolean | undefined> {
  // In JPEG no bits are packed that could be turned round.
  const isTurned = pixels.fillOrder === 2 && pixels.compression !== compressions.jpeg;
  const reading = { ...source, isTurned };
  if (pixels.planar !== 1 && pixels.samplesPerPixel > 1) {
    const samples = sampleLayout(pixels, reading.layout);
    const unpack = stripUnpacker(reading, { ...pixels, samplesPerPixel: 1 });
    if (samples === undefined || unpack === undefined) return undefined;
    return colourOfPlanes(reading, strips, samples, unpack);
  }
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

async function stripLook(reading: StripReading, pixels: TiffPixels): Promise<StripLook | undefined> {
  if (pixels.compression === compressions.jpeg) return jpegLook(reading, pixels);
  const newLook = await pixelLook(reading, pixels);
  const unpack = stripUnpacker(reading, pixels);
  if (newLook === undefined || unpack === undefined) return undefined;
  return async (strip) => {
    const look = newLook();
    const see = (octets: Uint8Array) => {
      if (look.looking) look.look(octets, 0, octets.length);
    };
    const isRead = await unpack(strip, { see, done: () => !look.looking });
    return isRead || look.colour === true ? look.colour : undefined;
  };
}

/** Makes what unpacks a strip and undoes the differences of its pixels; undefined where nobody here can. */
function stripUnpacker(reading: StripReading, pixels: TiffPixels): StripUnpacker | undefined {
  const { predictor, bitsPerSample: bits, width, samplesPerPixel: samples } = pixels;
  const unpack = unpackings.get(pixels.compression);
  if (unpack === undefined || pixels.sampleFormat !== 1 || hasOtherInks(pixels)) return undefined;
  if (predictor === 1) return (strip, seeing) => unpack(reading, strip, seeing);
  if (predictor !== 2) return undefined;
  if (bits === 8) {
    return (strip, { see, done }) => {
      const rows = new DifferencedRows(width, samples);
      return unpack(reading, strip, {
        see: (octets) => {
          see(rows.undo(octets));
        },
        done,
      });
    };
  }
  if (bits !== 16 || width * samples * 2 > rowOctetsMax) return undefined;
  return (strip, { see, done }) => {
    const rows = new DifferencedWords(width, samples, reading.layout.littleEndian);
    return unpack(reading, strip, {
      see: (octets) => {
        rows.undo(octets, see);
      },
      done,
    });
  };
}

/** Makes what looks at a strip. */
async function pixelLook(reading: Reading, pixels: TiffPixels): Promise<(() => PixelLook) | undefined> {
  const { photometric, samplesPerPixel, bitsPerSample: bits, width, palette } = pixels;
  if (photometric === 3 && samplesPerPixel === 1 && palette !== undefined) {
    const coloured = await readPalette(reading, palette);
    const isDepth = bits === 1 || bits === 2 || bits === 4 || bits === 8;
    if (coloured === undefined || !isDepth) return undefined;
    return () => new IndexedColour({ bits, width, coloured });
  }
  const kind = pixelKind(pixels, reading.layout);
  if (kind !== undefined) return () => new PixelColour(kind);
  const samples = sampleLayout(pixels, reading.layout);
  return samples === undefined ? undefined : () => new SampleColour(samples);
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

/** Of a fifth ink nobody here knows the colour. */
function hasOtherInks({ photometric, samplesPerPixel, extraSamples, inkSet }: TiffPixels): boolean {
  return photometric === 5 && (inkSet === 2 || samplesPerPixel - extraSamples > 4);
}

/** Photometric interpretations of several samples, and how many they have at least; further ones are no colour. */
const spaces: ReadonlyMap<number | undefined, readonly [space: SampleSpace, samples: number]> = new Map([
  [2, ['rgb', 3]],
  [5, ['cmyk', 4]],
  [8, ['lab', 3]],
  [9, ['lab128', 3]],
]);

const sampleBits = [1, 2, 4, 8, 16] as const;

function sampleLayout(pixels: TiffPixels, { littleEndian }: TiffLayout): SampleLayout | undefined {
  const { samplesPerPixel: samples, width } = pixels;
  const bits = sampleBits.find((each) => each === pixels.bitsPerSample);
  const [space, least] = spaces.get(pixels.photometric) ?? [];
  if (space === undefined || least === undefined || samples < least) return undefined;
  if (bits === undefined || (bits < 8 && space !== 'rgb' && space !== 'cmyk')) return undefined;
  const layout = { space, bits, sampleMax: 2 ** bits - 1, littleEndian, samples, width };
  return SampleColour.canHold(layout) ? layout : undefined;
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
type Unpacking = (reading: StripReading, strip: Strip, seeing: Seeing) => Promise<boolean>;

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

async function inflate(reading: StripReading, strip: Strip, { see, done }: Seeing): Promise<boolean> {
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
async function* piecesOf(
  { octets, isTurned }: StripReading,
  { start, end }: Strip,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += pieceOctets) {
    const piece = await octets.read(at, Math.min(pieceOctets, end - at));
    if (piece === undefined) throw new RangeError('The strip passes the end of the document.');
    const copy = Uint8Array.from(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
    yield isTurned ? copy.map((octet) => turned[octet] ?? 0) : copy;
  }
}

/** Each octet with its bits from the lowest up. */
const turned = Uint8Array.from({ length: 256 }, (_, octet) => {
  let value = 0;
  for (let bit = 0; bit < 8; bit += 1) value |= ((octet >> bit) & 1) << (7 - bit);
  return value;
});

/** Each strip is a JPEG; RGB (photometric 2) is told by no marker inside. */
async function jpegLook(reading: StripReading, pixels: TiffPixels): Promise<StripLook | undefined> {
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
