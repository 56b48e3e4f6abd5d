import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  countCuts,
  countOctets,
  countOnce,
  countPieces,
  makePng,
  pngChunk,
  pngHeader,
  pngSignature,
} from '../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const data = pngChunk('IDAT', deflateSync(Buffer.alloc(20)));
const end = pngChunk('IEND');

function picture(colourType: number, ...before: readonly Buffer[]): Buffer {
  return makePng({ colourType }, ...before, data, data);
}

describe('counting PNG', () => {
  it.each([
    ['grey', picture(0), false],
    ['grey with transparency', picture(4), false],
    ['RGB', picture(2), undefined],
    ['a palette of greys', picture(3, pngChunk('PLTE', Buffer.from([0, 0, 0, 9, 9, 9]))), false],
    ['a palette with a colour', picture(3, pngChunk('PLTE', Buffer.from([0, 0, 0, 99, 8, 9]))), undefined],
  ] as const)('takes %s for one page', async (_, png, colour) => {
    const run = { first: 1, last: 1, ...(colour === undefined ? {} : { colour }) };
    const count = await countOnce(png);
    expect(count).toMatchObject({ kind: 'counted', format: 'image/png', pages: 1, confidence: 'exact' });
    expect(count).toHaveProperty('runs', [run]);
  });

  it('takes an animation and what follows the end for one page', async () => {
    const animation = [
      pngSignature,
      pngHeader({ colourType: 2 }),
      pngChunk('acTL', Buffer.alloc(8)),
      data,
      pngChunk('fdAT', data),
      end,
    ];
    expect(await countOnce(Buffer.concat([...animation, picture(0)]))).toMatchObject({ pages: 1 });
  });

  it('says of every cut that it is incomplete', async () => {
    for (const count of await countCuts(
      picture(2, pngChunk('tEXt', Buffer.alloc(30))),
      pngSignature.length,
    )) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in pieces of any size', async () => {
    const png = picture(3, pngChunk('PLTE', Buffer.alloc(768)), pngChunk('tEXt', Buffer.alloc(900)));
    const whole = await countOnce(png);
    for (const count of await countPieces(png)) expect(count).toEqual(whole);
  });

  it('passes over a damaged chunk that decoders leave out', async () => {
    const text = pngChunk('tEXt', Buffer.alloc(3));
    text[9] = 1;
    expect(await countOnce(picture(0, text))).toMatchObject({ pages: 1 });
  });

  it.each([
    ['without data', Buffer.concat([pngSignature, pngHeader({ colourType: 0 }), end])],
    ['without a header', Buffer.concat([pngSignature, data, end])],
    [
      'with a depth that its colour type has not',
      Buffer.concat([pngSignature, pngHeader({ colourType: 2, depth: 4 }), data, end]),
    ],
    ['without its palette', picture(3)],
    ['with interrupted data', picture(0, data, pngChunk('tEXt'))],
    ['with an unknown critical chunk', picture(0, pngChunk('ABCD'))],
    [
      'with a chunk of 4 GiB',
      Buffer.concat([pngSignature, pngHeader({ colourType: 0 }), Buffer.alloc(8, 0xff)]),
    ],
    [
      'with a wrong check sum',
      Buffer.concat([pngSignature, pngHeader({ colourType: 0 }), Buffer.from(data).fill(7, 9, 10), end]),
    ],
  ])('does not count a picture %s', async (_, png) => {
    expect(await countOnce(png)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});

interface Pixels {
  readonly colourType: 2 | 3 | 6;
  readonly depth?: number;
  readonly interlaced?: boolean;
  readonly palette?: readonly number[];
  readonly width?: number;
  readonly height?: number;
  /** Filter and octets of each row, pass by pass. */
  readonly rows: readonly (readonly number[])[];
}

function makePixels(pixels: Pixels): Buffer {
  const { colourType, depth = 8, interlaced = false, palette, width = 2, height = 2, rows } = pixels;
  const deflated = deflateSync(Buffer.from(rows.flat()));
  const entries = palette === undefined ? [] : [pngChunk('PLTE', Buffer.from(palette))];
  // Cut anywhere, an empty piece among them.
  const cuts = [deflated.subarray(0, 3), Buffer.alloc(0), deflated.subarray(3)];
  const chunks = [...entries, ...cuts.map((cut) => pngChunk('IDAT', cut))];
  return makePng({ width, height, depth, colourType, interlaced }, ...chunks);
}

async function colourOf(png: Buffer): Promise<boolean | undefined> {
  const counters = createDocumentCounters(defaultCountLimits);
  const count = await countOctets(counters, png, { wish: { colour: true } });
  await counters.close();
  if (count.kind === 'unknown') throw new Error(count.evidence.join());
  return count.runs[0]?.colour;
}

describe('the colour of a PNG is looked for in its pixels when it was wished', () => {
  // The second row is grey only after its filter is undone.
  const filtered = (filter: number, last: number): readonly (readonly number[])[] => [
    [0, 10, 10, 10, 90, 90, 90],
    [filter, 5, 5, 5, 7, 7, last],
  ];

  it.each([1, 2, 3, 4])('behind filter %d', async (filter) => {
    expect(await colourOf(makePixels({ colourType: 2, rows: filtered(filter, 7) }))).toBe(false);
    expect(await colourOf(makePixels({ colourType: 2, rows: filtered(filter, 27) }))).toBe(true);
  });

  it('in 16 bits, and not where it is transparent', async () => {
    const wide = (blue: number) => [
      [0, 9, 1, 9, 2, blue, 3, 9, 1, 9, 2, 9, 3],
      [2, ...new Array<number>(12).fill(0)],
    ];
    expect(await colourOf(makePixels({ colourType: 2, depth: 16, rows: wide(9) }))).toBe(false);
    expect(await colourOf(makePixels({ colourType: 2, depth: 16, rows: wide(40) }))).toBe(true);
    const clear = (alpha: number) => [
      [0, 255, 0, 0, alpha, 9, 9, 9, 255],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];
    expect(await colourOf(makePixels({ colourType: 6, rows: clear(0) }))).toBe(false);
    expect(await colourOf(makePixels({ colourType: 6, rows: clear(99) }))).toBe(true);
  });

  it('in the entries of a palette that are used', async () => {
    const palette = [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255];
    const indexed = (octet: number) =>
      makePixels({
        colourType: 3,
        depth: 2,
        palette,
        width: 3,
        rows: [
          [0, 0x11],
          [0, octet],
        ],
      });
    // What pads a row is no pixel.
    expect(await colourOf(indexed(0x03))).toBe(false);
    expect(await colourOf(indexed(0x20))).toBe(true);
  });

  it('in every pass of an interlaced picture', async () => {
    const passes = (last: number) => [
      [0, 9, 9, 9],
      [0, 9, 9, 9],
      [0, 8, 8, 8, 7, 7, last],
    ];
    expect(await colourOf(makePixels({ colourType: 2, interlaced: true, rows: passes(7) }))).toBe(false);
    expect(await colourOf(makePixels({ colourType: 2, interlaced: true, rows: passes(70) }))).toBe(true);
  });

  it('and stays open where the rows do not come to their end', async () => {
    expect(await colourOf(makePixels({ colourType: 2, rows: [[0, 9, 9, 9, 9, 9, 9]] }))).toBeUndefined();
    expect(await colourOf(picture(2))).toBeUndefined();
  });
});
