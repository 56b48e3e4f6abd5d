import { describe, expect, test } from 'vitest';
import { dateTimeOf, msOfDateTime } from './date-time.ts';

const noon = { year: 2026, month: 11, day: 22, hour: 12, minute: 0, second: 0, deciSecond: 4 } as const;

describe('dateTime', () => {
  test('a moment is written in UTC and read back to the tenth of a second', () => {
    const moment = Date.UTC(2026, 10, 22, 15, 26, 7, 480);
    expect(dateTimeOf(moment)).toEqual({
      year: 2026,
      month: 11,
      day: 22,
      hour: 15,
      minute: 26,
      second: 7,
      deciSecond: 4,
      zoneDirection: '+',
      zoneHours: 0,
      zoneMinutes: 0,
    });
    expect(msOfDateTime(dateTimeOf(moment))).toBe(moment - 80);
  });

  test('noon ahead of UTC is an earlier moment, noon behind it a later one', () => {
    const ahead = { ...noon, zoneDirection: '+', zoneHours: 2, zoneMinutes: 30 } as const;
    expect(msOfDateTime(ahead)).toBe(Date.UTC(2026, 10, 22, 9, 30, 0, 400));
    const behind = { ...noon, zoneDirection: '-', zoneHours: 8, zoneMinutes: 0 } as const;
    expect(msOfDateTime(behind)).toBe(Date.UTC(2026, 10, 22, 20, 0, 0, 400));
  });

  test('the year 26 is not 1926', () => {
    const utc = { zoneDirection: '+', zoneHours: 0, zoneMinutes: 0 } as const;
    expect(new Date(msOfDateTime({ ...noon, year: 26, ...utc })).getUTCFullYear()).toBe(26);
  });

  test('what is no moment is thrown', () => {
    expect(() => dateTimeOf(Number.NaN)).toThrow('a dateTime of no moment');
  });
});
