import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterMode, AdapterSite, adapterModes } from '../support/adapter-site.ts';
import { openJobs } from '../support/books.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';

describeNeeding('cupsd', 'the adapter when something ends in the middle', () => {
  describe.each(adapterModes)('as %s', (mode) => {
    suite(mode);
  });
});

const document = makePdf({ pages: 2 });
const charged = { action: 'printed', impressions: 2 };

function suite(mode: AdapterMode): void {
  let site: AdapterSite;
  let file: string;
  let users = 0;

  beforeAll(async () => {
    site = await AdapterSite.make(['slow', 'again']);
    const installed = await site.install(mode);
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    await site.addManaged('slow', 'record:/?work=2');
    await site.addManaged('again', 'record:/?exit=6&times=2');
    file = await site.file('two.pdf', document);
  });

  afterAll(() => site.close());

  const newUser = (): string => `user${(users += 1)}`;
  const print = (queue: string, user: string): Promise<number> => site.cups.print(queue, file, { user });

  async function expectOneCharge(user: string, job: number): Promise<void> {
    const over = await site.cups.over(job);
    expect(over.state, await site.cups.log(job)).toBe('completed');
    await site.rows(user, 1);
    // A second charge would need a moment.
    await sleep(1_000);
    expect(await site.rows(user, 1)).toMatchObject([charged]);
    expect((await openJobs(site.server)).filter(({ state }) => state !== 'held')).toEqual([]);
  }

  test('charges once what CUPS tries three times', async () => {
    const user = newUser();
    const job = await print('again', user);
    // Held for JobRetryInterval in between.
    for (let left = 300; left > 0 && (await site.runs('again', job)) < 3; left -= 1) await sleep(100);
    await sleep(1_500);
    expect(await site.runs('again', job)).toBe(3);
    await expectOneCharge(user, job);
  });

  test('charges a restart of a printed job again', async () => {
    const user = newUser();
    const job = await print('slow', user);
    expect((await site.cups.over(job)).state).toBe('completed');
    await site.rows(user, 1);
    await site.cups.run('lp', '-i', String(job), '-H', 'restart');
    for (let left = 100; left > 0 && (await site.runs('slow', job)) < 2; left -= 1) await sleep(100);
    expect((await site.cups.over(job)).state).toBe('completed');
    expect(await site.rows(user, 2)).toMatchObject([charged, charged]);
  });

  test('charges once what is held and resumed while it prints', async () => {
    const user = newUser();
    const job = await print('slow', user);
    await site.working('slow', job);
    await site.cups.run('lp', '-i', String(job), '-H', 'hold');
    expect((await site.cups.over(job)).state).toBe('pending-held');
    await sleep(1_000);
    await site.cups.run('lp', '-i', String(job), '-H', 'resume');
    await expectOneCharge(user, job);
  });

  test('charges once what is stopped by cupsdisable and goes on', async () => {
    const user = newUser();
    const job = await print('slow', user);
    await site.working('slow', job);
    await site.cups.run('cupsdisable', 'slow');
    await sleep(1_500);
    await site.cups.run('cupsenable', 'slow');
    await expectOneCharge(user, job);
  });

  test.each(['SIGTERM'] as const)(
    'charges once what cupsd leaves at %s and takes up again',
    async (signal) => {
      const user = newUser();
      const job = await print('slow', user);
      await site.working('slow', job);
      await site.cups.stop(signal);
      // What cupsd left behind prints on.
      await sleep(4_000);
      await site.cups.begin();
      await expectOneCharge(user, job);
    },
  );
}
