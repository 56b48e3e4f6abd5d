import { expect, test } from 'vitest';
import type { Store } from '../../../src/jobs/index.ts';
import { fresh, grant, historyRow, makeAccount, makeJob, post, reserve, transition } from './fixtures.ts';
import type { StoreUnderTest } from './place.ts';

export function closingTests(make: () => Promise<StoreUnderTest>): void {
  const withStore = async (work: (place: StoreUnderTest, store: Store) => Promise<void>): Promise<void> => {
    const place = await make();
    try {
      const store = await place.open();
      await work(place, store);
    } finally {
      await place.remove();
    }
  };

  test('numbers of a new store begin at 1', () =>
    withStore(async (_, store) => {
      expect(await store.allocateJobIds(2)).toBe(1);
      expect(await store.allocateJobIds(1)).toBe(3);
      await store.close();
    }));

  test('a closed store says that it cannot be used, and may be closed again', () =>
    withStore(async (_, store) => {
      await store.close();
      await store.close();
      await expect(store.ping()).rejects.toMatchObject({ code: 'store-unreachable' });
      await expect(store.account('alice')).rejects.toMatchObject({ code: 'store-unreachable' });
      await expect(store.allocateJobIds(1)).rejects.toMatchObject({ code: 'store-unreachable' });
    }));

  test('closing waits for what was begun', () =>
    withStore(async (_, store) => {
      const begun = Array.from({ length: 8 }, () => makeAccount(store));
      await Promise.all([...begun, Promise.all(begun).then(() => store.close())]);
    }));
}

export function reopeningTests(make: () => Promise<StoreUnderTest>): void {
  test('everything that was answered is there when the store is opened again', async () => {
    const place = await make();
    try {
      const before = await place.open();
      const account = await makeAccount(before, undefined, 500);
      const hold = reserve({ account, amount: 100, impressions: 3 });
      await before.apply([hold]);
      const job = await makeJob(before);
      const document = Uint8Array.of(1, 2, 3);
      await before.commit(
        transition({ ...job, revision: 2 }, { document, history: historyRow({ job: job.id }) }),
      );
      const stored = await before.account(account);
      const numbers = await before.allocateJobIds(5);
      await before.close();

      const after = await place.open();
      await after.recover();
      await after.ping();
      expect(await after.account(account)).toEqual(stored);
      expect(await after.job(job.id)).toEqual({ ...job, revision: 2 });
      expect([...((await after.document(job.id)) ?? [])]).toEqual([1, 2, 3]);
      expect(await after.history({ job: job.id, limit: 2 })).toHaveLength(1);
      expect(await after.unfinished()).toHaveLength(1);
      expect(await after.allocateJobIds(1)).toBe(numbers + 5);
      const charge = post({ account, hold: hold.id, amount: 100, impressions: 3 });
      expect(await after.apply([hold, charge])).toEqual([{ kind: 'exists' }, { kind: 'applied' }]);
      await after.close();
    } finally {
      await place.remove();
    }
  });

  test('a commit repeated after the store was opened again is known', async () => {
    const place = await make();
    try {
      const before = await place.open();
      const account = await makeAccount(before);
      const job = await makeJob(before);
      const commit = transition({ ...job, revision: 2 }, { ledger: [grant({ account, amount: 5 })] });
      const refuse = {
        id: fresh('transition'),
        step: 'refuse',
        expectedRevision: 0,
        ledger: [],
        history: historyRow({ job: job.id }),
      } as const;
      await before.commit(commit);
      await before.commit(refuse);
      await before.close();

      const after = await place.open();
      await after.recover();
      expect(await after.commit(commit)).toEqual({ kind: 'done' });
      expect(await after.commit(refuse)).toEqual({ kind: 'done' });
      expect((await after.account(account))?.balance).toBe(5);
      expect(await after.history({ job: job.id, limit: 5 })).toHaveLength(1);
      await after.close();
    } finally {
      await place.remove();
    }
  });
}
