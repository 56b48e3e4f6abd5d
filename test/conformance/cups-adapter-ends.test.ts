import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterMode, AdapterSite, adapterModes } from '../support/adapter-site.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';
import { until } from '../support/until.ts';

// Check 5 of the adapter (the list is in cups-adapter.test.ts): what people do to their jobs, and how backends end.

describeNeeding('cupsd', 'a job behind the adapter that CUPS stops or tries again', () => {
  // The queues know nothing of each other: everything waits at once.
  describe.each(adapterModes)('as %s', { concurrent: true }, (mode) => {
    suite(mode);
  });
  describe.each(adapterModes)('with a cupsd that ends, as %s', { concurrent: true }, (mode) => {
    stoppingSuite(mode);
  });
});

/** Longer than what the backend takes before its middle. */
const document = Buffer.concat([makePdf({ pages: 2 }), Buffer.alloc(5_000, '%\n')]);
const charged = { action: 'printed', impressions: 2 };

const queues = {
  again: 'exit=6&times=2',
  hot: 'exit=7&times=1',
  restart: '',
  given: 'exit=6',
  counting: '',
  uploading: '',
  before: 'wait=before',
  middle: 'wait=middle',
  after: 'wait=after',
  deaf: 'wait=before&deaf=yes',
  counted: 'pages=1&wait=after',
  waiting: 'exit=3&times=1',
  refused: '',
  hold: 'wait=middle',
  early: 'wait=before',
  disable: 'wait=middle',
} as const;
type Queue = keyof typeof queues;

function suite(mode: AdapterMode): void {
  let site: AdapterSite;
  let file: string;

  beforeAll(async () => {
    site = await AdapterSite.make({ queues: Object.keys(queues), retriesMax: 5 });
    await site.installBehindGate(mode);
    for (const [queue, words] of Object.entries(queues)) await site.addManaged(queue, `record:/?${words}`);
    file = await site.file('two.pdf', document);
  });

  afterAll(() => site.close());

  /** Everybody has a queue and an account to himself. */
  const print = (queue: Queue): Promise<number> => site.cups.print(queue, file, { user: queue });

  async function expectOneCharge(queue: Queue, job: number): Promise<void> {
    const over = await site.cups.ended(job);
    expect(over.state, await site.cups.log(job)).toBe('completed');
    expect(await site.books.rowsOnce(queue, 1)).toMatchObject([charged]);
    await site.books.expectBalance(queue);
  }

  /** Cancelled in CUPS, and nothing of it is left with us. */
  async function expectCancelled(queue: Queue, job: number): Promise<void> {
    const over = await site.cups.ended(job);
    expect(over.state, await site.cups.log(job)).toBe('canceled');
    expect(await site.books.settled(queue)).toEqual([]);
    await site.books.expectBalance(queue);
  }

  test('is charged once when the backend wants to be tried again twice', async () => {
    const job = await print('again');
    await expectOneCharge('again', job);
    expect(await site.runs('again', job)).toBe(3);
    expect(await site.delivered('again', job, document)).toBe(3);
  });

  test('is charged once when the backend wants to be tried again at once', async () => {
    const job = await print('hot');
    await expectOneCharge('hot', job);
    expect(await site.runs('hot', job)).toBe(2);
  });

  test('is charged again when its owner restarts what has printed', async () => {
    const job = await print('restart');
    await expectOneCharge('restart', job);
    await site.cups.run('lp', '-i', String(job), '-H', 'restart');
    expect(await site.books.rowsOnce('restart', 2)).toMatchObject([charged, charged]);
    expect((await site.cups.ended(job)).state).toBe('completed');
    expect(await site.runs('restart', job)).toBe(2);
    await site.books.expectBalance('restart');
  });

  test('that CUPS gives up waits for nobody', async () => {
    const job = await print('given');
    expect((await site.cups.ended(job)).state, await site.cups.log(job)).toBe('aborted');
    for (const { id } of await site.books.settled('given')) await site.books.resolve(id, 'void');
    await site.books.expectBalance('given');
  });

  test('cancelled while it is sent to be counted costs nothing', async () => {
    const large = await site.file('large.pdf', Buffer.concat([document, Buffer.alloc(4_000_000, '%\n')]));
    const reached = site.gate.hold('uploading', 'uploading');
    const job = await site.cups.print('uploading', large, { user: 'uploading' });
    await reached;
    await site.cups.run('cancel', String(job));
    await expectCancelled('uploading', job);
    expect(await site.books.rows('uploading')).toEqual([]);
    expect(await site.runs('uploading', job)).toBe(0);
  });

  test('cancelled while it is counted costs nothing', async () => {
    const reached = site.gate.hold('counting', 'decided');
    const job = await print('counting');
    await reached;
    await site.cups.run('cancel', String(job));
    await until('the cancel', async () => (await site.cups.job(job)).state === 'canceled');
    site.gate.letGo('counting');
    await expectCancelled('counting', job);
    expect(await site.books.rowsOnce('counting', 1)).toMatchObject([{ action: 'cancelled', impressions: 0 }]);
    expect(await site.runs('counting', job)).toBe(0);
  });

  // By the rule `cancelled: full`, since nobody knows how much of it came out.
  test.each(['before', 'middle', 'after', 'deaf'] as const)(
    'cancelled while its backend runs (%s) is charged once',
    async (queue) => {
      const job = await print(queue);
      await site.working(queue, job);
      await site.cups.run('cancel', String(job));
      await expectCancelled(queue, job);
      expect(await site.books.rowsOnce(queue, 1)).toMatchObject([{ action: 'cancelled', impressions: 2 }]);
    },
  );

  test('cancelled while its backend runs is charged the pages that it told of', async () => {
    const job = await print('counted');
    await site.working('counted', job);
    await site.cups.run('cancel', String(job));
    await expectCancelled('counted', job);
    expect(await site.books.rowsOnce('counted', 1)).toMatchObject([{ action: 'cancelled', impressions: 1 }]);
  });

  test('held by its backend, then cancelled, costs nothing', async () => {
    const job = await print('waiting');
    expect((await site.cups.over(job)).state).toBe('pending-held');
    await site.cups.run('cancel', String(job));
    await expectCancelled('waiting', job);
    expect(await site.books.rowsOnce('waiting', 1)).toMatchObject([{ action: 'failed', impressions: 0 }]);
  });

  test('held for want of money, then cancelled, costs nothing', async () => {
    await site.server.cli('users', 'add', 'refused', '--mode', 'balance', '--balance', '0.10');
    const job = await print('refused');
    expect((await site.cups.over(job)).state, await site.cups.log(job)).toBe('pending-held');
    await site.cups.run('cancel', String(job));
    await until('the end of the job', async () => (await site.cups.job(job)).state === 'canceled');
    expect(await site.books.rowsOnce('refused', 1)).toMatchObject([{ action: 'refused', amount: 0 }]);
    await site.books.expectBalance('refused', 1_000);
  });

  test.each([
    ['hold', 'held and resumed while it prints', 'hold'],
    ['early', 'held and resumed before its first octet', 'hold'],
    ['disable', 'stopped by cupsdisable, and goes on at cupsenable', 'disable'],
  ] as const)('(%s) is charged once when it is %s', async (queue, _, how) => {
    const job = await print(queue);
    const pid = await site.working(queue, job);
    const away = () => until('the end of the backend', () => !isRunning(pid));
    if (how === 'hold') {
      await site.cups.run('lp', '-i', String(job), '-H', 'hold');
      expect((await site.cups.over(job)).state).toBe('pending-held');
      await away();
      await site.go(queue, job);
      await site.cups.run('lp', '-i', String(job), '-H', 'resume');
    } else {
      await site.cups.run('cupsdisable', queue);
      await away();
      await site.go(queue, job);
      await site.cups.run('cupsenable', queue);
    }
    await expectOneCharge(queue, job);
    expect(await site.delivered(queue, job, document)).toBe(1);
  });
}

const points = ['before', 'middle', 'after'] as const;

function stoppingSuite(mode: AdapterMode): void {
  let site: AdapterSite;

  beforeAll(async () => {
    site = await AdapterSite.make({ queues: points });
    const installed = await site.install(mode);
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    for (const point of points) await site.addManaged(point, `record:/?wait=${point}`);
  });

  afterAll(() => site.close());

  test('is charged once when cupsd stops in the middle, and starts again', async () => {
    const file = await site.file('two.pdf', document);
    const jobs: { queue: string; job: number; pid: number }[] = [];
    for (const queue of points) {
      const job = await site.cups.print(queue, file, { user: queue });
      jobs.push({ queue, job, pid: await site.working(queue, job) });
    }
    await site.cups.stop();
    for (const { pid } of jobs) await until('the end of the backend', () => !isRunning(pid));
    await site.cups.begin();
    for (const { queue, job } of jobs) {
      await site.go(queue, job);
      expect((await site.cups.ended(job)).state, await site.cups.log(job)).toBe('completed');
      expect(await site.books.rowsOnce(queue, 1)).toMatchObject([charged]);
      await site.books.expectBalance(queue);
    }
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid);
    return true;
  } catch {
    return false;
  }
}
