import { describe, expect, test } from 'vitest';
import type { Counted, PageRun } from '../model/page-count.ts';
import { plainTicket, type Ticket } from '../model/ticket.ts';
import { type PaperInput, usageOf } from './paper.ts';
import { type ByKind, paperDetailOf } from './paper-detail.ts';

const colour: Partial<PageRun> = { colour: true };
const mono: Partial<PageRun> = { colour: false };
const blank: Partial<PageRun> = { colour: false, blank: true };

function input(pages: readonly Partial<PageRun>[], ticket: Partial<Ticket> = {}): PaperInput {
  const runs = pages.map((page, index) => ({ first: index + 1, last: index + 1, ...page }));
  const count: Counted = {
    kind: 'counted',
    format: 'application/pdf',
    pages: pages.length,
    runs,
    confidence: 'exact',
    source: 'test',
    evidence: [],
  };
  return { count, ticket: { ...plainTicket, ...ticket }, copiesBy: 'attribute', colourDevice: true };
}

const kinds = (blanks: number, monochrome: number, colours: number): ByKind => ({
  blank: blanks,
  monochrome,
  colour: colours,
});
const sum = (counts: ByKind): number => counts.blank + counts.monochrome + counts.colour;

describe('paperDetailOf', () => {
  test('tells the kinds of one-sided pages, and has copies in what is all', () => {
    const detail = paperDetailOf(input([colour, mono, blank, mono], { copies: 3 }));
    expect(detail.impressions).toEqual({ oneSided: kinds(1, 2, 1), twoSided: kinds(0, 0, 0) });
    expect(detail.allImpressions.oneSided).toEqual(kinds(3, 6, 3));
    expect(detail.sheets).toEqual(kinds(3, 6, 3));
    expect(detail.pages).toEqual(kinds(1, 2, 1));
    expect(detail.allPages).toEqual(kinds(3, 6, 3));
  });

  test('takes a sheet for colour when one of its sides is', () => {
    const detail = paperDetailOf(
      input([mono, colour, mono, mono, blank, mono, blank], { sides: 'two-sided-long-edge', copies: 2 }),
    );
    expect(detail.impressions).toEqual({ oneSided: kinds(0, 0, 0), twoSided: kinds(2, 4, 1) });
    // Pages 1 and 2, 3 and 4, 5 and 6, and 7 alone: its back is no impression.
    expect(detail.sheets).toEqual(kinds(2, 4, 2));
  });

  test('makes one side of several pages by number-up', () => {
    const detail = paperDetailOf(input([blank, mono, blank, colour, mono], { numberUp: 2 }));
    expect(detail.impressions.oneSided).toEqual(kinds(0, 2, 1));
    expect(detail.pages).toEqual(kinds(2, 2, 1));
  });

  test('leaves out pages that are not printed, and counts the sheet that announces the job', () => {
    const detail = paperDetailOf(
      input([colour, mono, mono], { pageRanges: [{ lower: 2, upper: 3 }], jobSheets: 1 }),
    );
    expect(detail.impressions.oneSided).toEqual(kinds(0, 2, 0));
    expect(detail.allImpressions.oneSided).toEqual(kinds(0, 3, 0));
    expect(detail.pages).toEqual(kinds(0, 2, 1));
    expect(detail.allPages).toEqual(kinds(0, 2, 0));
  });

  test('has the sums of usageOf, whatever is printed how', () => {
    let seed = 7;
    const next = (limit: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * limit);
    };
    for (let round = 0; round < 500; round += 1) {
      const pages = Array.from(
        { length: 1 + next(12) },
        (): Partial<PageRun> => ({
          ...[colour, mono, blank, {}][next(4)],
          ...(next(5) === 0 ? { media: 'iso_a3_297x420mm' } : {}),
          ...(next(6) === 0 ? { copies: next(3) } : {}),
          ...(next(6) === 0 ? { newDocument: true as const } : {}),
        }),
      );
      const asked = input(pages, {
        copies: 1 + next(3),
        numberUp: [1, 2, 4][next(3)] ?? 1,
        sides: next(2) === 0 ? 'one-sided' : 'two-sided-long-edge',
        jobSheets: next(2),
      });
      const usage = usageOf(asked);
      const { allImpressions: all, sheets } = paperDetailOf(asked);
      expect({
        round,
        impressions: sum(all.oneSided) + sum(all.twoSided),
        sheets: sum(sheets),
        colour: all.oneSided.colour + all.twoSided.colour,
      }).toEqual({ round, ...usage });
    }
  });
});
