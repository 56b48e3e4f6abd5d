import { execFileSync } from 'node:child_process';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  makeBlockJpeg,
  makeBmp,
  makePdf,
  makePng,
  makePwg,
  makeUrf,
  makeXps,
  octets,
  pjlJob,
  pngChunk,
} from '../../test/support/documents/index.ts';
import { describeNeeding } from '../../test/support/needs.ts';
import type { Ink } from '../model/page-count.ts';
import { createDocumentCounters } from './count.ts';
import { defaultCountLimits } from './limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

async function inkOf(octets: Buffer): Promise<readonly Ink[] | undefined> {
  const count = await countOctets(counters, octets, { wish: { ink: true } });
  if (count.kind === 'unknown') throw new Error(count.evidence.join());
  return count.ink;
}

/** One picture of 8 × 4 pixels in every format: half of it black, a quarter red, a quarter white. */
const black = [0, 0, 0] as const;
const red = [255, 0, 0] as const;
const white = [255, 255, 255] as const;
const rgbRow = [black, black, black, black, red, red, white, white].flat();
const rgbRows = [rgbRow, rgbRow, rgbRow, rgbRow];
const inks = [0, 25, 25, 50];
/** The same in greys: half black, a half of it white. */
const bitmap = Buffer.from([0xf0, 0xf0, 0xf0, 0xf0]);

/** The four rows in one row group; black is repeated, red and white stand as they are. */
function rasterRows(pixels: { readonly [colour in 'black' | 'red' | 'white']: readonly number[] }): Buffer {
  const { black: k, red: r, white: w } = pixels;
  return Buffer.from([3, 3, ...k, 253, ...r, ...r, ...w, ...w]);
}

const tiny = { pages: 1, size: [8, 4], dpi: 72 } as const;
const headerOctets = { pwg: 1_800, urf: 44 } as const;
const rgb = { black, red, white };
const cmyk = { black: [0, 0, 0, 255], red: [0, 255, 255, 0], white: [0, 0, 0, 0] };

function pwg(space: 'srgb' | 'cmyk' | 'black1', rows: Buffer): Buffer {
  return Buffer.concat([makePwg({ ...tiny, space }).subarray(0, headerOctets.pwg), rows]);
}

/** CUPS raster, version 3: the same header, the rows as they are. */
function cupsRaster(): Buffer {
  const header = makePwg(tiny).subarray(4, headerOctets.pwg);
  return Buffer.concat([Buffer.from('RaS3'), header, Buffer.from(rgbRows.flat())]);
}

/** Rows in runs, as they are, and with a move over the first pixels, which stay of the first entry. */
function bmpRuns(bits: 4 | 8): Buffer {
  const palette = [0, 0, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0];
  const [red, white] = bits === 8 ? [1, 2] : [0x11, 0x22];
  const literals = bits === 8 ? [0, 0, 0, 0, 1, 1, 2, 2] : [0x00, 0x00, 0x11, 0x22];
  const runs = [4, 0, 2, red, 2, white, 0, 0];
  const pixels = [...runs, 0, 8, ...literals, 0, 0, 0, 2, 4, 0, 2, red, 2, white, 0, 0, ...runs, 0, 1];
  const compression = bits === 8 ? 1 : 2;
  return makeBmp({ width: 8, height: 4, bits, palette, compression, statedOctets: pixels.length, pixels });
}

function bmp(bits: 8 | 24): Buffer {
  const palette = bits === 8 ? [0, 0, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0] : [];
  const row =
    bits === 8
      ? [0, 0, 0, 0, 1, 1, 2, 2]
      : [black, black, black, black, [0, 0, 255], [0, 0, 255], white, white].flat();
  return makeBmp({ width: 8, height: 4, bits, palette, pixels: [row, row, row, row].flat() });
}

/** Codes of 3 and more bits, the first of them a clear code: 0 0 0 0 1 1 2 2 by new codes of more pixels. */
function gif(): Buffer {
  const pixels = [0, 1, 2, 3].flatMap(() => [0, 0, 0, 0, 1, 1, 2, 2]);
  const bits = [...lzwCodes(pixels)].reverse().join('');
  const codes: number[] = [];
  for (let end = bits.length; end > 0; end -= 8)
    codes.push(Number.parseInt(bits.slice(Math.max(0, end - 8), end), 2));
  const palette = [...black, ...red, ...white, 0, 0, 0];
  const screen = [8, 0, 4, 0, 0x81, 0, 0, ...palette];
  const frame = [0x2c, 0, 0, 0, 0, 8, 0, 4, 0, 0, 2, codes.length, ...codes, 0];
  return Buffer.from([...Buffer.from('GIF89a'), ...screen, ...frame, 0x3b]);
}

/** LZW of pixels of 2 bits, the longest known string each time (GIF89a appendix F); codes as binary digits. */
function lzwCodes(pixels: readonly number[]): readonly string[] {
  const known = new Map(['0', '1', '2', '3'].map((pixel, code) => [pixel, code]));
  let [bits, next, string] = [3, 6, ''];
  const codes = [(4).toString(2).padStart(3, '0')];
  const put = (code: number) => codes.push(code.toString(2).padStart(bits, '0'));
  for (const pixel of pixels.map(String)) {
    if (known.has(string + pixel)) {
      string += pixel;
      continue;
    }
    put(known.get(string) ?? 0);
    known.set(string + pixel, next);
    // The reader knows a code one step later.
    if (next === 1 << bits) bits += 1;
    next += 1;
    string = pixel;
  }
  put(known.get(string) ?? 0);
  put(5);
  return codes;
}

interface PngOptions {
  readonly colourType: number;
  readonly depth?: number;
  readonly row: readonly number[];
  readonly before?: readonly Buffer[];
}

function png({ colourType, depth = 8, row, before = [] }: PngOptions): Buffer {
  const rows = deflateSync(Buffer.from([0, ...row, 0, ...row, 0, ...row, 0, ...row]));
  return makePng({ width: 8, colourType, depth }, ...before, pngChunk('IDAT', rows));
}

const clearBlue = [0, 0, 255, 0];
const rgbaRow = [
  ...[black, black, black, black, red, red].flatMap((pixel) => [...pixel, 255]),
  ...clearBlue,
  ...clearBlue,
];
/** The last entry is blue, and as clear as glass. */
const palettePng = [
  pngChunk('PLTE', Buffer.from([...black, ...red, 0, 0, 255])),
  pngChunk('tRNS', Buffer.from([255, 255, 0])),
];

const text = (picture: string) => Buffer.from(picture, 'latin1');
const plainRgb = `P3 8 4 15\n${rgbRows
  .flat()
  .map((value) => value / 17)
  .join(' ')}\n`;

describe('the ink of a picture', () => {
  it.each([
    ['PWG raster in RGB', pwg('srgb', rasterRows(rgb))],
    ['PWG raster in CMYK', pwg('cmyk', rasterRows(cmyk))],
    ['Apple raster', Buffer.concat([makeUrf(tiny).subarray(0, headerOctets.urf), rasterRows(rgb)])],
    ['CUPS raster', cupsRaster()],
    ['BMP', bmp(24)],
    ['BMP with a palette', bmp(8)],
    ['BMP in run lengths', bmpRuns(8)],
    ['BMP in run lengths of 4 bits', bmpRuns(4)],
    ['GIF', gif()],
    ['PNG', png({ colourType: 2, row: rgbRow })],
    ['PNG with transparent pixels', png({ colourType: 6, row: rgbaRow })],
    ['PNG with a palette', png({ colourType: 3, depth: 2, row: [0x00, 0x5a], before: palettePng })],
    ['NetPBM', Buffer.concat([text('P6 8 4 255\n'), Buffer.from(rgbRows.flat())])],
    ['NetPBM in text', text(plainRgb)],
    ['compressed NetPBM', gzipSync(Buffer.concat([text('P6 8 4 255\n'), Buffer.from(rgbRows.flat())]))],
  ])('is the same in %s', async (_, octets) => {
    expect(await inkOf(octets)).toEqual([inks]);
  });

  it.each([
    ['PWG raster of one bit', pwg('black1', Buffer.from([3, 0, 0xf0]))],
    ['a bitmap of NetPBM', Buffer.concat([text('P4 8 4\n'), bitmap])],
    ['a bitmap in text', text('P1 8 4\n11110000 11110000 11110000 11110000')],
    ['grey NetPBM', Buffer.concat([text('P5 4 1 65535\n'), Buffer.from([0, 0, 0, 0, 255, 255, 255, 255])])],
    ['grey PNG of one bit', png({ colourType: 0, depth: 1, row: [0x0f] })],
  ])('is black alone in %s', async (_, octets) => {
    expect(await inkOf(octets)).toEqual([[0, 0, 0, 50]]);
  });

  it('of a JPEG is that of its blocks', async () => {
    const blocks = Array.from({ length: 8 }, (_, index) => [index < 4 ? -128 : 127, 0, 0] as const);
    expect((await inkOf(makeBlockJpeg({ blocks })))?.[0]?.[3]).toBeCloseTo(50, 0);
    const [cyan, magenta, yellow] =
      (await inkOf(makeBlockJpeg({ blocks: [[76 - 128, -43, 127]] })))?.[0] ?? [];
    expect([cyan, magenta, yellow].map((ink) => Math.round((ink ?? 0) / 10))).toEqual([0, 10, 10]);
  });

  it('is told of every page, and the same whatever pieces the octets come in', async () => {
    const picture = pwg('srgb', rasterRows(rgb));
    const pages = Buffer.concat([picture, picture.subarray(4)]);
    for (const size of [1, 3, 7, 1_801]) {
      const count = await countOctets(counters, pages, { wish: { ink: true }, chunks: [size] });
      expect(count).toMatchObject({ pages: 2, ink: [inks, inks] });
    }
  });

  it('leaves nothing else of the count changed, and is not told unasked', async () => {
    const picture = png({ colourType: 2, row: rgbRow });
    const plain = await countOctets(counters, picture, { wish: { colour: true } });
    const asked = await countOctets(counters, picture, { wish: { colour: true, ink: true } });
    expect(asked).toEqual({ ...plain, ink: [inks] });
  });

  it.each([
    ['a job of PJL', pjlJob('PCL', octets('\u001bEone\f\u001bE'))],
    ['PCL without PJL', octets('\u001bEone\f\u001bE')],
    [
      'jobs of PJL, some with ink',
      Buffer.concat([pjlJob('PDF', makePdf({ pages: 1 })), pjlJob('PCL', octets('one\f'))]),
    ],
    ['gzip', gzipSync(octets('\u001bEone\f\u001bE'))],
  ])('inside %s is explained by the format inside, once', async (_, document) => {
    const count = await countOctets(counters, document, { wish: { ink: true } });
    expect(count).not.toHaveProperty('ink');
    const sentences = count.evidence.filter((sentence) => sentence.includes('ink: '));
    expect(sentences).toEqual(['ink: not offered for application/vnd.hp-PCL']);
  });

  it('of a format that has none to tell is said not to be offered', async () => {
    const count = await countOctets(counters, makeXps(), { wish: { ink: true } });
    expect(count).not.toHaveProperty('ink');
    expect(count.evidence).toContain(`ink: not offered for ${count.format}`);
  });
});

describeNeeding('ghostscript', 'the ink of PostScript', () => {
  const grey = '0.5 setgray 0 0 306 396 rectfill';
  const lines =
    '0 setgray /Times-Roman findfont 20 scalefont setfont 50 50 moveto (Ink of a line of text) show';
  const marks = ['0 0 306 792 rectfill', '1 0 0 setrgbcolor 0 0 306 396 rectfill', '', `${grey} ${lines}`];
  const pages = marks.map((mark, index) => `%%Page: ${index + 1} ${index + 1}\n${mark}\nshowpage\n`);
  const start = '%!PS-Adobe-3.0\n%%Pages: 4\n%%EndComments\n<</PageSize[612 792]>>setpagedevice\n';
  const program = Buffer.from(`${start}${pages.join('')}%%EOF\n`);

  it('is told of every page', async () => {
    const [half, quarter, none] = (await inkOf(program)) ?? [];
    expect([half, quarter, none]).toEqual([
      [0, 0, 0, 50],
      [0, 25, 25, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('agrees with what Ghostscript finds at 300 dpi', async () => {
    const how = ['-q', '-dSAFER', '-sDEVICE=ink_cov', '-r300', '-o', '-', '-'];
    const found = execFileSync('gs', how, { input: program, encoding: 'utf8' });
    const [, , , last = ''] = found.trim().split('\n');
    const black = Number(last.trim().split(/\s+/)[3]);
    expect((await inkOf(program))?.[3]?.[3]).toBeCloseTo(black, 0);
  });
});
