import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import type { UsersRule } from '../../src/config/index.ts';
import {
  createDocumentCounters,
  type DocumentCounters,
  defaultCountLimits,
} from '../../src/documents/index.ts';
import type { Device } from '../../src/forward/index.ts';
import {
  type JobRequest,
  type JobView,
  openPrintJobs,
  type PrintJobs,
  type Store,
} from '../../src/jobs/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import type { Identity } from '../../src/model/identity.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { createMemoryStore } from '../../src/storage/memory/index.ts';

export const demo: PrinterSettings = {
  name: 'demo',
  info: '',
  location: '',
  device: 'socket://device.test:9100',
  prices: { job: 0, impression: 10_000, sheet: 0, colour: 0 },
  unknownCount: { kind: 'deny' },
  refusals: 'auto',
  mandatoryJobAttributes: [],
  onError: { action: 'retry', tries: 3, delayMs: 5, backoff: 2, delayMaxMs: 100, charge: false },
  afterCrash: 'hold',
  afterPartial: 'hold',
  cancelled: 'full',
  overrun: 'held',
  answerWithinMs: { cups: 20_000, other: 2_000 },
  dnsSd: true,
  tls: 'optional',
  identity: { levels: ['claimed'] },
  release: { by: 'nobody', at: [], expireAfterMinutes: 60 },
  documentOctetsMax: 10_000_000,
  jobImpressionsMax: 10_000,
  capabilities: {},
};

const freeForAll: AccountPolicy = { mode: 'accounting-only', overdraft: 0, limits: {} };

const everybody: UsersRule = {
  unknown: 'create',
  template: freeForAll,
  openingBalance: 0,
  normalise: { case: 'lower', stripDomain: true, stripRealm: true },
};

export interface TestService {
  readonly jobs: PrintJobs;
  readonly store: Store;
  /** Of the spool. */
  readonly folder: string;
  /** Ends the service as a stop would, and opens another one on the same store and spool. */
  restart(): Promise<TestService>;
  close(): Promise<void>;
}

export interface TestServiceOptions {
  readonly device: Device;
  /** One for each printer, in place of `device`. */
  readonly devices?: (printer: PrinterSettings) => Device;
  readonly clock?: Clock;
  readonly printers?: readonly PrinterSettings[];
  readonly store?: Store;
  readonly users?: Partial<UsersRule>;
  readonly folder?: string;
  readonly documentWaitMs?: number;
  readonly openAttemptMs?: number;
  readonly retryWaitMs?: number;
  readonly counters?: DocumentCounters;
  /** An administrator's command beside no running server. */
  readonly relay?: boolean;
}

/** The whole life of jobs on a memory store and a scripted device. */
export async function openTestService(options: TestServiceOptions): Promise<TestService> {
  const store = options.store ?? createMemoryStore();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'platen-spool-')));
  const jobs = await openPrintJobs({
    store,
    counters: options.counters ?? createDocumentCounters(defaultCountLimits),
    printers: options.printers ?? [demo],
    openDevice: options.devices ?? ((): Device => options.device),
    users: { ...everybody, ...options.users },
    spool: { folder, inMemoryOctetsMax: 65_536, freeOctetsMin: 0 },
    limits: { openJobsPerPrinterMax: 1_000, documentWaitMs: options.documentWaitMs ?? 60_000 },
    cups: { openAttemptMs: options.openAttemptMs ?? 60_000, retryWaitMs: options.retryWaitMs ?? 60_000 },
    clock: options.clock ?? systemClock,
    log: quietLog,
    relay: options.relay ?? true,
  });
  return {
    jobs,
    store,
    folder,
    restart: async () => {
      await jobs.stop(0);
      return openTestService({ ...options, store, folder });
    },
    close: async () => {
      await jobs.stop(1_000);
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function person(name: string, operator = false): Identity {
  return { name, level: operator ? 'local' : 'claimed', proof: 'test', operator };
}

export function requestOf(user: string, more: Partial<JobRequest> = {}): JobRequest {
  return {
    printer: 'demo',
    identity: person(user),
    name: 'letter',
    ticket: plainTicket,
    attributes: '',
    priority: 50,
    held: false,
    format: 'text/plain',
    estimate: {},
    answer: { withinMs: 2_000, lateRefusal: 'status' },
    ...more,
  };
}

/** Text of so many pages, by form feeds. */
export function pages(count: number): Readable {
  return Readable.from([Buffer.from(textOf(count))]);
}

export function textOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `page ${index + 1}\n`).join('\f');
}

/** Prints and answers the job; fails the test when it was not accepted. */
export async function printed(
  jobs: PrintJobs,
  user: string,
  count = 1,
  more: Partial<JobRequest> = {},
): Promise<JobView> {
  const answer = await jobs.print(requestOf(user, more), pages(count));
  if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return answer.job;
}

/** Waits until the job is in the state; 5 s at most. */
export async function until(
  jobs: PrintJobs,
  id: number,
  state: JobView['job']['state'],
): Promise<JobView['job']> {
  for (let left = 500; left > 0; left -= 1) {
    const view = await jobs.job(id);
    if (view?.job.state === state) return view.job;
    await delay(10);
  }
  const view = await jobs.job(id);
  throw new Error(`job ${id} is ${view?.job.state ?? 'gone'}, not ${state}`);
}
