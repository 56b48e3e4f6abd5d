import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectBooksToBalance, historyOf, openJobs, settled } from '../support/books.ts';
import { type FakeIppDevice, startIppDevice } from '../support/fake-ipp-device.ts';
import { type FakeRawDevice, startRawDevice } from '../support/fake-raw-device.ts';
import { PrintClient } from '../support/print-client.ts';
import { ServerProcess } from '../support/server-process.ts';

// An orderly stop in the middle of a relay: what can end in time ends, the rest is left as it stands and taken up by the
// next start; nothing is printed twice and nothing is charged twice.

const document = Buffer.from('one page\n');
const granted = 10;

function configOf(device: string, stopWithinMs: number): Readonly<Record<string, unknown>> {
  return {
    stopWithinMs,
    users: { unknown: 'create', template: { mode: 'balance', balance: `${granted}.00` } },
    defaults: { prices: { impression: '1.00' } },
    printers: [{ name: 'demo', device, capabilities: { formats: ['text/plain'] } }],
  };
}

async function print(server: ServerProcess): Promise<void> {
  const client = new PrintClient(server.port);
  expect(await client.print(document)).toMatchObject({ status: 0 });
  client.close();
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!(await what())) {
    if (Date.now() > giveUpAt) throw new Error(`never happened: ${what.toString()}`);
    await delay(20);
  }
}

describe('a stop while a job is at its device', () => {
  let server: ServerProcess;
  let ipp: FakeIppDevice;
  let raw: FakeRawDevice;

  beforeEach(async () => {
    ipp = await startIppDevice();
    raw = await startRawDevice();
  });

  afterEach(async () => {
    await server.remove();
    await ipp.close();
    await raw.close();
  });

  test('waits for a device that ends in time, and ends with 0', async () => {
    ipp.set({ course: { printMs: 1_500 } });
    server = await ServerProcess.make(configOf(ipp.uri, 30_000));
    await server.start();
    await print(server);
    await until(() => ipp.jobs.some((job) => job.document.length > 0));
    await server.kill('SIGTERM');
    expect(server.exitCode, server.stderr).toBe(0);
    await server.start();
    expect(await openJobs(server)).toEqual([]);
    expect(await historyOf(server)).toMatchObject([{ action: 'printed', impressions: 1 }]);
    expect(ipp.jobs).toHaveLength(1);
    await expectBooksToBalance(server, 'alice', granted);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'leaves a slow IPP device at %s, and the next start follows the job to its end',
    async (signal) => {
      ipp.set({ course: { printMs: 4_000 } });
      server = await ServerProcess.make(configOf(ipp.uri, 300));
      await server.start();
      await print(server);
      await until(() => ipp.jobs.some((job) => job.document.length > 0));
      await server.kill(signal);
      expect(server.exitCode, server.stderr).toBe(0);
      await server.start();
      expect(await settled(server)).toEqual([]);
      expect(await historyOf(server)).toMatchObject([{ action: 'printed', impressions: 1 }]);
      expect(ipp.jobs).toHaveLength(1);
      await expectBooksToBalance(server, 'alice', granted);
    },
  );

  test('leaves a raw device that reads no more, and lists the job for the operator at the next start', async () => {
    await raw.setFault({ kind: 'stall', afterOctets: 0 });
    server = await ServerProcess.make(configOf(raw.uri, 300));
    await server.start();
    await print(server);
    await until(() => raw.receptions.length > 0);
    await server.kill('SIGTERM');
    expect(server.exitCode, server.stderr).toBe(0);
    await raw.setFault();
    await server.start();
    const [listed] = await settled(server);
    expect(listed).toMatchObject({ state: 'held', needsOperator: true, reasons: ['after-crash'] });
    expect(await server.cli('jobs', 'resolve', String(listed!.id), '--again')).toMatchObject({ code: 0 });
    expect(await settled(server)).toEqual([]);
    expect(raw.receptions.map(({ octets }) => octets.equals(document))).toEqual([false, true]);
    await expectBooksToBalance(server, 'alice', granted);
  });

  test('keeps what waits for a device that is away, and prints it at the next start', async () => {
    await raw.setFault({ kind: 'refuse' });
    server = await ServerProcess.make(configOf(raw.uri, 300));
    await server.start();
    await print(server);
    await print(server);
    await server.kill('SIGTERM');
    expect(server.exitCode, server.stderr).toBe(0);
    await raw.setFault();
    await server.start();
    expect(await settled(server)).toEqual([]);
    expect(raw.receptions.map(({ octets }) => octets.equals(document))).toEqual([true, true]);
    await expectBooksToBalance(server, 'alice', granted);
  });
});
