import { describe, expect, test } from 'vitest';
import { pagesOf } from './ticket.ts';
import { amountOf, instantOf, limitOf, namesOf, overdraftOf } from './values.ts';

describe('a time', () => {
  test('as a date is midnight where the command is typed', () => {
    expect(instantOf('2026-11-01')).toBe(new Date(2026, 10, 1).getTime());
  });

  test.each([
    ['2026-11-01T08:00:00Z', Date.UTC(2026, 10, 1, 8)],
    ['2026-11-01T08:00:00.250Z', Date.UTC(2026, 10, 1, 8, 0, 0, 250)],
    ['2026-11-01T08:00+01:00', Date.UTC(2026, 10, 1, 7)],
    ['2026-11-01T08:00', new Date(2026, 10, 1, 8).getTime()],
  ])('%s is read', (text, at) => {
    expect(instantOf(text)).toBe(at);
  });

  test.each(['', 'today', '2026-13-01', '2026-02-29', '01.11.2026', '2026-11-01T25:00Z', '1760000000'])(
    '"%s" is none',
    (text) => {
      expect(() => instantOf(text)).toThrow('Expected a date');
    },
  );
});

describe('a value', () => {
  test('of money has at most four decimals and a dot', () => {
    expect(amountOf('-2.5')).toBe(-25_000);
    for (const text of ['2,5', '1e3', '', '0.00001', '5 EUR'])
      expect(() => amountOf(text)).toThrow('Expected an amount');
    expect(() => overdraftOf('-1')).toThrow('0 or more');
  });

  test('of a limit is a number or none', () => {
    expect(limitOf('0')).toBe(0);
    expect(limitOf('none')).toBe('none');
    for (const text of ['', '-1', '1.5', 'no']) expect(() => limitOf(text)).toThrow('Expected');
  });

  test('of names may be several', () => {
    expect(namesOf('a,b', ['c'])).toEqual(['c', 'a', 'b']);
  });

  test('of pages is sorted and joined', () => {
    expect(pagesOf('7,1-3,4,9-10,10-12')).toEqual([
      { lower: 1, upper: 4 },
      { lower: 7, upper: 7 },
      { lower: 9, upper: 12 },
    ]);
    for (const text of ['', '0', '3-1', 'a', '1-2-3', '1,'])
      expect(() => pagesOf(text)).toThrow('Expected pages');
  });
});
