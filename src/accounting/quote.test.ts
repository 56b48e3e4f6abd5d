import { describe, expect, test } from 'vitest';
import type { Counted, PageCount } from '../model/page-count.ts';
import type { UnknownCountRule } from '../model/printer.ts';
import { plainTicket } from '../model/ticket.ts';
import { type QuoteInput, quoteJob, quoteLeast } from './quote.ts';

const prices = { job: 0, impression: 500, sheet: 100, colour: 2_000 };
const unknown: PageCount = { kind: 'unknown', why: 'password', evidence: [] };

const threePages: Counted = {
  kind: 'counted',
  format: 'application/pdf',
  pages: 3,
  runs: [{ first: 1, last: 3, colour: false }],
  confidence: 'exact',
  source: 'page tree, walked',
  evidence: [],
};

function input(count: PageCount, rule: UnknownCountRule = { kind: 'deny' }): QuoteInput {
  return {
    count,
    octets: 2_500,
    ticket: { ...plainTicket, copies: 2 },
    copiesBy: 'attribute',
    colourDevice: false,
    prices,
    rules: { unknownCount: rule, jobImpressionsMax: 100 },
  };
}

describe('quoteJob', () => {
  test('says how it came to its numbers', () => {
    const result = quoteJob(input(threePages));
    expect(result).toMatchObject({
      kind: 'quoted',
      quote: { impressions: 6, sheets: 6, colour: 0, amount: 6 * 600, prices },
    });
    expect(result.kind === 'quoted' && result.quote.evidence).toEqual([
      '3 pages by page tree, walked (exact).',
      '2 copies, one-sided.',
      '6 impressions, 0 of them colour, on 6 sheets.',
    ]);
  });

  test('never takes an unknown count for nothing', () => {
    expect(quoteJob(input(unknown))).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'not-countable', why: 'password' },
    });
  });

  test('tells damage from what it merely cannot count', () => {
    const damaged: PageCount = { kind: 'unknown', why: 'damaged', evidence: [] };
    expect(quoteJob(input(damaged))).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'document-damaged' },
    });
  });

  test.each([
    [{ kind: 'hold' }, 'operator', 0],
    [{ kind: 'device' }, 'by-device', 0],
    [{ kind: 'assume', impressions: 4 }, 'quoted', 8],
    [{ kind: 'per-kib', impressions: 2 }, 'quoted', 12],
    [{ kind: 'per-kib', impressions: 0.5 }, 'quoted', 4],
  ] as const)('follows the rule %j for an unknown count', (rule, kind, impressions) => {
    expect(quoteJob(input(unknown, rule))).toMatchObject({ kind, quote: { impressions } });
  });

  test('allows exactly the largest job and refuses one more, by name', () => {
    const pages = (last: number): Counted => ({
      ...threePages,
      pages: last,
      runs: [{ first: 1, last, colour: false }],
    });
    expect(quoteJob(input(pages(50)))).toMatchObject({ kind: 'quoted' });
    expect(quoteJob(input(pages(51)))).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'too-large', limit: 100, need: 102 },
    });
  });

  test('refuses page ranges that leave nothing to print', () => {
    const nothing = {
      ...input(threePages),
      ticket: { ...plainTicket, pageRanges: [{ lower: 7, upper: 9 }] },
    };
    expect(quoteJob(nothing)).toMatchObject({ kind: 'refused', refusal: { kind: 'not-countable' } });
  });
});

describe('quoteLeast', () => {
  test('takes one page in the copies asked for before there is a document', () => {
    expect(quoteLeast(input(unknown))).toMatchObject({
      kind: 'quoted',
      quote: { impressions: 2, colour: 0 },
    });
  });

  test('takes the client’s estimate when it made one', () => {
    const estimate = { impressions: 30, colour: 4 };
    expect(quoteLeast({ ...input(unknown), colourDevice: true }, estimate)).toMatchObject({
      kind: 'quoted',
      quote: { impressions: 60, colour: 8 },
    });
  });
});
