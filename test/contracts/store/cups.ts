import { expect, test } from 'vitest';
import type { CommitResult } from '../../../src/jobs/index.ts';
import type { CupsOrigin, Job } from '../../../src/model/job.ts';
import {
  fresh,
  historyRow,
  jobRecord,
  makeAccount,
  makeJob,
  post,
  reserve,
  type Subject,
  start,
  transition,
} from './fixtures.ts';

const taken: CommitResult = { kind: 'taken' };
const done: CommitResult = { kind: 'done' };

function originOf(key: string, run = 1): CupsOrigin {
  return { key, run, instance: 'i1', queue: 'office', job: 7, relay: false };
}

/** Jobs that came by the CUPS adapter: found again by their key, whatever happened in between. */
export function cupsTests(subject: Subject): void {
  const recordOf = async (cups: CupsOrigin, more: Partial<Job> = {}): Promise<Job> =>
    jobRecord({ id: await subject().allocateJobIds(1), cups, ...more });

  test('come back with how each run of the backend ended', async () => {
    const backend = { at: start + 9, exit: 6, terminated: true, cancelled: false, pages: 3 };
    const attempts = [{ number: 1, device: 'cups:i1/office', startedAt: start, backend }];
    const document = {
      place: 'elsewhere',
      file: '',
      octets: 3,
      digest: 'abc',
      format: 'text/plain',
    } as const;
    const cups = { ...originOf(fresh('key')), waitsSince: start };
    const job = await recordOf(cups, { attempts, document });
    await subject().commit(transition(job));
    expect(await subject().job(job.id)).toEqual(job);
    expect(await subject().cupsJobs(cups.key, 5)).toEqual([job]);
  });

  test('are found by their key alone, the last run first, open or ended', async () => {
    const key = fresh('key');
    const first = await makeJob(subject(), { cups: originOf(key), state: 'ended' });
    const second = await makeJob(subject(), { cups: originOf(key, 2) });
    await makeJob(subject(), { cups: originOf(fresh('key')) });
    await makeJob(subject());
    expect((await subject().cupsJobs(key, 5)).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect((await subject().cupsJobs(key, 1)).map(({ id }) => id)).toEqual([second.id]);
    expect(await subject().cupsJobs(`${key}0`, 5)).toEqual([]);
  });

  test('are one job a run: a second one is refused and changes nothing', async () => {
    const key = fresh('key');
    const account = await makeAccount(subject());
    await makeJob(subject(), { cups: originOf(key) });
    const late = await recordOf(originOf(key), { state: 'relaying' });
    expect(await subject().commit(transition(late))).toEqual(taken);
    const hold = reserve({ account, job: late.id, amount: 5 });
    expect(await subject().commit(transition(late, { ledger: [hold] }))).toEqual(taken);
    const row = historyRow({ job: late.id });
    expect(await subject().commit(transition(late, { history: row }))).toEqual(taken);
    expect(await subject().job(late.id)).toBeUndefined();
    expect((await subject().account(account))?.held).toBe(0);
    expect(await subject().history({ job: late.id, limit: 5 })).toEqual([]);
    expect(await subject().cupsJobs(key, 5)).toHaveLength(1);
  });

  test('that two ask for at once are made once', async () => {
    const key = fresh('key');
    const account = await makeAccount(subject());
    const commits = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const job = await recordOf(originOf(key));
        const hold = reserve({ account, job: job.id, amount: 5 });
        return subject().commit(transition(job, { ledger: [hold] }));
      }),
    );
    expect(commits.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(commits.filter(({ kind }) => kind === 'taken')).toHaveLength(7);
    expect((await subject().account(account))?.held).toBe(5);
  });

  test('that were refused by a guard leave their run to the next', async () => {
    const key = fresh('key');
    const account = await makeAccount(subject());
    const poor = await recordOf(originOf(key));
    const guards = [{ field: 'debt', atMost: 0 }] as const;
    const refused = reserve({ account, job: poor.id, amount: 5, guards });
    expect(await subject().commit(transition(poor, { ledger: [refused] }))).toMatchObject({
      kind: 'refused',
    });
    const next = await recordOf(originOf(key));
    const hold = reserve({ account, job: next.id, amount: 5 });
    expect(await subject().commit(transition(next, { ledger: [hold] }))).toEqual(done);
  });

  test('keep their run through every later commit, and a repeated first commit is the same one', async () => {
    const key = fresh('key');
    const account = await makeAccount(subject());
    const job = await recordOf(originOf(key));
    const hold = reserve({ account, job: job.id, amount: 5 });
    const first = transition(job, { ledger: [hold] });
    expect(await subject().commit(first)).toEqual(done);
    expect(await subject().commit(first)).toEqual(done);
    const ended: Job = { ...job, revision: 2, state: 'ended' };
    const ledger = [post({ account, job: job.id, hold: hold.id, amount: 5 })];
    expect(await subject().commit(transition(ended, { ledger, document: 'remove' }))).toEqual(done);
    expect(await subject().cupsJobs(key, 5)).toEqual([ended]);
    expect(await subject().commit(transition(await recordOf(originOf(key))))).toEqual(taken);
  });
}
