import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobRecord, transition } from '../../../test/contracts/store/fixtures.ts';
import type { JobFilter } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { openWriter } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import { ListReads } from './list-reads.ts';
import { ListedJobs } from './listed-jobs.ts';
import type { ReadAnswer } from './messages.ts';
import { loadSqlite } from './sqlite.ts';
import { commitRequestOf } from './transition-request.ts';

describe('a list of ended jobs', () => {
  let folder: string;
  let commits: GroupCommit;
  let listed: ListedJobs;
  let answers: ReadAnswer[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'platen-listed-'));
    const open = await loadSqlite();
    const file = join(folder, 'a.sqlite');
    commits = new GroupCommit(() => openWriter(open, file));
    put(endedJob(1));
    const reads = new ListReads(open(file, { timeout: 100 }));
    answers = [];
    listed = new ListedJobs((request) => {
      const answer = reads.answer(request);
      answers.push(answer);
      return Promise.resolve(answer);
    });
  });
  afterEach(() => {
    commits.close();
    rmSync(folder, { recursive: true });
  });

  const endedJob = (id: number, more: Partial<Job> = {}): Job =>
    jobRecord({ id, printer: 'hall', state: 'ended', endedAt: id, ...more });
  const put = (...jobs: readonly Job[]): void => {
    const requests = jobs.map((job) => ({ ...commitRequestOf(transition(job)), document: undefined }));
    commits.run({ requests, documents: new Uint8Array(), restartLog: false });
  };
  const list = (more: Partial<JobFilter> = {}): Promise<readonly Job[]> =>
    listed.jobs({ printer: 'hall', ended: true, limit: 10, ...more });
  /** Records that the last list has read. */
  const read = (): number => {
    const last = answers.at(-1);
    return last?.kind === 'jobs' ? [...last.records.matchAll(/"uuid"/g)].length : -1;
  };

  test('reads the records of those alone that it has not listed before', async () => {
    put(endedJob(2));
    expect(await list()).toEqual([endedJob(2), endedJob(1)]);
    expect(read()).toBe(2);
    put(endedJob(3));
    expect(await list()).toEqual([endedJob(3), endedJob(2), endedJob(1)]);
    expect(read()).toBe(1);
    expect(await list({ limit: 2 })).toEqual([endedJob(3), endedJob(2)]);
    expect(read()).toBe(0);
    expect(await list({ printer: 'attic' })).toEqual([]);
    expect(await list()).toHaveLength(3);
    expect(read()).toBe(0);
  });

  test('tells of a job that has changed since what it is now', async () => {
    await list();
    const changed = endedJob(1, { revision: 2, name: 'renamed' });
    put(changed);
    expect(await list()).toEqual([changed]);
    expect(await list()).toEqual([changed]);
  });

  test('keeps as many as there is room for, and still lists all', async () => {
    const large = Array.from({ length: 30 }, (_, index) => endedJob(index + 2, { name: 'x'.repeat(50_000) }));
    put(...large);
    const all = [...large].reverse();
    expect(await list({ limit: 30 })).toEqual(all);
    expect(await list({ limit: 30 })).toEqual(all);
    expect(read()).toBeGreaterThan(5);
    expect(read()).toBeLessThan(15);
  });

  test('two lists at the same time do not take from each other what they count on', async () => {
    put(endedJob(2), endedJob(3, { printer: 'attic' }));
    await list();
    const [hall, attic] = await Promise.all([list(), list({ printer: 'attic' })]);
    expect([hall, attic].map((jobs) => jobs.map(({ id }) => id))).toEqual([[2, 1], [3]]);
  });
});
