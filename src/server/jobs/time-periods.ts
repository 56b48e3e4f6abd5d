/**
 * When the periods of job-hold-until and job-delay-output-until begin and end, in hours of this server's own clock and time
 * zone (TZ). RFC 8011 §5.2.2 leaves the hours to the site; these are those of CUPS, which people know. An hour above 24 is
 * one of the next day.
 */
const dailyPeriods = {
  'day-time': [6, 18],
  evening: [18, 30],
  night: [18, 30],
  'second-shift': [16, 24],
  'third-shift': [0, 8],
} as const;

export const periods: readonly string[] = [...Object.keys(dailyPeriods), 'weekend'];

/** Milliseconds since 1970 at which the period begins next; undefined while it lasts. */
export function nextStart(period: string, now: number): number | undefined {
  if (period === 'weekend') return nextWeekend(now);
  const daily = Object.entries(dailyPeriods).find(([name]) => name === period)?.[1];
  if (daily === undefined) return undefined;
  const [from, to] = daily;
  for (const day of [-1, 0, 1]) {
    const start = localTime(now, day, from);
    if (start > now) return start;
    if (localTime(now, day, to) > now) return undefined;
  }
  return undefined;
}

function nextWeekend(now: number): number | undefined {
  const saturday = 6;
  const today = new Date(now).getDay();
  return today === saturday || today === 0 ? undefined : localTime(now, saturday - today, 0);
}

/** An hour of the day so many days from now. The clock on the wall decides, also across a change to summer time. */
function localTime(now: number, days: number, hour: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}
