import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { PrintServerError } from '../../src/base/fault.ts';
import { createDevice, type Device, type DeviceLimits, parseDeviceUri } from '../../src/forward/index.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { type FakeRawDevice, type RawFault, startRawDevice } from '../support/fake-raw-device.ts';
import { memoryDocument, never, relayJob, SeenEvents, streamedDocument } from '../support/relay-job.ts';
import { until } from '../support/until.ts';

const started: FakeRawDevice[] = [];

async function printer(fault?: RawFault, closeAfterMs = 0): Promise<FakeRawDevice> {
  const device = await startRawDevice({ closeAfterMs, ...(fault && { fault }) });
  started.push(device);
  return device;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((device) => device.close()));
});

function deviceAt(uri: string, limits: Partial<DeviceLimits> = {}): Device {
  return createDevice({ uri: parseDeviceUri(uri)!, capabilities: {}, clock: systemClock, limits });
}

const megabytes = randomBytes(8 * 1024 * 1024);

describe('a printer on port 9100', () => {
  test('receives the exact octets of a small document and is done when it has closed', async () => {
    const fake = await printer();
    const octets = randomBytes(10_000);
    const events = new SeenEvents();
    const job = relayJob({ document: memoryDocument(octets) });
    const outcome = await deviceAt(fake.uri).relay(job, events, never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: 10_000 });
    expect(outcome).not.toHaveProperty('impressions');
    expect(events.steps).toEqual(['first-octet']);
    expect(fake.receptions.map(({ octets: got, ended }) => ({ same: got.equals(octets), ended }))).toEqual([
      { same: true, ended: true },
    ]);
  });

  test('receives a large document through back-pressure, octet for octet', async () => {
    const fake = await printer({ kind: 'slow', octetsPerSecond: 40_000_000 });
    const job = relayJob({ document: streamedDocument(megabytes) });
    const outcome = await deviceAt(fake.uri).relay(job, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: megabytes.length });
    expect(fake.receptions[0]?.octets.equals(megabytes)).toBe(true);
  });

  test('is sent the document once for each copy, on one connection', async () => {
    const fake = await printer();
    const octets = Buffer.from('one page');
    const job = relayJob({ document: memoryDocument(octets), ticket: { ...plainTicket, copies: 3 } });
    const outcome = await deviceAt(fake.uri).relay(job, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: 3 * octets.length });
    expect(fake.receptions.map(({ octets: got }) => got.toString())).toEqual(['one pageone pageone page']);
  });

  test('that never closes is left after the drain limit, with that in the evidence', async () => {
    const fake = await printer({ kind: 'open' });
    const outcome = await deviceAt(fake.uri, { drainMs: 100 }).relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed' });
    expect(outcome.kind === 'completed' && outcome.evidence.join()).toContain('did not close');
  });

  test('that takes its time to close is waited for', async () => {
    const fake = await printer(undefined, 150);
    const before = Date.now();
    const outcome = await deviceAt(fake.uri).relay(relayJob(), new SeenEvents(), never());
    expect(Date.now() - before).toBeGreaterThanOrEqual(140);
    expect(outcome.kind === 'completed' && outcome.evidence.join()).toContain('closed the connection after');
  });

  test('that refuses the connection costs nothing: no octet left and a retry is free', async () => {
    const fake = await printer({ kind: 'refuse' });
    const events = new SeenEvents();
    const outcome = await deviceAt(fake.uri).relay(relayJob(), events, never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    expect(outcome.kind === 'failed' && outcome.message).toContain('refuses the connection');
    expect(events.steps).toEqual([]);
    expect(events.statuses.at(-1)).toMatchObject({ state: 'unreachable' });
  });

  test('that resets the connection fails the job with what had left', async () => {
    const fake = await printer({ kind: 'reset', afterOctets: 100_000 });
    const job = relayJob({ document: streamedDocument(megabytes) });
    const outcome = await deviceAt(fake.uri).relay(job, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', retry: true });
    expect(outcome.octetsSent).toBeGreaterThanOrEqual(100_000);
    expect(outcome.octetsSent).toBeLessThan(megabytes.length);
  });

  test('that resets after the last octet of a small document has not taken it', async () => {
    const fake = await printer({ kind: 'reset', afterOctets: 10 });
    const outcome = await deviceAt(fake.uri).relay(relayJob(), new SeenEvents(), never());
    expect(outcome.kind).toBe('failed');
    expect(outcome.octetsSent).toBeGreaterThan(0);
  });

  test('that closes in the middle has not taken the document', async () => {
    const fake = await printer({ kind: 'close', afterOctets: 50_000 });
    const job = relayJob({ document: streamedDocument(megabytes) });
    const outcome = await deviceAt(fake.uri).relay(job, new SeenEvents(), never());
    expect(outcome.kind).toBe('failed');
    expect(outcome.octetsSent).toBeGreaterThan(0);
  });

  test('that stalls is told of first and given up after the limit', async () => {
    const fake = await printer({ kind: 'stall', afterOctets: 1 });
    const events = new SeenEvents();
    const job = relayJob({ document: streamedDocument(Buffer.concat([megabytes, megabytes, megabytes])) });
    const device = deviceAt(fake.uri, { stallNoticeMs: 50, stallMs: 300 });
    const outcome = await device.relay(job, events, never());
    expect(outcome).toMatchObject({ kind: 'failed', retry: true });
    expect(outcome.kind === 'failed' && outcome.message).toContain('took no data');
    expect(events.statuses).toContainEqual(
      expect.objectContaining({ state: 'stopped', reasons: ['timed-out'] }),
    );
  });

  test('is left at once when the job is cancelled', async () => {
    const fake = await printer({ kind: 'stall', afterOctets: 1 });
    const cancel = new AbortController();
    const job = relayJob({ document: streamedDocument(Buffer.concat([megabytes, megabytes, megabytes])) });
    const relaying = deviceAt(fake.uri).relay(job, new SeenEvents(), cancel.signal);
    await sleep(50);
    cancel.abort();
    const outcome = await relaying;
    expect(outcome.kind).toBe('cancelled');
    expect(outcome.octetsSent).toBeGreaterThan(0);
  });

  test('is idle again when its job was cancelled, whatever was said of it before', async () => {
    const fake = await printer({ kind: 'stall', afterOctets: 1 });
    const cancel = new AbortController();
    const events = new SeenEvents();
    const job = relayJob({ document: streamedDocument(Buffer.concat([megabytes, megabytes, megabytes])) });
    const relaying = deviceAt(fake.uri, { stallNoticeMs: 50 }).relay(job, events, cancel.signal);
    await until('the notice', () => events.statuses.at(-1)?.state === 'stopped');
    cancel.abort();
    await relaying;
    expect(events.statuses.at(-1)).toEqual({ state: 'idle', reasons: [] });
  });

  test('that takes data again is not said to be stopped any more', async () => {
    const fake = await printer({ kind: 'slow', octetsPerSecond: 1_500_000 });
    const cancel = new AbortController();
    const events = new SeenEvents();
    const job = relayJob({ document: streamedDocument(Buffer.concat([megabytes, megabytes, megabytes])) });
    const relaying = deviceAt(fake.uri, { stallNoticeMs: 50 }).relay(job, events, cancel.signal);
    const states = (): readonly string[] => events.statuses.map(({ state }) => state);
    await until(
      () => states().join(),
      () => states().join().includes('stopped,processing'),
      10_000,
    );
    cancel.abort();
    await relaying;
  });

  test('is not even called for a job that is cancelled already', async () => {
    const fake = await printer();
    const outcome = await deviceAt(fake.uri).relay(relayJob(), new SeenEvents(), AbortSignal.abort());
    expect(outcome).toEqual({ kind: 'cancelled', octetsSent: 0 });
    expect(fake.receptions).toEqual([]);
  });

  test('never gets a document that the spool cut short as if it were whole', async () => {
    const fake = await printer();
    const cut = { ...streamedDocument(Buffer.alloc(1_000)), octets: 2_000 };
    const events = new SeenEvents();
    const outcome = await deviceAt(fake.uri).relay(relayJob({ document: cut }), events, never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 1_000, retry: false });
    expect(events.statuses.at(-1)).toEqual({ state: 'idle', reasons: [] });
  });

  test('that is closed lets go of a running job by a fault, not by an outcome', async () => {
    const fake = await printer({ kind: 'open' });
    const device = deviceAt(fake.uri);
    const settled = expect(device.relay(relayJob(), new SeenEvents(), never())).rejects.toBeInstanceOf(
      PrintServerError,
    );
    await sleep(50);
    await device.close();
    await settled;
  });

  test('cannot tell after a crash what became of a job', async () => {
    const device = deviceAt('socket://127.0.0.1:1');
    expect(await device.resume(relayJob(), undefined, new SeenEvents(), never())).toEqual({
      kind: 'unknown',
    });
  });
});
