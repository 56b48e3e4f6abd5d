import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFault } from '../../src/base/fault.ts';
import type { Store } from '../../src/jobs/index.ts';
import type { Job } from '../../src/model/job.ts';
import { isSoak, seed } from '../support/history-seed.ts';
import { type MongoPlace, makeMongoPlace } from '../support/mongo.ts';
import { MongoProxy, type Trouble } from '../support/mongo-proxy.ts';
import { describeNeeding } from '../support/needs.ts';
import { grant, historyRow, jobRecord, makeAccount, post, reserve, transition } from './store/fixtures.ts';

const jobsMax = isSoak ? 600 : 60;
const workersMax = 8;
const credit = 1_000_000;

/** One command in so many meets trouble; each costs the driver half a second until it trusts the server again. */
const troubleEvery = 40;
/** Tries of one call, far more than it needs. */
const triesMax = 50;
const troubles: readonly Trouble[] = [
  { kind: 'drop' },
  { kind: 'refuse', code: 10_107 },
  { kind: 'refuse', code: 91 },
  { kind: 'deny', code: 91 },
  { kind: 'deny', code: 189 },
];

describeNeeding('mongodb', `the MongoDB store on a bad wire (PLATEN_SEED=${seed})`, () => {
  let place: MongoPlace;
  let proxy: MongoProxy;
  let store: Store;
  beforeAll(async () => {
    place = makeMongoPlace();
    proxy = await MongoProxy.start(place.uri);
    store = await place.open({ uri: proxy.uri });
  });
  afterAll(async () => {
    await place.remove();
    await proxy.close();
  });

  test('jobs that are insisted on are all done, each once, without a restart', async () => {
    const users = await Promise.all(['ann', 'bea', 'cid'].map((name) => makeAccount(store, name, credit)));
    const first = await store.allocateJobIds(jobsMax);
    const spoiling = new AbortController();
    const spoilt = spoil(proxy, spoiling.signal);
    const numbers = Array.from({ length: jobsMax }, (_, index) => first + index);
    const waiting = [...numbers];
    const worker = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        await printOnce(store, id, users[id % users.length]!);
      }
    };
    await Promise.all(Array.from({ length: workersMax }, worker));
    spoiling.abort();
    expect(spoilt.count).toBeGreaterThan(5);

    expect(await store.unfinished()).toEqual([]);
    expect(await store.history({ limit: jobsMax * 2 })).toHaveLength(jobsMax);
    for (const [index, name] of users.entries()) {
      const ids = numbers.filter((id) => id % users.length === index);
      const charged = ids.reduce((total, id) => total + amountOf(id) - 1, 0);
      expect(await store.account(name)).toMatchObject({
        balance: credit - charged,
        held: 0,
        holds: [],
        counters: { demo: { impressions: ids.length, held: 0 } },
      });
      const entries = await store.entries({ account: name, limit: jobsMax * 4 });
      expect(entries.reduce((total, entry) => total + entry.amount, 0)).toBe(credit - charged);
      const count = (verb: string): number => entries.filter((entry) => entry.verb === verb).length;
      expect([count('grant'), count('reserve'), count('post')]).toEqual([
        ids.length + 1,
        ids.length,
        ids.length,
      ]);
    }
  }, 600_000);
});

function amountOf(id: number): number {
  return 10 + (id % 7);
}

/** Accepts, starts and settles a job and gives 1 back by a grant. */
async function printOnce(store: Store, id: number, account: string): Promise<void> {
  const job = jobRecord({ id, account });
  const hold = reserve({
    id: `hold-of-${id}`,
    account,
    job: id,
    amount: amountOf(id),
    impressions: 1,
    guards: [{ field: 'debt', atMost: 0 }],
  });
  const started: Job = { ...job, revision: 2, state: 'relaying' };
  const ended: Job = { ...job, revision: 3, state: 'ended' };
  const charge = post({ account, job: id, hold: hold.id, amount: amountOf(id), impressions: 1 });
  for (const step of [
    transition(job, { step: 'accept', ledger: [hold], document: Uint8Array.of(1, 2, 3) }),
    transition(started, { step: 'start' }),
    transition(ended, {
      step: 'finish',
      ledger: [charge],
      document: 'remove',
      history: historyRow({ job: id }),
    }),
  ]) {
    expect(await insist(() => store.commit(step))).toEqual({ kind: 'done' });
  }
  const back = grant({ account, amount: 1 });
  const [result] = await insist(() => store.apply([back]));
  expect(['applied', 'exists']).toContain(result?.kind);
}

/** Repeats what failed, as the jobs do. */
async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const known = isFault(error, 'store-unreachable') || isFault(error, 'store-outcome-unknown');
      if (!known || tries === triesMax) throw error;
      await delay(20);
    }
  }
}

/** Puts trouble into one command after the other until told to stop. */
function spoil(proxy: MongoProxy, signal: AbortSignal): { readonly count: number } {
  const spoilt = { count: 0 };
  const random = randomOf(seed);
  const next = (): void => {
    if (signal.aborted) return;
    proxy.arm(1 + Math.floor(random() * 2 * troubleEvery), troubles[Math.floor(random() * troubles.length)]!);
    void proxy.meeting.then(() => {
      spoilt.count += 1;
      next();
    });
  };
  next();
  return spoilt;
}

/** Mulberry32: the same numbers for the same seed. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
