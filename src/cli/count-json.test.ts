import { describe, expect, test } from 'vitest';
import type { PageRun } from '../model/page-count.ts';
import { countJson } from './count-json.ts';

function json(runs: readonly PageRun[]): object {
  const pages = runs.at(-1)?.last ?? 0;
  return countJson('x', {
    kind: 'counted',
    format: 'application/vnd.hp-PJL',
    pages,
    runs,
    confidence: 'exact',
    source: '',
    evidence: [],
  });
}

describe('the JSON of a count', () => {
  test('says copies that all pages share as one number', () => {
    expect(json([{ first: 1, last: 3, copies: 2 }])).toMatchObject({ pages: 3, impressions: 6, copies: 2 });
    expect(json([{ first: 1, last: 3 }])).toMatchObject({ pages: 3, impressions: 3, copies: 1 });
  });

  test('says copies that differ page by page', () => {
    const runs = [
      { first: 1, last: 1 },
      { first: 2, last: 3, copies: 0 },
      { first: 4, last: 4, copies: 3 },
    ];
    expect(json(runs)).toMatchObject({ pages: 4, impressions: 4, copies: [1, 0, 0, 3] });
  });

  test('says copies of longer documents by stretches', () => {
    const runs: readonly PageRun[] = [
      { first: 1, last: 5, colour: true },
      { first: 6, last: 12, colour: false },
      { first: 13, last: 15, copies: 2, newDocument: true },
    ];
    expect(json(runs)).toMatchObject({ pages: 15, impressions: 18, copies: ['1x12', '2x3'] });
  });

  test('says sides that change, and counts their sheets', () => {
    const runs: readonly PageRun[] = [
      { first: 1, last: 3, sides: 'two-sided-long-edge' },
      { first: 4, last: 5, sides: 'one-sided' },
    ];
    expect(json(runs)).toMatchObject({ duplex: 'mixed', sheets: 4 });
  });

  test('names media page by page where they differ, and not at all where one is not known', () => {
    const a4 = { first: 1, last: 2, media: 'a4' };
    expect(json([a4, { first: 3, last: 3, media: 'a3' }])).toMatchObject({ media: ['a4', 'a4', 'a3'] });
    expect(json([a4, { first: 3, last: 3, media: 'a4', colour: true }])).toMatchObject({ media: ['a4'] });
    expect(json([a4, { first: 3, last: 3 }])).not.toHaveProperty('media');
  });
});
