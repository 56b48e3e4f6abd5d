import { describe, expect, test } from 'vitest';
import type { CommitResult, Transition } from '../../../src/jobs/index.ts';
import type { Job } from '../../../src/model/job.ts';
import {
  fresh,
  grant,
  historyRow,
  jobRecord,
  makeAccount,
  makeJob,
  post,
  release,
  reserve,
  type Subject,
  start,
  transition,
} from './fixtures.ts';

const done: CommitResult = { kind: 'done' };
const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 31) % 256);

export function transitionTests(subject: Subject): void {
  describe('job numbers', () => {
    test('grow, block by block, and are given to one caller only', async () => {
      const firsts = await Promise.all(Array.from({ length: 16 }, () => subject().allocateJobIds(3)));
      const numbers = firsts.flatMap((first) => [first, first + 1, first + 2]);
      expect(new Set(numbers).size).toBe(48);
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
      expect(await subject().allocateJobIds(1)).toBeGreaterThan(Math.max(...numbers));
    });
  });

  describe('commit', () => {
    test('a job comes back exactly as it was stored', async () => {
      const id = await subject().allocateJobIds(1);
      const job = jobRecord({
        id,
        message: 'Line one\nline "two" – ünï',
        reasons: ['job-hold-until-specified'],
        document: {
          place: 'record',
          file: '',
          octets: 3,
          digest: 'abc',
          format: 'application/pdf',
          supplied: 'QgANZG9jdW1lbnQtbmFtZQABYQ==',
        },
        attempts: [
          {
            number: 1,
            device: 'ipp://x/',
            startedAt: start,
            remote: { id: 7, uri: 'ipp://x/7' },
            octetsSent: 3,
          },
        ],
        cancelRequested: { by: 'alice', at: start + 5 },
        waits: {
          until: true,
          delay: start + 6,
          onCreate: true,
          release: true,
          pin: { encryption: 'sha2-256', hash: '$argon2id$', wrong: 1 },
          expiresAt: start + 7,
        },
        releasedFrom: 'anywhere',
        released: { by: 'alice', level: 'password', at: start + 8 },
        account: 'alice',
        hold: 'h',
      });
      expect(await subject().commit(transition(job))).toEqual(done);
      expect(await subject().job(id)).toEqual(job);
    });

    test('a job nobody stored is not there', async () => {
      expect(await subject().job(await subject().allocateJobIds(1))).toBeUndefined();
    });

    test('the next record replaces the one before', async () => {
      const job = await makeJob(subject());
      const next: Job = { ...job, revision: 2, state: 'relaying', startedAt: start + 1 };
      expect(await subject().commit(transition(next))).toEqual(done);
      expect(await subject().job(job.id)).toEqual(next);
    });

    test('a hold takes the place of another one in one commit, with room made by the guards', async () => {
      const account = await makeAccount(subject(), fresh('user'), 100);
      const job = await makeJob(subject());
      const hold = `job:${job.id}:hold`;
      const held = { ...job, revision: 2, account, hold };
      const first = reserve({ account, job: job.id, id: hold, amount: 90, impressions: 9 });
      expect(await subject().commit(transition(held, { ledger: [first] }))).toEqual(done);
      const anew = (amount: number): Transition => {
        const guard = { field: 'debt', atMost: 90 } as const;
        const second = {
          job: job.id,
          id: `${hold}:2`,
          printer: 'lab',
          amount,
          impressions: 7,
          guards: [guard],
        };
        const moved = { ...held, revision: 3, printer: 'lab', hold: `${hold}:2` };
        const ledger = [reserve({ account, ...second }), release({ account, hold, job: job.id })];
        return transition(moved, { ledger });
      };
      const tooMuch = await subject().commit(anew(101));
      expect(tooMuch).toMatchObject({ kind: 'refused', results: [{ kind: 'guards' }, {}] });
      expect(await subject().account(account)).toMatchObject({ held: 90, holds: [{ id: hold }] });
      expect(await subject().job(job.id)).toEqual(held);

      const enough = anew(100);
      expect(await subject().commit(enough)).toEqual(done);
      expect(await subject().commit(enough)).toEqual(done);
      expect(await subject().account(account)).toMatchObject({
        balance: 100,
        held: 100,
        holds: [{ id: `${hold}:2`, amount: 100, printer: 'lab' }],
        counters: { demo: { impressions: 0, held: 0 }, lab: { impressions: 0, held: 7 } },
      });
      const printed = { ...held, revision: 4, printer: 'lab', state: 'ended' as const, endedAt: start };
      const charge = post({ account, job: job.id, hold: `${hold}:2`, amount: 60, impressions: 4 });
      expect(await subject().commit(transition(printed, { ledger: [charge] }))).toEqual(done);
      expect(await subject().account(account)).toMatchObject({ balance: 40, held: 0, holds: [] });
    });

    test('on another revision than the stored one is stale, tells the job as it is and changes nothing', async () => {
      const account = await makeAccount(subject());
      const job = await makeJob(subject());
      await subject().commit(transition({ ...job, revision: 2, state: 'held' }));
      const late = transition(
        { ...job, revision: 2, state: 'ended', endedAt: start },
        {
          ledger: [grant({ account, amount: 5 })],
          document: bytes(3),
          history: historyRow({ job: job.id }),
        },
      );
      expect(await subject().commit(late)).toEqual({
        kind: 'stale',
        job: { ...job, revision: 2, state: 'held' },
      });
      expect((await subject().account(account))?.balance).toBe(0);
      expect(await subject().document(job.id)).toBeUndefined();
      expect(await subject().history({ job: job.id, limit: 5 })).toEqual([]);
    });

    test('of a new job is stale when there is one already', async () => {
      const job = await makeJob(subject());
      expect(await subject().commit(transition({ ...job, name: 'another' }))).toEqual({ kind: 'stale', job });
    });

    test('on a job that does not exist is stale without a job', async () => {
      const job = jobRecord({ id: await subject().allocateJobIds(1), revision: 4 });
      expect(await subject().commit(transition(job))).toEqual({ kind: 'stale' });
      expect(await subject().job(job.id)).toBeUndefined();
    });

    test('by many on the same revision is done by one', async () => {
      const job = await makeJob(subject());
      const tries = Array.from({ length: 8 }, (_, index) =>
        subject().commit(transition({ ...job, revision: 2, name: `try ${index}` })),
      );
      const results = await Promise.all(tries);
      expect(results.filter((result) => result.kind === 'done')).toHaveLength(1);
      const winner = results.findIndex((result) => result.kind === 'done');
      expect(await subject().job(job.id)).toMatchObject({ revision: 2, name: `try ${winner}` });
    });

    test('repeated is done and changes nothing', async () => {
      const account = await makeAccount(subject());
      const id = await subject().allocateJobIds(1);
      const accept = transition(jobRecord({ id }), {
        ledger: [reserve({ account, job: id, amount: 5 })],
        document: bytes(20),
        history: historyRow({ job: id }),
      });
      expect(await subject().commit(accept)).toEqual(done);
      expect(await subject().commit(accept)).toEqual(done);
      expect((await subject().account(account))?.held).toBe(5);
      expect(await subject().history({ job: id, limit: 5 })).toHaveLength(1);
      expect(await subject().document(id)).toEqual(bytes(20));
    });

    test('repeated by many at once is done for each', async () => {
      const account = await makeAccount(subject());
      const id = await subject().allocateJobIds(1);
      const ledger = [reserve({ account, job: id, amount: 5 })];
      const accept = transition(jobRecord({ id }), { ledger, history: historyRow({ job: id }) });
      const results = await Promise.all(Array.from({ length: 6 }, () => subject().commit(accept)));
      expect(results).toEqual(Array.from({ length: 6 }, () => done));
      expect((await subject().account(account))?.held).toBe(5);
      expect(await subject().history({ job: id, limit: 5 })).toHaveLength(1);
    });

    test('repeated after a later one is stale', async () => {
      const job = jobRecord({ id: await subject().allocateJobIds(1) });
      const first = transition(job);
      await subject().commit(first);
      const next: Job = { ...job, revision: 2, state: 'relaying' };
      await subject().commit(transition(next));
      expect(await subject().commit(first)).toEqual({ kind: 'stale', job: next });
    });
  });

  describe('commit with ledger writes', () => {
    test('applies all of them, in order, with the record', async () => {
      const [one, two] = [await makeAccount(subject()), await makeAccount(subject())];
      const id = await subject().allocateJobIds(1);
      const accept = transition(jobRecord({ id }), {
        step: 'accept',
        ledger: [
          reserve({ account: one, job: id, amount: 5, impressions: 2 }),
          reserve({ account: two, job: id }),
        ],
      });
      expect(await subject().commit(accept)).toEqual(done);
      expect(await subject().account(one)).toMatchObject({ held: 5, counters: { demo: { held: 2 } } });
      expect((await subject().account(two))?.holds).toHaveLength(1);
      const entries = await subject().entries({ job: id, limit: 10 });
      expect(entries.map((entry) => [entry.verb, entry.account]).sort()).toEqual(
        [
          ['reserve', one],
          ['reserve', two],
        ].sort(),
      );
    });

    test('different verbs on one account are all applied', async () => {
      const account = await makeAccount(subject(), undefined, 100);
      const job = await makeJob(subject());
      const hold = reserve({ account, job: job.id, amount: 40, impressions: 4 });
      await subject().apply([hold]);
      const ledger = [
        post({ account, job: job.id, hold: hold.id, amount: 40, impressions: 4 }),
        grant({ account, amount: 15 }),
      ];
      expect(await subject().commit(transition({ ...job, revision: 2 }, { ledger }))).toEqual(done);
      expect(await subject().account(account)).toMatchObject({ balance: 75, held: 0, holds: [] });
    });

    test('one refused write leaves nothing: not the job, the document, the history, the other accounts', async () => {
      const [rich, poor] = [await makeAccount(subject(), undefined, 100), await makeAccount(subject())];
      const id = await subject().allocateJobIds(1);
      const guard = { field: 'debt', atMost: 0 } as const;
      const ledger = [
        reserve({ account: rich, job: id, amount: 50, guards: [guard] }),
        reserve({ account: poor, job: id, amount: 50, guards: [guard] }),
      ];
      const accept = transition(jobRecord({ id }), {
        ledger,
        document: bytes(9),
        history: historyRow({ job: id }),
      });
      const result = await subject().commit(accept);
      expect(result.kind).toBe('refused');
      if (result.kind !== 'refused') return;
      expect(result.results).toHaveLength(2);
      expect(result.results[1]).toEqual({ kind: 'guards', failed: [{ guard, value: 50 }] });
      expect(await subject().job(id)).toBeUndefined();
      expect(await subject().document(id)).toBeUndefined();
      expect(await subject().history({ job: id, limit: 5 })).toEqual([]);
      expect(await subject().entries({ job: id, limit: 5 })).toEqual([]);
      expect(await subject().account(rich)).toMatchObject({ balance: 100, held: 0, holds: [] });
      expect(await subject().account(poor)).toMatchObject({ balance: 0, held: 0, holds: [] });
    });

    test('a refused one leaves the stored job as it was and may be tried again with other writes', async () => {
      const account = await makeAccount(subject());
      const job = await makeJob(subject());
      const next: Job = { ...job, revision: 2, state: 'ended' };
      const wrong = transition(next, { ledger: [post({ account, hold: fresh('hold') })] });
      expect(await subject().commit(wrong)).toEqual({ kind: 'refused', results: [{ kind: 'no-hold' }] });
      expect(await subject().job(job.id)).toEqual(job);
      expect(await subject().commit(transition(next))).toEqual(done);
    });

    test.each([
      ['a conflict', 'conflict'],
      ['an old policy', 'stale-policy'],
      ['an unknown account', 'no-account'],
    ] as const)('is refused by %s', async (_, kind) => {
      const account = await makeAccount(subject());
      const used = grant({ account, amount: 1 });
      await subject().apply([used]);
      const write = {
        conflict: reserve({ account, id: used.id }),
        'stale-policy': reserve({ account, policyRevision: 9 }),
        'no-account': reserve({ account: fresh('nobody') }),
      }[kind];
      const job = jobRecord({ id: await subject().allocateJobIds(1) });
      const result = await subject().commit(transition(job, { ledger: [write] }));
      expect(result).toEqual({ kind: 'refused', results: [{ kind }] });
      expect(await subject().job(job.id)).toBeUndefined();
    });

    test('a write that was applied before does not hinder it', async () => {
      const account = await makeAccount(subject());
      const job = await makeJob(subject());
      const hold = reserve({ account, job: job.id, amount: 5 });
      const charge = post({ account, job: job.id, hold: hold.id, amount: 5 });
      await subject().apply([hold, charge]);
      const finish = transition(
        { ...job, revision: 2, state: 'ended' },
        { step: 'finish', ledger: [charge] },
      );
      expect(await subject().commit(finish)).toEqual(done);
      expect((await subject().account(account))?.balance).toBe(-5);
      expect((await subject().job(job.id))?.state).toBe('ended');
    });

    test('64 at once on an account with credit for 10: exactly 10 are accepted, and settled once', async () => {
      const account = await makeAccount(subject(), undefined, 10_000);
      const first = await subject().allocateJobIds(64);
      const jobs = Array.from({ length: 64 }, (_, index) => jobRecord({ id: first + index, account }));
      const guards = [{ field: 'debt', atMost: 0 }] as const;
      const holdOf = (job: Job): string => `${account}:${job.id}`;
      const results = await Promise.all(
        jobs.map((job) => {
          const hold = reserve({
            account,
            id: holdOf(job),
            job: job.id,
            amount: 1_000,
            impressions: 2,
            guards,
          });
          return subject().commit(transition(job, { step: 'accept', ledger: [hold] }));
        }),
      );
      const accepted = jobs.filter((_, index) => results[index]?.kind === 'done');
      expect(accepted).toHaveLength(10);
      expect(results.filter((result) => result.kind === 'refused')).toHaveLength(54);
      expect(await subject().account(account)).toMatchObject({ balance: 10_000, held: 10_000 });
      await Promise.all(
        accepted.map((job) => {
          const charge = post({ account, job: job.id, hold: holdOf(job), amount: 1_000, impressions: 2 });
          const ended: Job = { ...job, revision: 2, state: 'ended' };
          return subject().commit(transition(ended, { step: 'finish', ledger: [charge] }));
        }),
      );
      expect(await subject().account(account)).toMatchObject({
        balance: 0,
        held: 0,
        holds: [],
        counters: { demo: { impressions: 20, held: 0 } },
      });
    });

    test('accept and cancel that race leave one winner and no hold of a loser', async () => {
      const account = await makeAccount(subject());
      const job = await makeJob(subject(), { state: 'counting' });
      const hold = reserve({ account, job: job.id, amount: 5 });
      const [accepted, cancelled] = await Promise.all([
        subject().commit(transition({ ...job, revision: 2, state: 'pending' }, { ledger: [hold] })),
        subject().commit(transition({ ...job, revision: 2, state: 'ended' })),
      ]);
      expect([accepted.kind, cancelled.kind].sort()).toEqual(['done', 'stale']);
      expect((await subject().account(account))?.held).toBe(accepted.kind === 'done' ? 5 : 0);
    });
  });

  describe('a refused job', () => {
    test('leaves only its history row', async () => {
      const id = await subject().allocateJobIds(1);
      const row = historyRow({ job: id, action: 'refused', reasons: ['account-limit-reached'] });
      const refuse = { id: fresh('transition'), step: 'refuse', expectedRevision: 0, ledger: [] } as const;
      expect(await subject().commit({ ...refuse, history: row })).toEqual(done);
      expect(await subject().job(id)).toBeUndefined();
      expect(await subject().history({ job: id, limit: 5 })).toEqual([row]);
    });

    test('that is said again leaves one row', async () => {
      const id = await subject().allocateJobIds(1);
      const refuse = {
        id: fresh('transition'),
        step: 'refuse',
        expectedRevision: 0,
        ledger: [],
        history: historyRow({ job: id, action: 'refused' }),
      } as const;
      await subject().commit(refuse);
      expect(await subject().commit(refuse)).toEqual(done);
      expect(await subject().history({ job: id, limit: 5 })).toHaveLength(1);
    });

    test('that had a hold frees it in the same commit', async () => {
      const account = await makeAccount(subject());
      const job = await makeJob(subject(), { state: 'counting' });
      const hold = reserve({ account, job: job.id, amount: 5 });
      await subject().apply([hold]);
      const refuse = transition(
        { ...job, revision: 2, state: 'ended' },
        {
          step: 'refuse',
          ledger: [release({ account, job: job.id, hold: hold.id })],
          history: historyRow({ job: job.id, action: 'refused' }),
        },
      );
      expect(await subject().commit(refuse)).toEqual(done);
      expect((await subject().account(account))?.held).toBe(0);
    });
  });
}
