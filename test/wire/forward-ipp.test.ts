import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { PrintServerError } from '../../src/base/fault.ts';
import { createDevice, type Device, type DeviceLimits, parseDeviceUri } from '../../src/forward/index.ts';
import {
  attribute,
  attributeOf,
  attributes,
  enums,
  firstInteger,
  firstString,
  keyword,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { type FakeIppDevice, type IppDeviceOptions, startIppDevice } from '../support/fake-ipp-device.ts';
import { memoryDocument, never, relayJob, SeenEvents, streamedDocument } from '../support/relay-job.ts';
import { selfSigned } from '../support/self-signed.ts';

const quick: Partial<DeviceLimits> = {
  pollMs: 5,
  pollMaxMs: 20,
  busyPauseMs: 5,
  busyPauseMaxMs: 20,
  cancelMs: 1_000,
  silentMs: 300,
  stallNoticeMs: 30,
  stallMs: 200,
};

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function printer(
  options: IppDeviceOptions = {},
  limits: Partial<DeviceLimits> = {},
): Promise<{ readonly fake: FakeIppDevice; readonly device: Device }> {
  const fake = await startIppDevice(options);
  const device = deviceAt(fake.uri, limits);
  open.push(device, fake);
  return { fake, device };
}

function deviceAt(uri: string, limits: Partial<DeviceLimits> = {}): Device {
  return createDevice({
    uri: parseDeviceUri(uri)!,
    capabilities: {},
    clock: systemClock,
    limits: { ...quick, ...limits },
  });
}

const octets = randomBytes(200_000);

describe('an IPP device prints a job', () => {
  test('by Create-Job, the remote id kept, then the document, then its end and its impressions', async () => {
    const { fake, device } = await printer({ course: { impressions: 7 } });
    const events = new SeenEvents();
    const job = relayJob({ document: streamedDocument(octets) });
    const outcome = await device.relay(job, events, never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: octets.length, impressions: 7 });
    expect(events.steps).toEqual(['remote-job', 'first-octet']);
    expect(events.all[0]).toMatchObject({ remote: { id: 1, uri: `${fake.uri}/1` } });
    expect(fake.jobs[0]).toMatchObject({
      format: 'application/pdf',
      user: 'alice',
      transferEncoding: 'chunked',
    });
    expect(fake.jobs[0]?.document.equals(octets)).toBe(true);
    expect(fake.jobs[0]?.name).toMatch(/^Report \[platen [0-9a-f]{12}\]$/);
  });

  test('and no octet leaves before the remote id is kept', async () => {
    const { fake, device } = await printer();
    const events = new SeenEvents(async () => {
      await sleep(50);
      expect(fake.requests).not.toContain('Send-Document');
    });
    expect((await device.relay(relayJob(), events, never())).kind).toBe('completed');
    expect(fake.requests).toContain('Send-Document');
  });

  test('and when the remote id cannot be kept the job is taken back and the fault is thrown', async () => {
    const { fake, device } = await printer();
    const events = new SeenEvents(() => Promise.reject(new PrintServerError('store-unreachable', 'away')));
    await expect(device.relay(relayJob(), events, never())).rejects.toMatchObject({
      code: 'store-unreachable',
    });
    expect(fake.requests).not.toContain('Send-Document');
    expect(fake.jobs[0]?.state).toBe(enums.jobState.canceled);
  });

  test('with the ticket, what the client sent and the device lists, and nothing else', async () => {
    const { fake, device } = await printer({
      attributes: [attributeOf('acme-glitter-supported', keyword('on'), keyword('off'))],
    });
    const job = relayJob({
      ticket: {
        ...plainTicket,
        copies: 2,
        sides: 'two-sided-long-edge',
        colourMode: 'monochrome',
        numberUp: 2,
      },
      attributes: attributes(
        attribute('copies', 9),
        attribute('print-quality', 5),
        attribute('job-sheets', 'standard'),
        attribute('job-hold-until', 'indefinite'),
        attribute('output-bin', 'face-up'),
        attributeOf('acme-glitter', keyword('on')),
        attributeOf('other-vendor', keyword('on')),
      ),
    });
    await device.relay(job, new SeenEvents(), never());
    const sent = fake.jobs[0]!.attributes;
    expect(firstInteger(sent, 'copies')).toBe(2);
    expect(firstString(sent, 'sides')).toBe('two-sided-long-edge');
    expect(firstString(sent, 'print-color-mode')).toBe('monochrome');
    expect(firstInteger(sent, 'number-up')).toBe(2);
    expect(firstInteger(sent, 'print-quality')).toBe(5);
    expect(firstString(sent, 'job-sheets')).toBe('none');
    expect([...sent.keys()].sort()).toEqual(
      [
        'acme-glitter',
        'copies',
        'job-sheets',
        'number-up',
        'print-color-mode',
        'print-quality',
        'sides',
      ].sort(),
    );
  });

  test('by Print-Job where it has no Create-Job; its id comes with the answer', async () => {
    const { fake, device } = await printer({ printJobOnly: true, course: { impressions: 3 } });
    const events = new SeenEvents();
    const outcome = await device.relay(relayJob({ document: streamedDocument(octets) }), events, never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: octets.length, impressions: 3 });
    expect(events.steps).toEqual(['first-octet', 'remote-job']);
    expect(fake.requests).not.toContain('Create-Job');
    expect(fake.jobs[0]?.transferEncoding).toBe('chunked');
  });

  test('and 0 impressions of a completed job mean that nothing was said', async () => {
    const { device } = await printer({ course: { impressions: 0 } });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome.kind).toBe('completed');
    expect(outcome).not.toHaveProperty('impressions');
  });

  test('with a 1.1-only device in version 1.1', async () => {
    const { fake, device } = await printer({
      fault: ({ message }) =>
        message.version.major === 2
          ? { kind: 'status', code: statuses.serverErrorVersionNotSupported }
          : undefined,
    });
    expect((await device.relay(relayJob(), new SeenEvents(), never())).kind).toBe('completed');
    expect(fake.requests.filter((name) => name === 'Create-Job')).toHaveLength(1);
  });
});

describe('a busy device', () => {
  test('is waited for before the first octet', async () => {
    const { fake, device } = await printer({
      fault: ({ operation, earlier }) =>
        operation === operations.createJob && earlier < 3
          ? { kind: 'status', code: statuses.serverErrorBusy }
          : undefined,
    });
    const events = new SeenEvents();
    expect((await device.relay(relayJob(), events, never())).kind).toBe('completed');
    expect(fake.requests.filter((name) => name === 'Create-Job')).toHaveLength(4);
    expect(events.statuses.some(({ message }) => message?.includes('server-error-busy'))).toBe(true);
  });

  test('is waited for with Print-Job too, since a refused one has made no job', async () => {
    const { fake, device } = await printer({
      printJobOnly: true,
      fault: ({ operation, earlier }) =>
        operation === operations.printJob && earlier < 2
          ? { kind: 'status', code: statuses.serverErrorNotAcceptingJobs }
          : undefined,
    });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: relayJob().document.octets });
    expect(fake.jobs).toHaveLength(1);
  });

  test('is given up after the limit, nothing sent, to be tried again', async () => {
    const busy = { kind: 'status', code: statuses.serverErrorBusy } as const;
    const { device } = await printer(
      { fault: ({ operation }) => (operation === operations.createJob ? busy : undefined) },
      { busyMs: 60 },
    );
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
  });

  test('is left when the job is cancelled', async () => {
    const busy = { kind: 'status', code: statuses.serverErrorBusy } as const;
    const { device } = await printer({
      fault: ({ operation }) => (operation === operations.createJob ? busy : undefined),
    });
    const cancel = new AbortController();
    const relaying = device.relay(relayJob(), new SeenEvents(), cancel.signal);
    await sleep(50);
    cancel.abort();
    expect(await relaying).toMatchObject({ kind: 'cancelled', octetsSent: 0 });
  });
});

describe('an IPP device fails', () => {
  test('by a refusal of the job: nothing sent, no use in trying again', async () => {
    const { device } = await printer({
      fault: ({ operation }) =>
        operation === operations.createJob
          ? {
              kind: 'status',
              code: statuses.clientErrorAttributesOrValuesNotSupported,
              message: 'no such tray',
            }
          : undefined,
    });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: false });
    expect(outcome.kind === 'failed' && outcome.message).toContain('no such tray');
  });

  test('by not listing the format: nothing is sent at all', async () => {
    const { fake, device } = await printer({
      attributes: [attribute('document-format-supported', 'image/urf')],
    });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: false });
    expect(fake.requests).toEqual(['Get-Printer-Attributes']);
  });

  test('by a refusal of the document: the remote job is taken back', async () => {
    const { fake, device } = await printer({
      fault: ({ operation }) =>
        operation === operations.sendDocument
          ? { kind: 'status', code: statuses.clientErrorDocumentFormatError }
          : undefined,
    });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', retry: false, impressions: 0 });
    expect(outcome.octetsSent).toBeGreaterThan(0);
    expect(fake.jobs[0]?.state).toBe(enums.jobState.canceled);
  });

  test('by aborting the job, with its reason', async () => {
    const { device } = await printer({
      course: { end: 'aborted', impressions: 2, message: 'out of toner', reasons: ['aborted-by-system'] },
    });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', impressions: 2, retry: true });
    expect(outcome.kind === 'failed' && outcome.message).toContain('out of toner');
  });

  test('by forgetting the job: lost, never taken for printed', async () => {
    const { device } = await printer({ course: { forgets: true, printMs: 60 } });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'lost', octetsSent: relayJob().document.octets });
  });

  test('by going away in the middle of the document: what left is told', async () => {
    const { device } = await printer({
      fault: ({ operation }) =>
        operation === operations.sendDocument ? { kind: 'reset', afterOctets: 1_000 } : undefined,
    });
    const large = Buffer.alloc(20_000_000);
    const outcome = await device.relay(
      relayJob({ document: streamedDocument(large) }),
      new SeenEvents(),
      never(),
    );
    expect(outcome).toMatchObject({ kind: 'failed', retry: true });
    expect(outcome.octetsSent).toBeGreaterThanOrEqual(1_000);
    expect(outcome.octetsSent).toBeLessThan(large.length);
  });

  test('by losing its answer: it is asked, and has printed', async () => {
    const { fake, device } = await printer({
      course: { impressions: 4 },
      fault: ({ operation }) => (operation === operations.sendDocument ? { kind: 'reset-after' } : undefined),
    });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', impressions: 4 });
    expect(fake.requests.filter((name) => name === 'Send-Document')).toHaveLength(1);
  });

  test('by stalling: given up after the limit while it claims to be idle', async () => {
    const { device } = await printer({
      fault: ({ operation }) =>
        operation === operations.sendDocument ? { kind: 'stall', afterOctets: 0 } : undefined,
      attributes: [attribute('printer-state', enums.printerState.idle)],
    });
    const large = Buffer.alloc(20_000_000);
    const outcome = await device.relay(
      relayJob({ document: streamedDocument(large) }),
      new SeenEvents(),
      never(),
    );
    expect(outcome).toMatchObject({ kind: 'failed', retry: true });
    expect(outcome.kind === 'failed' && outcome.message).toContain('took no data');
  });

  test('by not being there: nothing sent, the status says so', async () => {
    const fake = await startIppDevice();
    await fake.close();
    const device = deviceAt(fake.uri);
    open.push(device);
    const events = new SeenEvents();
    const outcome = await device.relay(relayJob(), events, never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    expect(events.statuses.at(-1)?.state).toBe('unreachable');
  });

  test('by speaking something else than IPP', async () => {
    const { device } = await printer({ fault: () => ({ kind: 'http', code: 404 }) });
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    expect(outcome.kind === 'failed' && outcome.message).toContain('HTTP 404');
  });

  test('without telling anybody the secret of its address', async () => {
    const secret = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6-_Xy';
    const fake = await startIppDevice({ fault: () => ({ kind: 'http', code: 404 }) });
    const place = new URL(`/ipp/print/hall/${secret}`, fake.uri.replace('ipp:', 'http:')).href;
    const device = deviceAt(place.replace('http:', 'ipp:'));
    open.push(device);
    const events = new SeenEvents();
    const notThere = await device.relay(relayJob(), events, never());
    await fake.close();
    const refused = await device.relay(relayJob(), events, never());
    const told = JSON.stringify([notThere, refused, events.statuses]);
    expect(told).toContain('/ipp/print/hall/… has no printer at this path');
    expect(told).toContain('/ipp/print/hall/…: refuses the connection');
    expect(told).not.toContain(secret);
  });

  test('not at all when only our own document cannot be read', async () => {
    const { fake, device } = await printer();
    const cut = { ...streamedDocument(Buffer.alloc(1_000)), octets: 2_000 };
    const outcome = await device.relay(relayJob({ document: cut }), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', retry: false });
    expect(outcome.kind === 'failed' && outcome.message).toContain('spool');
    expect(fake.jobs[0]?.state).toBe(enums.jobState.canceled);
  });
});

describe('a job at the device', () => {
  test('that jams is followed, and the reasons reach our printer', async () => {
    const { device } = await printer({ course: { jamMs: 100, impressions: 5 } });
    const events = new SeenEvents();
    const outcome = await device.relay(relayJob(), events, never());
    expect(outcome).toMatchObject({ kind: 'completed', impressions: 5 });
    expect(events.statuses).toContainEqual(
      expect.objectContaining({ state: 'stopped', reasons: ['media-jam-error'], message: 'Paper jam' }),
    );
    expect(events.statuses.at(-1)?.state).toBe('idle');
  });

  test('is cancelled there, and its impressions are told', async () => {
    const { fake, device } = await printer({ course: { end: 'never', impressions: 3 } });
    const cancel = new AbortController();
    const relaying = device.relay(relayJob(), new SeenEvents(), cancel.signal);
    await sleep(80);
    cancel.abort();
    expect(await relaying).toMatchObject({ kind: 'cancelled', impressions: 3 });
    expect(fake.jobs[0]?.state).toBe(enums.jobState.canceled);
  });

  test('that completes in spite of the cancel is completed', async () => {
    const { fake, device } = await printer({ course: { printMs: 200, impressions: 2, deaf: true } });
    const cancel = new AbortController();
    const relaying = device.relay(relayJob(), new SeenEvents(), cancel.signal);
    // By the clock alone a busy machine would be cancelled before anything was sent.
    await vi.waitFor(() => {
      expect(fake.jobs[0]?.document.length).toBeGreaterThan(0);
    });
    cancel.abort();
    expect(await relaying).toMatchObject({ kind: 'completed', impressions: 2 });
  });

  test('is cancelled in the middle of its document: first said, then cut', async () => {
    const { fake, device } = await printer(
      {
        fault: ({ operation }) =>
          operation === operations.sendDocument ? { kind: 'stall', afterOctets: 1 } : undefined,
      },
      { stallMs: 60_000, stallNoticeMs: 60_000 },
    );
    const cancel = new AbortController();
    const document = streamedDocument(Buffer.alloc(20_000_000));
    const relaying = device.relay(relayJob({ document }), new SeenEvents(), cancel.signal);
    await sleep(100);
    cancel.abort();
    const outcome = await relaying;
    expect(outcome.kind).toBe('cancelled');
    expect(outcome.octetsSent).toBeGreaterThan(0);
    expect(fake.jobs[0]?.state).toBe(enums.jobState.canceled);
  });
});

describe('after a crash an IPP device', () => {
  const remoteOf = (fake: FakeIppDevice, id: number) => ({ id, uri: `${fake.uri}/${id}` });

  test('is asked for the remote job, which is followed to its end', async () => {
    const { fake, device } = await printer({ course: { impressions: 6, printMs: 80 } });
    const job = relayJob();
    const remote = fake.addJob({ name: 'whatever', document: Buffer.from('document') });
    const outcome = await device.resume(job, remoteOf(fake, remote.id), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', impressions: 6, octetsSent: job.document.octets });
  });

  test('has a job without a document: it is taken back and a retry is free', async () => {
    const { fake, device } = await printer();
    const remote = fake.addJob({ name: 'whatever' });
    const outcome = await device.resume(relayJob(), remoteOf(fake, remote.id), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    expect(fake.jobs[0]?.state).toBe(enums.jobState.canceled);
  });

  test('has ended a job that it never began with: a retry is free', async () => {
    const { fake, device } = await printer();
    const remote = fake.addJob({ name: 'whatever', state: enums.jobState.aborted });
    const outcome = await device.resume(relayJob(), remoteOf(fake, remote.id), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
  });

  test('has ended a job that it had begun with: what was sent is told', async () => {
    const { fake, device } = await printer({ course: { end: 'aborted', printMs: 0 } });
    const remote = fake.addJob({ name: 'whatever', document: Buffer.from('document') });
    const outcome = await device.resume(relayJob(), remoteOf(fake, remote.id), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: relayJob().document.octets, retry: true });
  });

  test('is searched by our mark when the remote id was not kept, and an empty job is taken back', async () => {
    const { fake, device } = await printer();
    const job = relayJob();
    fake.addJob({ name: 'Report [platen 000000000000]' });
    const ours = fake.addJob({ name: 'Report [platen 0f8fad5bd9cb]' });
    const outcome = await device.resume(job, undefined, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    expect(ours.state).toBe(enums.jobState.canceled);
    expect(fake.jobs[0]?.state).not.toBe(enums.jobState.canceled);
  });

  test('that makes jobs before documents and has none of ours was sent nothing', async () => {
    const { device } = await printer();
    const outcome = await device.resume(relayJob(), undefined, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
  });

  test('that knows only Print-Job may have printed: unknown, unless the mark is found', async () => {
    const { fake, device } = await printer({ printJobOnly: true, course: { impressions: 2 } });
    expect(await device.resume(relayJob(), undefined, new SeenEvents(), never())).toEqual({
      kind: 'unknown',
    });
    fake.addJob({ name: 'Report [platen 0f8fad5bd9cb]', document: Buffer.from('document') });
    expect(await device.resume(relayJob(), undefined, new SeenEvents(), never())).toMatchObject({
      kind: 'completed',
      impressions: 2,
    });
  });

  test('that has forgotten the job cannot tell', async () => {
    const { fake, device } = await printer();
    const outcome = await device.resume(relayJob(), remoteOf(fake, 99), new SeenEvents(), never());
    expect(outcome).toEqual({ kind: 'unknown' });
  });

  test('that stays away is waited for and then unknown', async () => {
    const { fake, device } = await printer();
    await fake.close();
    const outcome = await device.resume(relayJob(), remoteOf(fake, 1), new SeenEvents(), never());
    expect(outcome).toEqual({ kind: 'unknown' });
  });
});

describe('the description of an IPP device', () => {
  test('mirrors what it lists, its default first', async () => {
    const { device } = await printer();
    const { capabilities, status, attributes: mirrored } = await device.describe(never());
    expect(capabilities).toEqual({
      formats: ['application/pdf', 'image/pwg-raster'],
      colour: true,
      sides: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
      media: ['iso_a4_210x297mm', 'na_letter_8.5x11in'],
      resolutions: [600, 300],
      copiesMax: 50,
      carries: ['copies', 'sides', 'colourMode', 'pageRanges', 'numberUp', 'media'],
    });
    expect(status).toEqual({ state: 'idle', reasons: [] });
    expect(mirrored.has('printer-make-and-model')).toBe(true);
  });

  test('carries only the facts that it lists', async () => {
    const { device } = await printer({
      without: ['sides-supported', 'print-color-mode-supported', 'number-up-supported'],
      attributes: [
        attribute('page-ranges-supported', false),
        attribute('job-creation-attributes-supported', 'copies'),
      ],
    });
    const { capabilities } = await device.describe(never());
    expect(capabilities.carries).toEqual(['copies', 'media']);
    expect(capabilities.sides).toEqual(['one-sided']);
  });

  test('is what it was, and unreachable, when the device is away', async () => {
    const { fake, device } = await printer();
    const before = await device.describe(never());
    await fake.close();
    const away = await device.describe(never());
    expect(away.capabilities).toEqual(before.capabilities);
    expect(away.status.state).toBe('unreachable');
  });

  test('is what is assumed when it was never reached', async () => {
    const device = deviceAt('ipp://127.0.0.1:1/ipp/print');
    open.push(device);
    const { capabilities, status } = await device.describe(never());
    expect(capabilities).toEqual(device.assumed.capabilities);
    expect(capabilities.carries).toEqual(['copies']);
    expect(status.state).toBe('unreachable');
  });

  test('gives way to what is configured', async () => {
    const fake = await startIppDevice();
    const uri = parseDeviceUri(fake.uri)!;
    const device = createDevice({ uri, capabilities: { colour: false, copiesMax: 5 }, clock: systemClock });
    open.push(device, fake);
    const { capabilities } = await device.describe(never());
    expect(capabilities).toMatchObject({ colour: false, copiesMax: 5 });
  });
});

describe('an IPP device behind TLS', () => {
  test('prints although its certificate is signed by itself', async () => {
    const { fake, device } = await printer({ tls: selfSigned });
    expect(fake.uri).toMatch(/^ipps:/);
    expect((await device.relay(relayJob(), new SeenEvents(), never())).kind).toBe('completed');
  });

  test('is refused for it when certificates are to be verified', async () => {
    const fake = await startIppDevice({ tls: selfSigned });
    const uri = parseDeviceUri(fake.uri)!;
    const device = createDevice({ uri, capabilities: {}, clock: systemClock, verifyCertificate: true });
    open.push(device, fake);
    const outcome = await device.relay(relayJob(), new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0 });
    expect(outcome.kind === 'failed' && outcome.message).toContain('certificate');
    expect(fake.requests).toEqual([]);
  });
});

test('a device that is closed lets go of a running job by a fault, not by an outcome', async () => {
  const { device } = await printer({ course: { end: 'never' } });
  const relaying = device.relay(relayJob({ document: memoryDocument(octets) }), new SeenEvents(), never());
  const settled = expect(relaying).rejects.toBeInstanceOf(PrintServerError);
  await sleep(80);
  await device.close();
  await settled;
});
