import { describe, expect, test } from 'vitest';
import { type PortionInput, portionToRefund } from './refund-portion.ts';

const posted = { amount: 1_000, impressions: 3 };

describe('a portion of a posting', () => {
  test.each<[string, Omit<PortionInput, 'posted'>, object]>([
    ['all that is left', { left: posted, asked: {} }, { kind: 'portion', amount: 1_000, impressions: 3 }],
    [
      'a share, rounded up',
      { left: posted, asked: { impressions: 1 } },
      { kind: 'portion', amount: 334, impressions: 1 },
    ],
    [
      'the last impressions take the rest',
      { left: { amount: 332, impressions: 1 }, asked: { impressions: 1 } },
      { kind: 'portion', amount: 332, impressions: 1 },
    ],
    [
      'a share never passes what is left',
      { left: { amount: 100, impressions: 2 }, asked: { impressions: 1 } },
      { kind: 'portion', amount: 100, impressions: 1 },
    ],
    ['money alone', { left: posted, asked: { amount: 5 } }, { kind: 'portion', amount: 5, impressions: 0 }],
    [
      'money and impressions as asked',
      { left: posted, asked: { amount: 0, impressions: 2 } },
      { kind: 'portion', amount: 0, impressions: 2 },
    ],
    ['too many impressions', { left: posted, asked: { impressions: 4 } }, { kind: 'too-much' }],
    ['too much money', { left: posted, asked: { amount: 1_001 } }, { kind: 'too-much' }],
    ['nothing', { left: posted, asked: { impressions: 0 } }, { kind: 'nothing-asked' }],
    ['of nothing', { left: { amount: 0, impressions: 0 }, asked: {} }, { kind: 'nothing-left' }],
  ])('%s', (_what, input, result) => {
    expect(portionToRefund({ posted, ...input })).toEqual(result);
  });

  test('is exact where the product passes 2^53', () => {
    const huge = { amount: 1_000_000_000_000, impressions: 2_147_483_647 };
    const asked = { impressions: 2_147_483_646 };
    expect(portionToRefund({ posted: huge, left: huge, asked })).toEqual({
      kind: 'portion',
      amount: 999_999_999_535,
      impressions: 2_147_483_646,
    });
  });

  test('one after the other gives back exactly what was charged', () => {
    let left = { amount: 1_000, impressions: 7 };
    const whole = left;
    let back = 0;
    while (left.impressions > 0) {
      const portion = portionToRefund({ posted: whole, left, asked: { impressions: 1 } });
      if (portion.kind !== 'portion') throw new Error(portion.kind);
      back += portion.amount;
      left = { amount: left.amount - portion.amount, impressions: left.impressions - portion.impressions };
    }
    expect(back).toBe(1_000);
  });
});
