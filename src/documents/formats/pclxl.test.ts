import { describe, expect, it } from 'vitest';
import { countOctets, countOnce } from '../../../test/support/documents/index.ts';
import type { PageCount } from '../../model/page-count.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const a4 = 'iso_a4_210x297mm';
const escape = Buffer.from('\u001b%-12345X');
const beginSession = Buffer.from([0xc0, 0, 0xf8, 0x86, 0x41]);
const endSession = Buffer.from([0x49, 0x42]);
const red = Buffer.from([0xc0, 2, 0xf8, 3, 0x6a, 0xc8, 0xc0, 3, 220, 20, 30, 0xf8, 0x0b, 0x63]);
const grey = Buffer.from([0xc0, 1, 0xf8, 3, 0x6a, 0xc0, 90, 0xf8, 9, 0x63]);
const rectangle = Buffer.from([0xe0, 1, 1, 9, 9, 0xf8, 0x42, 0xa0]);

function header(binding = ')'): Buffer {
  return Buffer.from(`${binding} HP-PCL XL;2;0;Comment test\n`, 'latin1');
}

function attribute(id: number, value: number): Buffer {
  return Buffer.from([0xc0, value, 0xf8, id]);
}

interface Page {
  readonly setup?: readonly Buffer[];
  readonly body?: readonly Buffer[];
  readonly end?: readonly Buffer[];
}

function page({ setup = [attribute(0x25, 2)], body = [grey, rectangle], end = [] }: Page = {}): Buffer {
  return Buffer.concat([...setup, Buffer.from([0x43]), ...body, ...end, Buffer.from([0x44])]);
}

function document(pages: readonly Buffer[], binding = ')'): Buffer {
  return Buffer.concat([header(binding), beginSession, ...pages, endSession]);
}

function countPages(...pages: readonly Page[]): Promise<PageCount> {
  return countOnce(document(pages.map(page)));
}

describe('counting PCL XL', () => {
  it('counts pages by the operator that ends them, and tells their size', async () => {
    expect(await countPages({}, {}, { setup: [attribute(0x25, 0)] })).toMatchObject({
      kind: 'counted',
      format: 'application/vnd.hp-PCLXL',
      pages: 3,
      confidence: 'exact',
      runs: [
        { first: 1, last: 2, media: a4, colour: false },
        { first: 3, last: 3, media: 'na_letter_8.5x11in', colour: false },
      ],
    });
  });

  it.each([
    [')', [0xc1, 0x04, 0x00]],
    ['(', [0xc1, 0x00, 0x04]],
  ])('reads numbers as the binding %s says', async (binding, copies) => {
    const end = [Buffer.from([...copies, 0xf8, 0x31])];
    const count = await countOnce(document([page({ end }), page({ end })], binding));
    expect(count).toMatchObject({ pages: 2, runs: [{ copies: 4 }] });
  });

  // HP Color LaserJet 3500 by the driver pxljr.
  it('passes the data of a vendor over by its length, and leaves the colour of its page open', async () => {
    const evil = Buffer.from([0x43, 0x44, 0x41, 0x42, 0x1b, 0x44]);
    const body = [Buffer.from([0xc2, evil.length, 0, 0, 0, 0xf8, 0x92, 0x46]), evil];
    const count = await countPages({ body }, { body }, {});
    expect(count).toMatchObject({ pages: 3, confidence: 'exact' });
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 2, media: a4 },
      { first: 3, last: 3, media: a4, colour: false },
    ]);
    const negative = [Buffer.from([0xc5, 0, 0, 0x80, 0xbf, 0xf8, 0x92, 0x46])];
    expect(await countPages({ body: negative })).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('passes data and arrays over by their length, whatever they look like', async () => {
    const evil = Buffer.from([0x43, 0x44, 0x41, 0x42, 0x1b, 0x44]);
    const body = [
      Buffer.from([0xfb, evil.length]),
      evil,
      Buffer.from([0xfa, evil.length, 0, 0, 0]),
      evil,
      Buffer.from([0xc8, 0xc1, evil.length, 0]),
      evil,
      Buffer.from([0xf8, 0x81, 0x47]),
      Buffer.from([0xc9, 0xc0, evil.length / 2]),
      evil,
      Buffer.from([0xf9, 0x01, 0x01, 0x47]),
      Buffer.from([0xc8, 0xc0, 0, 0xf8, 0x81, 0x47]),
    ];
    expect(await countPages({ body }, { body })).toMatchObject({ pages: 2 });
  });

  it('passes an array over that is longer than what is kept of a value', async () => {
    const array = Buffer.concat([Buffer.from([0xc8, 0xc1, 0, 8]), Buffer.alloc(2_048, 0x44)]);
    const body = [Buffer.concat([array, Buffer.from([0xf8, 0x06]), attribute(3, 2), Buffer.from([0x6a])])];
    expect(await countPages({ body })).toMatchObject({ pages: 1 });
  });

  it('tells a page that is not output by its 0 copies', async () => {
    const silent = { end: [attribute(0x31, 0)] };
    const runs = [{ last: 1 }, { first: 2, last: 2, copies: 0 }, { first: 3, last: 3 }];
    expect(await countPages({}, silent, {})).toMatchObject({ pages: 3, runs });
    expect(await countPages(silent)).toMatchObject({ kind: 'unknown', why: 'empty' });
  });

  it('tells copies page by page', async () => {
    const copies = (value: number, size: number): Page => ({
      setup: [attribute(0x25, size)],
      end: [attribute(0x31, value)],
    });
    expect(await countPages(copies(1, 2), copies(3, 0))).toMatchObject({
      pages: 2,
      runs: [
        { first: 1, last: 1, media: a4, copies: 1 },
        { first: 2, last: 2, media: 'na_letter_8.5x11in', copies: 3 },
      ],
    });
  });

  it.each([
    ['two-sided-short-edge', 0x35, 0],
    ['two-sided-long-edge', 0x35, 1],
    ['one-sided', 0x34, 0],
  ] as const)('tells %s', async (sides, id, value) => {
    expect(await countPages({ setup: [attribute(id, value)] }, { setup: [] })).toMatchObject({
      runs: [{ first: 1, last: 2, sides }],
    });
  });

  it('says nothing of sides that are not said', async () => {
    expect(await countPages({})).not.toHaveProperty('runs.0.sides');
  });

  it('tells sides page by page', async () => {
    const mixed = await countPages({ setup: [attribute(0x35, 1)] }, { setup: [attribute(0x34, 0)] });
    expect(mixed).toMatchObject({ runs: [{ sides: 'two-sided-long-edge' }, { sides: 'one-sided' }] });
  });

  it.each([
    ['a number', [0xc0, 2, 0xf8, 0x25], a4],
    ['a text', [0xc8, 0xc0, 2, 0x41, 0x34, 0xf8, 0x25], a4],
    ['a number nobody knows', [0xc0, 31, 0xf8, 0x25], undefined],
    ['tenths of a millimetre', [0xd1, 0x34, 0x08, 0x9a, 0x0b, 0xf8, 0x2f, 0xc0, 2, 0xf8, 0x30], a4],
    ['a measure without a unit', [0xd1, 0x34, 0x08, 0x9a, 0x0b, 0xf8, 0x2f], undefined],
  ])('names a size that is given as %s', async (_, setup, media) => {
    const count = await countPages({ setup: [Buffer.from(setup)] });
    expect(count.kind === 'counted' && count.runs[0]?.media).toBe(media);
  });

  it.each([
    ['a rectangle in red', [red, rectangle], true],
    ['red that paints nothing', [red], false],
    ['red that was given up again', [Buffer.from([0x61]), red, Buffer.from([0x60]), rectangle], false],
    ['red before another colour space', [red, attribute(3, 1), Buffer.from([0x6a]), rectangle], undefined],
    ['a state that was never saved', [Buffer.from([0x60]), rectangle], undefined],
    ['an image in grey', [grey, Buffer.from([0xb0])], false],
    ['an image in RGB', [red, Buffer.from([0xb0])], undefined],
    ['red beside an image in RGB', [red, rectangle, Buffer.from([0xb0])], true],
    ['a pattern', [attribute(8, 1), Buffer.from([0x63]), rectangle], undefined],
    ['a stored stream', [Buffer.from([0x5e])], undefined],
  ])('tells colour of %s', async (_, body, colour) => {
    const count = await countPages({ body });
    expect(count.kind === 'counted' && count.runs[0]?.colour).toBe(colour);
  });

  it.each([
    ['of greys', [0, 0, 0, 255, 255, 255], false],
    ['of colours', [0, 0, 0, 255, 0, 0], undefined],
  ])('looks at a palette %s', async (_, entries, colour) => {
    const palette = Buffer.from([0xc8, 0xc0, entries.length, ...entries, 0xf8, 6, 0xc0, 2, 0xf8, 3, 0x6a]);
    const image = Buffer.concat([attribute(0x64, 1), Buffer.from([0xb0])]);
    const count = await countPages({ body: [palette, image] });
    expect(count.kind === 'counted' && count.runs[0]?.colour).toBe(colour);
  });

  it('counts sessions one after the other, with a header of their own or without', async () => {
    const session = Buffer.concat([beginSession, page(), endSession]);
    const twice = Buffer.concat([header(), session, session, header('('), session]);
    expect(await countOnce(twice)).toMatchObject({ pages: 3 });
  });
});

describe('counting PCL XL that is not whole', () => {
  it('never counts a document that is cut, and says what it saw', async () => {
    const whole = document([page(), page({ body: [Buffer.from([0xfb, 3, 1, 2, 3])] })]);
    for (let octets = ') HP-PCL XL;'.length; octets < whole.length; octets += 1) {
      expect(await countOnce(whole.subarray(0, octets)), `${octets} octets`).toMatchObject({
        kind: 'unknown',
      });
    }
    const cut = await countOnce(whole.subarray(0, whole.length - 3));
    expect(cut).toMatchObject({ why: 'incomplete', seen: 1 });
    expect(await countOnce(whole)).toMatchObject({ pages: 2 });
  });

  it('gives the same answer octet by octet', async () => {
    const documents = [
      document([page(), page({ body: [red, rectangle] }), page({ end: [attribute(0x31, 2)] })]),
      Buffer.concat([document([page()]), escape, Buffer.from('@PJL EOJ\r\n'), escape]),
      Buffer.concat([document([page()]), Buffer.from([0xff])]),
    ];
    const counters = createDocumentCounters(defaultCountLimits);
    for (const octets of documents) {
      const whole = await countOctets(counters, octets);
      for (const chunks of [[1], [3], [1_024]])
        expect(await countOctets(counters, octets, { chunks })).toEqual(whole);
    }
    await counters.close();
  });

  it('does not wait for data of 2 GiB that never comes', async () => {
    const body = [Buffer.from([0xfa, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3])];
    expect(await countPages({}, { body })).toMatchObject({ why: 'incomplete', seen: 1 });
  });

  it.each([
    ['a page in a page', [0x43, 0x43]],
    ['a page that never began', [0x44]],
    ['a session in a session', [0x41]],
    ['a session that ends in a page', [0x43, 0x42]],
    ['an octet that is no tag', [0x30]],
    ['an array without a length', [0xc8, 0xc5]],
    ['fewer copies than none', [0x43, 0xc3, 0xff, 0xff, 0xf8, 0x31, 0x44]],
  ])('refuses %s', async (_, octets) => {
    const count = await countOnce(document([page(), Buffer.from(octets)]));
    expect(count).toMatchObject({ kind: 'unknown', why: 'damaged', seen: 1 });
  });

  it('refuses a page outside a session', async () => {
    expect(await countOnce(Buffer.concat([header(), page()]))).toMatchObject({ why: 'damaged' });
  });

  it('refuses the ASCII binding and a header without an end', async () => {
    expect(await countOnce(document([page()], "'"))).toMatchObject({ why: 'unsupported' });
    const endless = Buffer.from(`) HP-PCL XL;${'x'.repeat(10_000)}`);
    expect(await countOnce(endless)).toMatchObject({ why: 'damaged' });
  });

  it('does not guess at what a stream prints between pages', async () => {
    const count = await countOnce(document([page(), Buffer.from([0x5e])]));
    expect(count).toMatchObject({ kind: 'unknown', why: 'unsupported', seen: 1 });
  });
});

describe('counting PCL XL with something behind it', () => {
  it.each(['', '\r\n', '@PJL EOJ\r\n\u001b%-12345X'])('takes the escape and %j for its end', async (rest) => {
    const octets = Buffer.concat([document([page()]), escape, Buffer.from(rest)]);
    expect(await countOnce(octets)).toMatchObject({ kind: 'counted', pages: 1 });
  });

  it.each(['@PJL ENTER LANGUAGE=PCL\r\n', '%!PS', 'x'.repeat(5_000)])(
    'does not count when another language may follow: %#',
    async (rest) => {
      const octets = Buffer.concat([document([page()]), escape, Buffer.from(rest)]);
      expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why: 'unsupported', seen: 1 });
    },
  );

  it('takes the escape for the end of a session, not of a page', async () => {
    const open = Buffer.concat([header(), beginSession, page()]);
    expect(await countOnce(Buffer.concat([open, escape]))).toMatchObject({ pages: 1 });
    const inPage = Buffer.concat([open, Buffer.from([0x43]), escape]);
    expect(await countOnce(inPage)).toMatchObject({ why: 'incomplete', seen: 1 });
  });
});
