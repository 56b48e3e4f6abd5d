import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces } from '../../../test/support/documents/index.ts';

const greys = [0, 0, 0, 255, 255, 255];
const colours = [0, 0, 0, 255, 0, 0];
/** Its sub-blocks hold what would end the GIF if it were not passed over. */
const data = [2, 3, 0x3b, 0x2c, 0x21, 1, 0x3b, 0];
const comment = [0x21, 0xfe, 2, 0x3b, 0x3b, 0];

function frame(palette: readonly number[] = []): readonly number[] {
  return [0x2c, 0, 0, 0, 0, 4, 0, 4, 0, palette.length > 0 ? 0x80 : 0, ...palette, ...data];
}

function makeGif(palette: readonly number[], ...blocks: readonly (readonly number[])[]): Buffer {
  const screen = [4, 0, 4, 0, palette.length > 0 ? 0x80 : 0, 0, 0, ...palette];
  return Buffer.from([...Buffer.from('GIF89a'), ...screen, ...blocks.flat(), 0x3b]);
}

describe('counting GIF', () => {
  it.each([
    ['a palette of greys', makeGif(greys, comment, frame()), false],
    ['a palette with a colour', makeGif(colours, frame()), undefined],
    ['greys of the frame itself', makeGif(colours, frame(greys), frame(colours)), false],
    ['colours of the frame itself', makeGif(greys, frame(colours)), undefined],
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
