import { describe, expect, it } from 'vitest';
import { countOnce, makePwg, makeUrf } from '../../../test/support/documents/index.ts';

const a4 = 'iso_a4_210x297mm';

describe('counting PWG raster', () => {
  it('tells pages, copies, sides, size and colour', async () => {
    const printing = { media: a4, copies: 3, sides: 'two-sided-short-edge' };
    const pwg = makePwg({ pages: 4, colour: [3], copies: 3, sides: 'two-sided-short-edge' });
    expect(await countOnce(pwg)).toMatchObject({
      kind: 'counted',
      pages: 4,
      confidence: 'exact',
      runs: [
        { first: 1, last: 2, colour: false, ...printing },
        { first: 3, last: 3, colour: true, ...printing },
        { first: 4, last: 4, colour: false, ...printing },
      ],
    });
  });

  it('takes 0 copies for one and single-sided for "not said"', async () => {
    const count = await countOnce(makePwg({ pages: 1, copies: 0 }));
    expect(count).toHaveProperty('runs', [{ first: 1, last: 1, media: a4, colour: false }]);
  });

  it.each([0, 1, 99])('does not believe a header that claims %d pages', async (claimedPages) => {
    expect(await countOnce(makePwg({ pages: 5, claimedPages }))).toMatchObject({ pages: 5 });
  });

  it.each([
    ['sgray', false],
    ['black1', false],
    ['cmyk', true],
  ] as const)('tells colour in %s', async (space, colour) => {
    const runs = [{ first: 1, last: 1, media: a4, colour }];
    expect(await countOnce(makePwg({ pages: 1, space, colour: true, noiseRows: 3 }))).toMatchObject({ runs });
  });

  it('names the size of the page, not of the first one', async () => {
    const letter = makePwg({ pages: 1, size: [612, 792] }).subarray(4);
    const runs = [{ media: a4 }, { media: 'na_letter_8.5x11in' }];
    expect(await countOnce(Buffer.concat([makePwg({ pages: 1 }), letter]))).toMatchObject({ pages: 2, runs });
  });

  it('says what it saw of a stream that is cut', async () => {
    const pwg = makePwg({ pages: 3 });
    const expected = { kind: 'unknown', why: 'incomplete', seen: 2 };
    expect(await countOnce(pwg.subarray(0, pwg.length - 1))).toMatchObject(expected);
  });

  it('does not count a stream with something behind its last page', async () => {
    const pwg = Buffer.concat([makePwg({ pages: 2 }), Buffer.alloc(300)]);
    expect(await countOnce(pwg)).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 2 });
  });

  it('says that a stream without pages is empty', async () => {
    const unfinished = makePwg({ pages: 1 }).subarray(0, 100);
    expect(await countOnce(makePwg({ pages: 0 }))).toMatchObject({ kind: 'unknown' });
    expect(await countOnce(unfinished)).toMatchObject({ kind: 'unknown', why: 'incomplete' });
  });

  it.each([
    ['a row of 4 GiB', 392, 0xffff_ffff],
    ['a row of nothing', 392, 0],
    ['no width', 372, 0],
    ['2^31 rows', 376, 0x7fff_ffff],
    ['planes', 396, 2],
  ])('refuses a header with %s', async (_, at, value) => {
    const pwg = makePwg({ pages: 1 });
    pwg.writeUInt32BE(value, 4 + at);
    expect(await countOnce(pwg)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('refuses a run that passes the end of its row', async () => {
    const pwg = makePwg({ pages: 1, size: [72, 72] });
    pwg.writeUInt8(127, 4 + 1_796 + 1);
    expect(await countOnce(pwg)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});

describe('counting Apple raster', () => {
  it('tells pages, sides, size and colour', async () => {
    const urf = makeUrf({ pages: 3, colour: [1], sides: 'two-sided-long-edge', noiseRows: 2 });
    expect(await countOnce(urf)).toMatchObject({
      kind: 'counted',
      pages: 3,
      runs: [
        { first: 1, last: 1, media: a4, colour: true, sides: 'two-sided-long-edge' },
        { first: 2, last: 3, media: a4, colour: false, sides: 'two-sided-long-edge' },
      ],
    });
  });

  it.each([0, 1, 0xffff_ffff])('does not believe a header that claims %d pages', async (claimedPages) => {
    expect(await countOnce(makeUrf({ pages: 2, claimedPages }))).toMatchObject({ pages: 2 });
  });

  it('understands 80 as white to the end of the row', async () => {
    const urf = makeUrf({ pages: 1, size: [7.2, 7.2], dpi: 10 });
    const white = Buffer.concat([urf.subarray(0, 12 + 32), Buffer.from([0, 0x80])]);
    expect(await countOnce(white)).toMatchObject({ pages: 1, runs: [{ colour: false }] });
  });

  // What filters of CUPS write for a colour model of black alone.
  it('follows rows of one bit a pixel', async () => {
    const urf = makeUrf({ pages: 1, size: [7.2, 7.2], dpi: 10 }).subarray(0, 12 + 32);
    urf.set([1, 0], 12);
    urf.writeUInt32BE(9, 12 + 12);
    urf.writeUInt32BE(3, 12 + 16);
    const bilevel = Buffer.concat([urf, Buffer.from([1, 1, 0xff, 0, 0xff, 0x0f, 0xf0])]);
    expect(await countOnce(bilevel)).toMatchObject({ pages: 1, runs: [{ colour: false }] });
    urf[13] = 1;
    expect(await countOnce(urf)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('says what it saw of a stream that is cut', async () => {
    const urf = makeUrf({ pages: 3 });
    const expected = { kind: 'unknown', why: 'incomplete', seen: 2 };
    expect(await countOnce(urf.subarray(0, urf.length - 1))).toMatchObject(expected);
  });

  it('refuses a page header that cannot be one', async () => {
    const urf = makeUrf({ pages: 1 });
    urf[13] = 99;
    expect(await countOnce(urf)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});
