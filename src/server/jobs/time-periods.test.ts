import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextStart, periods } from './time-periods.ts';

let zone: string | undefined;

beforeEach(() => {
  zone = process.env['TZ'];
  process.env['TZ'] = 'Europe/Berlin';
});

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const at = (text: string): number => Date.parse(text);
const next = (period: string, now: string): string | undefined => {
  const start = nextStart(period, at(now));
  return start === undefined ? undefined : new Date(start).toISOString();
};

// 2026-11-25 is a Wednesday; Berlin is an hour ahead of UTC then.
test.each([
  ['day-time', '2026-11-25T04:59:59Z', '2026-11-25T05:00:00.000Z'],
  ['day-time', '2026-11-25T05:00:00Z', undefined],
  ['day-time', '2026-11-25T16:59:59Z', undefined],
  ['day-time', '2026-11-25T17:00:00Z', '2026-11-26T05:00:00.000Z'],
  ['night', '2026-11-25T12:00:00Z', '2026-11-25T17:00:00.000Z'],
  ['evening', '2026-11-25T17:00:00Z', undefined],
  ['night', '2026-11-26T04:59:00Z', undefined],
  ['night', '2026-11-26T05:00:00Z', '2026-11-26T17:00:00.000Z'],
  ['second-shift', '2026-11-25T14:59:00Z', '2026-11-25T15:00:00.000Z'],
  ['second-shift', '2026-11-25T22:59:00Z', undefined],
  ['second-shift', '2026-11-25T23:00:00Z', '2026-11-26T15:00:00.000Z'],
  ['third-shift', '2026-11-25T06:59:00Z', undefined],
  ['third-shift', '2026-11-25T07:00:00Z', '2026-11-25T23:00:00.000Z'],
  ['weekend', '2026-11-25T12:00:00Z', '2026-11-27T23:00:00.000Z'],
  ['weekend', '2026-11-29T22:59:00Z', undefined],
  ['weekend', '2026-11-29T23:00:00Z', '2026-12-04T23:00:00.000Z'],
])('%s at %s begins at %s', (period, now, start) => {
  expect(next(period, now)).toBe(start);
});

test('the clock on the wall decides across a change to summer time and back', () => {
  // 2026-03-29 has 23 hours, 2026-10-25 has 25.
  expect(next('day-time', '2026-03-28T17:30:00Z')).toBe('2026-03-29T04:00:00.000Z');
  expect(next('night', '2026-03-29T12:00:00Z')).toBe('2026-03-29T16:00:00.000Z');
  expect(next('day-time', '2026-10-24T17:30:00Z')).toBe('2026-10-25T05:00:00.000Z');
  expect(next('weekend', '2026-10-20T12:00:00Z')).toBe('2026-10-23T22:00:00.000Z');
});

test('every period is within its time or begins within a week, whenever it is asked', () => {
  const moments: number[] = [];
  // No multiple of an hour, so that every hour of the day and every part of it has its turn.
  for (let now = at('2026-01-01T00:00:00Z'); now < at('2027-01-01T00:00:00Z'); now += 167 * 60_000)
    moments.push(now);
  const wrong = periods.flatMap((period) =>
    moments
      .filter((now) => {
        const start = nextStart(period, now);
        if (start === undefined) return false;
        const isSoon = start > now && start - now < 7 * 25 * 3_600_000;
        return !isSoon || nextStart(period, start) !== undefined;
      })
      .map((now) => `${period} at ${new Date(now).toISOString()}`),
  );
  expect(wrong).toEqual([]);
});
