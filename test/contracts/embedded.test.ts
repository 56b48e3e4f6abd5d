import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEmbeddedStore } from '../../src/storage/embedded/index.ts';
import { jobRecord, makeAccount, reserve, transition } from './store/fixtures.ts';
import { storeContract } from './store-contract.ts';

storeContract('the embedded store', {
  make: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'platen-store-'));
    return {
      open: () => openEmbeddedStore({ folder }),
      remove: () => rm(folder, { recursive: true }),
    };
  },
  durable: true,
});

describe('the file of the embedded store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'platen-store-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('and its log are for this user only', async () => {
    const store = await openEmbeddedStore({ folder: join(folder, 'new') });
    const modes = await Promise.all(
      ['', '-wal', '-shm'].map(
        async (ending) => (await stat(join(folder, 'new', `platen.sqlite${ending}`))).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });

  test('is refused when it is something else, before anyone relies on it', async () => {
    await writeFile(join(folder, 'platen.sqlite'), 'something else entirely '.repeat(100));
    await expect(openEmbeddedStore({ folder })).rejects.toMatchObject({ code: 'store-corrupt' });
  });

  test('is refused when its folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openEmbeddedStore({ folder: join(folder, 'file') })).rejects.toMatchObject({
      code: 'data-folder-unusable',
    });
  });

  test('takes in its log while commits go on, so that the log does not grow with them', async () => {
    const store = await openEmbeddedStore({ folder });
    const document = new Uint8Array(60_000);
    let octetsMax = 0;
    for (let turn = 0; turn < 60; turn++) {
      const jobs = Array.from({ length: 16 }, (_, index) => jobRecord({ id: 1 + turn * 16 + index }));
      await Promise.all(jobs.map((job) => store.commit(transition(job, { document }))));
      await Promise.all(
        jobs.map((job) =>
          store.commit(transition({ ...job, revision: 2, state: 'ended' }, { document: 'remove' })),
        ),
      );
      octetsMax = Math.max(octetsMax, (await stat(join(folder, 'platen.sqlite-wal'))).size);
    }
    // 57 MB of documents went through it; the log may reach 64 MiB before the writer starts it anew.
    expect(octetsMax).toBeLessThan(100 * 1024 * 1024);
    await store.close();
    expect((await stat(join(folder, 'platen.sqlite'))).size).toBeLessThan(8 * 1024 * 1024);
  });

  test('gives the holds of an account as they are when they are looked at', async () => {
    const store = await openEmbeddedStore({ folder });
    const name = await makeAccount(store);
    const account = await store.account(name);
    await store.apply([reserve({ account: name, amount: 5 })]);
    expect(account?.held).toBe(0);
    expect(account?.holds).toHaveLength(1);
    await store.close();
  });
});
