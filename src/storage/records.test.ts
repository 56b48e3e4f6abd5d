import { describe, expect, test } from 'vitest';
import { parseJob, parseJobs } from './records.ts';

const run = { first: 1, last: 5 };
const count = { kind: 'counted', pages: 5, copiesInside: 3, runs: [run] };
const job = { id: 17, revision: 1, printer: 'demo', state: 'held', owner: {}, ticket: {}, attempts: [] };
const today = { ...job, count: { kind: 'counted', pages: 5, runs: [{ ...run, copies: 3 }] } };

describe('the record of a job', () => {
  test('of the time before each run had its own copies is read as one of today', () => {
    const text = JSON.stringify({ ...job, count });
    expect(parseJob(text)).toEqual(today);
    expect(parseJobs(`[${text}]`)).toEqual([today]);
  });

  test('of today comes back as it was', () => {
    expect(parseJob(JSON.stringify(today))).toEqual(today);
    expect(parseJob(JSON.stringify(job))).toEqual(job);
  });

  test('that is not whole is a fault', () => {
    for (const text of ['{', '[]', '{"id":17}']) {
      expect(() => parseJob(text)).toThrow(expect.objectContaining({ code: 'store-corrupt' }));
    }
  });
});
