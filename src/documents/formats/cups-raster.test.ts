import { describe, expect, it } from 'vitest';
import { countOctets, countOnce, cupsMagics, makeCups } from '../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const a4 = 'iso_a4_210x297mm';
describe('counting CUPS raster', () => {
  it.each(cupsMagics)('reads version and byte order of %s', async (magic) => {
    expect(await countOnce(makeCups({ magic, pages: 3, fields: { 340: 2 } }))).toMatchObject({
      kind: 'counted',
      format: 'application/vnd.cups-raster',
      pages: 3,
      confidence: 'exact',
      runs: [{ first: 1, last: 3, media: a4, colour: false, copies: 2 }],
    });
  });

  it.each([
    ['two-sided-long-edge', { 272: 1 }],
    ['two-sided-short-edge', { 272: 1, 368: 1 }],
  ] as const)('tells %s', async (sides, fields) => {
    expect(await countOnce(makeCups({ fields }))).toMatchObject({ runs: [{ sides }] });
  });

  it('takes single-sided for "not said"', async () => {
    expect(await countOnce(makeCups())).not.toHaveProperty('runs.0.sides');
  });

  it.each(cupsMagics)('never counts %s when it is cut', async (magic) => {
    const whole = makeCups({ magic, pages: 2 });
    const pageOctets = (whole.length - 4) / 2;
    for (let octets = magic.length; octets < whole.length; octets += 1) {
      const between = octets === 4 + pageOctets;
      const expected = between ? { kind: 'counted', pages: 1 } : { kind: 'unknown' };
      expect(await countOnce(whole.subarray(0, octets)), `${octets} octets`).toMatchObject(expected);
    }
    const cut = whole.subarray(0, whole.length - 1);
    expect(await countOnce(cut)).toMatchObject({ why: 'incomplete', seen: 1 });
  });

  it.each(cupsMagics)('gives the same answer for %s octet by octet', async (magic) => {
    const octets = makeCups({ magic, pages: 2 });
    const counters = createDocumentCounters(defaultCountLimits);
    const whole = await countOctets(counters, octets);
    for (const chunks of [[1], [7], [1_799, 1]])
      expect(await countOctets(counters, octets, { chunks })).toEqual(whole);
    await counters.close();
  });

  it('passes rows over by their length, whatever they look like', async () => {
    const rows = Buffer.from('RaS3 3SaR %PDF-1.4 RaSt RaS2PwgRaster\0 x');
    expect(await countOnce(makeCups({ pages: 3, rows }))).toMatchObject({ pages: 3 });
  });
});

describe('the rows of CUPS raster', () => {
  const rgb = { 388: 24, 392: 30, 400: 19, 420: 3 };

  it.each([
    ['grey pixels', Buffer.alloc(120, 0x42), false],
    ['one red pixel', Buffer.concat([Buffer.from([255, 0, 0]), Buffer.alloc(117, 9)]), true],
  ])('tell colour of %s in RGB', async (_, rows, colour) => {
    expect(await countOnce(makeCups({ fields: rgb, rows }))).toMatchObject({ runs: [{ colour }] });
  });

  it.each([
    ['padded', { ...rgb, 392: 32 }, 128],
    ['in a space of its own', { 400: 34, 420: 3, 388: 24, 392: 30 }, 120],
    ['banded', { ...rgb, 388: 8, 396: 1 }, 120],
    ['planar', { ...rgb, 388: 8, 392: 10, 396: 2 }, 120],
    ['planar with all colours in the bits of a pixel', { ...rgb, 392: 10, 396: 2 }, 120],
  ])('are passed over and their colour left open when %s', async (_, fields, octets) => {
    const count = await countOnce(makeCups({ pages: 2, fields, rows: Buffer.alloc(octets, 0x42) }));
    expect(count).toMatchObject({ kind: 'counted', pages: 2 });
    expect(count.kind === 'counted' && count.runs[0]?.colour).toBeUndefined();
  });

  it.each([
    ['RGB', 1, 120],
    ['CMYK', 6, 160],
    ['six inks', 53, 240],
  ])('are as many planes as the space has where the header cannot say: %s', async (_, space, octets) => {
    const fields = { 396: 2, 400: space };
    const planar = makeCups({ magic: 'RaSt', pages: 2, fields, rows: Buffer.alloc(octets) });
    expect(await countOnce(planar)).toMatchObject({ kind: 'counted', pages: 2 });
  });

  it('of version 2 repeat whole pixels, and whole rows over all planes', async () => {
    const chunky = makeCups({ magic: '2SaR', pages: 2, fields: rgb, rows: Buffer.from([3, 9, 7, 7, 7]) });
    expect(await countOnce(chunky)).toMatchObject({ pages: 2, runs: [{ colour: false }] });
    const planar = { ...rgb, 388: 8, 392: 10, 396: 2 };
    const octets = makeCups({ magic: '2SaR', pages: 2, fields: planar, rows: Buffer.from([11, 9, 7]) });
    expect(await countOnce(octets)).toMatchObject({ pages: 2 });
  });

  it('of version 2 may not pass the end of their page', async () => {
    const tooLong = makeCups({ magic: 'RaS2', rows: Buffer.from([4, 9, 7]) });
    expect(await countOnce(tooLong)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it.each([
    ['a row of 4 GiB', 392, 0xffff_ffff],
    ['a row of nothing', 392, 0],
    ['2^31 rows', 376, 0x7fff_ffff],
    ['an order nobody knows', 396, 3],
    ['2^31 colours', 420, 0x7fff_ffff],
    ['2^31 bits', 384, 0x7fff_ffff],
  ])('are refused with %s', async (_, at, value) => {
    expect(await countOnce(makeCups({ fields: { [at]: value } }))).toMatchObject({ why: 'damaged' });
  });

  it('are not guessed at when something follows the last of them', async () => {
    const octets = Buffer.concat([makeCups({ pages: 2 }), Buffer.alloc(300)]);
    expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 2 });
  });
});
