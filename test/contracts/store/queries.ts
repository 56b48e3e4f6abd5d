import { describe, expect, test } from 'vitest';
import type { JobFilter, Store } from '../../../src/jobs/index.ts';
import { endedPlaceOf } from '../../../src/model/ended-place.ts';
import type { HistoryRow, Job, JobState } from '../../../src/model/job.ts';
import { plainStanding } from '../../../src/model/printer.ts';
import { fresh, historyRow, jobRecord, makeJob, type Subject, start, transition } from './fixtures.ts';

/** What is kept of printers. */
export function printerTests(subject: () => Store): void {
  test('keeps the last word of operators on each printer', async () => {
    const said = async (): Promise<unknown> => Object.fromEntries(await subject().standings());
    expect(await said()).toEqual({});
    const paused = { ...plainStanding, paused: true };
    await subject().setStanding('hall.2', paused);
    await subject().setStanding('attic', { ...paused, info: 'Under the roof', purgedUpTo: 7 });
    await subject().setStanding('attic', { ...plainStanding, info: 'Up there', message: 'Paper is low.' });
    expect(await said()).toEqual({
      attic: { ...plainStanding, info: 'Up there', message: 'Paper is low.' },
      'hall.2': paused,
    });
    await subject().setStanding('hall.2', plainStanding);
    await subject().setStanding('attic', plainStanding);
    expect(await said()).toEqual({ attic: plainStanding, 'hall.2': plainStanding });
  });
}

/** Later than the end of every other job of these tests. */
const future = 9_000_000_000_000;

export function queryTests(subject: Subject): void {
  const idsOf = (jobs: readonly Job[]): readonly number[] => jobs.map((job) => job.id);

  /** Jobs of one printer, in the states given, owners alternating between ann and bea. */
  const makeJobs = async (printer: string, states: readonly JobState[]): Promise<readonly Job[]> => {
    const first = await subject().allocateJobIds(states.length);
    // Those with odd numbers end long after those with even ones.
    const jobs = states.map((state, index) => {
      const owner = {
        name: index % 2 === 0 ? 'ann' : 'bea',
        level: 'claimed',
        proof: '',
        operator: false,
      } as const;
      const endedAt = state === 'ended' ? { endedAt: 1_000 * (index % 2) + 1 } : {};
      return jobRecord({ id: first + index, printer, owner, state, ...endedAt });
    });
    for (const job of [...jobs].reverse()) await subject().commit(transition(job));
    return jobs;
  };

  describe('unfinished', () => {
    test('is every job that has not ended, in order of id', async () => {
      const states = ['pending', 'ended', 'held', 'counting', 'ended', 'relaying', 'incoming'] as const;
      const jobs = await makeJobs(fresh('printer'), states);
      const own = new Set(idsOf(jobs));
      const open = (await subject().unfinished()).filter((job) => own.has(job.id));
      expect(open).toEqual(jobs.filter((job) => job.state !== 'ended'));
    });

    test('a job leaves it when it ends', async () => {
      const job = await makeJob(subject());
      expect(idsOf(await subject().unfinished())).toContain(job.id);
      await subject().commit(transition({ ...job, revision: 2, state: 'ended' }));
      expect(idsOf(await subject().unfinished())).not.toContain(job.id);
    });
  });

  describe('jobs', () => {
    const states = ['pending', 'ended', 'held', 'ended', 'ended', 'relaying', 'ended', 'ended'] as const;

    test('open ones come in order of id', async () => {
      const printer = fresh('printer');
      const jobs = await makeJobs(printer, states);
      const open = jobs.filter((job) => job.state !== 'ended');
      expect(await subject().jobs({ printer, ended: false, limit: 10 })).toEqual(open);
      expect(await subject().jobs({ printer, ended: false, limit: 2 })).toEqual(open.slice(0, 2));
    });

    test('ended ones come by their end and number, the last first, a page at a time', async () => {
      const printer = fresh('printer');
      const jobs = await makeJobs(printer, states);
      const ended = [7, 3, 1, 6, 4].map((index) => jobs[index]!);
      expect(idsOf(await subject().jobs({ printer, ended: true, limit: 10 }))).toEqual(idsOf(ended));
      for (const size of [1, 2, 3, 4]) {
        const page = await subject().jobs({ printer, ended: true, limit: size });
        expect(page).toEqual(ended.slice(0, size));
        const after = endedPlaceOf(page.at(-1)!);
        expect(await subject().jobs({ printer, ended: true, after, limit: 10 })).toEqual(ended.slice(size));
      }
    });

    test('ended ones come by number where that is asked for, and from a number on', async () => {
      const printer = fresh('printer');
      const jobs = await makeJobs(printer, states);
      const list = async (more: Partial<JobFilter>): Promise<readonly number[]> =>
        idsOf(await subject().jobs({ printer, ended: true, limit: 10, ...more }));
      const ids = (...indexes: readonly number[]): readonly number[] =>
        indexes.map((index) => jobs[index]!.id);
      expect(await list({ byId: true })).toEqual(ids(7, 6, 4, 3, 1));
      expect(await list({ byId: true, limit: 1 })).toEqual(ids(7));
      expect(await list({ from: jobs[4]!.id })).toEqual(ids(7, 6, 4));
      expect(await list({ from: jobs[4]!.id, ended: false })).toEqual(ids(5));
    });

    test('are found by their owner, alone and with a printer', async () => {
      const printer = fresh('printer');
      const jobs = await makeJobs(printer, states);
      const of = (owner: string, ended: boolean): readonly number[] =>
        idsOf(jobs.filter((job) => job.owner.name === owner && (job.state === 'ended') === ended));
      const found = await subject().jobs({ printer, owner: 'bea', ended: true, limit: 10 });
      expect(idsOf(found)).toEqual([...of('bea', true)].reverse());
      expect(idsOf(await subject().jobs({ printer, owner: 'ann', ended: false, limit: 10 }))).toEqual(
        of('ann', false),
      );
      const newest = await subject().jobs({ owner: 'bea', ended: true, limit: 1 });
      expect(newest[0]?.id).toBe(of('bea', true).at(-1));
      expect(await subject().jobs({ owner: fresh('nobody'), ended: true, limit: 10 })).toEqual([]);
      expect(await subject().jobs({ printer: fresh('none'), ended: false, limit: 10 })).toEqual([]);
    });

    test('without a filter are those of all printers', async () => {
      const [one, two] = [
        await makeJob(subject(), { state: 'ended', endedAt: future }),
        await makeJob(subject(), { state: 'ended', endedAt: future }),
      ];
      expect(idsOf(await subject().jobs({ ended: true, limit: 2 }))).toEqual([two.id, one.id]);
      const after = endedPlaceOf(two);
      expect(idsOf(await subject().jobs({ ended: true, after, limit: 1 }))).toEqual([one.id]);
    });
  });

  describe('history', () => {
    const write = async (rows: readonly HistoryRow[]): Promise<void> => {
      for (const history of rows) {
        await subject().commit({
          id: fresh('transition'),
          step: 'refuse',
          expectedRevision: 0,
          ledger: [],
          history,
        });
      }
    };

    test('comes newest first and whole', async () => {
      const user = fresh('user');
      const rows = [1, 2, 3].map((day) => historyRow({ job: day, user, at: start + day }));
      await write(rows);
      expect(await subject().history({ user, limit: 10 })).toEqual([...rows].reverse());
      expect(await subject().history({ user, limit: 2 })).toEqual([rows[2], rows[1]]);
    });

    test('is found by user, printer, job and action, and by all of them', async () => {
      const [user, printer] = [fresh('user'), fresh('printer')];
      const job = await subject().allocateJobIds(1);
      const rows = [
        historyRow({ job, user, printer, at: start + 1 }),
        historyRow({ job: job + 900_000, user, printer, action: 'refused', at: start + 2 }),
        historyRow({ job: job + 900_001, user, action: 'failed', at: start + 3 }),
        historyRow({ job: job + 900_002, printer, action: 'cancelled', at: start + 4 }),
      ];
      await write(rows);
      const [a, b, c, d] = rows;
      expect(await subject().history({ user, limit: 10 })).toEqual([c, b, a]);
      expect(await subject().history({ printer, limit: 10 })).toEqual([d, b, a]);
      expect(await subject().history({ job, limit: 10 })).toEqual([a]);
      expect(await subject().history({ user, action: 'failed', limit: 10 })).toEqual([c]);
      expect(await subject().history({ user, printer, job, action: 'printed', limit: 10 })).toEqual([a]);
      expect(await subject().history({ user, printer, action: 'cancelled', limit: 10 })).toEqual([]);
      expect(await subject().history({ limit: 1 })).toHaveLength(1);
    });

    test('is found by time: since is inclusive, until is not', async () => {
      const [user, printer] = [fresh('user'), fresh('printer')];
      const rows = [10, 20, 30, 40].map((at) => historyRow({ job: 1, user, printer, at: start + at }));
      await write(rows);
      const times = async (since?: number, until?: number): Promise<readonly number[]> => {
        const span = {
          ...(since !== undefined && { since: start + since }),
          ...(until !== undefined && { until: start + until }),
        };
        const byUser = await subject().history({ user, ...span, limit: 10 });
        expect(await subject().history({ printer, ...span, limit: 10 })).toEqual(byUser);
        return byUser.map((row) => row.at - start);
      };
      expect(await times(20)).toEqual([40, 30, 20]);
      expect(await times(undefined, 30)).toEqual([20, 10]);
      expect(await times(20, 40)).toEqual([30, 20]);
      expect(await times(41)).toEqual([]);
    });
  });
}
