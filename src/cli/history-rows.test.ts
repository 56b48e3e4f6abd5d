import { describe, expect, test } from 'vitest';
import type { Admin, HistoryLine } from '../admin/index.ts';
import { historyRows } from './history-rows.ts';

function row(job: number, at: number): HistoryLine {
  const usage = { impressions: 1, sheets: 1, colour: 0, amount: 0 };
  return { job, at, user: 'a', printer: 'p', action: 'printed', reasons: [], ...usage };
}

/** A history of those rows, newest first, as the stores answer it. */
function adminWith(rows: readonly HistoryLine[]): Pick<Admin, 'history'> {
  return {
    history: ({ until, limit = 1 }) => {
      const found = rows.filter(({ at }) => until === undefined || at < until);
      return Promise.resolve({ kind: 'done', rows: found.slice(0, limit), more: found.length > limit });
    },
  };
}

async function jobs(rows: readonly HistoryLine[]): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { job } of historyRows(adminWith(rows), {})) found.push(job);
  return found;
}

describe('the pages of a history', () => {
  test('give every row once, whatever times they share', async () => {
    const rows = Array.from({ length: 3_500 }, (_, index) =>
      row(3_500 - index, Math.floor((3_500 - index) / 7)),
    );
    expect(await jobs(rows)).toEqual(rows.map(({ job }) => job));
  });

  test('give every row once when more of them than a page share one time', async () => {
    const rows = Array.from({ length: 4_200 }, (_, index) => row(4_200 - index, index < 4_100 ? 2 : 1));
    expect(await jobs(rows)).toEqual(rows.map(({ job }) => job));
  });

  test('end at once where there is nothing', async () => {
    expect(await jobs([])).toEqual([]);
  });

  test('do not lose rows silently when a time has more than one call can tell', async () => {
    const rows = Array.from({ length: 10_500 }, (_, index) => row(index, 5));
    await expect(jobs(rows)).rejects.toThrow('More than 10000 rows have the time');
  });
});
