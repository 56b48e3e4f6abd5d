import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { countOctets, makePdf, makePng, pngChunk } from '../../test/support/documents/index.ts';
import { createDocumentCounters } from './count.ts';
import { defaultCountLimits } from './limits.ts';

const hurried = createDocumentCounters({ ...defaultCountLimits, drawTimeMs: 0, drawPagesMax: 0 });
afterAll(() => hurried.close());

function rgbPng(side: number): Buffer {
  const rows = deflateSync(Buffer.alloc(side * (side * 3 + 1)));
  return makePng({ width: side, height: side, colourType: 2 }, pngChunk('IDAT', rows));
}

/** RGB in deflated strips, little-endian; the directory stands in front. */
function makeTiff(strips: number): Buffer {
  const strip = deflateSync(Buffer.alloc(30_000));
  const entries = [
    [256, 100],
    [257, 100 * strips],
    [258, 8],
    [259, 8],
    [262, 2],
    [273, 0],
    [277, 3],
    [279, 0],
  ] as const;
  const addresses = 8 + 2 + entries.length * 12 + 4;
  const pixels = addresses + strips * 8;
  const head = Buffer.alloc(pixels);
  head.write('II*\0\u0008\0\0\0', 'latin1');
  head.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, value], index) => {
    const at = 10 + index * 12;
    const isList = tag === 273 || tag === 279;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(4, at + 2);
    head.writeUInt32LE(isList ? strips : 1, at + 4);
    head.writeUInt32LE(isList ? addresses + (tag === 273 ? 0 : strips * 4) : value, at + 8);
  });
  for (let index = 0; index < strips; index += 1) {
    head.writeUInt32LE(pixels + index * strip.length, addresses + index * 4);
    head.writeUInt32LE(strip.length, addresses + (strips + index) * 4);
  }
  return Buffer.concat([head, ...Array.from({ length: strips }, () => strip)]);
}

describe('time for colours that is over', () => {
  it.each([
    ['a PDF in a worker', makePdf({ pages: 3_000 }), 3_000],
    ['a PNG', rgbPng(2_000), 1],
    ['a TIFF', makeTiff(20), 1],
  ])('leaves the pages of %s counted, and says that colours are open', async (_, octets, pages) => {
    const count = await countOctets(hurried, octets, { wish: { colour: true } });
    expect(count).toMatchObject({ kind: 'counted', pages });
    expect(count.kind === 'counted' && count.runs.some((run) => run.colour === undefined)).toBe(true);
    expect(count.evidence.join(' ')).toMatch(/colours? (?:of the rest )?(?:is|are) open/);
  });
});
