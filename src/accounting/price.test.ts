import { describe, expect, test } from 'vitest';
import { portionOf, priceOf } from './price.ts';

const prices = { job: 1_000, impression: 500, sheet: 100, colour: 2_000 };

describe('priceOf', () => {
  test('adds job, impressions, sheets and, on top of them, colour', () => {
    expect(priceOf({ impressions: 4, sheets: 2, colour: 1 }, prices)).toBe(1_000 + 2_000 + 200 + 2_000);
  });

  test('charges nothing, not even the job, where nothing was printed', () => {
    expect(priceOf({ impressions: 0, sheets: 0, colour: 0 }, prices)).toBe(0);
  });
});

describe('portionOf', () => {
  const quoted = { impressions: 10, sheets: 5, colour: 4 };

  test.each([
    [10, { impressions: 10, sheets: 5, colour: 4 }],
    [3, { impressions: 3, sheets: 2, colour: 2 }],
    [0, { impressions: 0, sheets: 0, colour: 0 }],
    [20, { impressions: 20, sheets: 10, colour: 8 }],
  ])('takes %i of 10 quoted impressions in proportion, whole sheets', (impressions, portion) => {
    expect(portionOf(quoted, impressions)).toEqual(portion);
  });

  test('takes what a device reports of an uncounted job as one-sided mono', () => {
    expect(portionOf({ impressions: 0, sheets: 0, colour: 0 }, 7)).toEqual({
      impressions: 7,
      sheets: 7,
      colour: 0,
    });
  });
});
