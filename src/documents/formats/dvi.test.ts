import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces, makeDvi } from '../../../test/support/documents/index.ts';

const format = 'application/x-dvi';

describe('counting DVI', () => {
  it.each([1, 5, 300, 70_000])('follows %i pages', async (pages) => {
    const count = await countOnce(makeDvi(pages));
    expect(count).toMatchObject({ kind: 'counted', format, pages, confidence: 'exact' });
  });

  it('does not believe a postamble that says another number', async () => {
    expect(await countOnce(makeDvi(3, 2))).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('does not follow a chain that leads nowhere, forwards or into itself', async () => {
    for (const previous of [0, 19 + 2 * 46, 19 + 46, 2_000_000_000, -2]) {
      const octets = makeDvi(3);
      octets.writeInt32BE(previous, 19 + 46 + 41);
      expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why: 'damaged' });
    }
  });

  it('says that a document without pages is empty', async () => {
    expect(await countOnce(makeDvi(0))).toMatchObject({ kind: 'unknown', why: 'empty' });
  });

  it('knows that letters and rules are black, and leaves a page with a special open', async () => {
    // set_char, put_rule, fnt_def1 with a name of two parts that hold a special, and xxx1 on the last page.
    const black = [
      65,
      137,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      1,
      243,
      0,
      ...new Array<number>(12).fill(9),
      1,
      2,
      239,
      1,
      239,
    ];
    const special = [239, 10, ...Buffer.from('color push')];
    const count = await countOnce(makeDvi(3, 3, [black, [], special]));
    expect(count).toMatchObject({
      runs: [
        { first: 1, last: 2, colour: false },
        { first: 3, last: 3 },
      ],
    });
    expect(count).not.toHaveProperty('runs.1.colour');
  });

  it('calls no cut document counted', async () => {
    const octets = makeDvi(2);
    const fillers = octets.length - octets.lastIndexOf(2) - 1;
    for (const count of await countCuts(octets.subarray(0, octets.length - fillers + 4), 20)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in chunks of any size', async () => {
    const octets = makeDvi(30);
    const whole = await countOnce(octets);
    for (const count of await countPieces(octets)) expect(count).toEqual(whole);
  });
});
