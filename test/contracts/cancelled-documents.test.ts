import { readdir } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RelayJob } from '../../src/forward/index.ts';
import type { Job } from '../../src/model/job.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import {
  openTestService,
  pages,
  person,
  requestOf,
  type TestService,
  textOf,
  until,
} from '../support/print-service.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';

// One of several documents of a job is cancelled; the others print. An impression costs 1.0000.

let device: ScriptedDevice;
let service: TestService;
let relayed: RelayJob[];
const alice = person('alice');

beforeEach(async () => {
  device = new ScriptedDevice();
  device.takesSeveral = true;
  relayed = [];
  device.script = (job) => {
    relayed.push(job);
    return { kind: 'completed', octetsSent: job.document.octets, evidence: [] };
  };
  service = await openTestService({
    device,
    users: { template: { mode: 'balance', overdraft: 0, limits: {} }, openingBalance: 100_000 },
  });
});

afterEach(async () => {
  await service.close();
});

function send(id: number, body: Readable | undefined, last: boolean): Promise<unknown> {
  const { identity, answer } = requestOf('alice');
  const common = { identity, answer, last, format: 'text/plain' };
  return service.jobs.deliver(id, body === undefined ? common : { ...common, body });
}

/** A job of documents with so many pages each; closed and held, or open. */
async function jobOf(
  counts: readonly number[],
  {
    open = false,
    held = true,
    ticket = {},
  }: { open?: boolean; held?: boolean; ticket?: Partial<Ticket> } = {},
): Promise<number> {
  const request = requestOf('alice', { held });
  const created = await service.jobs.create({ ...request, ticket: { ...request.ticket, ...ticket } });
  if (created.kind !== 'created') throw new Error(`not created: ${JSON.stringify(created)}`);
  const { id } = created.job.job;
  for (const [index, count] of counts.entries()) {
    await send(id, pages(count), !open && index === counts.length - 1);
  }
  return id;
}

async function recordOf(id: number): Promise<Job> {
  const job = await service.store.job(id);
  if (job === undefined) throw new Error(`no job ${id}`);
  return job;
}

async function money(): Promise<{ balance: number; held: number; counted: number }> {
  const account = await service.store.account('alice');
  if (account === undefined) throw new Error('no account');
  const { balance, held, counters } = account;
  return { balance, held, counted: counters['demo']?.held ?? 0 };
}

const octetsRelayed = (): readonly (number | undefined)[] =>
  relayed.flatMap(({ document, further }) => [document, ...further]).map(({ octets }) => octets);

describe('of a job that waits', () => {
  test.each([
    ['the first', 1, [2, 3]],
    ['one in the middle', 2, [1, 3]],
    ['the last', 3, [1, 2]],
  ] as const)('%s: the others are counted, reserved, printed and charged', async (_, number, left) => {
    const id = await jobOf([1, 2, 3]);
    expect(await money()).toEqual({ balance: 100_000, held: 60_000, counted: 6 });
    expect(await service.jobs.cancelDocument(id, number, alice)).toMatchObject({ kind: 'done' });
    const [one, other] = left;
    const rest = one + other;
    expect(await recordOf(id)).toMatchObject({
      state: 'held',
      count: { pages: rest },
      quote: { impressions: rest, sheets: rest, amount: rest * 10_000 },
    });
    expect(await money()).toEqual({ balance: 100_000, held: rest * 10_000, counted: rest });
    await service.jobs.release(id, alice);
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: rest });
    expect(octetsRelayed()).toEqual(left.map((count) => textOf(count).length));
    expect(await money()).toEqual({ balance: 100_000 - rest * 10_000, held: 0, counted: 0 });
    expect(await service.store.history({ job: id, limit: 2 })).toMatchObject([
      { impressions: rest, octets: left.reduce((sum, count) => sum + textOf(count).length, 0) },
    ]);
  });

  test('one after the other, until the last one cancels the job', async () => {
    const id = await jobOf([1, 2, 3]);
    await service.jobs.cancelDocument(id, 1, alice);
    await service.jobs.cancelDocument(id, 3, alice);
    expect(await money()).toEqual({ balance: 100_000, held: 20_000, counted: 2 });
    await service.jobs.cancelDocument(id, 2, alice);
    expect((await recordOf(id)).settlement).toMatchObject({ action: 'cancelled', impressions: 0 });
    expect(await money()).toEqual({ balance: 100_000, held: 0, counted: 0 });
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('its octets are gone from record and spool at once', async () => {
    const id = await jobOf([1, 2, 3]);
    await service.jobs.cancelDocument(id, 1, alice);
    await service.jobs.cancelDocument(id, 2, alice);
    expect(await service.store.document(id)).toBeUndefined();
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([`${id}-3.document`]);
    });
  });

  test('copies and page-ranges, which name the pages of each, go on for the others', async () => {
    const id = await jobOf([3, 1, 2], { ticket: { copies: 2, pageRanges: [{ lower: 2, upper: 3 }] } });
    expect((await recordOf(id)).quote).toMatchObject({ impressions: (2 + 0 + 1) * 2 });
    await service.jobs.cancelDocument(id, 1, alice);
    expect((await recordOf(id)).quote).toMatchObject({ impressions: 2 });
  });

  test('is kept where the others would print nothing', async () => {
    const id = await jobOf([3, 1], { ticket: { pageRanges: [{ lower: 2, upper: 3 }] } });
    expect(await service.jobs.cancelDocument(id, 1, alice)).toMatchObject({ kind: 'not-possible' });
    expect(await money()).toMatchObject({ held: 20_000 });
  });

  test('is given back also to an account that may not print any more', async () => {
    const id = await jobOf([1, 2]);
    const account = await service.store.account('alice');
    if (account === undefined) throw new Error('no account');
    const { policyRevision: expectedPolicyRevision, policy } = account;
    await service.store.putPolicy({
      name: 'alice',
      policy: { ...policy, mode: 'blocked' },
      expectedPolicyRevision,
    });
    expect(await service.jobs.cancelDocument(id, 2, alice)).toMatchObject({ kind: 'done' });
    expect(await money()).toMatchObject({ held: 10_000 });
  });

  test('survives a restart', async () => {
    const id = await jobOf([1, 2, 3]);
    await service.jobs.cancelDocument(id, 1, alice);
    service = await service.restart();
    await service.jobs.release(id, alice);
    await until(service.jobs, id, 'ended');
    expect(octetsRelayed()).toEqual([2, 3].map((count) => textOf(count).length));
    expect(await money()).toMatchObject({ balance: 50_000, held: 0 });
  });

  test.each([
    ['a document that is cancelled already', 1, 'alice', 'not-possible'],
    ['of somebody else', 2, 'bob', 'not-yours'],
    ['a document that it does not have', 4, 'alice', 'not-possible'],
  ] as const)('is no %s', async (_, number, name, kind) => {
    const id = await jobOf([1, 2, 3]);
    await service.jobs.cancelDocument(id, 1, alice);
    expect(await service.jobs.cancelDocument(id, number, person(name))).toMatchObject({ kind });
    expect(await money()).toMatchObject({ held: 50_000 });
  });

  test('all at once: each is given back once', async () => {
    const id = await jobOf([1, 2, 3]);
    await Promise.all([1, 2, 2, 1].map((number) => service.jobs.cancelDocument(id, number, alice)));
    expect(await money()).toEqual({ balance: 100_000, held: 30_000, counted: 3 });
    expect((await recordOf(id)).quote).toMatchObject({ impressions: 3 });
  });
});

describe('of a job that is still open', () => {
  test('is neither counted nor kept', async () => {
    const id = await jobOf([1, 2], { open: true, held: false });
    expect(await service.jobs.cancelDocument(id, 1, alice)).toMatchObject({
      kind: 'done',
      job: { job: { state: 'incoming' }, received: [{ cancelled: { by: 'alice' } }, {}] },
    });
    await send(id, pages(4), true);
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 6 });
    expect(octetsRelayed()).toEqual([2, 4].map((count) => textOf(count).length));
    expect(await money()).toMatchObject({ balance: 40_000, held: 0 });
  });

  test('may be its only one: the job waits for another', async () => {
    const id = await jobOf([2], { open: true, held: false });
    await service.jobs.cancelDocument(id, 1, alice);
    await send(id, pages(1), true);
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 1 });
  });

  test('and closed without any left, is a cancelled job', async () => {
    const id = await jobOf([2, 1], { open: true });
    await service.jobs.cancelDocument(id, 1, alice);
    await service.jobs.cancelDocument(id, 2, alice);
    expect(await send(id, undefined, true)).toMatchObject({ kind: 'accepted' });
    const job = await recordOf(id);
    expect(job.settlement).toMatchObject({ action: 'cancelled', amount: 0 });
    expect(job.reasons).toEqual(['job-canceled-by-user']);
  });
});

describe('of a job that is on its way', () => {
  test('prints with the others', async () => {
    const relay = heldRelay();
    device.script = relay.script;
    const id = await jobOf([1, 2], { held: false });
    await relay.reached;
    expect(await service.jobs.cancelDocument(id, 1, alice)).toMatchObject({ kind: 'not-possible' });
    relay.end({ kind: 'completed', octetsSent: 1, evidence: [] });
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 3 });
    expect(await service.jobs.cancelDocument(id, 1, alice)).toMatchObject({ kind: 'not-possible' });
  });
});
