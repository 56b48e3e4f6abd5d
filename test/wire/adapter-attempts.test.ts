import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type AdapterService, adapterServices } from '../support/adapter-service.ts';
import { cupsJob } from '../support/cups-adapter.ts';
import { person, textOf } from '../support/print-service.ts';

const open = adapterServices();

const posts = async ({ service }: AdapterService): Promise<number> =>
  (await service.store.entries({ account: 'alice', verb: 'post', limit: 50 })).length;

describe('a job that CUPS tries again', () => {
  test('is reserved and charged once', async () => {
    const place = await open();
    const { adapter, job, service } = place;
    const numbers: number[] = [];
    for (const exit of [6, 6, 0]) {
      const begun = await adapter.begin(cupsJob(), textOf(2));
      numbers.push(begun.job);
      expect((await service.store.account('alice'))?.held).toBe(20_000);
      await adapter.end(begun.attempt, { exit });
    }
    expect(new Set(numbers).size).toBe(1);
    expect(await posts(place)).toBe(1);
    expect((await job(numbers[0] ?? 0)).attempts.map(({ backend }) => backend?.exit)).toEqual([6, 6, 0]);
  });

  test('after its adapter was killed goes on with the same reservation, and no more news is needed', async () => {
    const place = await open();
    const first = await place.adapter.begin(cupsJob());
    const second = await place.adapter.begin(cupsJob());
    expect(second.job).toBe(first.job);
    await place.adapter.end(second.attempt, { exit: 0 });
    // What is heard of the first run now changes nothing.
    expect((await place.adapter.end(first.attempt, { exit: 0 })).status).toBe(200);
    expect(await posts(place)).toBe(1);
  });

  test('after it has printed is charged again: its owner has restarted it', async () => {
    const place = await open();
    const first = await place.adapter.print(cupsJob());
    const second = await place.adapter.print(cupsJob());
    expect(second).not.toBe(first);
    expect(await posts(place)).toBe(2);
    expect((await place.service.store.cupsJobs((await place.job(first)).cups?.key ?? '', 5)).length).toBe(2);
  });

  test('that has printed is not printed again when cupsd runs it by itself, whatever is left on the account', async () => {
    const place = await open({
      users: { template: { mode: 'balance', overdraft: 0, limits: {} }, openingBalance: 10_000 },
    });
    const first = await place.adapter.print(cupsJob());
    expect(await place.adapter.ask(cupsJob({ rerun: true }))).toEqual({ decision: 'done', job: first });
    expect(await place.adapter.ask(cupsJob({ rerun: true }), 'another\n')).toMatchObject({
      decision: 'deny',
    });
    expect(await posts(place)).toBe(1);
  });

  test('that CUPS stopped in the middle is printed again when cupsd runs it by itself', async () => {
    const place = await open();
    const first = await place.adapter.begin(cupsJob(), textOf(3));
    await place.adapter.end(first.attempt, { exit: 0, terminated: true, pages: 1 });
    const second = await place.adapter.begin(cupsJob({ rerun: true }), textOf(3));
    expect(second.job).toBe(first.job);
    await place.adapter.end(second.attempt, { exit: 0, terminated: true, pages: 3 });
    expect(await place.adapter.ask(cupsJob({ rerun: true }), textOf(3))).toMatchObject({ decision: 'done' });
    expect(await posts(place)).toBe(1);
  });

  test('with another file under the same number is a job for itself', async () => {
    const { adapter } = await open();
    const first = await adapter.begin(cupsJob(), 'one\n');
    const second = await adapter.begin(cupsJob(), 'other\n');
    expect(second.job).not.toBe(first.job);
  });

  test('with a stream that filters have made anew is the same when it counts the same', async () => {
    const { adapter } = await open();
    const first = await adapter.begin(cupsJob({ source: 'stdin' }), 'made at 12:00\n');
    const second = await adapter.begin(cupsJob({ source: 'stdin' }), 'made at 12:01\n');
    const third = await adapter.begin(cupsJob({ source: 'stdin' }), textOf(2));
    expect(second.job).toBe(first.job);
    expect(third.job).not.toBe(first.job);
  });

  test('by two at once is reserved once', async () => {
    const { adapter, service } = await open();
    const begun = await Promise.all([1, 2, 3, 4].map(() => adapter.begin(cupsJob())));
    expect(new Set(begun.map(({ job }) => job)).size).toBe(1);
    expect(new Set(begun.map(({ attempt }) => attempt)).size).toBe(4);
    expect((await service.store.account('alice'))?.held).toBe(10_000);
  });

  test('is not refused for want of the money that its own reservation holds', async () => {
    const { adapter, service } = await open({
      users: { template: { mode: 'balance', overdraft: 0, limits: {} }, openingBalance: 10_000 },
    });
    const first = await adapter.begin(cupsJob());
    await adapter.end(first.attempt, { exit: 6 });
    const second = await adapter.begin(cupsJob());
    await adapter.end(second.attempt, { exit: 0 });
    expect(await service.store.account('alice')).toMatchObject({ balance: 0, held: 0 });
  });

  test('is known after a restart of the server, in the middle of a run too', async () => {
    const { adapter, service, job } = await open();
    const begun = await adapter.begin(cupsJob());
    const restarted = await service.restart();
    const { uuid } = await job(begun.job);
    expect(
      await restarted.jobs.cups.end({ job: begun.job, uuid, attempt: 1 }, { exit: 0, terminated: false }),
    ).toBe('settled');
    expect((await restarted.jobs.job(begun.job))?.job).toMatchObject({ settlement: { action: 'printed' } });
    await restarted.jobs.stop(0);
  });
});

describe('the end of a run', () => {
  test('may be told as often as one likes, and the first word counts', async () => {
    const place = await open();
    const begun = await place.adapter.begin(cupsJob(), textOf(4));
    for (const pages of [3, 2, 1]) await place.adapter.end(begun.attempt, { exit: 0, pages });
    expect((await place.job(begun.job)).settlement).toMatchObject({ impressions: 3, reported: 3 });
    expect(await posts(place)).toBe(1);
  });

  test('never charges more than was agreed, unless the rule says so', async () => {
    const { adapter, job } = await open();
    const begun = await adapter.begin(cupsJob(), textOf(2));
    await adapter.end(begun.attempt, { exit: 0, pages: 9 });
    expect((await job(begun.job)).settlement).toMatchObject({ impressions: 2, reported: 9 });
  });

  test('of a run that nobody was told of is not found', async () => {
    const { adapter, job } = await open();
    const begun = await adapter.begin(cupsJob());
    const { uuid } = await job(begun.job);
    for (const forged of [
      `${begun.job}-2-${uuid}`,
      `${begun.job + 1}-1-${uuid}`,
      '1-1-x',
      '../../x',
      `${begun.job}-1-${'0'.repeat(36)}`,
    ]) {
      expect((await adapter.end(forged, { exit: 0 })).status).toBe(404);
    }
    expect((await job(begun.job)).state).toBe('relaying');
  });
});

describe('a job of which nothing more is heard', () => {
  test('is listed for the operator, and a later word still counts', async () => {
    const { adapter, job } = await open({ openAttemptMs: 100 });
    const begun = await adapter.begin(cupsJob());
    await expect.poll(async () => (await job(begun.job)).needsOperator, { timeout: 5_000 }).toBe(true);
    expect(await job(begun.job)).toMatchObject({ state: 'held', reasons: ['no-news'] });
    await adapter.end(begun.attempt, { exit: 0 });
    expect(await job(begun.job)).toMatchObject({ state: 'ended', settlement: { action: 'printed' } });
  });

  test('ends by the word of the operator', async () => {
    const { adapter, job, service } = await open({ openAttemptMs: 100 });
    const begun = await adapter.begin(cupsJob());
    await expect.poll(async () => (await job(begun.job)).needsOperator, { timeout: 5_000 }).toBe(true);
    await service.jobs.resolve(begun.job, { kind: 'void' }, person('root', true));
    expect(await service.store.account('alice')).toMatchObject({ balance: 0, held: 0 });
    // Too late: nothing is charged behind his back.
    expect((await adapter.end(begun.attempt, { exit: 0 })).status).toBe(200);
    expect(await service.store.account('alice')).toMatchObject({ balance: 0, held: 0 });
  });

  test('and that had sent nothing frees its reservation after a while', async () => {
    const { adapter, job, service } = await open({ retryWaitMs: 100 });
    const begun = await adapter.begin(cupsJob());
    await adapter.end(begun.attempt, { exit: 1, octets: 0 });
    await expect.poll(async () => (await job(begun.job)).state, { timeout: 5_000 }).toBe('ended');
    expect(await service.store.account('alice')).toMatchObject({ balance: 0, held: 0 });
    await delay(1);
  });

  test('and that its owner cancels with us is charged for what had printed', async () => {
    const { adapter, service, job } = await open();
    const begun = await adapter.begin(cupsJob(), textOf(5));
    await adapter.end(begun.attempt, { exit: 0, terminated: true, pages: 3 });
    await service.jobs.cancel(begun.job, person('root', true));
    expect(await job(begun.job)).toMatchObject({ settlement: { action: 'cancelled', impressions: 3 } });
  });
});

describe('a job that had printed while the server was away', () => {
  const at = 1_700_000_000_500;

  test('is charged once whatever the account allows, at the time it was printed', async () => {
    const place = await open({ users: { template: { mode: 'balance', overdraft: 0, limits: {} } } });
    const { adapter, service } = place;
    const replay = cupsJob({ printed: { at, exit: 0 } });
    const first = await adapter.ask(replay, textOf(3));
    const again = await Promise.all([adapter.ask(replay, textOf(3)), adapter.ask(replay, textOf(3))]);
    expect(first).toMatchObject({ decision: 'done' });
    expect(again).toEqual([first, first]);
    expect(await service.store.account('alice')).toMatchObject({ balance: -30_000, held: 0 });
    const [row, ...others] = await service.store.history({ limit: 5 });
    expect(others).toEqual([]);
    expect(row).toMatchObject({ at, action: 'printed', impressions: 3, user: 'alice' });
    expect(row?.evidence.join(' ')).toContain('while the server was away');
  });

  test('settles the run that the server had begun before it went away', async () => {
    const place = await open();
    const begun = await place.adapter.begin(cupsJob());
    const done = await place.adapter.ask(cupsJob({ printed: { at, exit: 0 } }), '');
    expect(done).toEqual({ decision: 'done', job: begun.job });
    expect(await posts(place)).toBe(1);
  });

  test('twice is charged twice', async () => {
    const place = await open();
    await place.adapter.ask(cupsJob({ printed: { at, exit: 0 } }));
    await place.adapter.ask(cupsJob({ printed: { at: at + 60_000, exit: 0 } }));
    expect(await posts(place)).toBe(2);
  });

  test('without its document is charged by its pages, else left to the operator', async () => {
    const { adapter, service, job } = await open();
    const told = await adapter.ask(cupsJob({ printed: { at, exit: 0, pages: 6 } }), '');
    const silent = await adapter.ask(cupsJob({ job: 2, printed: { at, exit: 0 } }), '');
    expect(await service.store.history({ limit: 5 })).toMatchObject([{ impressions: 6 }]);
    expect(told).toMatchObject({ decision: 'done' });
    const id = silent.decision === 'done' ? silent.job : 0;
    expect(await job(id)).toMatchObject({ needsOperator: true, reasons: ['not-counted'] });
  });

  test('for a user without an account is in the books all the same', async () => {
    const { adapter, service } = await open({ users: { unknown: 'deny' } });
    expect(await adapter.ask(cupsJob({ printed: { at, exit: 0 } }))).toMatchObject({ decision: 'done' });
    expect(await service.store.history({ limit: 5 })).toMatchObject([{ action: 'printed', user: 'alice' }]);
  });

  test('on a printer that is gone comes again', async () => {
    const { adapter } = await open();
    expect(await adapter.ask(cupsJob({ queue: 'attic', printed: { at, exit: 0 } }))).toMatchObject({
      decision: 'later',
    });
  });
});
