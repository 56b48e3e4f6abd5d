import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces } from '../../../test/support/documents/index.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const framed = Buffer.alloc(content.length + 12);
  framed.writeUInt32BE(content.length, 0);
  framed.write(name, 4, 'latin1');
  content.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}

function header(colourType: number, depth = 8): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(4, 0);
  content.writeUInt32BE(4, 4);
  content.set([depth, colourType], 8);
  return chunk('IHDR', content);
}

const data = chunk('IDAT', deflateSync(Buffer.alloc(20)));
const end = chunk('IEND');

function makePng(colourType: number, ...before: readonly Buffer[]): Buffer {
  return Buffer.concat([signature, header(colourType), ...before, data, data, end]);
}

describe('counting PNG', () => {
  it.each([
    ['grey', makePng(0), false],
    ['grey with transparency', makePng(4), false],
    ['RGB', makePng(2), undefined],
    ['a palette of greys', makePng(3, chunk('PLTE', Buffer.from([0, 0, 0, 9, 9, 9]))), false],
    ['a palette with a colour', makePng(3, chunk('PLTE', Buffer.from([0, 0, 0, 9, 8, 9]))), undefined],
  ] as const)('takes %s for one page', async (_, png, colour) => {
    const run = { first: 1, last: 1, ...(colour === undefined ? {} : { colour }) };
    const count = await countOnce(png);
    expect(count).toMatchObject({ kind: 'counted', format: 'image/png', pages: 1, confidence: 'exact' });
    expect(count).toHaveProperty('runs', [run]);
  });

  it('takes an animation and what follows the end for one page', async () => {
    const animation = [signature, header(2), chunk('acTL', Buffer.alloc(8)), data, chunk('fdAT', data), end];
    expect(await countOnce(Buffer.concat([...animation, makePng(0)]))).toMatchObject({ pages: 1 });
  });

  it('says of every cut that it is incomplete', async () => {
    for (const count of await countCuts(makePng(2, chunk('tEXt', Buffer.alloc(30))), signature.length)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in pieces of any size', async () => {
    const png = makePng(3, chunk('PLTE', Buffer.alloc(768)), chunk('tEXt', Buffer.alloc(900)));
    const whole = await countOnce(png);
    for (const count of await countPieces(png)) expect(count).toEqual(whole);
  });

  it('passes over a damaged chunk that decoders leave out', async () => {
    const text = chunk('tEXt', Buffer.alloc(3));
    text[9] = 1;
    expect(await countOnce(makePng(0, text))).toMatchObject({ pages: 1 });
  });

  it.each([
    ['without data', Buffer.concat([signature, header(0), end])],
    ['without a header', Buffer.concat([signature, data, end])],
    ['with a depth that its colour type has not', Buffer.concat([signature, header(2, 4), data, end])],
    ['without its palette', makePng(3)],
    ['with interrupted data', makePng(0, data, chunk('tEXt'))],
    ['with an unknown critical chunk', makePng(0, chunk('ABCD'))],
    ['with a chunk of 4 GiB', Buffer.concat([signature, header(0), Buffer.alloc(8, 0xff)])],
    ['with a wrong check sum', Buffer.concat([signature, header(0), Buffer.from(data).fill(7, 9, 10), end])],
  ])('does not count a picture %s', async (_, png) => {
    expect(await countOnce(png)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});
