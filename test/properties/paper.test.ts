import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CopiesBy, impressionsOnce, usageOf } from '../../src/accounting/index.ts';
import type { Counted, PageRun } from '../../src/model/page-count.ts';
import type { Usage } from '../../src/model/quote.ts';
import type { ColourMode, PageRange, Sides, Ticket } from '../../src/model/ticket.ts';

type PaperInput = Parameters<typeof usageOf>[0];

const sides: readonly Sides[] = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'];

const facts = fc.record(
  {
    pages: fc.integer({ min: 1, max: 9 }),
    media: fc.constantFrom('iso_a4_210x297mm', 'iso_a3_297x420mm'),
    colour: fc.boolean(),
    copies: fc.integer({ min: 0, max: 3 }),
    sides: fc.constantFrom(...sides),
    newDocument: fc.constant(true as const),
  },
  { requiredKeys: ['pages'] },
);

const counts: fc.Arbitrary<Counted> = fc.array(facts, { minLength: 1, maxLength: 6 }).map((parts) => {
  let page = 1;
  const runs = parts.map(({ pages, newDocument, ...told }, index): PageRun => {
    const run = { first: page, last: page + pages - 1, ...told };
    page += pages;
    return newDocument === true && index > 0 ? { ...run, newDocument } : run;
  });
  const said = { format: 'application/pdf', confidence: 'exact', source: 'test', evidence: [] } as const;
  return { kind: 'counted', pages: page - 1, runs, ...said };
});

/** Sorted and apart, as tickets have them. */
const pageRanges: fc.Arbitrary<readonly PageRange[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 6 })
  .map((places) => {
    const sorted = places.sort((a, b) => a - b);
    return sorted.flatMap((lower, index) => {
      const upper = sorted[index + 1];
      return index % 2 === 0 && upper !== undefined ? [{ lower, upper }] : [];
    });
  });

const tickets: fc.Arbitrary<Ticket> = fc.record(
  {
    copies: fc.integer({ min: 1, max: 4 }),
    sides: fc.constantFrom(...sides),
    colourMode: fc.constantFrom<ColourMode>('monochrome', 'colour', 'auto'),
    pageRanges,
    numberUp: fc.constantFrom(1, 2, 3, 4, 16),
    imposition: fc.constant('signature' as const),
    jobSheets: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['copies', 'sides', 'colourMode', 'pageRanges', 'numberUp'] },
);

const inputs: fc.Arbitrary<PaperInput> = fc.record({
  count: counts,
  ticket: tickets,
  copiesBy: fc.constantFrom<CopiesBy>('attribute', 'resend'),
  colourDevice: fc.boolean(),
});

/** A page, and all that decides with which others it may share a sheet. */
interface Page {
  readonly number: number;
  readonly colour: boolean;
  readonly copies: number;
  readonly sides: Sides;
  readonly group: string;
}

/** Prints page by page, side by side and sheet by sheet, as a person would with scissors and glue. */
function printed(input: PaperInput): Usage {
  const { ticket } = input;
  const groups = grouped(pagesOf(input).filter(({ number }) => isWanted(number, ticket.pageRanges)));
  const used = { impressions: 0, sheets: 0, colour: 0 };
  for (const pages of groups) {
    const [{ copies, sides: printedSides } = { copies: 0, sides: sides[0] }] = pages;
    for (let copy = 0; copy < copies; copy += 1) {
      let freeBack = false;
      for (const side of sidesOf(pages, ticket)) {
        used.impressions += 1;
        if (side.some((page) => page.colour)) used.colour += 1;
        if (!freeBack) used.sheets += 1;
        freeBack = !freeBack && printedSides !== 'one-sided';
      }
    }
  }
  const announced = ticket.jobSheets ?? 0;
  return { ...used, impressions: used.impressions + announced, sheets: used.sheets + announced };
}

/** What is on each side: so many pages, or of a booklet the first free leaf and the last one. */
function sidesOf(pages: readonly Page[], ticket: Ticket): readonly (readonly Page[])[] {
  const leaves: (readonly Page[])[] = [];
  for (let at = 0; at < pages.length; at += ticket.numberUp) {
    leaves.push(pages.slice(at, at + ticket.numberUp));
  }
  if (ticket.imposition === undefined) return leaves;
  while (leaves.length % 4 !== 0) leaves.push([]);
  const spreads: (readonly Page[])[] = [];
  while (leaves.length > 0) spreads.push([...(leaves.shift() ?? []), ...(leaves.pop() ?? [])]);
  return spreads.filter((spread) => spread.length > 0);
}

function pagesOf({ count, ticket, copiesBy, colourDevice }: PaperInput): readonly Page[] {
  const pages: Page[] = [];
  let document = 1;
  for (const run of count.runs) {
    if (run.newDocument === true) document += 1;
    const { copies: inside = 1, sides: own = 'one-sided', media = '' } = run;
    const replaced = ticket.copies > 1 && inside > 0 ? ticket.copies : inside;
    const copies = copiesBy === 'resend' ? inside * ticket.copies : replaced;
    const folded = ticket.imposition === undefined ? own : 'two-sided-short-edge';
    const printedSides = ticket.sides === 'one-sided' ? folded : ticket.sides;
    const paper = ticket.numberUp > 1 || ticket.imposition !== undefined ? '' : media;
    const group = [document, paper, printedSides, copies].join();
    const colour = colourDevice && ticket.colourMode !== 'monochrome' && run.colour !== false;
    for (let number = run.first; number <= run.last; number += 1) {
      pages.push({ number, colour, copies, sides: printedSides, group });
    }
  }
  return pages;
}

function isWanted(page: number, wanted: readonly PageRange[]): boolean {
  return wanted.length === 0 || wanted.some(({ lower, upper }) => lower <= page && page <= upper);
}

function grouped(pages: readonly Page[]): readonly (readonly Page[])[] {
  const groups: Page[][] = [];
  for (const page of pages) {
    const open = groups.at(-1);
    if (open?.[0]?.group === page.group) open.push(page);
    else groups.push([page]);
  }
  return groups;
}

describe('from pages to paper', () => {
  it('uses what printing page by page would use', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(usageOf(input)).toEqual(printed(input));
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts the impressions of one copy, those of pages that print', () => {
    fc.assert(
      fc.property(counts, tickets, (count, { jobSheets: _, ...ticket }) => {
        const once = printed({
          count: { ...count, runs: count.runs.map((run) => ({ ...run, copies: run.copies === 0 ? 0 : 1 })) },
          ticket: { ...ticket, copies: 1 },
          copiesBy: 'attribute',
          colourDevice: true,
        });
        const separate = count.runs.every((run) => (run.copies ?? 1) === (count.runs[0]?.copies ?? 1));
        // Copies that differ keep pages from sharing a side.
        fc.pre(separate || (ticket.numberUp === 1 && ticket.imposition === undefined));
        expect(impressionsOnce(count, ticket)).toBe(once.impressions);
      }),
      { numRuns: 1_000 },
    );
  });
});
