import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces } from '../../../test/support/documents/index.ts';

function chunk(name: string, octets: number): Buffer {
  const framed = Buffer.alloc(8 + octets + (octets % 2));
  framed.write(name, 'latin1');
  framed.writeUInt32LE(octets, 4);
  return framed;
}

function makeWebp(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const start = Buffer.from('RIFF\0\0\0\0', 'latin1');
  start.writeUInt32LE(body.length, 4);
  return Buffer.concat([start, body]);
}

describe('counting WebP', () => {
  it.each([
    ['lossy', makeWebp(chunk('VP8 ', 31))],
    ['lossless', makeWebp(chunk('VP8L', 30))],
    ['with metadata', makeWebp(chunk('VP8X', 10), chunk('ICCP', 5), chunk('VP8 ', 7), chunk('EXIF', 9))],
    ['an animation', makeWebp(chunk('VP8X', 10), chunk('ANIM', 6), chunk('ANMF', 50), chunk('ANMF', 51))],
    ['with something behind it', Buffer.concat([makeWebp(chunk('VP8 ', 31)), Buffer.alloc(9)])],
    ['without its last padding', unpadded()],
  ])('takes a picture (%s) for one page', async (_, webp) => {
    expect(await countOnce(webp)).toMatchObject({ kind: 'counted', format: 'image/webp', pages: 1 });
  });

  it('says of every cut that it is incomplete', async () => {
    for (const count of await countCuts(makeWebp(chunk('VP8X', 10), chunk('VP8 ', 31)), 12)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in pieces of any size', async () => {
    const webp = makeWebp(chunk('VP8X', 10), chunk('VP8 ', 2_001));
    const whole = await countOnce(webp);
    for (const count of await countPieces(webp)) expect(count).toEqual(whole);
  });

  it.each([
    ['without a picture', makeWebp(chunk('VP8X', 10))],
    ['with a chunk that passes its end', makeWebp(chunk('VP8 ', 30).fill(0xff, 4, 8))],
    ['with half a chunk header', makeWebp(chunk('VP8 ', 30), Buffer.alloc(5))],
  ])('does not count a WebP %s', async (_, webp) => {
    expect(await countOnce(webp)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});

function unpadded(): Buffer {
  const webp = makeWebp(chunk('VP8 ', 31)).subarray(0, -1);
  webp.writeUInt32LE(webp.length - 8, 4);
  return webp;
}
