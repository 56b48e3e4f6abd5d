import { describe, expect, it } from 'vitest';
import {
  countOctets,
  countOnce,
  countPieces,
  makeBlockJpeg,
} from '../../../../test/support/documents/index.ts';
import type { PageCount } from '../../../model/page-count.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

function colourOf(count: PageCount): boolean | undefined {
  if (count.kind === 'unknown') throw new Error(count.evidence.join());
  return count.runs[0]?.colour;
}

const greys = Array.from({ length: 300 }, (_, index) => [(index % 200) - 100, 0, 0] as const);
const faint = greys.map(([luma]) => [luma, 2, -2] as const);
const lastIsRed = [...greys, [0, -10, 60] as const];

describe('the colour of a JPEG', () => {
  it.each([
    ['grey', greys, false],
    ['a faint cast', faint, false],
    ['one coloured block at the end', lastIsRed, true],
    ['a cast that white swallows', [[127, 0, 8] as const], false],
  ])('is told by its blocks: %s', async (_, blocks, colour) => {
    for (const progressive of [false, true]) {
      for (const restartEvery of [0, 1, 7]) {
        const jpeg = makeBlockJpeg({ blocks, progressive, restartEvery });
        expect(colourOf(await countOnce(jpeg))).toBe(colour);
      }
    }
  });

  it('is the same however the octets come', async () => {
    for (const jpeg of [
      makeBlockJpeg({ blocks: lastIsRed }),
      makeBlockJpeg({ blocks: lastIsRed, restartEvery: 3 }),
    ]) {
      for (const count of await countPieces(jpeg)) expect(colourOf(count)).toBe(true);
    }
  });

  it('takes components for RGB where the file says so', async () => {
    const equal = greys.map(([value]) => [value, value, value] as const);
    expect(colourOf(await countOnce(makeBlockJpeg({ blocks: equal, rgb: true })))).toBe(false);
    expect(colourOf(await countOnce(makeBlockJpeg({ blocks: equal })))).toBe(true);
  });

  it('is seen by drawing, where it is wished, when each component has a scan of its own', async () => {
    const counters = createDocumentCounters(defaultCountLimits);
    try {
      for (const [blocks, colour] of [
        [greys, false],
        [lastIsRed, true],
      ] as const) {
        const jpeg = makeBlockJpeg({ blocks, separate: true });
        expect(colourOf(await countOctets(counters, jpeg))).toBeUndefined();
        expect(colourOf(await countOctets(counters, jpeg, { wish: { colour: true } }))).toBe(colour);
      }
    } finally {
      await counters.close();
    }
  });

  it.each([
    ['arithmetic codes', 0xc9, 8],
    ['samples without loss', 0xc3, 8],
    ['samples of 12 bits', 0xc1, 12],
  ])('stays open in %s, which drawing would show black', async (_, frame, bits) => {
    const jpeg = makeBlockJpeg({ blocks: lastIsRed });
    const frameAt = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg[frameAt + 1] = frame;
    jpeg[frameAt + 4] = bits;
    const counters = createDocumentCounters(defaultCountLimits);
    expect(colourOf(await countOctets(counters, jpeg, { wish: { colour: true } }))).toBeUndefined();
    await counters.close();
  });

  it('stays open where the codes make no sense', async () => {
    const jpeg = makeBlockJpeg({ blocks: greys });
    // Codes of four bits from 1100 on stand for nothing.
    const scanAt = jpeg.indexOf(Buffer.from([0xff, 0xda])) + 14;
    jpeg.fill(0xee, scanAt, scanAt + 20);
    const counters = createDocumentCounters(defaultCountLimits);
    expect(colourOf(await countOctets(counters, jpeg, { wish: { colour: true } }))).toBeUndefined();
    await counters.close();
  });
});
