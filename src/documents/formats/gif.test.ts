import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces } from '../../../test/support/documents/index.ts';

const greys = [0, 0, 0, 255, 255, 255];
const colours = [0, 0, 0, 255, 0, 0];
/** Codes of 4 × 4 pixels of entry 0 in two sub-blocks. */
const black = lzw(...Array.from({ length: 16 }, () => 0));
const data = black;
const red = lzw(...Array.from({ length: 15 }, () => 0), 1);
const behind = lzw(...Array.from({ length: 16 }, () => 0), 1);
/** A graphic control that makes entry 1 transparent. */
const transparent = [0x21, 0xf9, 4, 1, 0, 0, 1, 0];
const comment = [0x21, 0xfe, 2, 0x3b, 0x3b, 0];

function frame(palette: readonly number[] = []): readonly number[] {
  return [0x2c, 0, 0, 0, 0, 4, 0, 4, 0, palette.length > 0 ? 0x80 : 0, ...palette, ...data];
}

function makeGif(palette: readonly number[], ...blocks: readonly (readonly number[])[]): Buffer {
  const screen = [4, 0, 4, 0, palette.length > 0 ? 0x80 : 0, 0, 0, ...palette];
  return Buffer.from([...Buffer.from('GIF89a'), ...screen, ...blocks.flat(), 0x3b]);
}

/** Pixels of 4 entries in codes that are cleared before each, so that all have 3 bits. */
function lzw(...pixels: readonly number[]): readonly number[] {
  const bits = [...pixels.flatMap((pixel) => [4, pixel]), 5]
    .map((code) => code.toString(2).padStart(3, '0'))
    .reverse()
    .join('');
  const octets: number[] = [];
  for (let end = bits.length; end > 0; end -= 8) {
    octets.push(Number.parseInt(bits.slice(Math.max(0, end - 8), end), 2));
  }
  return [2, 3, ...octets.slice(0, 3), octets.length - 3, ...octets.slice(3), 0];
}

describe('counting GIF', () => {
  it.each([
    ['a palette of greys', makeGif(greys, comment, frame()), false],
    ['a palette with a colour that is not used', makeGif(colours, frame()), false],
    ['a palette with a colour that is used', makeGif(colours, [...frame().slice(0, 10), ...red]), true],
    ['a colour that is transparent', makeGif(colours, transparent, [...frame().slice(0, 10), ...red]), false],
    ['a colour behind its last pixel', makeGif(colours, [...frame().slice(0, 10), ...behind]), false],
    ['pixels that are missing', makeGif(colours, [...frame().slice(0, 10), ...lzw(0, 0)]), undefined],
    ['greys of the frame itself', makeGif(colours, frame(greys), frame(colours)), false],
    [
      'colours of the frame itself',
      makeGif(greys, [...frame(colours).slice(0, -black.length), ...red]),
      true,
    ],
    ['no palette', makeGif([], frame()), undefined],
  ] as const)('takes a picture with %s for one page', async (_, gif, colour) => {
    const count = await countOnce(gif);
    expect(count).toMatchObject({ kind: 'counted', format: 'image/gif', pages: 1 });
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, ...(colour === undefined ? {} : { colour }) },
    ]);
  });

  it('takes an animation and what follows the trailer for one page', async () => {
    const animation = makeGif(greys, frame(), frame(), comment, frame());
    expect(await countOnce(Buffer.concat([animation, animation]))).toMatchObject({ pages: 1 });
  });

  it('says of every cut that it is incomplete', async () => {
    for (const count of await countCuts(makeGif(colours, comment, frame(greys), frame()), 6)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in pieces of any size', async () => {
    const gif = makeGif(greys, ...Array.from({ length: 100 }, () => frame(greys)));
    const whole = await countOnce(gif);
    for (const count of await countPieces(gif)) expect(count).toEqual(whole);
  });

  it.each([
    ['without a frame', makeGif(greys, comment)],
    ['with a frame of no pixels', makeGif(greys, [0x2c, 0, 0, 0, 0, 0, 0, 4, 0, 0, ...data])],
    ['with a frame of no data', makeGif(greys, [...frame().slice(0, 10), 2, 0])],
    ['with a block that is none', makeGif(greys, frame(), [0x99])],
  ])('does not count a GIF %s', async (_, gif) => {
    expect(await countOnce(gif)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});
