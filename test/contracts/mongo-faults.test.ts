import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from '../../src/jobs/index.ts';
import { type MongoPlace, makeMongoPlace } from '../support/mongo.ts';
import { MongoProxy, type Trouble, updates } from '../support/mongo-proxy.ts';
import { describeNeeding } from '../support/needs.ts';
import {
  fresh,
  grant,
  historyRow,
  jobRecord,
  makeAccount,
  makeJob,
  post,
  reserve,
  transition,
} from './store/fixtures.ts';

describeNeeding('mongodb', 'the MongoDB store and faults', () => {
  let place: MongoPlace;
  let proxy: MongoProxy;
  let store: Store;
  beforeEach(async () => {
    place = makeMongoPlace();
    proxy = await MongoProxy.start(place.uri);
    store = await place.open({ uri: proxy.uri, answerTimeoutMs: 1_000 });
  });
  afterEach(async () => {
    proxy.release();
    await place.remove();
    await proxy.close();
  });

  test('every write asks for a majority and the journal, none for a transaction', async () => {
    const account = await makeAccount(store, undefined, 500);
    const job = jobRecord({ id: await store.allocateJobIds(1) });
    const hold = reserve({ account, job: job.id, amount: 5 });
    await store.commit(transition(job, { ledger: [hold], document: Uint8Array.of(1) }));
    await store.commit(transition({ ...job, revision: 2, state: 'relaying' }));
    const charge = post({ account, job: job.id, hold: hold.id, amount: 5 });
    const history = historyRow({ job: job.id });
    await store.commit(transition({ ...job, revision: 3, state: 'ended' }, { ledger: [charge], history }));
    await store.removeAccount(account);
    const writing = new Set(['insert', 'update', 'delete', 'findAndModify', 'createIndexes']);
    const writes = proxy.seen.filter((command) => writing.has(command.name));
    expect(new Set(writes.map((command) => command.name))).toEqual(writing);
    for (const { document } of writes) {
      expect(document).toMatchObject({ writeConcern: { w: 'majority', j: true } });
    }
    for (const { document } of proxy.seen) expect(document).not.toHaveProperty('startTransaction');
  });

  test('reads ask for what a majority has', async () => {
    await store.account('alice');
    expect(proxy.seen.at(-1)?.document).toMatchObject({
      find: 'accounts',
      readConcern: { level: 'majority' },
    });
  });

  test('a server that is not there is told within the time set', async () => {
    const uri = 'mongodb://127.0.0.1:1/';
    await expect(place.open({ uri, selectTimeoutMs: 100 })).rejects.toMatchObject({
      code: 'store-unreachable',
    });
  });

  test('a server that goes away while the store is open is told at every call', async () => {
    const name = await makeAccount(store);
    const away = await place.open({ uri: proxy.uri, selectTimeoutMs: 100 });
    await proxy.close();
    proxy = await MongoProxy.start(place.uri);
    const job = jobRecord({ id: 1 });
    for (const call of [
      () => away.ping(),
      () => away.account(name),
      () => away.allocateJobIds(1),
      () => away.commit(transition(job)),
      () => away.apply([grant({ account: name, amount: 1 })]),
      () => away.recover(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'store-unreachable' });
    }
  });

  test.each<[string, Trouble]>([
    ['the connection breaks', { kind: 'drop' }],
    ['the server says that it is shutting down', { kind: 'deny', code: 91 }],
    ['the primary steps down', { kind: 'deny', code: 189 }],
    ['the server says nothing any more', { kind: 'hold' }],
  ])(
    'when %s before the answer to a write, its outcome is unknown, and a repeat finds it',
    async (_, trouble) => {
      const job = await makeJob(store);
      const next = transition({ ...job, revision: 2 });
      proxy.arm(updates('jobs'), trouble);
      await expect(store.commit(next)).rejects.toMatchObject({ code: 'store-outcome-unknown' });
      proxy.release();
      expect(await store.commit(next)).toEqual({ kind: 'done' });
      expect((await store.job(job.id))?.revision).toBe(2);
    },
  );

  test('a server that is no primary has certainly not written', async () => {
    const job = await makeJob(store);
    proxy.arm(updates('jobs'), { kind: 'refuse', code: 10_107 });
    const next = transition({ ...job, revision: 2 });
    await expect(store.commit(next)).rejects.toMatchObject({ code: 'store-unreachable' });
    expect((await store.job(job.id))?.revision).toBe(1);
    expect(await store.commit(next)).toEqual({ kind: 'done' });
  });

  test('a grant that was interrupted after it was planned is unknown, not absent, and given once', async () => {
    const account = await makeAccount(store);
    const write = grant({ account, amount: 70 });
    proxy.arm(updates('accounts'), { kind: 'refuse', code: 10_107 });
    await expect(store.apply([write])).rejects.toMatchObject({ code: 'store-outcome-unknown' });
    await store.ping();
    await vi.waitFor(async () => {
      expect((await store.account(account))?.balance).toBe(70);
    });
    expect(await store.apply([write])).toEqual([{ kind: 'exists' }]);
  });

  test('a hold of a commit that failed half way is freed without a restart', async () => {
    const account = await makeAccount(store);
    const job = jobRecord({ id: await store.allocateJobIds(1) });
    const hold = reserve({ account, job: job.id, amount: 5 });
    proxy.arm(updates('accounts'), { kind: 'drop' });
    await expect(store.commit(transition(job, { ledger: [hold] }))).rejects.toMatchObject({
      code: 'store-outcome-unknown',
    });
    const [kept] = await place.rows('accounts');
    expect(Object.keys(kept?.['holds'] as object)).toHaveLength(1);
    await store.ping();
    await vi.waitFor(async () => {
      expect(await store.account(account)).toMatchObject({ held: 0, holds: [] });
      expect(await place.rows('jobs')).toEqual([]);
    });
  });

  test('a settlement that failed half way is completed without a restart', async () => {
    const account = await makeAccount(store, undefined, 100);
    const job = jobRecord({ id: await store.allocateJobIds(1) });
    const hold = reserve({ account, job: job.id, amount: 60 });
    await store.commit(transition(job, { ledger: [hold] }));
    const charge = post({ account, job: job.id, hold: hold.id, amount: 50 });
    const ended = transition({ ...job, revision: 2, state: 'ended' }, { ledger: [charge] });
    proxy.arm(updates('accounts'), { kind: 'refuse', code: 10_107 });
    await expect(store.commit(ended)).rejects.toMatchObject({ code: 'store-outcome-unknown' });
    expect((await store.job(job.id))?.state).toBe('pending');
    await store.ping();
    await vi.waitFor(async () => {
      expect((await store.job(job.id))?.state).toBe('ended');
    });
    expect(await store.account(account)).toMatchObject({ balance: 50, held: 0, holds: [] });
    expect(await store.commit(ended)).toEqual({ kind: 'done' });
  });

  test('rows of a bulk that failed as a whole are told and not lost', async () => {
    const ids = ['one', 'two', 'three'].map((word) => fresh(word));
    const rows = ids.map((id, index) => ({
      id,
      step: 'refuse' as const,
      expectedRevision: 0,
      ledger: [],
      history: historyRow({ job: 700 + index }),
    }));
    // The first goes alone; those that come meanwhile go together.
    proxy.arm(({ document, text }) => document['insert'] === 'history' && text.includes(ids[2]!), {
      kind: 'refuse',
      code: 91,
    });
    const results = await Promise.allSettled(rows.map((row) => store.commit(row)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const row of rows) expect(await store.commit(row)).toEqual({ kind: 'done' });
    expect(await store.history({ limit: 9 })).toHaveLength(3);
  });

  test('a database of another schema version is left alone', async () => {
    const other = makeMongoPlace();
    const client = new MongoClient(other.uri);
    try {
      const meta = client.db(other.database).collection<{ _id: string; version: number }>('meta');
      await meta.insertOne({ _id: 'schema', version: 99 });
      await expect(other.open()).rejects.toMatchObject({ code: 'store-schema' });
      const names = await client.db(other.database).listCollections().toArray();
      expect(names.map((collection) => collection.name)).toEqual(['meta']);
    } finally {
      await client.close();
      await other.remove();
    }
  });

  test('a row that others have spoilt is a fault, not a free job', async () => {
    const name = await makeAccount(store);
    const client = new MongoClient(place.uri);
    try {
      const accounts = client.db(place.database).collection<{ _id: string }>('accounts');
      await accounts.updateOne({ _id: name }, { $set: { balance: 'much' } });
      await expect(store.account(name)).rejects.toMatchObject({ code: 'store-corrupt' });
    } finally {
      await client.close();
    }
  });
});
