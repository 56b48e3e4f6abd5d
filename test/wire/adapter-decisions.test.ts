import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameNormaliser } from '../../src/accounting/index.ts';
import { adapterLimits, createAdapterHandler, startAdapterServer } from '../../src/adapter/index.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createDevice } from '../../src/forward/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import { adapterPaths } from '../../src/model/adapter.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { cupsJob, FakeAdapter } from '../support/cups-adapter.ts';
import { demo, openTestService, type TestService, textOf } from '../support/print-service.ts';

const office: PrinterSettings = {
  ...demo,
  name: 'office',
  device: 'cupspykota:',
  identity: { levels: ['trusted-server', 'password'] },
};
const device = createDevice({
  uri: { kind: 'cups', text: 'cupspykota:' },
  capabilities: {},
  clock: systemClock,
});

let folder: string;
let service: TestService;
let adapter: FakeAdapter;
let close: () => Promise<void>;

async function open(printer: Partial<PrinterSettings> = {}): Promise<void> {
  service = await openTestService({ device, printers: [{ ...office, ...printer }] });
  const socket = join(folder, 'adapter.sock');
  const handler = createAdapterHandler({
    jobs: service.jobs,
    version: '1.2.3',
    queues: { 'office-draft': 'office' },
    normaliseUser: nameNormaliser({ case: 'lower', stripDomain: true, stripRealm: true }),
    openAttemptMs: 60_000,
    limits: adapterLimits,
    log: quietLog,
  });
  const server = await startAdapterServer({ path: socket, handler, limits: adapterLimits });
  adapter = new FakeAdapter(socket);
  close = async () => {
    await server.close();
    await service.close();
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-adapter-'));
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

const jobOf = async (id: number) => (await service.jobs.job(id))?.job;

describe('a job of a CUPS queue', () => {
  test('is in the books as being printed before the adapter hears yes, and charged when it has printed', async () => {
    await open();
    const begun = await adapter.begin(cupsJob(), textOf(3));
    const running = await service.store.job(begun.job);
    expect(running).toMatchObject({
      state: 'relaying',
      owner: { name: 'alice', level: 'trusted-server' },
      attempts: [{ number: 1, device: 'cups:i1/office' }],
      document: { place: 'elsewhere' },
    });
    expect((await service.store.account('alice'))?.held).toBe(30_000);
    expect(await adapter.end(begun.attempt, { exit: 0 })).toEqual({ status: 200, body: { kind: 'settled' } });
    expect(await jobOf(begun.job)).toMatchObject({
      state: 'ended',
      settlement: { action: 'printed', impressions: 3 },
    });
    expect(await service.store.account('alice')).toMatchObject({ balance: -30_000, held: 0 });
  });

  test('is told its name in the books where that is another', async () => {
    await open();
    const decision = await adapter.ask(cupsJob({ user: 'CORP\\Alice' }));
    expect(decision).toMatchObject({ decision: 'allow', userName: 'alice', deadline: 60_000 });
  });

  test('belongs to whom cupsd has proven', async () => {
    await open();
    const { job } = await adapter.begin(cupsJob({ user: 'root', authUser: 'bob' }));
    expect((await jobOf(job))?.owner).toEqual({
      name: 'bob',
      level: 'password',
      proof: 'cups-auth',
      operator: false,
    });
  });

  test('goes to the printer that the configuration has for its queue', async () => {
    await open();
    const { job } = await adapter.begin(cupsJob({ queue: 'office-draft' }));
    expect((await jobOf(job))?.printer).toBe('office');
  });

  test('says the version', async () => {
    await open();
    expect(await adapter.call('GET', adapterPaths.info)).toEqual({
      status: 200,
      body: { version: '1.2.3', protocol: 1 },
    });
  });
});
