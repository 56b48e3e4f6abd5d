import { describe, expect, test } from 'vitest';
import { amountMax, formatAmount, parseAmount } from './money.ts';

describe('parseAmount', () => {
  test.each([
    ['0.05', 500],
    ['5.00', 50_000],
    ['12', 120_000],
    ['0.0001', 1],
    ['-2.5', -25_000],
    ['-0', 0],
  ])('reads %s', (text, amount) => {
    expect(parseAmount(text)).toBe(amount);
  });

  test.each(['', '0.00001', '1,50', '1e3', '.5', '1.', '--1', '999999999999', '100000000.0001'])(
    'refuses %j',
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );

  test('takes the cap itself', () => {
    expect(parseAmount('100000000')).toBe(amountMax);
  });
});

describe('formatAmount', () => {
  test.each([
    [500, '0.05'],
    [50_000, '5.00'],
    [1, '0.0001'],
    [-25_000, '-2.50'],
    [0, '0.00'],
    [12_340, '1.234'],
  ])('writes %i', (amount, text) => {
    expect(formatAmount(amount)).toBe(text);
  });

  test('shows as many decimals as the currency has', () => {
    expect(formatAmount(120_000, 0)).toBe('12');
  });
});
