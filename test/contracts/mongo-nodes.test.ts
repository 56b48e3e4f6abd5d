import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/jobs/index.ts';
import type { CupsOrigin } from '../../src/model/job.ts';
import { type MongoPlace, makeMongoPlace } from '../support/mongo.ts';
import { MongoProxy, type Which } from '../support/mongo-proxy.ts';
import { describeNeeding } from '../support/needs.ts';
import { fresh, grant, jobRecord, makeAccount, post, refund, reserve, transition } from './store/fixtures.ts';

const noDebt = [{ field: 'debt', atMost: 0 }] as const;

/** The write that sets a hold on that account. */
function holdOn(account: string): Which {
  return ({ document, text }) => document['update'] === 'accounts' && text.includes(account);
}

describeNeeding('mongodb', 'two nodes on one MongoDB database', () => {
  let place: MongoPlace;
  let nodes: readonly [Store, Store];
  beforeEach(async () => {
    place = makeMongoPlace();
    nodes = [await place.open(), await place.open()];
  });
  afterEach(() => place.remove());

  test('64 jobs at once on both, with credit for 10: exactly 10 are accepted', async () => {
    const account = await makeAccount(nodes[0], undefined, 10_000);
    const first = await nodes[0].allocateJobIds(64);
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, index) => {
        const job = jobRecord({ id: first + index });
        const hold = reserve({ account, job: job.id, amount: 1_000, guards: noDebt });
        return nodes[index % 2]!.commit(transition(job, { ledger: [hold] }));
      }),
    );
    expect(results.filter((result) => result.kind === 'done')).toHaveLength(10);
    expect(results.filter((result) => result.kind === 'refused')).toHaveLength(54);
    const stored = await nodes[1].account(account);
    expect(stored).toMatchObject({ balance: 10_000, held: 10_000 });
    expect(stored?.holds).toHaveLength(10);
    expect((await nodes[1].unfinished()).map((job) => job.id)).toHaveLength(10);
  });

  test('the same commit on both is done once and answered twice', async () => {
    const account = await makeAccount(nodes[0]);
    const job = jobRecord({ id: await nodes[0].allocateJobIds(1) });
    const accept = transition(job, { ledger: [reserve({ account, job: job.id, amount: 5 })] });
    const results = await Promise.all([nodes[0].commit(accept), nodes[1].commit(accept)]);
    expect(results).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect((await nodes[0].account(account))?.held).toBe(5);
  });

  test('one run of a job of CUPS that both are asked for is accepted by one of them', async () => {
    const account = await makeAccount(nodes[0]);
    const cups: CupsOrigin = {
      key: fresh('key'),
      run: 1,
      instance: 'i1',
      queue: 'office',
      job: 7,
      relay: false,
    };
    const results = await Promise.all(
      nodes.map(async (node) => {
        const job = jobRecord({ id: await node.allocateJobIds(1), cups });
        return node.commit(transition(job, { ledger: [reserve({ account, job: job.id, amount: 5 })] }));
      }),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'taken']);
    expect((await nodes[1].account(account))?.held).toBe(5);
  });

  test('the same grant on both is given once', async () => {
    const account = await makeAccount(nodes[0]);
    const write = grant({ account, amount: 70 });
    await Promise.all(nodes.flatMap((node) => [node.apply([write]), node.apply([write])]));
    expect((await nodes[0].account(account))?.balance).toBe(70);
    expect(await nodes[1].entries({ account, limit: 9 })).toHaveLength(1);
  });

  test('refunds on both stay within the posting', async () => {
    const account = await makeAccount(nodes[0]);
    const hold = reserve({ account, amount: 300 });
    const charge = post({ account, hold: hold.id, amount: 300 });
    await nodes[0].apply([hold, charge]);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        nodes[index % 2]!.apply([refund({ account, posting: charge.id, amount: 100 })]),
      ),
    );
    expect(results.flat().filter((result) => result.kind === 'applied')).toHaveLength(3);
    expect((await nodes[0].account(account))?.balance).toBe(0);
  });

  test('job numbers are given to one of them only', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 16 }, (_, index) => nodes[index % 2]!.allocateJobIds(4)),
    );
    expect(new Set(firsts).size).toBe(16);
  });

  test('a plan that its owner sleeps on is undone in the end, and the owner starts again', async () => {
    const proxy = await MongoProxy.start(place.uri);
    const sleeping = await place.open({ uri: proxy.uri });
    const [account, other] = [
      await makeAccount(nodes[0], 'a-first', 10),
      await makeAccount(nodes[0], 'b-second'),
    ];
    const job = jobRecord({ id: await nodes[0].allocateJobIds(1) });
    const ledger = [reserve({ account, job: job.id, amount: 10 }), reserve({ account: other, job: job.id })];
    proxy.arm(holdOn(other), { kind: 'hold' });
    const accepted = sleeping.commit(transition(job, { ledger }));
    await proxy.meeting;
    const cancelled = await nodes[0].commit(transition({ ...job, state: 'ended' }));
    expect(cancelled).toEqual({ kind: 'done' });
    proxy.release();
    expect((await accepted).kind).toBe('stale');
    for (const name of [account, other])
      expect(await nodes[0].account(name)).toMatchObject({ held: 0, holds: [] });
    await sleeping.close();
    await proxy.close();
  });

  test('a plan that is being undone cannot be accepted any more, even when its holds are gone already', async () => {
    const [ownerWire, helperWire] = [await MongoProxy.start(place.uri), await MongoProxy.start(place.uri)];
    const owner = await place.open({ uri: ownerWire.uri });
    const helper = await place.open({ uri: helperWire.uri });
    const account = await makeAccount(nodes[0]);
    const job = jobRecord({ id: await nodes[0].allocateJobIds(1) });
    const hold = reserve({ account, job: job.id, amount: 10 });
    ownerWire.arm(({ document, text }) => document['update'] === 'jobs' && text.includes('accepted'), {
      kind: 'hold',
    });
    helperWire.arm(({ document }) => document['delete'] === 'jobs', { kind: 'hold' });
    const accepted = owner.commit(transition(job, { ledger: [hold] }));
    await ownerWire.meeting;
    const recovered = helper.recover();
    await helperWire.meeting;
    expect((await nodes[0].account(account))?.held).toBe(0);
    ownerWire.release();
    expect(await accepted).toEqual({ kind: 'done' });
    helperWire.release();
    await recovered;
    expect(await nodes[0].account(account)).toMatchObject({ held: 10, holds: [{ job: job.id }] });
    expect((await nodes[0].job(job.id))?.revision).toBe(1);
    await Promise.all([owner.close(), helper.close()]);
    await Promise.all([ownerWire.close(), helperWire.close()]);
  });

  test('a refusal that only a job stands for that is refused itself is not said', async () => {
    const proxy = await MongoProxy.start(place.uri);
    const slow = await place.open({ uri: proxy.uri });
    const [rich, poor] = [await makeAccount(nodes[0], 'a-rich', 10), await makeAccount(nodes[0], 'b-poor')];
    const [one, two] = [1, 2].map((number) => jobRecord({ id: number + 500 }));
    const both = [rich, poor].map((account) =>
      reserve({ account, job: one!.id, amount: 10, guards: noDebt }),
    );
    // The first account's hold is set; the second account, which will refuse, is slow.
    proxy.arm(holdOn(poor), { kind: 'hold' });
    const doomed = slow.commit(transition(one!, { ledger: both }));
    await proxy.meeting;
    const hold = reserve({ account: rich, job: two!.id, amount: 10, guards: noDebt });
    const hopeful = nodes[0].commit(transition(two!, { ledger: [hold] }));
    await new Promise((resolve) => setTimeout(resolve, 60));
    proxy.release();
    expect((await doomed).kind).toBe('refused');
    expect(await hopeful).toEqual({ kind: 'done' });
    expect(await nodes[0].account(rich)).toMatchObject({ held: 10, holds: [{ job: two!.id }] });
    await slow.close();
    await proxy.close();
  });
});
