import { describe, expect, test } from 'vitest';
import type { Counted, PageRun } from '../model/page-count.ts';
import { plainTicket, type Ticket } from '../model/ticket.ts';
import { type CopiesBy, impressionsOnce, usageOf } from './paper.ts';

const a4 = 'iso_a4_210x297mm';
const a3 = 'iso_a3_297x420mm';

function counted(runs: readonly PageRun[], more: Partial<Counted> = {}): Counted {
  const pages = runs.at(-1)?.last ?? 0;
  return {
    kind: 'counted',
    format: 'application/pdf',
    pages,
    runs,
    confidence: 'exact',
    source: 'test',
    evidence: [],
    ...more,
  };
}

const mono = (pages: number): Counted => counted([{ first: 1, last: pages, media: a4, colour: false }]);

const mixed = counted([
  { first: 1, last: 3, media: a4, colour: false },
  { first: 4, last: 5, media: a3, colour: true },
]);

const threeInside = counted([{ first: 1, last: 2, media: a4, colour: false, copies: 3 }]);
const duplexInside = counted([{ first: 1, last: 5, media: a4, colour: false, sides: 'two-sided-long-edge' }]);
const jobs = counted([
  { first: 1, last: 3, media: a4, colour: false, copies: 2, sides: 'two-sided-long-edge' },
  { first: 4, last: 6, media: a4, colour: false, sides: 'two-sided-long-edge', newDocument: true },
  { first: 7, last: 8, media: a4, colour: false },
]);
const silent = counted([
  { first: 1, last: 1, media: a4, colour: false },
  { first: 2, last: 2, media: a4, colour: false, copies: 0 },
]);
const untold = counted([{ first: 1, last: 4, media: a4 }]);
const longEdge = 'two-sided-long-edge';
const booklet = { imposition: 'signature' } as const;

interface Row {
  readonly title: string;
  readonly count: Counted;
  readonly ticket?: Partial<Ticket>;
  readonly copiesBy?: CopiesBy;
  readonly colourDevice?: boolean;
  /** impressions, sheets, colour */
  readonly use: readonly [number, number, number];
}

const rows: readonly Row[] = [
  { title: 'a page is an impression on a sheet', count: mono(1), use: [1, 1, 0] },
  {
    title: 'an odd page two-sided takes a sheet of its own',
    count: mono(5),
    ticket: { sides: longEdge },
    use: [5, 3, 0],
  },
  {
    title: 'every copy starts a new sheet: 5 pages thrice are 9 sheets, not 8',
    count: mono(5),
    ticket: { sides: longEdge, copies: 3 },
    use: [15, 9, 0],
  },
  {
    title: 'a change of media starts a new sheet',
    count: mixed,
    ticket: { sides: longEdge },
    use: [5, 3, 2],
  },
  {
    title: 'page ranges come before anything else',
    count: mixed,
    ticket: { pageRanges: [{ lower: 3, upper: 4 }] },
    use: [2, 2, 1],
  },
  {
    title: 'page ranges beyond the document name nothing',
    count: mixed,
    ticket: { pageRanges: [{ lower: 9, upper: 12 }] },
    use: [0, 0, 0],
  },
  { title: 'four pages on a side', count: mono(9), ticket: { numberUp: 4 }, use: [3, 3, 0] },
  {
    title: 'a side with one colour page on it is colour',
    count: mixed,
    ticket: { numberUp: 2 },
    use: [3, 3, 2],
  },
  {
    title: 'number-up, sides and copies each count once',
    count: mono(9),
    ticket: { numberUp: 2, sides: longEdge, copies: 2 },
    use: [10, 6, 0],
  },
  { title: 'a booklet has four pages on a sheet', count: mono(9), ticket: booklet, use: [6, 3, 0] },
  { title: 'a booklet of one page has an empty back', count: mono(1), ticket: booklet, use: [1, 1, 0] },
  {
    title: 'a booklet of five pages fills its second sheet up',
    count: mono(5),
    ticket: booklet,
    use: [4, 2, 0],
  },
  {
    title: 'a side of a booklet is colour with the page from the front on it or that from the end',
    count: mixed,
    ticket: booklet,
    use: [4, 2, 1],
  },
  {
    title: 'number-up makes the pages of a booklet, and each copy is a booklet',
    count: mono(17),
    ticket: { ...booklet, numberUp: 2, copies: 3, sides: longEdge },
    use: [18, 9, 0],
  },
  { title: 'jobs of a stream share no booklet', count: jobs, ticket: booklet, use: [2 * 2 + 4, 2 + 2, 0] },
  { title: 'copies inside the data count where the client gave none', count: threeInside, use: [6, 6, 0] },
  {
    title: 'the client’s copies replace those inside',
    count: threeInside,
    ticket: { copies: 2 },
    use: [4, 4, 0],
  },
  {
    title: 'a document that is sent twice multiplies the copies inside',
    count: threeInside,
    ticket: { copies: 2 },
    copiesBy: 'resend',
    use: [12, 12, 0],
  },
  {
    title: 'copies and sides inside the data count page by page: 2 × 2 sheets, 2 and 2',
    count: jobs,
    use: [6 + 3 + 2, 4 + 2 + 2, 0],
  },
  {
    title: 'a job of the stream starts a new sheet, though it prints like the one before',
    count: jobs,
    ticket: { sides: longEdge, copies: 3 },
    use: [24, 3 * (2 + 3), 0],
  },
  {
    title: 'pages of two jobs share no side',
    count: jobs,
    ticket: { numberUp: 4 },
    use: [2 + 1 + 1, 2 + 1 + 1, 0],
  },
  {
    title: 'page ranges leave jobs apart whose first pages they drop',
    count: jobs,
    ticket: {
      sides: longEdge,
      copies: 2,
      pageRanges: [
        { lower: 3, upper: 3 },
        { lower: 5, upper: 5 },
      ],
    },
    use: [4, 4, 0],
  },
  { title: 'a page that the data does not output takes no paper', count: silent, use: [1, 1, 0] },
  {
    title: 'the copies of a ticket do not output such a page either',
    count: silent,
    ticket: { copies: 3 },
    use: [3, 3, 0],
  },
  { title: 'sides that only the data tells are believed', count: duplexInside, use: [5, 3, 0] },
  { title: 'colour that nobody can tell is taken as colour', count: untold, use: [4, 4, 4] },
  { title: 'a mono device prints no colour', count: mixed, colourDevice: false, use: [5, 5, 0] },
  {
    title: 'a mono ticket prints no colour',
    count: mixed,
    ticket: { colourMode: 'monochrome' },
    use: [5, 5, 0],
  },
];

describe('usageOf', () => {
  test.each(rows)('$title', ({ count, ticket = {}, copiesBy = 'attribute', colourDevice = true, use }) => {
    const usage = usageOf({ count, ticket: { ...plainTicket, ...ticket }, copiesBy, colourDevice });
    expect([usage.impressions, usage.sheets, usage.colour]).toEqual(use);
  });
});

describe('impressionsOnce', () => {
  test('leaves out copies, those of the ticket and those inside', () => {
    expect(impressionsOnce(threeInside, { ...plainTicket, copies: 2 })).toBe(2);
    expect(impressionsOnce(jobs, plainTicket)).toBe(8);
    expect(impressionsOnce(silent, plainTicket)).toBe(1);
  });
});
