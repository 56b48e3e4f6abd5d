import { assert } from '../base/fault.ts';
import type { IppDateTime } from './message.ts';

const msPerMinute = 60_000;

/** A moment as UTC. Tenths of a second are all that DateAndTime can hold; the rest is cut off. */
export function dateTimeOf(msSince1970: number): IppDateTime {
  const date = new Date(msSince1970);
  assert(!Number.isNaN(date.getTime()), 'a dateTime of no moment');
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    deciSecond: Math.floor(date.getUTCMilliseconds() / 100),
    zoneDirection: '+',
    zoneHours: 0,
    zoneMinutes: 0,
  };
}

/** Milliseconds since 1970. The zone says how far the clock that was read is ahead of UTC (RFC 2579, DateAndTime). */
export function msOfDateTime(dateTime: IppDateTime): number {
  const { year, month, day, hour, minute, second, deciSecond } = dateTime;
  const ahead = dateTime.zoneHours * 60 + dateTime.zoneMinutes;
  const minutesToUtc = dateTime.zoneDirection === '+' ? -ahead : ahead;
  const local = new Date(0);
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second, deciSecond * 100);
  return local.getTime() + minutesToUtc * msPerMinute;
}
