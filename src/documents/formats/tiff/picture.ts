import type { DocumentPart } from '../../counter.ts';
import type { RandomOctets } from '../octets/random-octets.ts';
import type { PdfImage, PdfPicture } from '../pixels/picture-pdf.ts';
import { readValues, type TiffField, type TiffLayout } from './directory.ts';
import { compressions, type TiffPixels } from './pixels.ts';
import type { Strips } from './strips.ts';

/** The pieces of a page: strips go over its whole width. */
export interface TiffGrid extends Strips {
  readonly pageWidth: number;
  readonly pageHeight: number;
  readonly pieceWidth: number;
  readonly pieceHeight: number;
}

/** What only the makers of fax know. */
export interface FaxOptions {
  /** 2: the lowest bit of an octet comes first. */
  readonly fillOrder: number;
  /** T4Options: bit 0 two dimensions, bit 2 lines that end with an octet. */
  readonly t4: number;
}

interface Reading {
  readonly octets: RandomOctets;
  readonly layout: TiffLayout;
}

/** A page in strips of one row has 7 000 of them at 600 dpi. */
const piecesMax = 10_000;

/**
 * A page of a TIFF as one of PDF, whose filters and colour spaces are the same; undefined where they are not: planes, CIELab,
 * transparency, JPEG of the older kind, and pixels in an order of octets or bits that PDF does not know.
 */
export async function pictureOf(
  reading: Reading,
  pixels: TiffPixels,
  grid: TiffGrid,
  fax: FaxOptions,
): Promise<PdfPicture | undefined> {
  const { pageWidth: width, pageHeight: height, offsets, octets: lengths } = grid;
  const entries = await entriesOf(reading, pixels, fax);
  const isTooMuch = offsets.count > piecesMax || lengths.count < offsets.count;
  if (entries === undefined || isTooMuch) return undefined;
  const starts = await allValues(reading, offsets);
  const sizes = await allValues(reading, lengths);
  const tables = await jpegTables(reading, pixels);
  if (starts === undefined || sizes === undefined || tables === undefined) return undefined;
  const across = Math.ceil(width / grid.pieceWidth);
  const images = starts.map((start, index): PdfImage => {
    const top = Math.floor(index / across) * grid.pieceHeight;
    // Tiles pass the edge of the page, strips do not.
    const isStrip = grid.pieceWidth === width;
    const pieceHeight = isStrip ? Math.min(grid.pieceHeight, height - top) : grid.pieceHeight;
    return {
      left: (index % across) * grid.pieceWidth,
      top,
      width: grid.pieceWidth,
      height: pieceHeight,
      entries: entries(grid.pieceWidth, pieceHeight),
      data: dataOf(start, sizes[index] ?? 0, tables),
    };
  });
  const isWhole = images.every((image) => image.height > 0 && image.width > 0);
  return isWhole ? { width, height, images } : undefined;
}

/** The tables of JPEG take the place of the marker that begins each piece. */
function dataOf(start: number, octets: number, tables: Uint8Array): readonly DocumentPart[] {
  if (tables.length === 0) return [{ start, octets }];
  return [{ text: tables }, { start: start + 2, octets: Math.max(0, octets - 2) }];
}

/** `width` and `height` of a piece → what its dictionary says besides. */
type Entries = (width: number, height: number) => string;

async function entriesOf(
  reading: Reading,
  pixels: TiffPixels,
  fax: FaxOptions,
): Promise<Entries | undefined> {
  const space = await colourSpace(reading, pixels);
  const filter = filterOf(pixels, fax);
  const { bitsPerSample: bits, planar, samplesPerPixel, compression } = pixels;
  const isOrdered = bits <= 8 || (bits === 16 && !reading.layout.littleEndian);
  const isTogether = planar === 1 || samplesPerPixel === 1;
  // In JPEG no bits are packed that could be turned round.
  const isTurned = fax.fillOrder === 2 && compression !== compressions.jpeg;
  if (space === undefined || filter === undefined || !isOrdered || !isTogether || isTurned) return undefined;
  return (width, height) => `/BitsPerComponent ${bits}${space}${filter(width, height)}`;
}

/** Photometric interpretations (TIFF 6.0 §8): 0 white is 0, 1 black is 0, 2 RGB, 3 palette, 5 inks, 6 YCbCr. */
async function colourSpace(reading: Reading, pixels: TiffPixels): Promise<string | undefined> {
  const { photometric, samplesPerPixel: samples, compression, palette, bitsPerSample: bits } = pixels;
  const isFax = [2, 3, 4].includes(compression);
  if (photometric === 0 && samples === 1) {
    return isFax ? '/ColorSpace/DeviceGray' : '/ColorSpace/DeviceGray/Decode[1 0]';
  }
  if (photometric === 1 && samples === 1) {
    return isFax ? '/ColorSpace/DeviceGray/Decode[1 0]' : '/ColorSpace/DeviceGray';
  }
  if (photometric === 2 && samples === 3) return '/ColorSpace/DeviceRGB';
  if (photometric === 6 && samples === 3 && compression === compressions.jpeg) return '/ColorSpace/DeviceRGB';
  if (photometric === 5 && samples === 4 && compression !== compressions.jpeg)
    return '/ColorSpace/DeviceCMYK';
  if (photometric !== 3 || samples !== 1 || palette === undefined || bits > 8) return undefined;
  const entries = await allValues(reading, palette);
  if (entries?.length !== 3 * 2 ** bits) return undefined;
  return `/ColorSpace[/Indexed/DeviceRGB ${2 ** bits - 1}<${paletteDigits(entries)}>]`;
}

/** ColorMap has all reds, then all greens and blues, of 16 bits. */
function paletteDigits(values: readonly number[]): string {
  const size = values.length / 3;
  return Array.from({ length: size * 3 }, (_, at) => {
    const value = values[(at % 3) * size + Math.floor(at / 3)] ?? 0;
    return (value >> 8).toString(16).padStart(2, '0');
  }).join('');
}

function filterOf(pixels: TiffPixels, { t4 }: FaxOptions): Entries | undefined {
  const { compression, predictor, samplesPerPixel, bitsPerSample } = pixels;
  const packed = (filter: string): Entries => {
    if (predictor !== 2) return () => `/Filter/${filter}`;
    const samples = `/Colors ${samplesPerPixel}/BitsPerComponent ${bitsPerSample}`;
    return (width) => `/Filter/${filter}/DecodeParms<</Predictor 2${samples}/Columns ${width}>>`;
  };
  const fax = (how: string): Entries => {
    return (width, height) => `/Filter/CCITTFaxDecode/DecodeParms<<${how}/Columns ${width}/Rows ${height}>>`;
  };
  switch (compression) {
    case compressions.none:
      return () => '';
    case compressions.faxRuns:
      return fax('/K 0/EncodedByteAlign true/EndOfBlock false');
    case compressions.fax3:
      // Lines in two dimensions, which PDFium draws amiss.
      if ((t4 & 1) === 1) return undefined;
      return fax(`/K 0${(t4 & 4) === 0 ? '' : '/EncodedByteAlign true'}/EndOfBlock false`);
    case compressions.fax4:
      return fax('/K -1');
    case compressions.lzw:
      return packed('LZWDecode');
    case compressions.jpeg:
      return () => '/Filter/DCTDecode';
    case compressions.deflate:
    case compressions.olderDeflate:
      return packed('FlateDecode');
    case compressions.packbits:
      return () => '/Filter/RunLengthDecode';
    default:
      return undefined;
  }
}

async function allValues(
  { octets, layout }: Reading,
  field: TiffField,
): Promise<readonly number[] | undefined> {
  const values: number[] = [];
  if (field.count > piecesMax) return undefined;
  while (values.length < field.count) {
    const more = await readValues(octets, layout, field, values.length);
    if (more === undefined) return undefined;
    values.push(...more);
  }
  return values;
}

/** What stands before each piece of JPEG: its first marker and the tables that all share; undefined beyond the end. */
async function jpegTables({ octets }: Reading, pixels: TiffPixels): Promise<Uint8Array | undefined> {
  if (pixels.compression !== compressions.jpeg) return new Uint8Array(0);
  const start = pixels.photometric === 2 ? rgbStart : plainStart;
  const field = pixels.jpegTables;
  if (field === undefined || field.count < 4 || field.count > 16_384) return start;
  const tables = await octets.read(field.offset + 2, field.count - 4);
  if (tables === undefined) return undefined;
  return Buffer.concat([start, new Uint8Array(tables.buffer, tables.byteOffset, tables.byteLength)]);
}

const plainStart = Buffer.from([0xff, 0xd8]);
/** The segment of Adobe says that the components are RGB (transform 0). */
const rgbStart = Buffer.from([
  ...plainStart,
  0xff,
  0xee,
  0,
  14,
  ...Buffer.from('Adobe'),
  0,
  100,
  0,
  0,
  0,
  0,
  0,
]);
