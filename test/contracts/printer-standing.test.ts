import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Happening } from '../../src/jobs/index.ts';
import {
  openTestService,
  pages,
  person,
  printed,
  requestOf,
  type TestService,
  until,
} from '../support/print-service.ts';
import { ScriptedDevice } from '../support/scripted-device.ts';

// What operators say of printers and of the order of their jobs.

const operator = person('root', true);

let device: ScriptedDevice;
let service: TestService;

beforeEach(async () => {
  device = new ScriptedDevice();
  service = await openTestService({ device });
});

afterEach(async () => {
  await service.close();
});

describe('a printer that was switched off', () => {
  test.each(['disabled', 'shutDown'] as const)('%s takes no jobs, also after a restart', async (what) => {
    await service.jobs.changePrinter('demo', { [what]: true });
    service = await service.restart();
    expect(service.jobs.printer('demo')?.accepting).toBe(false);
    const answer = await service.jobs.print(requestOf('alice'), pages(1));
    expect(answer).toMatchObject({ kind: 'refused', refusals: [{ kind: 'not-accepting' }] });
    await service.jobs.changePrinter('demo', { [what]: false });
    const { job } = await printed(service.jobs, 'alice');
    await until(service.jobs, job.id, 'ended');
  });

  test.each([
    ['disabled', 'valid'],
    ['shutDown', 'refused'],
  ] as const)('%s: a job that is only asked about is %s', async (what, kind) => {
    await service.jobs.changePrinter('demo', { [what]: true });
    expect(await service.jobs.validate(requestOf('alice'))).toMatchObject({ kind });
  });

  test('sends nothing while it is shut down, and begins anew when it is restarted', async () => {
    await service.jobs.pause('demo');
    const { job } = await printed(service.jobs, 'alice');
    await service.jobs.changePrinter('demo', { shutDown: true, paused: false });
    expect((await service.jobs.job(job.id))?.job.state).toBe('pending');
    await service.jobs.restartPrinter('demo');
    await until(service.jobs, job.id, 'ended');
  });

  test('forgets none of two changes that were asked for at once', async () => {
    const hide = (job: number): Promise<boolean> =>
      service.jobs.changePrinter('demo', ({ purgedJobs = [] }) => ({ purgedJobs: [...purgedJobs, job] }));
    await Promise.all([hide(1), hide(2)]);
    expect(service.jobs.printer('demo')?.standing.purgedJobs).toEqual([1, 2]);
  });

  test('is another one than that which is not there', async () => {
    expect(await service.jobs.changePrinter('none', { disabled: true })).toBe(false);
    expect(await service.jobs.restartPrinter('none')).toBe(false);
    expect(await service.jobs.releaseNewJobs('none', operator)).toBe(false);
  });
});

test('two changes at once are both kept', async () => {
  await Promise.all([
    service.jobs.changePrinter('demo', { disabled: true }),
    service.jobs.changePrinter('demo', { info: 'By the window' }),
  ]);
  service = await service.restart();
  const view = service.jobs.printer('demo');
  expect(view?.standing).toMatchObject({ disabled: true, info: 'By the window' });
  expect(view?.settings.info).toBe('By the window');
});

describe('a printer that holds new jobs', () => {
  test('lets them go together, but for those that their owners hold', async () => {
    await service.jobs.changePrinter('demo', { holdsNewJobs: true });
    const { job: fresh } = await printed(service.jobs, 'alice');
    const { job: own } = await printed(service.jobs, 'alice', 1, { held: true });
    expect(fresh).toMatchObject({ state: 'held', reasons: ['job-held-on-create'] });
    service = await service.restart();
    expect(await service.jobs.releaseNewJobs('demo', operator)).toBe(true);
    await until(service.jobs, fresh.id, 'ended');
    expect((await service.jobs.job(own.id))?.job.state).toBe('held');
    const { job: later } = await printed(service.jobs, 'alice');
    await until(service.jobs, later.id, 'ended');
  });

  test('lets go of a job whose document has not come yet', async () => {
    await service.jobs.changePrinter('demo', { holdsNewJobs: true });
    const created = await service.jobs.create(requestOf('alice'));
    if (created.kind !== 'created') throw new Error('not created');
    const { id } = created.job.job;
    await service.jobs.releaseNewJobs('demo', operator);
    const { identity, answer } = requestOf('alice');
    await service.jobs.deliver(id, { identity, answer, last: true, body: pages(1) });
    await until(service.jobs, id, 'ended');
  });
});

describe('the order of the queue', () => {
  async function waiting(count: number): Promise<readonly number[]> {
    await service.jobs.pause('demo');
    const ids: number[] = [];
    for (let made = 0; made < count; made += 1) ids.push((await printed(service.jobs, 'alice')).job.id);
    return ids;
  }

  async function printedInOrder(ids: readonly number[]): Promise<readonly number[]> {
    await service.jobs.resume('demo');
    for (const id of ids) await until(service.jobs, id, 'ended');
    return device.sent.map(({ job }) => job);
  }

  test('is by number; an operator puts one in front, or behind another, for good', async () => {
    const [first, second, third, fourth] = await waiting(4);
    await service.jobs.schedule(fourth!, undefined, operator);
    await service.jobs.schedule(first!, third, operator);
    service = await service.restart();
    expect(await printedInOrder([first!])).toEqual([fourth, second, third, first]);
  });

  test('is changed neither by a client nor for a job that does not wait', async () => {
    const [first, second] = await waiting(2);
    expect(await service.jobs.schedule(second!, undefined, person('alice'))).toEqual({ kind: 'not-yours' });
    await service.jobs.hold(first!, person('alice'));
    expect((await service.jobs.schedule(first!, undefined, operator)).kind).toBe('not-possible');
    expect((await service.jobs.schedule(second!, first, operator)).kind).toBe('not-possible');
    expect((await service.jobs.schedule(second!, undefined, operator)).kind).toBe('done');
  });
});

describe('editing a job', () => {
  test('takes effect while it waits, by its owner or an operator', async () => {
    await service.jobs.pause('demo');
    const { job } = await printed(service.jobs, 'alice');
    const alice = person('alice');
    expect(await service.jobs.edit(job.id, person('bob'), () => ({ name: 'mine' }))).toEqual({
      kind: 'not-yours',
    });
    await service.jobs.edit(job.id, alice, ({ name }) => ({ name: `${name}!`, priority: 90, held: true }));
    expect((await service.jobs.job(job.id))?.job).toMatchObject({
      name: 'letter!',
      priority: 90,
      state: 'held',
    });
    await service.jobs.edit(job.id, operator, () => ({ held: false }));
    await service.jobs.resume('demo');
    await until(service.jobs, job.id, 'ended');
    expect((await service.jobs.edit(job.id, alice, () => ({ priority: 1 }))).kind).toBe('not-possible');
  });

  test('brings a job forward at once', async () => {
    await service.jobs.pause('demo');
    const { job: first } = await printed(service.jobs, 'alice');
    const { job: second } = await printed(service.jobs, 'alice');
    await service.jobs.edit(second.id, operator, () => ({ priority: 99 }));
    await service.jobs.resume('demo');
    await until(service.jobs, first.id, 'ended');
    expect(device.sent.map(({ job }) => job)).toEqual([second.id, first.id]);
  });
});

test('tells whoever listens what became of jobs and printers, after it is kept', async () => {
  const told: Happening[] = [];
  service.jobs.watch((happening) => told.push(happening));
  await service.jobs.pause('demo');
  const { job } = await printed(service.jobs, 'alice');
  await service.jobs.schedule(job.id, undefined, operator);
  await service.jobs.resume('demo');
  await until(service.jobs, job.id, 'ended');
  const states = told.flatMap((each) => (each.kind === 'job' ? [each.job.state] : []));
  expect([...new Set(states)]).toEqual(['pending', 'relaying', 'ended']);
  const printers = told.flatMap((each) => (each.kind === 'printer' ? [each.what] : []));
  expect(printers).toEqual(['state', 'queue-order', 'state']);
});
