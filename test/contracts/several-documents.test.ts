import { readdir } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RelayJob } from '../../src/forward/index.ts';
import type { Submission } from '../../src/jobs/index.ts';
import { say } from '../../src/model/sentences/sentence.ts';
import { gatedCounters } from '../support/gated-counters.ts';
import {
  demo,
  openTestService,
  pages,
  person,
  requestOf,
  type TestService,
  type TestServiceOptions,
  textOf,
  until,
} from '../support/print-service.ts';
import { ScriptedDevice } from '../support/scripted-device.ts';

// Jobs made by Create-Job with more than one Send-Document.

let device: ScriptedDevice;
let service: TestService;
let relayed: RelayJob[];

beforeEach(() => {
  device = new ScriptedDevice();
  device.takesSeveral = true;
  relayed = [];
  device.script = (job) => {
    relayed.push(job);
    return { kind: 'completed', octetsSent: job.document.octets, evidence: [] };
  };
});

afterEach(async () => {
  await service.close();
});

async function open(options: Partial<TestServiceOptions> = {}): Promise<void> {
  service = await openTestService({ device, ...options });
}

async function create(more: Parameters<typeof requestOf>[1] = {}): Promise<number> {
  const created = await service.jobs.create(requestOf('alice', more));
  if (created.kind !== 'created') throw new Error(`not created: ${JSON.stringify(created)}`);
  return created.job.job.id;
}

function send(id: number, body: Readable | undefined, last: boolean): Promise<Submission> {
  const { identity, answer } = requestOf('alice');
  const common = { identity, answer, last, format: 'text/plain' };
  return service.jobs.deliver(id, body === undefined ? common : { ...common, body });
}

describe('a job of several documents', () => {
  test('is refused with the most that the printer takes when they are too large together', async () => {
    const documentOctetsMax = textOf(2).length + 1;
    await open({ printers: [{ ...demo, documentOctetsMax }] });
    const id = await create();
    expect(await send(id, pages(2), false)).toMatchObject({ kind: 'accepted' });
    const refused = await send(id, pages(2), true);
    expect(refused).toMatchObject({
      kind: 'refused',
      refusals: [
        {
          kind: 'too-large',
          limit: documentOctetsMax,
          message: say('documents-too-large', { limit: documentOctetsMax }),
        },
      ],
    });
  });

  test('is counted, charged and sent as one', async () => {
    await open();
    const id = await create();
    expect(await send(id, pages(2), false)).toMatchObject({
      kind: 'accepted',
      job: { job: { state: 'incoming' }, received: [{ format: 'text/plain' }] },
    });
    await send(id, pages(1), false);
    const accepted = await send(id, pages(3), true);
    expect(accepted).toMatchObject({ kind: 'accepted', job: { job: { count: { pages: 6 } } } });
    const ended = await until(service.jobs, id, 'ended');
    expect(ended.settlement).toMatchObject({ action: 'printed', impressions: 6 });
    expect(ended.further).toHaveLength(2);
    expect([relayed[0]?.document.octets, ...(relayed[0]?.further ?? []).map(({ octets }) => octets)]).toEqual(
      [2, 1, 3].map((count) => textOf(count).length),
    );
    expect(await service.store.history({ job: id, limit: 1 })).toMatchObject([
      { impressions: 6, octets: [2, 1, 3].reduce((sum, count) => sum + textOf(count).length, 0) },
    ]);
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('keeps when each of them came', async () => {
    let now = Date.UTC(2026, 0, 1);
    await open({ clock: { now: () => now } });
    const id = await create({ held: true });
    const times = [];
    for (const last of [false, true]) {
      now += 5_000;
      times.push(now);
      await send(id, pages(1), last);
    }
    const job = await service.store.job(id);
    expect([job?.document?.at, ...(job?.further ?? []).map(({ at }) => at)]).toEqual(times);
    expect(job?.submittedAt).toBe(Date.UTC(2026, 0, 1));
  });

  test('begins each of them on a new sheet', async () => {
    await open();
    const { ticket } = requestOf('alice');
    const id = await create({ ticket: { ...ticket, sides: 'two-sided-long-edge' } });
    for (const last of [false, false, true]) await send(id, pages(1), last);
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 3, sheets: 3 });
  });

  test('can be closed without another one', async () => {
    await open();
    const id = await create();
    await send(id, pages(1), false);
    await send(id, pages(1), false);
    expect(await send(id, undefined, true)).toMatchObject({ kind: 'accepted' });
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 2 });
  });

  test('is refused whole when one of them is of a kind that cannot be counted', async () => {
    await open();
    const id = await create({ format: 'application/octet-stream' });
    await send(id, pages(1), false);
    const refused = await send(id, Readable.from([Buffer.from([0, 1, 2, 3])]), true);
    expect(refused).toMatchObject({ kind: 'refused', refusals: [{ kind: 'not-countable' }] });
    expect(relayed).toEqual([]);
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('leaves nothing behind when it is cancelled, or when the server ends before it is closed', async () => {
    await open();
    const cancelled = await create();
    for (const last of [false, false]) await send(cancelled, pages(1), last);
    expect(await readdir(service.folder)).toHaveLength(1);
    await service.jobs.cancel(cancelled, person('alice'));
    const unfinished = await create();
    for (const last of [false, false]) await send(unfinished, pages(1), last);
    service = await service.restart();
    expect((await service.jobs.job(unfinished))?.job.settlement?.action).toBe('failed');
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('leaves nothing of a document that was still coming when it was cancelled', async () => {
    await open();
    const id = await create();
    await send(id, pages(1), false);
    const body = new PassThrough();
    const sent = send(id, body, true);
    body.write(textOf(2));
    await service.jobs.cancel(id, person('alice'));
    body.end(textOf(1));
    expect((await sent).kind).toBe('not-possible');
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('takes the next document when the one before is there', async () => {
    await open();
    const id = await create();
    const body = new PassThrough();
    const sent = send(id, body, false);
    body.write(textOf(2));
    expect((await send(id, pages(1), true)).kind).toBe('receiving');
    expect((await send(id, undefined, true)).kind).toBe('receiving');
    body.end();
    expect((await sent).kind).toBe('accepted');
    expect((await send(id, pages(1), true)).kind).toBe('accepted');
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 3 });
  });

  test('takes none behind its last one, which is still being counted', async () => {
    const gate = gatedCounters();
    await open({ counters: gate.counters });
    const id = await create();
    const sent = send(id, pages(2), true);
    await vi.waitFor(async () => {
      expect((await service.jobs.job(id))?.received).toHaveLength(1);
    });
    for (const body of [pages(1), undefined]) {
      expect((await send(id, body, true)).kind).toBe('not-possible');
    }
    gate.open();
    expect((await sent).kind).toBe('accepted');
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 2 });
  });

  test('keeps what had come of it in its record and its line of the books when it ends before it is closed', async () => {
    await open({ documentWaitMs: -1 });
    const come = {
      document: { format: 'text/plain', octets: textOf(2).length },
      further: [{ octets: textOf(1).length }],
    };
    const sent = async (): Promise<number> => {
      const id = await create();
      for (const count of [2, 1]) await send(id, pages(count), false);
      return id;
    };
    const cancelled = await sent();
    await service.jobs.cancel(cancelled, person('alice'));
    const late = await sent();
    await vi.waitFor(async () => {
      expect((await service.store.job(late))?.state).toBe('ended');
    });
    for (const id of [cancelled, late]) {
      expect(await service.store.job(id)).toMatchObject(come);
      const octets = textOf(2).length + textOf(1).length;
      expect(await service.store.history({ job: id, limit: 1 })).toMatchObject([
        { format: 'text/plain', octets },
      ]);
    }
    await vi.waitFor(async () => {
      expect(await readdir(service.folder)).toEqual([]);
    });
  });

  test('goes on after a restart with all of them', async () => {
    await open();
    await service.jobs.pause('demo');
    const id = await create();
    for (const last of [false, true]) await send(id, pages(2), last);
    service = await service.restart();
    await service.jobs.resume('demo');
    expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 4 });
    expect(relayed[0]?.further).toHaveLength(1);
  });

  test('has at most a hundred', async () => {
    await open();
    const id = await create();
    for (let sent = 0; sent < 100; sent += 1) await send(id, pages(1), false);
    expect((await send(id, pages(1), false)).kind).toBe('too-many-documents');
    expect(await send(id, undefined, true)).toMatchObject({ job: { job: { count: { pages: 100 } } } });
  });
});

test('a device that takes one document gets no second one', async () => {
  device.takesSeveral = false;
  await open();
  const id = await create();
  const body = new PassThrough();
  const sent = send(id, body, false);
  body.write(textOf(1));
  expect((await send(id, pages(1), true)).kind).toBe('one-document');
  body.end();
  await sent;
  expect((await send(id, pages(1), true)).kind).toBe('one-document');
  await send(id, undefined, true);
  expect((await until(service.jobs, id, 'ended')).settlement).toMatchObject({ impressions: 1 });
});
