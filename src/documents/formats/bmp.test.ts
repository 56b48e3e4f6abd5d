import { describe, expect, it } from 'vitest';
import {
  countCuts,
  countOnce,
  countPieces,
  makeBlockJpeg,
  makeBmp,
} from '../../../test/support/documents/index.ts';

function makeCoreBmp(): Buffer {
  const start = Buffer.alloc(26);
  start.write('BM');
  start.writeUInt32LE(26 + 6, 10);
  start.writeUInt32LE(12, 14);
  [9, 2, 1, 1].forEach((value, index) => {
    start.writeUInt16LE(value, 18 + index * 2);
  });
  return Buffer.concat([start, Buffer.from([0, 0, 0, 255, 255, 255]), Buffer.alloc(8)]);
}

const greys = [0, 0, 0, 0, 255, 255, 255, 0];

const red = [...greys.slice(0, 4), 0, 0, 255, 0];

function runs(pixels: readonly number[]): Buffer {
  return makeBmp({ bits: 8, compression: 1, statedOctets: pixels.length, palette: red, pixels });
}

/** One pixel of 16 bits; the masks stand where a palette would. */
function withMasks(masks: readonly number[], pixel: readonly number[]): Buffer {
  const bmp = makeBmp({
    width: 1,
    height: 1,
    bits: 16,
    compression: 3,
    palette: masks.flatMap((mask) => [mask & 255, mask >> 8, 0, 0]),
    pixels: [...pixel, 0, 0],
  });
  bmp.writeUInt32LE(0, 46);
  return bmp;
}

function embedded(block: readonly [number, number, number]): Buffer {
  const pixels = [...makeBlockJpeg({ blocks: [block] })];
  return makeBmp({ bits: 0, compression: 4, statedOctets: pixels.length, pixels });
}

describe('the colour of a BMP', () => {
  it.each([
    [24, 15],
    [32, 20],
  ])('with %d bits is that of its pixels, whatever pads its rows', async (bits, rowOctets) => {
    const bmp = makeBmp({ bits });
    const padded = bits === 24 ? 16 : 20;
    if (bits === 24) bmp[54 + rowOctets] = 255;
    else bmp[54 + 3] = 255;
    for (const count of [await countOnce(bmp), ...(await countPieces(bmp))]) {
      expect(count).toHaveProperty('runs', [{ first: 1, last: 1, colour: false }]);
    }
    bmp[54 + 2 * padded + bits / 8] = 255;
    for (const count of [await countOnce(bmp), ...(await countPieces(bmp))]) {
      expect(count).toHaveProperty('runs', [{ first: 1, last: 1, colour: true }]);
    }
  });
});

describe('counting BMP', () => {
  it.each([
    ['24 bits', makeBmp(), false],
    ['16 bits of colour', makeBmp({ bits: 16 }), true],
    ['16 bits of white', makeBmp({ bits: 16, fill: 0xff }), false],
    ['rows from the top', makeBmp({ height: -3 }), false],
    ['a palette of greys', makeBmp({ bits: 1, palette: greys }), false],
    ['a palette with a colour', makeBmp({ bits: 1, palette: red }), true],
    ['a palette with a colour that is not used', makeBmp({ bits: 1, palette: red, fill: 0 }), false],
    ['bits of a colour behind its width', makeBmp({ bits: 1, palette: red, fill: 7 }), false],
    ['masks of colours', withMasks([0xf800, 0x7e0, 0x1f], [0, 0xf8]), true],
    ['masks of greys', withMasks([0xf800, 0x7e0, 0x1f], [0xff, 0xff]), false],
    ['run lengths', runs([5, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 1]), false],
    ['run lengths with a colour', runs([5, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 1]), true],
    ['a colour behind its run lengths', runs([5, 0, 0, 1, 5, 1]), false],
    ['run lengths whose padding is no pixel', runs([0, 3, 0, 0, 0, 1, 0, 1]), false],
    ['an embedded PNG', makeBmp({ bits: 0, compression: 5, statedOctets: 20, octets: 20 }), undefined],
    [
      'an embedded JPEG that is none',
      makeBmp({ bits: 0, compression: 4, statedOctets: 20, octets: 20 }),
      undefined,
    ],
    ['an embedded JPEG of grey', embedded([50, 0, 0]), false],
    ['an embedded JPEG with colour', embedded([50, 30, 0]), true],
    ['the header of OS/2', makeCoreBmp(), false],
    ['something behind it', Buffer.concat([makeBmp(), Buffer.alloc(7)]), false],
  ] as const)('takes a bitmap with %s for one page', async (_, bmp, colour) => {
    const count = await countOnce(bmp);
    expect(count).toMatchObject({ kind: 'counted', format: 'image/bmp', pages: 1 });
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, ...(colour === undefined ? {} : { colour }) },
    ]);
  });

  it('says of every cut that it is incomplete', async () => {
    for (const count of await countCuts(makeBmp({ bits: 1, palette: greys }), 18)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in pieces of any size', async () => {
    const bmp = makeBmp({ width: 100, height: 40 });
    const whole = await countOnce(bmp);
    for (const count of await countPieces(bmp)) expect(count).toEqual(whole);
  });

  it.each([
    ['of no width', makeBmp({ width: 0 })],
    ['of a negative width', makeBmp({ width: -1, octets: 100 })],
    ['of 2^31 rows', makeBmp({ height: -0x8000_0000, octets: 100 })],
    ['of 7 bits', makeBmp({ bits: 7 })],
    ['of an unknown compression', makeBmp({ compression: 99 })],
    ['of run lengths without their length', makeBmp({ bits: 8, compression: 1 })],
    ['whose pixels begin in its header', makeBmp().fill(0, 10, 14)],
  ])('does not count a bitmap %s', async (_, bmp) => {
    expect(await countOnce(bmp)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('leaves text that begins with the same letters to text', async () => {
    expect(await countOnce(Buffer.from('BMW is a maker of motor cars.\n'))).toMatchObject({
      format: 'text/plain',
    });
  });
});
