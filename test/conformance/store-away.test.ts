import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operations } from '../../src/ipp/index.ts';
import { expectBooksToBalance, historyOf, settled } from '../support/books.ts';
import { type FakeIppDevice, startIppDevice } from '../support/fake-ipp-device.ts';
import { statusOf } from '../support/ipp-client.ts';
import { type MongoPlace, makeMongoPlace } from '../support/mongo.ts';
import { MongoProxy } from '../support/mongo-proxy.ts';
import { describeNeeding } from '../support/needs.ts';
import { PrintClient } from '../support/print-client.ts';
import { ServerProcess } from '../support/server-process.ts';

/** "Try later", as each kind of client can take it (src/server/requests/answers.ts): the last holds the job at a CUPS queue. */
const [serviceUnavailable, cupsAccountInfoNeeded] = [0x0502, 0x049c];
const granted = 10;

describeNeeding('mongodb', 'a store that goes away while the server runs', () => {
  /** Ended in reverse, also when the beginning fails half way. */
  const opened: (() => Promise<void>)[] = [];
  let place: MongoPlace;
  let wire: MongoProxy;
  let device: FakeIppDevice;
  let server: ServerProcess;

  beforeEach(async () => {
    place = makeMongoPlace();
    opened.push(() => place.remove());
    wire = await MongoProxy.start(place.uri);
    opened.push(() => wire.close());
    device = await startIppDevice();
    opened.push(() => device.close());
    server = await ServerProcess.make({
      store: { kind: 'mongo', uri: wire.uri, database: place.database, selectTimeoutMs: 1_000 },
      stopWithinMs: 1_000,
      users: { unknown: 'create', template: { mode: 'balance', balance: `${granted}.00` } },
      defaults: { prices: { impression: '1.00' }, capabilities: { formats: ['text/plain'] } },
      printers: [
        { name: 'demo', device: device.uri, refusals: 'registered' },
        { name: 'queue', device: device.uri, refusals: 'cups' },
        { name: 'plain', device: device.uri, refusals: 'abort' },
      ],
    });
    opened.push(() => server.remove());
    await server.start();
  });

  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  async function print(printer: string, text: string): Promise<number> {
    const client = new PrintClient(server.port, printer);
    const { status } = await client.print(Buffer.from(text));
    client.close();
    return status;
  }

  async function readiness(): Promise<number> {
    const { status } = await fetch(`http://127.0.0.1:${server.port}/readyz`);
    return status;
  }

  async function until(what: () => Promise<boolean> | boolean): Promise<void> {
    const giveUpAt = Date.now() + 30_000;
    while (!(await what())) {
      if (Date.now() > giveUpAt) throw new Error(`never happened: ${what.toString()}\n${server.stderr}`);
      await delay(50);
    }
  }

  /** What is at the device when the wire is cut ends there, out of our sight or not. */
  async function cutWhilePrinting(printMs: number): Promise<void> {
    device.set({ course: { printMs } });
    expect(await print('demo', 'at the device\n')).toBe(0);
    expect(await print('demo', 'waits its turn\n')).toBe(0);
    await until(() => device.jobs.some(({ document }) => document.length > 0));
    wire.cut();
  }

  function printedTexts(): readonly string[] {
    return device.jobs.map(({ document }) => document.toString().trim());
  }

  test('jobs are told to come later, and /readyz says so', async () => {
    expect(await readiness()).toBe(200);
    wire.cut();
    await until(async () => (await readiness()) === 503);
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
    const asked = { code: operations.validateJob };
    expect(await statusOf(server.port, asked)).toBe(serviceUnavailable);
    const create = { code: operations.createJob, uri: 'ipp://localhost/ipp/print/queue' };
    expect(await statusOf(server.port, create)).toBe(serviceUnavailable);
    expect(await print('demo', 'refused\n')).toBe(serviceUnavailable);
    expect(await print('queue', 'refused\n')).toBe(cupsAccountInfoNeeded);
    expect(await print('plain', 'refused\n')).toBe(serviceUnavailable);
    wire.heal();
    await until(async () => (await readiness()) === 200);
    expect(await print('demo', 'one page\n')).toBe(0);
    await settled(server);
    expect(printedTexts()).toEqual(['one page']);
    await expectBooksToBalance(server, 'alice', granted);
  });

  test('jobs that were accepted end when it is back, each printed and charged once', async () => {
    await cutWhilePrinting(500);
    await until(async () => (await readiness()) === 503);
    await delay(1_500);
    wire.heal();
    expect(await settled(server)).toEqual([]);
    expect(printedTexts()).toEqual(['at the device', 'waits its turn']);
    expect(await historyOf(server)).toMatchObject([{ action: 'printed' }, { action: 'printed' }]);
    await expectBooksToBalance(server, 'alice', granted);
  });

  test('a stop and a start meanwhile lose and double nothing', async () => {
    await cutWhilePrinting(500);
    await until(async () => (await readiness()) === 503);
    await server.kill('SIGTERM');
    expect(server.exitCode, server.stderr).toBe(0);
    expect(await server.cli('serve')).toMatchObject({ code: 3, stdout: '' });
    wire.heal();
    await server.start();
    expect(await settled(server)).toEqual([]);
    expect(printedTexts()).toEqual(['at the device', 'waits its turn']);
    await expectBooksToBalance(server, 'alice', granted);
  });
});
