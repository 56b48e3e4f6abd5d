import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWrite } from '../../src/accounting/index.ts';
import { isFault } from '../../src/base/fault.ts';
import type { Store, Transition } from '../../src/jobs/index.ts';
import type { Account } from '../../src/model/account.ts';
import type { Job } from '../../src/model/job.ts';
import { type MongoPlace, makeMongoPlace } from '../support/mongo.ts';
import { MongoProxy } from '../support/mongo-proxy.ts';
import { describeNeeding } from '../support/needs.ts';
import {
  freePolicy,
  fresh,
  grant,
  historyRow,
  jobRecord,
  makeAccount,
  makeJob,
  post,
  refund,
  release,
  reserve,
  start,
  transition,
} from './store/fixtures.ts';

/** Something to do on a store, made anew for each place where it is interrupted. */
interface Deed {
  readonly accounts: readonly string[];
  readonly job?: number;
  readonly run: (store: Store) => Promise<string>;
  /** What it answers when it was done; the state it leaves is checked by the sums and by a repeat. */
  readonly answer: string;
  /** What it leaves at the first account. */
  readonly leaves: Partial<Account>;
}

type Prepare = (store: Store) => Promise<Deed>;

const debt = (atMost: number) => [{ field: 'debt', atMost }] as const;

function commitDeed(
  transitionToDo: Transition,
  rest: Omit<Deed, 'run' | 'answer'> & { answer?: string },
): Deed {
  const job = transitionToDo.change?.id ?? transitionToDo.history?.job;
  return {
    answer: 'done',
    ...rest,
    ...(job !== undefined && { job }),
    run: async (store) => (await store.commit(transitionToDo)).kind,
  };
}

function applyDeed(write: LedgerWrite, leaves: Partial<Account>): Deed {
  return {
    accounts: [write.account],
    answer: 'applied',
    leaves,
    run: async (store) => {
      const [result] = await store.apply([write]);
      // A repeat of what was done before the crash is as good.
      return result?.kind === 'exists' ? 'applied' : (result?.kind ?? '');
    },
  };
}

async function acceptedJob(store: Store, account: string): Promise<{ job: Job; hold: string }> {
  const job = jobRecord({ id: await store.allocateJobIds(1), account });
  const hold = reserve({ account, job: job.id, amount: 400, impressions: 4 });
  await store.commit(transition(job, { step: 'accept', ledger: [hold], document: Uint8Array.of(1, 2, 3) }));
  return { job, hold: hold.id };
}

const deeds: Readonly<Record<string, Prepare>> = {
  'making an account with an opening balance': () => {
    const name = fresh('user');
    const account = { name, policy: freePolicy, at: start, opening: { amount: 500, by: 'root' } };
    return Promise.resolve({
      accounts: [name],
      answer: 'made',
      leaves: { balance: 500 },
      run: async (store) => {
        await store.makeAccount(account);
        return 'made';
      },
    });
  },
  'accepting a new job': async (store) => {
    const account = await makeAccount(store, undefined, 1_000);
    const job = jobRecord({ id: await store.allocateJobIds(1) });
    const hold = reserve({ account, job: job.id, amount: 400, impressions: 4, guards: debt(0) });
    const values = { step: 'accept', ledger: [hold], document: Uint8Array.of(1, 2, 3) } as const;
    return commitDeed(transition(job, values), {
      accounts: [account],
      leaves: { held: 400, balance: 1_000 },
    });
  },
  'accepting a job that waited for its document, on two accounts': async (store) => {
    const accounts = [await makeAccount(store, undefined, 1_000), await makeAccount(store, undefined, 1_000)];
    const job = await makeJob(store, { state: 'incoming' });
    const ledger = accounts.map((account) => reserve({ account, job: job.id, amount: 400, impressions: 4 }));
    const next: Job = { ...job, revision: 2, state: 'pending' };
    return commitDeed(transition(next, { step: 'accept', ledger }), { accounts, leaves: { held: 400 } });
  },
  'refusing a job for the second of two accounts': async (store) => {
    const names = [await makeAccount(store, undefined, 1_000), await makeAccount(store)];
    const job = jobRecord({ id: await store.allocateJobIds(1) });
    const ledger = names.map((account) => reserve({ account, job: job.id, amount: 400, guards: debt(0) }));
    return commitDeed(transition(job, { step: 'accept', ledger }), {
      accounts: names,
      answer: 'refused',
      leaves: { held: 0, holds: [] },
    });
  },
  'settling a job': async (store) => {
    const account = await makeAccount(store, undefined, 1_000);
    const { job, hold } = await acceptedJob(store, account);
    const values = {
      step: 'finish',
      ledger: [post({ account, job: job.id, hold, amount: 300, impressions: 3 })],
      document: 'remove',
      history: historyRow({ job: job.id }),
    } as const;
    const ended: Job = { ...job, revision: 2, state: 'ended' };
    return commitDeed(transition(ended, values), {
      accounts: [account],
      leaves: { held: 0, balance: 700, holds: [], counters: { demo: { impressions: 3, held: 0 } } },
    });
  },
  'settling a job on two accounts, with a credit': async (store) => {
    const accounts = [await makeAccount(store, undefined, 1_000), await makeAccount(store)];
    const [first = '', second = ''] = accounts;
    const { job, hold } = await acceptedJob(store, first);
    const ledger = [
      post({ account: first, job: job.id, hold, amount: 300, impressions: 3 }),
      grant({ account: first, amount: 50 }),
      grant({ account: second, amount: 20 }),
    ];
    const ended: Job = { ...job, revision: 2, state: 'ended' };
    return commitDeed(transition(ended, { step: 'finish', ledger }), {
      accounts,
      leaves: { held: 0, balance: 750, holds: [] },
    });
  },
  'changing one hold for another': async (store) => {
    const account = await makeAccount(store, undefined, 1_000);
    const { job, hold } = await acceptedJob(store, account);
    const ledger = [
      release({ account, job: job.id, hold }),
      reserve({ account, job: job.id, amount: 900, impressions: 9, guards: debt(0) }),
    ];
    const next: Job = { ...job, revision: 2 };
    return commitDeed(transition(next, { step: 'judge', ledger, history: historyRow({ job: job.id }) }), {
      accounts: [account],
      leaves: { held: 900, balance: 1_000 },
    });
  },
  'refusing a job that has no record': async (store) => {
    const refuse = { id: fresh('transition'), step: 'refuse', expectedRevision: 0, ledger: [] } as const;
    const job = await store.allocateJobIds(1);
    const history = historyRow({ job, action: 'refused' });
    return commitDeed(
      { ...refuse, history },
      { accounts: [await makeAccount(store)], leaves: { balance: 0 } },
    );
  },
  'a grant': async (store) =>
    applyDeed(grant({ account: await makeAccount(store, undefined, 5), amount: 70 }), { balance: 75 }),
  'a hold by hand': async (store) =>
    applyDeed(reserve({ account: await makeAccount(store), amount: 70, impressions: 2 }), { held: 70 }),
  'a charge by hand': async (store) => {
    const account = await makeAccount(store);
    const hold = reserve({ account, amount: 70, impressions: 2 });
    await store.apply([hold]);
    return applyDeed(post({ account, hold: hold.id, amount: 60, impressions: 2 }), { held: 0, balance: -60 });
  },
  'a refund': async (store) => {
    const account = await makeAccount(store);
    const hold = reserve({ account, amount: 70, impressions: 2 });
    const charge = post({ account, hold: hold.id, amount: 60, impressions: 2 });
    await store.apply([hold, charge]);
    return applyDeed(refund({ account, posting: charge.id, amount: 60, impressions: 1 }), { balance: 0 });
  },
  'a refund of too much': async (store) => {
    const account = await makeAccount(store);
    const hold = reserve({ account, amount: 70, impressions: 2 });
    const charge = post({ account, hold: hold.id, amount: 60, impressions: 2 });
    await store.apply([hold, charge]);
    return {
      ...applyDeed(refund({ account, posting: charge.id, amount: 61 }), { balance: -60 }),
      answer: 'over-posting',
    };
  },
};

/** Fails when the books of an account do not add up; one that is not there has none. */
async function expectSound(store: Store, name: string): Promise<void> {
  const account = await store.account(name);
  const entries = await store.entries({ account: name, limit: 100 });
  if (account === undefined) {
    expect(entries).toEqual([]);
    return;
  }
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  expect(account.balance).toBe(sum(entries.map((entry) => entry.amount)));
  expect(account.held).toBe(sum(account.holds.map((hold) => hold.amount)));
  for (const [printer, counter] of Object.entries(account.counters)) {
    const there = <Row extends { readonly printer?: string }>(rows: readonly Row[]): readonly Row[] =>
      rows.filter((row) => row.printer === printer);
    expect(counter.held).toBe(sum(there(account.holds).map((hold) => hold.impressions)));
    expect(counter.impressions).toBe(sum(there(entries).map((entry) => entry.impressions)));
  }
  for (const hold of account.holds) expect(entries.map((entry) => entry.id)).toContain(hold.id);
}

/** Everything that can be seen of a deed, and what it must not leave behind. */
async function picture(store: Store, { accounts, job = -1 }: Deed): Promise<unknown> {
  return {
    accounts: await Promise.all(accounts.map(async (name) => withoutZeros(await store.account(name)))),
    job: await store.job(job),
    document: await store.document(job),
    history: await store.history({ job, limit: 10 }),
    entries: await Promise.all(accounts.map((account) => store.entries({ account, limit: 100 }))),
  };
}

/** A counter that was never used and one that stands at 0 again are the same. */
function withoutZeros(account: Account | undefined): unknown {
  const used = Object.entries(account?.counters ?? {}).filter(
    ([, { impressions, held }]) => impressions + held > 0,
  );
  return { ...account, counters: Object.fromEntries(used) };
}

async function expectNothingBegun(place: MongoPlace): Promise<void> {
  expect(await place.rows('transfers')).toEqual([]);
  expect((await place.rows('jobs')).filter((row) => row['plan'] !== undefined)).toEqual([]);
  expect(
    (await place.rows('accounts')).filter((row) => Object.keys(row['outbox'] as object).length > 0),
  ).toEqual([]);
}

/** More commands than any deed has. */
const commandsMax = 40;

describeNeeding('mongodb', 'the MongoDB store, interrupted at every command', () => {
  // A database each: recovery looks at everything that is open, and deeds leave holds open.
  describe.each(Object.entries(deeds))('%s', (_, prepare) => {
    const place = makeMongoPlace();
    const steady: { store?: Store } = {};
    const interrupted: Interrupted = {
      place,
      prepare: () => prepare(steady.store!),
      steady: () => steady.store!,
    };
    beforeAll(async () => {
      steady.store = await place.open();
    });
    afterAll(() => place.remove());

    test('is whole or absent when the store dies after any of its commands', async () => {
      for (let number = 1; await dieAfter(number, interrupted); number += 1) {
        expect(number).toBeLessThan(commandsMax);
      }
    });

    test('is done once when the writer sleeps before any of its commands and another carries on', async () => {
      for (let number = 1; await sleepBefore(number, interrupted); number += 1) {
        expect(number).toBeLessThan(commandsMax);
      }
    });
  });
});

interface Interrupted {
  readonly place: MongoPlace;
  readonly prepare: () => Promise<Deed>;
  readonly steady: () => Store;
}

/** The store dies when the command is done and not answered; another opens the database. false: there was none so far. */
async function dieAfter(number: number, { place, prepare, steady }: Interrupted): Promise<boolean> {
  const deed = await prepare();
  const before = await picture(steady(), deed);
  const proxy = await MongoProxy.start(place.uri);
  const dying = await place.open({ uri: proxy.uri, selectTimeoutMs: 400 });
  proxy.arm(number, { kind: 'die' });
  const answer = await deed.run(dying).catch((error: unknown) => {
    if (isFault(error, 'store-unreachable') || isFault(error, 'store-outcome-unknown')) return error.code;
    throw error;
  });
  const { met } = proxy;
  await proxy.close();
  await dying.close();

  const next = await place.open();
  await next.recover();
  const after = await picture(next, deed);
  for (const account of deed.accounts) await expectSound(next, account);
  await expectNothingBegun(place);
  const isAbsent = isDeepEqual(after, before);
  if (answer === 'done' || answer === 'applied' || answer === 'made') expect(isAbsent).toBe(false);
  if (answer === 'store-unreachable') expect(isAbsent).toBe(true);
  expect(await deed.run(next)).toBe(deed.answer);
  const done = await picture(next, deed);
  if (!isAbsent) expect(done).toEqual(after);
  for (const account of deed.accounts) await expectSound(next, account);
  expect(await next.account(deed.accounts[0]!)).toMatchObject(deed.leaves);
  await next.close();
  return met !== undefined;
}

/** The writer sleeps before a command while another recovers and repeats the deed, then it wakes. */
async function sleepBefore(number: number, { place, prepare }: Interrupted): Promise<boolean> {
  const deed = await prepare();
  const proxy = await MongoProxy.start(place.uri);
  const sleeping = await place.open({ uri: proxy.uri });
  proxy.arm(number, { kind: 'hold' });
  const first = deed.run(sleeping);
  await Promise.race([proxy.meeting, first]);
  const { met } = proxy;
  const next = await place.open();
  await next.recover();
  expect(await deed.run(next)).toBe(deed.answer);
  proxy.release();
  expect(await first).toBe(deed.answer);
  await sleeping.close();
  await next.recover();
  for (const account of deed.accounts) await expectSound(next, account);
  await expectNothingBegun(place);
  expect(await next.account(deed.accounts[0]!)).toMatchObject(deed.leaves);
  await next.close();
  await proxy.close();
  return met !== undefined;
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
