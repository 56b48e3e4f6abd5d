import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GatePoint } from '../support/adapter-gate.ts';
import { type AdapterMode, AdapterSite, adapterModes } from '../support/adapter-site.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';
import { until } from '../support/until.ts';

// Check 5 of the adapter (the list is in cups-adapter.test.ts): SIGKILL of everything at every step of a job. Nothing is
// lost: the device got it, or it is held, or it stands in a list. Nothing is charged twice, and no reservation is left.

describeNeeding('cupsd', 'a job behind the adapter', () => {
  describe.each(adapterModes)('as %s', (mode) => {
    suite(mode);
  });
});

/** Where a job stands when something dies: at the gate before the server, or in its backend. */
type Place = { readonly gate: GatePoint } | { readonly backend: 'before' | 'middle' | 'after' };

const steps = {
  'before it asks': { gate: 'asked' },
  'while it uploads': { gate: 'uploading' },
  'after the server has said yes': { gate: 'decided' },
  'when the backend has begun': { backend: 'before' },
  'in the middle of the backend': { backend: 'middle' },
  'when the backend has sent everything': { backend: 'after' },
  'before the end is told': { gate: 'ending' },
  'after the end is told': { gate: 'settled' },
} as const satisfies Record<string, Place>;
type Step = keyof typeof steps;
const names = Object.keys(steps).filter((name): name is Step => Object.hasOwn(steps, name));
const inBackend = names.filter((name) => 'backend' in steps[name]);

/** More than fits into the buffers of a socket: an upload that is held stays one. */
const document = Buffer.concat([makePdf({ pages: 2 }), Buffer.alloc(2_000_000, '%\n')]);
const charged = { action: 'printed', impressions: 2, amount: 2_000 };
/** A run without news is listed then. */
const openAttemptMs = 6_000;

interface Running {
  readonly step: Step;
  readonly queue: string;
  readonly user: string;
  readonly job: number;
  /** Process numbers; 0 where there is none at that step. */
  readonly adapter: number;
  readonly backend: number;
}

function queueOf(step: Step): string {
  return step.replaceAll(' ', '-');
}

function suite(mode: AdapterMode): void {
  let site: AdapterSite;
  let file: string;
  let round = 0;

  beforeAll(async () => {
    site = await AdapterSite.make({ queues: names.map(queueOf), retriesMax: 30, openAttemptMs });
    await site.installBehindGate(mode);
    for (const step of names) {
      const place: Place = steps[step];
      await site.addManaged(queueOf(step), `record:/?${'backend' in place ? `wait=${place.backend}` : ''}`);
    }
    file = await site.file('two.pdf', document);
  });

  afterAll(() => site.close());

  beforeEach(() => {
    round += 1;
  });

  /** Prints one job a step, and has each of them stand still there. */
  function standing(wanted: readonly Step[]): Promise<readonly Running[]> {
    return Promise.all(
      wanted.map(async (step) => {
        const place: Place = steps[step];
        const queue = queueOf(step);
        const user = `${queue}-${round}`;
        const reached = 'gate' in place ? site.gate.hold(queue, place.gate) : undefined;
        const job = await site.cups.print(queue, file, { user });
        await reached;
        const backend = 'backend' in place ? await site.working(queue, job) : 0;
        const [adapter = 0] = await site.adaptersOf(job);
        return { step, queue, user, job, adapter, backend };
      }),
    );
  }

  async function letGo(jobs: readonly Running[]): Promise<void> {
    site.gate.letGo();
    for (const { queue, job } of jobs) await site.go(queue, job);
  }

  const journal = async (): Promise<readonly string[]> =>
    (await readdir(join(site.cups.folder, 'spool', 'platen', 'journal')).catch(() => [])).filter((name) =>
      /\.(print|end)$/.test(name),
    );

  async function expectPrintedOnce({ step, queue, user, job }: Running): Promise<void> {
    const over = await site.cups.ended(job);
    expect(over.state, `${step}: ${await site.cups.log(job)}`).toBe('completed');
    expect(await site.books.rowsOnce(user, 1), step).toMatchObject([charged]);
    expect(await site.books.settled(user), step).toEqual([]);
    expect(await site.delivered(queue, job, document), step).toBeGreaterThan(0);
    await site.books.expectBalance(user);
  }

  test('is printed and charged once when nothing is killed', async () => {
    const jobs = await standing(names);
    await letGo(jobs);
    for (const each of jobs) {
      await expectPrintedOnce(each);
      expect(await site.delivered(each.queue, each.job, document), each.step).toBe(1);
    }
  });

  test('is tried again and charged once when its backend is killed', async () => {
    const jobs = await standing(inBackend);
    for (const { backend } of jobs) process.kill(backend, 'SIGKILL');
    await letGo(jobs);
    for (const each of jobs) await expectPrintedOnce(each);
  });

  test('is never charged twice and always to be found when its adapter is killed', async () => {
    const jobs = await standing(names);
    for (const { adapter } of jobs) process.kill(adapter, 'SIGKILL');
    // cupsd takes a backend that was killed for one that has printed.
    for (const { job } of jobs) expect((await site.cups.ended(job)).state).toBe('completed');
    site.gate.cut();
    await letGo(jobs);
    for (const { step, queue, user, job } of jobs) {
      const reached = 'backend' in steps[step] || step.includes('end is told');
      if (reached)
        await until(`${step}: the document`, async () => (await site.delivered(queue, job, document)) === 1);
      if (step === 'after the end is told') {
        expect(await site.books.rowsOnce(user, 1)).toMatchObject([charged]);
      } else if (step === 'before it asks' || step === 'while it uploads') {
        // Nothing is known of it but to CUPS, which has kept it: its owner prints it again.
        expect(await site.books.settled(user)).toEqual([]);
        expect((await site.command('status', '--json')).stdout).toContain(`"killed":[${job}]`);
        await site.cups.run('lp', '-i', String(job), '-H', 'restart');
        expect(await site.books.rowsOnce(user, 1), step).toMatchObject([charged]);
      } else {
        const [listed, ...others] = await site.books.settled(user);
        expect(others).toEqual([]);
        expect(listed, step).toMatchObject({ reasons: ['no-news'] });
        await site.books.resolve(listed?.id ?? 0, reached ? 'printed' : 'void');
        const row = reached ? charged : { action: 'failed', amount: 0 };
        expect(await site.books.rows(user), step).toMatchObject([row]);
      }
      expect(await site.books.settled(user)).toEqual([]);
      await site.books.expectBalance(user);
    }
  });

  test('is printed and charged once when cupsd is killed, and starts again', async () => {
    const jobs = await standing(names);
    await site.cups.stop('SIGKILL');
    await site.cups.begin();
    await letGo(jobs);
    for (const each of jobs) await expectPrintedOnce(each);
  });

  test('is printed and charged once when Platen is killed, and starts again', async () => {
    const jobs = await standing(names);
    await site.server.kill();
    await site.gate.close();
    await letGo(jobs);
    const printed = jobs.filter(({ step }) => 'backend' in steps[step] || step.includes('end is told'));
    for (const { step, job } of printed) expect((await site.cups.ended(job)).state, step).toBe('completed');
    expect(await journal(), 'the ends that nobody heard').toHaveLength(printed.length);
    await site.server.start();
    await site.gate.open();
    const replayed = await site.command('replay');
    expect(replayed, replayed.stderr).toMatchObject({ code: 0 });
    expect(await journal()).toEqual([]);
    for (const each of jobs) await expectPrintedOnce(each);
  });

  test('is printed and charged once when everything is killed, and starts again', async () => {
    const jobs = await standing(names);
    await Promise.all([site.server.kill(), site.cups.stop('SIGKILL')]);
    for (const { adapter, backend } of jobs)
      for (const pid of [adapter, backend]) if (pid > 0) process.kill(pid, 'SIGKILL');
    site.gate.cut();
    await site.server.start();
    await site.cups.begin();
    await letGo(jobs);
    for (const each of jobs) await expectPrintedOnce(each);
  });

  // Whom the adapter runs as is nothing to the server.
  if (mode === 'root') return;

  // What the server commits before it says a word of it: the acceptance, the second run, the end.
  test.each([
    ['accept:before', false],
    ['accept:after', false],
    ['start:before', true],
    ['start:after', true],
    ['finish:before', false],
    ['finish:after', false],
  ])('is printed and charged once when Platen dies at its commit (%s)', async (crash, again) => {
    const queue = queueOf('when the backend has begun');
    const user = `${crash.replace(':', '-')}-${round}`;
    let job = 0;
    if (again) {
      job = await site.cups.print(queue, file, { user });
      const backend = await site.working(queue, job);
      await site.server.kill();
      await site.server.start({ PLATEN_TEST: '1', PLATEN_TEST_CRASH_AT: crash });
      process.kill(backend, 'SIGKILL');
    } else {
      await site.server.kill();
      await site.server.start({ PLATEN_TEST: '1', PLATEN_TEST_CRASH_AT: crash });
      job = await site.cups.print(queue, file, { user });
    }
    await site.go(queue, job);
    if (again) await site.cups.wakeUntil(() => !site.server.running);
    await site.server.ended();
    await site.server.start();
    // The end may be told already, or be in the journal.
    await site.cups.ended(job);
    await site.command('replay');
    await expectPrintedOnce({ step: 'when the backend has begun', queue, user, job, adapter: 0, backend: 0 });
  });
}
