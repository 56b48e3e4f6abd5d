import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createDevice, type Device, parseDeviceUri } from '../../src/forward/index.ts';
import type { RemoteJob } from '../../src/model/job.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { describeWithIppeveprinter, startIppeveprinter } from '../support/ippeveprinter.ts';
import { memoryDocument, never, relayJob, SeenEvents } from '../support/relay-job.ts';

describeWithIppeveprinter('ippeveprinter as a device', () => {
  const open: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const deviceAt = (uri: string): Device => {
    const device = createDevice({ uri: parseDeviceUri(uri)!, capabilities: {}, clock: systemClock });
    open.push(device);
    return device;
  };

  test('prints a job as its ticket says and tells its impressions', async () => {
    const printer = await startIppeveprinter({ impressions: 4 });
    open.push(printer);
    const octets = Buffer.from('%PDF-1.4\n% not really one\n%%EOF\n');
    const job = relayJob({
      document: memoryDocument(octets),
      ticket: { ...plainTicket, copies: 2, sides: 'two-sided-long-edge', colourMode: 'monochrome' },
    });
    const device = deviceAt(printer.uri);
    const { capabilities } = await device.describe(never());
    expect(capabilities.formats).toContain('application/pdf');
    expect(capabilities.carries).toEqual(expect.arrayContaining(['copies', 'sides', 'colourMode', 'media']));
    const outcome = await device.relay(job, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: octets.length, impressions: 4 });
    const [kept] = await printer.documents();
    expect((await readFile(kept!)).equals(octets)).toBe(true);
    const [ticket] = await printer.tickets();
    const told = await readFile(ticket!, 'utf8');
    expect(told).toContain('IPP_COPIES=2');
    expect(told).toContain('IPP_SIDES=two-sided-long-edge');
    expect(told).toContain('IPP_PRINT_COLOR_MODE=monochrome');
    // ippeveprinter escapes the bracket for the shell.
    expect(told).toMatch(/IPP_JOB_NAME=Report \\?\[platen [0-9a-f]{12}\]/);
  });

  test('is waited for while another job is active', async () => {
    const printer = await startIppeveprinter({ impressions: 1, printSeconds: 1 });
    open.push(printer);
    const [first, second] = [deviceAt(printer.uri), deviceAt(printer.uri)];
    const before = first.relay(relayJob(), new SeenEvents(), never());
    await sleep(300);
    const events = new SeenEvents();
    const after = second.relay(relayJob({ id: 18 }), events, never());
    expect((await before).kind).toBe('completed');
    expect((await after).kind).toBe('completed');
    expect(events.statuses.some(({ message }) => message?.includes('busy'))).toBe(true);
  });

  test('is told to cancel', async () => {
    const printer = await startIppeveprinter({ printSeconds: 3 });
    open.push(printer);
    const cancel = new AbortController();
    const relaying = deviceAt(printer.uri).relay(relayJob(), new SeenEvents(), cancel.signal);
    await sleep(1_000);
    cancel.abort();
    expect((await relaying).kind).toBe('cancelled');
  });

  test('that was left between the job and its document was sent nothing, and prints again', async () => {
    const printer = await startIppeveprinter({ impressions: 2 });
    open.push(printer);
    const crashing = deviceAt(printer.uri);
    let remote: RemoteJob | undefined;
    const crash = new SeenEvents(async (given) => {
      remote = given;
      await crashing.close();
      throw new Error('crash');
    });
    await expect(crashing.relay(relayJob(), crash, never())).rejects.toThrow('crash');
    const device = deviceAt(printer.uri);
    const resumed = await device.resume(relayJob(), remote, new SeenEvents(), never());
    expect(resumed).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    const again = await device.relay(relayJob(), new SeenEvents(), never());
    expect(again).toMatchObject({ kind: 'completed', impressions: 2 });
  });

  test('is found again after a crash, by the remote id and by our mark alone', async () => {
    const printer = await startIppeveprinter({ impressions: 3, printSeconds: 1 });
    open.push(printer);
    const events = new SeenEvents();
    const job = relayJob();
    const crashed = deviceAt(printer.uri);
    const given = crashed.relay(job, events, never()).catch(() => undefined);
    await sleep(500);
    await crashed.close();
    await given;
    const [begun] = events.all;
    const remote = begun?.kind === 'remote-job' ? begun.remote : undefined;
    const byId = await deviceAt(printer.uri).resume(job, remote, new SeenEvents(), never());
    expect(byId).toMatchObject({ kind: 'completed', impressions: 3 });
    const byMark = await deviceAt(printer.uri).resume(job, undefined, new SeenEvents(), never());
    expect(byMark).toMatchObject({ kind: 'completed', impressions: 3 });
  });
});
