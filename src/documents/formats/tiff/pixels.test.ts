import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  differences,
  makeBlockJpeg,
  makeTiff,
  packBits,
  packLzw,
  type TiffDirectory,
} from '../../../../test/support/documents/index.ts';
import { describeNeeding } from '../../../../test/support/needs.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-tiff-'));
});
afterAll(async () => {
  await counters.close();
  await rm(folder, { recursive: true });
});

describe('the colour of a TIFF is looked for in its pixels when it was wished', () => {
  const rgb = { 258: [8], 262: [2], 277: [3] };
  const greyBlocks = { blocks: [[50, 0, 0]] } as const;
  const chroma = { blocks: [[50, 30, 0]] } as const;
  /** Black, white and red, all reds first. */
  const entries = [0, 65_535, 65_535, ...Array.from({ length: 13 }, () => 0)];
  const others = [0, 65_535, ...Array.from({ length: 14 }, () => 0)];
  const indexed = { 258: [4], 262: [3], 277: [1], 320: [...entries, ...others, ...others] };
  const greys = { ...indexed, 256: [3], 320: [...others, ...others, ...others] };
  const cut = deflateSync(Buffer.alloc(3_000, 7)).subarray(0, 12);

  const packings: readonly (readonly [string, number, (octets: Buffer) => Buffer])[] = [
    ['LZW', 5, packLzw],
    ['deflated', 8, deflateSync],
    ['deflated as of old', 32_946, deflateSync],
    ['PackBits', 32_773, packBits],
  ];

  it.each(packings)('%s', async (_, compression, pack) => {
    const greys = Buffer.from(Array.from({ length: 6_000 }, (__, at) => (Math.floor(at / 3) * 7) & 255));
    const directory = (pixels: Buffer, predictor: number): TiffDirectory => {
      const tags = { ...rgb, 256: [100], 257: [20], 259: [compression], 317: [predictor] };
      return { tags, content: pack(predictor === 2 ? differences(pixels, 100) : pixels) };
    };
    for (const predictor of [1, 2]) {
      expect(await colourOf(directory(greys, predictor))).toBe(false);
      const coloured = Buffer.from(greys);
      coloured[5_999] = (coloured[5_999] ?? 0) ^ 0x40;
      expect(await colourOf(directory(coloured, predictor))).toBe(true);
    }
  });

  async function colourOf(directory: TiffDirectory, wished = true): Promise<boolean | undefined> {
    const count = await countOctets(counters, makeTiff([directory]), { wish: { colour: wished } });
    if (count.kind === 'unknown') throw new Error(count.evidence.join());
    return count.runs[0]?.colour;
  }

  it.each([
    ['greys in RGB', { tags: rgb, strips: 3, last: [9, 9, 9, 30, 31, 42] }, false],
    ['a coloured pixel in the last strip', { tags: rgb, strips: 3, last: [9, 9, 9, 30, 31, 43] }, true],
    ['RGB with alpha', { tags: { ...rgb, 277: [4] }, last: [9, 9, 9, 255, 7, 7, 7, 0] }, false],
    ['black ink', { tags: { ...rgb, 262: [5], 277: [4] }, last: [0, 0, 0, 255, 0, 12, 0, 9, 0, 0] }, false],
    ['coloured ink', { tags: { ...rgb, 262: [5], 277: [4] }, last: [0, 0, 0, 255, 0, 13, 0, 9, 0, 0] }, true],
    ['planes that are fewer than samples', { tags: { ...rgb, 284: [2] }, last: [1] }, undefined],
    ['16 bits', { tags: { ...rgb, 258: [16] }, last: [1, 9, 9, 9, 9, 9] }, false],
    ['16 bits with colour', { tags: { ...rgb, 258: [16] }, last: [9, 9, 9, 90, 9, 9] }, true],
    ['JPEG of grey', { tags: { ...rgb, 259: [7], 262: [6] }, content: makeBlockJpeg(greyBlocks) }, false],
    ['JPEG in YCbCr', { tags: { ...rgb, 259: [7], 262: [6] }, content: makeBlockJpeg(chroma) }, true],
    ['JPEG in RGB', { tags: { ...rgb, 259: [7] }, content: makeBlockJpeg(greyBlocks) }, true],
    ['entries of 4 bits', { tags: { ...indexed, 256: [3] }, content: Buffer.from([0x01, 0x02]) }, false],
    ['entries with colour', { tags: { ...indexed, 256: [3] }, content: Buffer.from([0x01, 0x20]) }, true],
    // GraphicsMagick writes pages of a few greys so.
    [
      'entries that are all grey, deflated',
      { tags: { ...greys, 259: [8] }, content: deflateSync(Buffer.alloc(9)) },
      false,
    ],
    ['LZW that is damaged', { tags: { ...rgb, 259: [5] }, content: Buffer.from([0xff, 0xff]) }, undefined],
    ['deflated pixels that are cut', { tags: { ...rgb, 259: [8] }, content: cut }, undefined],
  ])('%s', async (_, directory, colour) => {
    expect(await colourOf(directory)).toBe(colour);
    expect(await colourOf(directory, false)).toBeUndefined();
  });
});

describe('samples of a TIFF that lie or count otherwise', () => {
  const rgb = { 257: [2], 262: [2], 277: [3] };
  const planes = { ...rgb, 256: [5], 258: [8], 284: [2] };
  const words = (...values: readonly number[]) =>
    Buffer.from(values.flatMap((value) => [value & 255, value >> 8]));
  const turned = (octets: Buffer) => Buffer.from(octets.map(turn));
  const grey = Buffer.alloc(30, 9);
  const coloured = Buffer.from(grey).fill(22, 29);
  /** Three planes, each in a strip of its own of 10 octets. */
  const inPlanes = (last: number): TiffDirectory => ({ tags: planes, strips: 3, last: [9, 9, 9, last] });

  it.each<[string, TiffDirectory, boolean | undefined]>([
    ['planes', inPlanes(9), false],
    ['planes with a cast', inPlanes(21), false],
    ['planes with a coloured pixel', inPlanes(22), true],
    ['planes with transparency', { tags: { ...planes, 277: [4] }, strips: 4, last: [7] }, false],
    ['planes in differences', { tags: { ...planes, 317: [2] }, strips: 3, last: [9, 9, 9, 21, 9] }, false],
    ['planes in differences with colour', { tags: { ...planes, 317: [2] }, strips: 3, last: [9, 22] }, true],
    [
      '4 bits',
      { tags: { ...rgb, 256: [1], 258: [4] }, content: Buffer.from([0x22, 0x20, 0xff, 0xf0]) },
      false,
    ],
    [
      '4 bits with colour',
      { tags: { ...rgb, 256: [1], 258: [4] }, content: Buffer.from([0x22, 0x20, 0xfe, 0xf0]) },
      true,
    ],
    [
      '1 bit, with padding',
      { tags: { ...rgb, 256: [2], 258: [1] }, content: Buffer.from([0x1f, 0xe1]) },
      false,
    ],
    ['1 bit with colour', { tags: { ...rgb, 256: [2], 258: [1] }, content: Buffer.from([0x1f, 0xcf]) }, true],
    [
      '16 bits with transparency',
      {
        tags: { ...rgb, 256: [1], 258: [16], 277: [4] },
        content: words(9, 9, 9, 65_535, 2_560, 2_560, 5_632, 0),
      },
      false,
    ],
    [
      '16 bits in differences',
      {
        tags: { ...rgb, 256: [2], 258: [16], 317: [2] },
        content: words(9, 9, 9, 65_000, 65_000, 65_000, 1, 1, 1, 0, 0, 3_328),
      },
      true,
    ],
    [
      '16 bits of grey in differences',
      {
        tags: { ...rgb, 256: [2], 258: [16], 317: [2] },
        content: words(9, 9, 9, 65_535, 65_535, 65_535, 1, 1, 1, 0, 0, 255),
      },
      false,
    ],
    [
      'CMYK of 16 bits',
      { tags: { ...rgb, 256: [1], 258: [16], 262: [5], 277: [4] }, content: words(3_071, 0, 0, 65_535) },
      false,
    ],
    [
      'coloured ink of 16 bits',
      { tags: { ...rgb, 256: [1], 258: [16], 262: [5], 277: [4] }, content: words(0, 3_328, 0, 0) },
      true,
    ],
    [
      'five inks',
      { tags: { ...rgb, 256: [1], 258: [8], 262: [5], 277: [5] }, content: Buffer.from([0, 0, 0, 9, 99]) },
      undefined,
    ],
    [
      'inks with transparency',
      {
        tags: { ...rgb, 256: [1], 258: [8], 262: [5], 277: [5], 338: [1] },
        content: Buffer.from([0, 0, 0, 9, 99]),
      },
      false,
    ],
    [
      'inks that are not those of CMYK',
      {
        tags: { ...rgb, 256: [1], 258: [8], 262: [5], 277: [4], 332: [2] },
        content: Buffer.from([0, 0, 0, 9]),
      },
      undefined,
    ],
    [
      'CIELab of grey',
      { tags: { ...rgb, 256: [1], 258: [8], 262: [8] }, content: Buffer.from([80, 255, 3, 0, 0, 0]) },
      false,
    ],
    [
      'CIELab',
      { tags: { ...rgb, 256: [1], 258: [8], 262: [8] }, content: Buffer.from([80, 0, 236, 0, 0, 0]) },
      true,
    ],
    [
      'CIELab of 16 bits',
      { tags: { ...rgb, 256: [1], 258: [16], 262: [8] }, content: words(20_000, 0, 60_000) },
      true,
    ],
    [
      'CIELab as profiles have it',
      { tags: { ...rgb, 256: [1], 258: [8], 262: [9] }, content: Buffer.from([80, 128, 128]) },
      false,
    ],
    [
      'floating numbers',
      { tags: { ...rgb, 256: [1], 258: [16], 339: [3] }, content: words(9, 9, 9) },
      undefined,
    ],
    [
      'bits from the lowest up',
      { tags: { ...rgb, 256: [5], 258: [8], 266: [2] }, content: turned(grey) },
      false,
    ],
    [
      'bits from the lowest up with colour',
      { tags: { ...rgb, 256: [5], 258: [8], 266: [2] }, content: turned(coloured) },
      true,
    ],
    [
      'rows that no memory holds',
      { tags: { ...rgb, 256: [4_000_000_000], 258: [4] }, content: grey },
      undefined,
    ],
  ])('%s', async (_, directory, colour) => {
    const count = await countOctets(counters, makeTiff([directory]), { wish: { colour: true } });
    expect(count).toMatchObject({ kind: 'counted', pages: 1 });
    expect(count.kind === 'counted' ? count.runs[0]?.colour : 'none').toBe(colour);
  });
});

describe('the ink of a TIFF', () => {
  const rgb = { 256: [8], 257: [4], 258: [8], 262: [2], 277: [3] };
  const black = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const row = [...black, 255, 0, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];
  const pixels = Buffer.from([row, row, row, row].flat());
  const bits = { 256: [8], 257: [4], 258: [1], 277: [1] };
  const half = Buffer.from([0xf0, 0xf0, 0xf0, 0xf0]);
  const blocks = Array.from({ length: 8 }, (_, index) => {
    const value = index < 4 ? -128 : 127;
    return [value, value, value] as const;
  });
  const blockRow = { 256: [64], 257: [8], 258: [8], 259: [7], 277: [3] };

  it.each([
    ['as they are', rgb, pixels, [0, 25, 25, 50]],
    ['in LZW', { ...rgb, 259: [5] }, packLzw(pixels), [0, 25, 25, 50]],
    ['in differences', { ...rgb, 259: [8], 317: [2] }, deflateSync(differences(pixels, 8)), [0, 25, 25, 50]],
    ['in PackBits', { ...rgb, 259: [32_773] }, packBits(pixels), [0, 25, 25, 50]],
    ['of one bit, white 0', { ...bits, 262: [0] }, half, [0, 0, 0, 50]],
    [
      'of one bit, black 0',
      { ...bits, 262: [1] },
      Buffer.from(half.map((octet) => 255 - octet)),
      [0, 0, 0, 50],
    ],
    ['in JPEG that says RGB', { ...blockRow, 262: [2] }, makeBlockJpeg({ blocks }), [0, 0, 0, 50]],
  ] as const)('is that of its pixels %s', async (_, tags, content, expected) => {
    const count = await countOctets(
      counters,
      makeTiff([
        { tags, content },
        { tags, content },
      ]),
      { wish: { ink: true } },
    );
    if (count.kind === 'unknown') throw new Error(count.evidence.join());
    const rounded = count.ink?.map((page) => page.map(Math.round));
    expect(rounded).toEqual([expected, expected]);
  });

  it('is left out where they are not understood, with a word on it', async () => {
    const planes = { tags: { ...rgb, 284: [2] }, content: pixels };
    const count = await countOctets(counters, makeTiff([planes]), { wish: { ink: true } });
    expect(count).not.toHaveProperty('ink');
    expect(count.evidence).toContain('ink: not every page could be looked at');
  });
});

describeNeeding('ghostscript', 'the ink of a fax', () => {
  it.each(['tiffg4', 'tiffg3', 'tiffcrle'])('is that of its runs in %s', async (device) => {
    const program = '<</PageSize[612 792]>>setpagedevice 0 0 306 792 rectfill showpage';
    const how = ['-q', '-dSAFER', `-sDEVICE=${device}`, '-r72', '-o', join(folder, 'fax.tif'), '-c', program];
    execFileSync('gs', how);
    const octets = await readFile(join(folder, 'fax.tif'));
    const count = await countOctets(counters, octets, { wish: { ink: true } });
    expect(count).toMatchObject({ pages: 1 });
    expect(count).toHaveProperty('ink.0.3', expect.closeTo(50, 0));
  });
});

/** The bits of an octet from the lowest up. */
function turn(octet: number): number {
  let turned = 0;
  for (let bit = 0; bit < 8; bit += 1) turned = turned * 2 + ((octet >> bit) & 1);
  return turned;
}
