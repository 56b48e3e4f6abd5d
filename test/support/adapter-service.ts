import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { nameNormaliser } from '../../src/accounting/index.ts';
import { adapterLimits, createAdapterHandler, startAdapterServer } from '../../src/adapter/index.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createDevice } from '../../src/forward/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import type { Job } from '../../src/model/job.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { FakeAdapter } from './cups-adapter.ts';
import { demo, openTestService, type TestService, type TestServiceOptions } from './print-service.ts';

/** A printer whose jobs a backend of CUPS prints. */
const office: PrinterSettings = {
  ...demo,
  name: 'office',
  device: 'cupspykota:',
  identity: { levels: ['trusted-server', 'password'] },
};

export interface AdapterService {
  readonly service: TestService;
  readonly adapter: FakeAdapter;
  readonly socket: string;
  readonly job: (id: number) => Promise<Job>;
  readonly close: () => Promise<void>;
}

export interface AdapterServiceOptions extends Partial<TestServiceOptions> {
  readonly printer?: Partial<PrinterSettings>;
  readonly limits?: Partial<typeof adapterLimits>;
}

/** Opens the service of a test; it is closed after the test. */
export function adapterServices(): (options?: AdapterServiceOptions) => Promise<AdapterService> {
  let opened: AdapterService | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  return async (options = {}) => {
    opened = await openAdapterService(options);
    return opened;
  };
}

/** The life of jobs on a memory store, with the socket of the adapters before it. */
async function openAdapterService(options: AdapterServiceOptions): Promise<AdapterService> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-adapter-'));
  const device = createDevice({
    uri: { kind: 'cups', text: 'cupspykota:' },
    capabilities: {},
    clock: systemClock,
  });
  const printers = [{ ...office, ...options.printer }];
  const service = await openTestService({ device, printers, ...options });
  const limits = { ...adapterLimits, ...options.limits };
  const socket = join(folder, 'adapter.sock');
  const handler = createAdapterHandler({
    jobs: service.jobs,
    version: '1.2.3',
    queues: { 'office-draft': 'office' },
    normaliseUser: nameNormaliser({ case: 'lower', stripDomain: true, stripRealm: true }),
    openAttemptMs: 60_000,
    limits,
    log: quietLog,
  });
  const server = await startAdapterServer({ path: socket, handler, limits });
  return {
    service,
    socket,
    adapter: new FakeAdapter(socket),
    job: async (id) => {
      const view = await service.jobs.job(id);
      if (view === undefined) throw new Error(`there is no job ${id}`);
      return view.job;
    },
    close: async () => {
      await server.close();
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
