import { describe, expect, test } from 'vitest';
import type { Counted, PageCount } from '../model/page-count.ts';
import { plainTicket } from '../model/ticket.ts';
import { joinedCount, rangesInEach } from './several-documents.ts';

function counted(pages: number, more: Partial<Counted> = {}): Counted {
  const runs = [{ first: 1, last: pages }];
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

const join = (...counts: readonly PageCount[]): Promise<PageCount> =>
  joinedCount(counts.map((count) => Promise.resolve(count)));

describe('the count of several documents', () => {
  test('is the pages of all, each document on a new sheet', async () => {
    expect(await join(counted(3), counted(2), counted(1))).toMatchObject({
      pages: 6,
      runs: [
        { first: 1, last: 3 },
        { first: 4, last: 5, newDocument: true },
        { first: 6, last: 6, newDocument: true },
      ],
    });
  });

  test('is no better known than the worst known of them', async () => {
    expect(await join(counted(1), counted(1, { confidence: 'estimated' }), counted(1))).toMatchObject({
      confidence: 'estimated',
    });
  });

  test('is unknown when one of them is, or when there is too much to remember', async () => {
    const unknown = { kind: 'unknown', why: 'password', evidence: [] } as const;
    expect(await join(counted(1), unknown)).toEqual(unknown);
    const many = Array.from({ length: 3_000 }, (_, index) => ({ first: index + 1, last: index + 1 }));
    expect(await join(counted(3_000, { runs: many }), counted(3_000, { runs: many }))).toMatchObject({
      kind: 'unknown',
      why: 'limit:runs',
    });
  });
});

describe('page-ranges of a job with several documents', () => {
  const ticket = { ...plainTicket, pageRanges: [{ lower: 2, upper: 3 }] };

  test('name the pages of each', () => {
    expect(rangesInEach(ticket, [5, 2, 1]).pageRanges).toEqual([
      { lower: 2, upper: 3 },
      { lower: 7, upper: 7 },
    ]);
  });

  test('that name no page at all do not name all pages', () => {
    expect(rangesInEach(ticket, [1, 1]).pageRanges).toEqual([{ lower: 3, upper: 3 }]);
  });

  test('are as they are for one document, and where there are none', () => {
    expect(rangesInEach(ticket, [])).toBe(ticket);
    expect(rangesInEach(plainTicket, [1, 1])).toBe(plainTicket);
  });
});
