import { readdir } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PrintServerError } from '../../src/base/fault.ts';
import type { DocumentCounters } from '../../src/documents/index.ts';
import type { Store, Submission, Transition } from '../../src/jobs/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import { say } from '../../src/model/sentences/sentence.ts';
import { createMemoryStore } from '../../src/storage/memory/index.ts';
import { gatedCounters } from '../support/gated-counters.ts';
import {
  demo,
  openTestService,
  pages,
  person,
  printed,
  requestOf,
  type TestService,
  type TestServiceOptions,
  textOf,
  until,
} from '../support/print-service.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';

const operator = person('root', true);
const balance: AccountPolicy = { mode: 'balance', overdraft: 0, limits: {} };

let device: ScriptedDevice;
let service: TestService;

beforeEach(() => {
  device = new ScriptedDevice();
});

afterEach(async () => {
  await service.close();
});

async function open(options: Partial<TestServiceOptions> = {}): Promise<TestService> {
  service = await openTestService({ device, ...options });
  return service;
}

async function grant(name: string, units: number, policy = balance): Promise<void> {
  const opening = { amount: units * 10_000, by: 'test' };
  await service.store.makeAccount({ name, policy, at: 1, opening });
}

async function books(
  name: string,
): Promise<{ balance: number; held: number; printed: number; open: number }> {
  const account = await service.store.account(name);
  return {
    balance: (account?.balance ?? 0) / 10_000,
    held: (account?.held ?? 0) / 10_000,
    printed: account?.counters['demo']?.impressions ?? 0,
    open: account?.holds.length ?? 0,
  };
}

describe('a job', () => {
  test('is counted, held, relayed and settled', async () => {
    await open();
    await grant('alice', 5);
    const { job } = await printed(service.jobs, 'alice', 3);
    const ended = await until(service.jobs, job.id, 'ended');

    expect(ended.settlement).toMatchObject({ action: 'printed', impressions: 3, sheets: 3, amount: 30_000 });
    expect(ended.reasons).toEqual(['job-completed-successfully']);
    expect(await books('alice')).toEqual({ balance: 2, held: 0, printed: 3, open: 0 });
    expect(device.sent).toEqual([{ job: job.id, document: Buffer.from(textOf(3)) }]);
    expect(await service.store.document(job.id)).toBeUndefined();
    const [row] = await service.store.history({ limit: 10 });
    expect(row).toMatchObject({
      job: job.id,
      user: 'alice',
      action: 'printed',
      impressions: 3,
      amount: 30_000,
      reasons: [],
    });
  });

  test('in two operations waits for its document and is printed once it is closed', async () => {
    await open();
    const created = await service.jobs.create(requestOf('alice'));
    if (created.kind !== 'created') throw new Error('refused');
    const { id } = created.job.job;
    const { identity, answer } = requestOf('alice');
    const sent = await service.jobs.deliver(id, {
      identity,
      answer,
      body: pages(2),
      last: false,
      format: 'text/plain',
    });
    expect(sent).toMatchObject({ kind: 'accepted', job: { job: { state: 'incoming' } } });
    const closed = await service.jobs.deliver(id, { identity, answer, last: true });
    expect(closed.kind).toBe('accepted');
    expect((await until(service.jobs, id, 'ended')).settlement?.impressions).toBe(2);
  });

  test('takes no second document, and none from a stranger', async () => {
    await open();
    const created = await service.jobs.create(requestOf('alice'));
    if (created.kind !== 'created') throw new Error('refused');
    const { id } = created.job.job;
    const { answer } = requestOf('alice');
    const identity = person('alice');
    expect(
      await service.jobs.deliver(id, { identity: person('mallory'), answer, body: pages(1), last: true }),
    ).toEqual({
      kind: 'not-yours',
    });
    await service.jobs.deliver(id, { identity, answer, body: pages(1), last: false });
    expect((await service.jobs.deliver(id, { identity, answer, body: pages(1), last: true })).kind).toBe(
      'one-document',
    );
  });

  test('larger than memory goes through a file that is gone afterwards', async () => {
    await open();
    const { job } = await printed(service.jobs, 'alice', 8_000);
    expect(job.document?.place).toBe('file');
    const ended = await until(service.jobs, job.id, 'ended');
    expect(ended.settlement?.impressions).toBe(8_000);
    expect(device.sent[0]?.document.toString()).toBe(textOf(8_000));
  });

  test('whose upload breaks off leaves nothing behind', async () => {
    await open();
    await grant('alice', 5);
    const body = new PassThrough();
    const answer = service.jobs.print(requestOf('alice'), body);
    body.write('page 1');
    await delay(10);
    body.destroy(new Error('the client vanished'));
    await expect(answer).rejects.toThrow('the client vanished');
    expect(await books('alice')).toEqual({ balance: 5, held: 0, printed: 0, open: 0 });
    expect(await service.jobs.jobs({ which: 'all', limit: 10 })).toEqual([]);
  });

  test('made and never given a document is aborted when its time is over', async () => {
    await open({ documentWaitMs: -1 });
    const created = await service.jobs.create(requestOf('alice'));
    if (created.kind !== 'created') throw new Error('refused');
    await service.restart().then((next) => {
      service = next;
    });
    expect((await service.jobs.job(created.job.job.id))?.job).toMatchObject({
      state: 'ended',
      settlement: { action: 'failed' },
    });
  });
});

describe('a refusal', () => {
  test('comes at Validate-Job and Create-Job when even one page is too much', async () => {
    await open();
    await grant('alice', 0);
    expect(await service.jobs.validate(requestOf('alice'))).toMatchObject({
      refusals: [{ kind: 'over-balance' }],
    });
    expect(await service.jobs.create(requestOf('alice'))).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'over-balance' }],
    });
    expect(await service.store.history({ limit: 10 })).toMatchObject([
      { action: 'refused', reasons: ['over-balance'] },
    ]);
  });

  test('comes after the document when only the count tells, and the next job prints', async () => {
    await open();
    await grant('alice', 2);
    const refused = await service.jobs.print(requestOf('alice'), pages(3));
    expect(refused).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'over-balance', message: say('over-balance', { cost: 30_000, left: 20_000 }) }],
    });
    const [row] = await service.store.history({ limit: 1 });
    expect(row).toMatchObject({ action: 'refused', octets: textOf(3).length });
    const { job } = await printed(service.jobs, 'alice', 2);
    await until(service.jobs, job.id, 'ended');
    expect(await books('alice')).toEqual({ balance: 0, held: 0, printed: 2, open: 0 });
  });

  test('is an aborted job for a client that could not show a status', async () => {
    await open();
    await grant('alice', 2);
    const request = requestOf('alice', { answer: { withinMs: 2_000, lateRefusal: 'abort' } });
    const answer = await service.jobs.print(request, pages(3));
    expect(answer).toMatchObject({
      kind: 'accepted',
      job: { job: { state: 'ended', reasons: ['aborted-by-system', 'account-limit-reached'] } },
    });
    expect(device.sent).toEqual([]);
  });

  test.each([
    ['an unknown printer', { printer: 'none' }, 'unknown-printer'],
    ['a format the device does not take', { format: 'application/postscript' }, 'format-not-supported'],
    ['an identity that is too weak', { printer: 'strict' }, 'identity-too-weak'],
    ['a document that is announced too large', { estimate: { octets: 1e9 } }, 'too-large'],
  ] as const)('names %s', async (_what, request, kind) => {
    await open({ printers: [demo, { ...demo, name: 'strict', identity: { levels: ['password'] } }] });
    expect(await service.jobs.validate(requestOf('alice', request))).toMatchObject({ refusals: [{ kind }] });
  });

  test('of a person without an account follows the rule for unknown users', async () => {
    await open({ users: { unknown: 'deny' } });
    expect(await service.jobs.validate(requestOf('alice'))).toMatchObject({
      refusals: [{ kind: 'unknown-user' }],
    });
  });

  test('of a document that cannot be counted is no free job', async () => {
    await open();
    const request = requestOf('alice', { format: 'application/octet-stream' });
    const answer = await service.jobs.print(request, Readable.from([Buffer.from([0, 1, 2, 3, 0, 255, 254])]));
    expect(answer).toMatchObject({ kind: 'refused', refusals: [{ kind: 'not-countable' }] });
  });
});

describe('64 jobs at once with credit for 10', () => {
  test('print 10, refuse 54 and leave nothing held', async () => {
    await open();
    await grant('alice', 10);
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => service.jobs.print(requestOf('alice'), pages(1))),
    );
    const accepted = answers.flatMap((answer) => (answer.kind === 'accepted' ? [answer.job.job.id] : []));
    expect(accepted).toHaveLength(10);
    expect(answers.filter((answer) => answer.kind === 'refused')).toHaveLength(54);
    for (const id of accepted) await until(service.jobs, id, 'ended');
    expect(await books('alice')).toEqual({ balance: 0, held: 0, printed: 10, open: 0 });
    expect(device.sent).toHaveLength(10);
    expect(device.atOnceMax).toBe(1);
  });
});

test('the first jobs of a person, all at once, find the opening balance, which is given once', async () => {
  await open({ users: { template: balance, openingBalance: 80_000 } });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => service.jobs.print(requestOf('newcomer'), pages(1))),
  );
  expect(answers.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'accepted'));
  for (const answer of answers) {
    if (answer.kind === 'accepted') await until(service.jobs, answer.job.job.id, 'ended');
  }
  expect(await books('newcomer')).toEqual({ balance: 0, held: 0, printed: 8, open: 0 });
});

describe('a device', () => {
  test('is tried again while nothing has left, and the job is charged once', async () => {
    let tries = 0;
    device.script = (job) => {
      tries += 1;
      if (tries < 3) return { kind: 'failed', octetsSent: 0, retry: true, message: 'refused' };
      return { kind: 'completed', octetsSent: job.document.octets, evidence: [] };
    };
    await open();
    const { job } = await printed(service.jobs, 'alice', 1);
    const ended = await until(service.jobs, job.id, 'ended');
    expect(ended.attempts.map(({ number, failure }) => [number, failure])).toEqual([
      [1, 'refused'],
      [2, 'refused'],
      [3, undefined],
    ]);
    expect(await books('alice')).toMatchObject({ printed: 1, open: 0 });
  });

  test('that never answers leaves the job to the operator, with its hold', async () => {
    device.script = () => ({ kind: 'failed', octetsSent: 0, retry: true, message: 'refused' });
    await open();
    const { job } = await printed(service.jobs, 'alice', 1);
    const held = await until(service.jobs, job.id, 'held');
    expect(held).toMatchObject({ needsOperator: true, reasons: ['device-failed'], message: 'refused' });
    expect(await books('alice')).toMatchObject({ held: 1, open: 1 });
  });

  test('that broke off in the middle is not sent the job again by itself', async () => {
    device.script = (job) => ({
      kind: 'failed',
      octetsSent: job.document.octets - 1,
      retry: true,
      message: 'reset',
    });
    await open();
    const { job } = await printed(service.jobs, 'alice', 1);
    await until(service.jobs, job.id, 'held');
    expect(device.sent).toHaveLength(1);
  });

  test('that refuses one job goes on with the next', async () => {
    await open();
    device.script = () => ({ kind: 'failed', octetsSent: 0, retry: false, message: 'not this one' });
    const first = await printed(service.jobs, 'alice', 1);
    expect((await until(service.jobs, first.job.id, 'ended')).settlement?.action).toBe('failed');
    device.script = (job) => ({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
    const second = await printed(service.jobs, 'alice', 1);
    expect((await until(service.jobs, second.job.id, 'ended')).settlement?.action).toBe('printed');
    expect(await books('alice')).toMatchObject({ printed: 1, open: 0 });
  });

  test('that reports fewer impressions has only those charged', async () => {
    device.script = (job) => ({
      kind: 'completed',
      octetsSent: job.document.octets,
      impressions: 2,
      evidence: [],
    });
    await open();
    await grant('alice', 9);
    const { job } = await printed(service.jobs, 'alice', 5);
    expect((await until(service.jobs, job.id, 'ended')).settlement).toMatchObject({
      impressions: 2,
      reported: 2,
    });
    expect(await books('alice')).toEqual({ balance: 7, held: 0, printed: 2, open: 0 });
  });

  test('that reports more is not believed beyond what was held, unless the printer says so', async () => {
    device.script = (job) => ({
      kind: 'completed',
      octetsSent: job.document.octets,
      impressions: 50,
      evidence: [],
    });
    await open({ printers: [demo, { ...demo, name: 'generous', overrun: 'device' }] });
    const strict = await printed(service.jobs, 'alice', 5);
    expect((await until(service.jobs, strict.job.id, 'ended')).settlement?.impressions).toBe(5);
    const generous = await printed(service.jobs, 'alice', 5, { printer: 'generous' });
    expect((await until(service.jobs, generous.job.id, 'ended')).settlement?.impressions).toBe(50);
  });

  test('gets its jobs in order and one at a time, the urgent ones first', async () => {
    const first = heldRelay();
    device.script = first.script;
    await open();
    const running = await printed(service.jobs, 'alice', 1);
    await first.reached;
    const normal = await printed(service.jobs, 'alice', 1);
    const urgent = await printed(service.jobs, 'bob', 1, { priority: 90 });
    expect((await service.jobs.job(normal.job.id))?.intervening).toBe(2);
    device.script = (job) => ({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
    first.end({ kind: 'completed', octetsSent: 1, evidence: [] });
    await until(service.jobs, normal.job.id, 'ended');
    expect(device.sent.map(({ job }) => job)).toEqual([running.job.id, urgent.job.id, normal.job.id]);
    expect(device.atOnceMax).toBe(1);
  });

  test('gets nothing while its printer is paused', async () => {
    await open();
    await service.jobs.pause('demo');
    const { job } = await printed(service.jobs, 'alice', 1);
    await delay(30);
    expect((await service.jobs.job(job.id))?.job.state).toBe('pending');
    await service.jobs.resume('demo');
    await until(service.jobs, job.id, 'ended');
  });
});

describe('cancelling', () => {
  test('a waiting job frees its hold', async () => {
    await open();
    await service.jobs.pause('demo');
    const { job } = await printed(service.jobs, 'alice', 1);
    expect(await service.jobs.cancel(job.id, person('bob'))).toEqual({ kind: 'not-yours' });
    expect(await service.jobs.cancel(job.id, person('alice'))).toMatchObject({
      kind: 'done',
      job: { job: { state: 'ended', reasons: ['job-canceled-by-user'] } },
    });
    expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 0 });
    expect((await service.jobs.cancel(job.id, person('alice'))).kind).toBe('not-possible');
  });

  test('a job at the device is a request; what the device says is charged', async () => {
    const relay = heldRelay();
    device.script = (job, events, signal) =>
      Promise.race([relay.script(job, events, signal), new Promise<never>(() => undefined)]).then(() => ({
        kind: 'cancelled',
        octetsSent: job.document.octets,
        impressions: 2,
      }));
    await open();
    const { job } = await printed(service.jobs, 'alice', 5);
    await relay.reached;
    expect((await service.jobs.cancel(job.id, person('alice'))).kind).toBe('done');
    const ended = await until(service.jobs, job.id, 'ended');
    expect(ended.settlement).toMatchObject({ action: 'cancelled', impressions: 2 });
    expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 2 });
  });

  test.each(['retry', 'hold', 'stop'] as const)(
    'a job at the very moment when its device fails ends it, also where the rule is: %s',
    async (action) => {
      const relay = heldRelay();
      device.script = async (job, events, signal) => {
        await relay.script(job, events, signal);
        return { kind: 'failed', octetsSent: 0, retry: true, message: 'refused' };
      };
      const onError = { ...demo.onError, action, delayMs: 60_000, delayMaxMs: 60_000 };
      await open({ printers: [{ ...demo, onError }] });
      const { job } = await printed(service.jobs, 'alice', 5);
      await relay.reached;
      expect((await service.jobs.cancel(job.id, person('alice'))).kind).toBe('done');
      const ended = await until(service.jobs, job.id, 'ended');
      expect(ended).toMatchObject({
        reasons: ['job-canceled-by-user'],
        settlement: { action: 'cancelled', impressions: 0 },
      });
      expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 0 });
    },
  );

  test('a job that its device then drops half-way goes by the rule for cancelled jobs, and is not sent again', async () => {
    const relay = heldRelay();
    device.script = async (job, events, signal) => {
      await relay.script(job, events, signal);
      return { kind: 'failed', octetsSent: job.document.octets - 1, retry: true, message: 'reset' };
    };
    await open({ printers: [{ ...demo, cancelled: 'full', afterPartial: 'again' }] });
    const { job } = await printed(service.jobs, 'alice', 5);
    await relay.reached;
    await service.jobs.cancel(job.id, person('alice'));
    await until(service.jobs, job.id, 'ended');
    expect(device.sent).toHaveLength(1);
    expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 5 });
  });
});

describe('holding', () => {
  test('keeps a job until it is released', async () => {
    await open();
    const { job } = await printed(service.jobs, 'alice', 1, { held: true });
    expect((await service.jobs.job(job.id))?.job).toMatchObject({
      state: 'held',
      reasons: ['job-hold-until-specified'],
    });
    expect((await service.jobs.release(job.id, person('alice'))).kind).toBe('done');
    await until(service.jobs, job.id, 'ended');
  });

  test('takes a waiting job out of the queue', async () => {
    await open();
    await service.jobs.pause('demo');
    const { job } = await printed(service.jobs, 'alice', 1);
    expect((await service.jobs.hold(job.id, person('alice'))).kind).toBe('done');
    await service.jobs.resume('demo');
    await delay(30);
    expect((await service.jobs.job(job.id))?.job.state).toBe('held');
  });
});

describe('the operator', () => {
  async function doubtful(): Promise<number> {
    device.script = (job) => ({
      kind: 'failed',
      octetsSent: job.document.octets,
      retry: true,
      message: 'reset',
    });
    await open();
    const { job } = await printed(service.jobs, 'alice', 4);
    await until(service.jobs, job.id, 'held');
    return job.id;
  }

  test('says that a job in doubt was printed, wholly or in part', async () => {
    const id = await doubtful();
    expect((await service.jobs.resolve(id, { kind: 'printed', impressions: 3 }, operator)).kind).toBe('done');
    expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 3 });
  });

  test('sends it again', async () => {
    const id = await doubtful();
    device.script = (job) => ({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
    await service.jobs.resolve(id, { kind: 'again' }, operator);
    await until(service.jobs, id, 'ended');
    expect(await books('alice')).toMatchObject({ open: 0, printed: 4 });
  });

  test('gives it up, uncharged', async () => {
    const id = await doubtful();
    await service.jobs.resolve(id, { kind: 'void' }, operator);
    expect((await service.jobs.job(id))?.job.settlement).toMatchObject({ action: 'failed', impressions: 0 });
    expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 0 });
  });

  test('alone may; its owner can neither resolve nor cancel a job whose paper may be out', async () => {
    const id = await doubtful();
    expect(await service.jobs.resolve(id, { kind: 'void' }, person('alice'))).toEqual({ kind: 'not-yours' });
    expect((await service.jobs.cancel(id, person('alice'))).kind).toBe('not-possible');
  });
});

describe('a restart', () => {
  test('leaves a paused printer paused', async () => {
    await open();
    await service.jobs.pause('demo');
    const { job } = await printed(service.jobs, 'alice', 1);
    service = await service.restart();
    expect(service.jobs.printer('demo')?.paused).toBe(true);
    expect((await service.jobs.job(job.id))?.job.state).toBe('pending');
    await service.jobs.resume('demo');
    await until(service.jobs, job.id, 'ended');
  });

  test('goes on with what waits and asks the device for what it had', async () => {
    const relay = heldRelay();
    device.script = relay.script;
    await open();
    const atDevice = await printed(service.jobs, 'alice', 2);
    await relay.reached;
    const waiting = await printed(service.jobs, 'alice', 1);
    // The relay never ends: the stop gives it up, as a crash would.
    service = await service.restart();
    device.script = (job) => ({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
    const held = await until(service.jobs, atDevice.job.id, 'held');
    expect(held).toMatchObject({ needsOperator: true, reasons: ['after-crash'] });
    expect(device.resumed.map(({ job }) => job)).toEqual([atDevice.job.id]);
    await until(service.jobs, waiting.job.id, 'ended');
    expect(device.sent.map(({ job }) => job)).toEqual([waiting.job.id]);
    expect(await books('alice')).toMatchObject({ open: 1, printed: 1 });
  });

  test('cancels a job whose cancel was asked for, by the rule for cancelled jobs', async () => {
    let reach: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    // The relay does not come to an end before the server does.
    device.script = () => {
      reach();
      return new Promise(() => undefined);
    };
    await open({ printers: [{ ...demo, cancelled: 'full', afterCrash: 'hold' }] });
    const { job } = await printed(service.jobs, 'alice', 2);
    await reached;
    expect((await service.jobs.cancel(job.id, person('alice'))).kind).toBe('done');
    service = await service.restart();
    expect(await until(service.jobs, job.id, 'ended')).toMatchObject({
      reasons: ['job-canceled-by-user'],
      settlement: { action: 'cancelled' },
    });
    expect(await books('alice')).toMatchObject({ held: 0, open: 0, printed: 2 });
  });

  test('settles what the device says it printed', async () => {
    const relay = heldRelay();
    device.script = relay.script;
    device.resumeAnswer = { kind: 'completed', octetsSent: 5, impressions: 2, evidence: [] };
    await open();
    const { job } = await printed(service.jobs, 'alice', 2);
    await relay.reached;
    service = await service.restart();
    expect((await until(service.jobs, job.id, 'ended')).settlement).toMatchObject({
      action: 'printed',
      impressions: 2,
    });
  });
});

/** A job made by Create-Job whose document is on its way; `end` sends the last octets. */
async function uploading(
  user: string,
  count: number,
  withinMs = 2_000,
): Promise<{ readonly id: number; readonly body: PassThrough; end(): Promise<Submission> }> {
  const created = await service.jobs.create(requestOf(user));
  if (created.kind !== 'created') throw new Error('refused');
  const { id } = created.job.job;
  const body = new PassThrough();
  const answer = service.jobs.deliver(id, {
    identity: person(user),
    answer: { withinMs, lateRefusal: 'status' },
    body,
    last: true,
    format: 'text/plain',
  });
  body.write('page 1');
  await delay(5);
  return {
    id,
    body,
    end: () => {
      body.end(textOf(count).slice('page 1'.length));
      return answer;
    },
  };
}

describe('a job cancelled while its document comes in', () => {
  test('stays cancelled although its count is late', async () => {
    const gate = gatedCounters();
    await open({ counters: gate.counters });
    await grant('alice', 5);
    const upload = await uploading('alice', 1, 1);
    await service.jobs.cancel(upload.id, person('alice'));
    expect((await upload.end()).kind).toBe('not-possible');
    gate.open();
    await delay(20);
    expect(device.sent).toEqual([]);
    expect((await service.store.history({ limit: 9 })).map(({ action }) => action)).toEqual(['cancelled']);
    expect(await books('alice')).toEqual({ balance: 5, held: 0, printed: 0, open: 0 });
  });

  test('is not refused on top of it', async () => {
    await open();
    await grant('alice', 1);
    const upload = await uploading('alice', 3);
    await service.jobs.cancel(upload.id, person('alice'));
    await upload.end();
    expect((await service.store.history({ limit: 9 })).map(({ action }) => action)).toEqual(['cancelled']);
  });
});

describe('a document too large for memory', () => {
  test.each(['status', 'abort'] as const)('leaves no file when it is refused by %s', async (lateRefusal) => {
    await open();
    await grant('alice', 1);
    const request = requestOf('alice', { answer: { withinMs: 2_000, lateRefusal } });
    await service.jobs.print(request, pages(8_000));
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('leaves no file when its job is cancelled before it is closed, nor when the store cannot take it', async () => {
    const memory = createMemoryStore();
    let away = false;
    const commit: Store['commit'] = (transition) =>
      away ? Promise.reject(new PrintServerError('store-unreachable', 'away')) : memory.commit(transition);
    await open({ store: { ...memory, commit } });
    const upload = await uploading('alice', 8_000);
    await service.jobs.cancel(upload.id, person('alice'));
    expect((await upload.end()).kind).toBe('not-possible');
    away = true;
    await expect(service.jobs.print(requestOf('alice'), pages(8_000))).rejects.toThrow('away');
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });
});

describe('a store that fails', () => {
  const away = new PrintServerError('store-unreachable', 'the store is away');
  const unknown = new PrintServerError('store-outcome-unknown', 'the answer was lost');

  /** A memory store whose commits of one step do what the script says first; `done` takes effect all the same. */
  function failing(step: Transition['step'], script: ('done' | Error)[]): Store {
    const memory = createMemoryStore();
    const commit: Store['commit'] = async (transition) => {
      const next = transition.step === step ? script.shift() : undefined;
      if (next === 'done') await memory.commit(transition);
      if (next !== undefined) throw next === 'done' ? unknown : next;
      return memory.commit(transition);
    };
    return { ...memory, commit };
  }

  test('is asked what became of a commit until it says so, and the client hears the truth', async () => {
    await open({ store: failing('accept', ['done', away, unknown]) });
    await grant('alice', 5);
    const { job } = await printed(service.jobs, 'alice', 2);
    await until(service.jobs, job.id, 'ended');
    expect(device.sent).toHaveLength(1);
    expect(await books('alice')).toEqual({ balance: 3, held: 0, printed: 2, open: 0 });
  });

  test('starts no job twice that it has started', async () => {
    await open({ store: failing('start', ['done', away]) });
    const { job } = await printed(service.jobs, 'alice', 1);
    expect((await until(service.jobs, job.id, 'ended')).attempts).toHaveLength(1);
    expect(device.sent).toHaveLength(1);
  });

  test('keeps a job waiting that was accepted before its count was there', async () => {
    const gate = gatedCounters();
    await open({ counters: gate.counters, store: failing('judge', [away]) });
    const { job } = await printed(service.jobs, 'alice', 1, {
      answer: { withinMs: 1, lateRefusal: 'status' },
    });
    expect(job.state).toBe('counting');
    gate.open();
    expect((await until(service.jobs, job.id, 'ended')).settlement).toMatchObject({ action: 'printed' });
  });

  test('makes no job free to print again that its device has', async () => {
    device.script = (_job, events) => {
      events.firstOctet();
      throw away;
    };
    await open();
    const { job } = await printed(service.jobs, 'alice', 1);
    const held = await until(service.jobs, job.id, 'held');
    expect(held).toMatchObject({ needsOperator: true, reasons: ['after-partial'] });
    expect(held.attempts).toMatchObject([{ octetsSent: 1 }]);
    expect((await service.jobs.cancel(job.id, person('alice'))).kind).toBe('not-possible');
  });

  test('costs a job nothing that its device has not begun', async () => {
    let attempts = 0;
    device.script = (job) => {
      attempts += 1;
      if (attempts === 1) throw away;
      return { kind: 'completed', octetsSent: job.document.octets, evidence: [] };
    };
    await open();
    const { job } = await printed(service.jobs, 'alice', 1);
    expect((await until(service.jobs, job.id, 'ended')).settlement).toMatchObject({ action: 'printed' });
    expect(device.sent).toHaveLength(1);
  });
});

describe('a document that nobody could count', () => {
  const ignorant: DocumentCounters = {
    counter: () => ({
      push: () => undefined,
      finish: () => Promise.resolve({ kind: 'unknown', why: 'unsupported', evidence: [] }),
    }),
    close: () => Promise.resolve(),
  };
  const byDevice = [{ ...demo, unknownCount: { kind: 'device' } as const }];

  test('is charged by what the device counted', async () => {
    device.script = (job) => ({
      kind: 'completed',
      octetsSent: job.document.octets,
      impressions: 3,
      evidence: [],
    });
    await open({ counters: ignorant, printers: byDevice });
    await grant('alice', 5);
    const { job } = await printed(service.jobs, 'alice', 3);
    await until(service.jobs, job.id, 'ended');
    expect(await books('alice')).toEqual({ balance: 2, held: 0, printed: 3, open: 0 });
  });

  test('is not free when the device does not tell either: the operator says how many', async () => {
    await open({ counters: ignorant, printers: byDevice });
    await grant('alice', 5);
    const { job } = await printed(service.jobs, 'alice', 2);
    const held = await until(service.jobs, job.id, 'held');
    expect(held).toMatchObject({ needsOperator: true, reasons: ['not-counted'] });
    expect((await service.jobs.resolve(job.id, { kind: 'printed' }, operator)).kind).toBe('not-possible');
    await service.jobs.resolve(job.id, { kind: 'printed', impressions: 2 }, operator);
    expect(await books('alice')).toEqual({ balance: 3, held: 0, printed: 2, open: 0 });
    expect(device.sent).toHaveLength(1);
  });

  test('because its printer was gone after a restart can only be given up', async () => {
    await open({ counters: gatedCounters().counters });
    const { job } = await printed(service.jobs, 'alice', 2, {
      answer: { withinMs: 1, lateRefusal: 'status' },
    });
    await service.jobs.stop(0);
    const { store, folder } = service;
    await open({ store, folder, printers: [{ ...demo, name: 'lab' }] });
    expect((await service.jobs.job(job.id))?.job).toMatchObject({ state: 'held', needsOperator: true });
    for (const how of [{ kind: 'again' }, { kind: 'printed', impressions: 2 }] as const) {
      expect((await service.jobs.resolve(job.id, how, operator)).kind).toBe('not-possible');
    }
    expect((await service.jobs.resolve(job.id, { kind: 'void' }, operator)).kind).toBe('done');
  });
});

describe('a command beside no running server', () => {
  test('releases a job and sends nothing: the next server prints it', async () => {
    await open();
    const { job } = await printed(service.jobs, 'alice', 1, { held: true });
    await service.jobs.stop(0);
    const { store, folder } = service;
    const command = await openTestService({ device, store, folder, relay: false });
    expect(await command.jobs.release(job.id, operator)).toMatchObject({ kind: 'done' });
    await delay(50);
    expect((await command.jobs.job(job.id))?.job.state).toBe('pending');
    await command.jobs.stop(0);
    expect(device.sent).toEqual([]);
    service = await openTestService({ device, store, folder });
    await until(service.jobs, job.id, 'ended');
    expect(device.sent).toHaveLength(1);
  });
});
