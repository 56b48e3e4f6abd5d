import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Clock } from '../../src/base/clock.ts';
import { Credentials } from '../../src/identity/index.ts';
import {
  firstInteger,
  groupOf,
  groupTags,
  type IppAttributes,
  type IppMessage,
  operations,
  strings,
} from '../../src/ipp/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import type { Job } from '../../src/model/job.ts';
import type { PrinterSettings, ReleaseRule } from '../../src/model/printer.ts';
import { createMemoryStore } from '../../src/storage/memory/index.ts';
import { jobId } from './asking.ts';
import { identifier } from './identifier.ts';
import { call, type RequestParts, requestMessage, startTestServer, type TestServer } from './ipp-client.ts';
import { demo, openTestService, type TestService, textOf } from './print-service.ts';
import { ScriptedDevice } from './scripted-device.ts';

export const minute = 60_000;
const balance: AccountPolicy = { mode: 'balance', overdraft: 0, limits: {} };
export const byOwner: ReleaseRule = { by: 'owner', at: [], expireAfterMinutes: 60 };

export const uriOf = (printer: string): string => `ipp://localhost/ipp/print/${printer}`;

export type Settings = Partial<PrinterSettings> & { readonly name: string };

interface Printing extends Partial<RequestParts> {
  readonly pages?: number;
}

/** A server whose jobs wait, with a device a printer that prints into nothing, accounts, and a clock that can be put on. */
export class PrintRoom {
  readonly credentials: Credentials;
  readonly devices: Map<string, ScriptedDevice> = new Map<string, ScriptedDevice>();
  readonly clock: Clock = { now: () => Date.now() + this.skew };
  /** What the clock is ahead, in ms. */
  skew = 0;
  readonly #folder: string;
  #service: TestService | undefined;
  #server: TestServer | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.credentials = new Credentials(join(folder, 'credentials.json'));
  }

  static async make(): Promise<PrintRoom> {
    return new PrintRoom(await mkdtemp(join(tmpdir(), 'platen-print-room-')));
  }

  get service(): TestService {
    return this.#service ?? notOpen();
  }

  get server(): TestServer {
    return this.#server ?? notOpen();
  }

  readonly deviceOf = ({ name, device }: PrinterSettings): ScriptedDevice => {
    const kind = device === 'release:' ? 'release' : 'file';
    const known = this.devices.get(name) ?? new ScriptedDevice(`file:///${name}/`, kind);
    this.devices.set(name, known);
    return known;
  };

  async open(printers: readonly Settings[]): Promise<void> {
    this.#service = await openTestService({
      device: new ScriptedDevice(),
      devices: this.deviceOf,
      printers: printers.map((each) => ({ ...demo, ...each })),
      clock: this.clock,
      store: createMemoryStore(),
    });
    await this.#serve();
  }

  async #serve(): Promise<void> {
    const who = identifier({ operators: ['root'], operatorLevel: 'claimed' }, this.credentials);
    this.#server = await startTestServer({}, { jobs: this.service.jobs, clock: this.clock, identifier: who });
  }

  async restart(): Promise<void> {
    await this.server.stop();
    this.#service = await this.service.restart();
    await this.#serve();
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.service.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async ask(parts: RequestParts, pages = 0, password?: string): Promise<IppMessage> {
    const basic = `Basic ${Buffer.from(`${parts.user ?? 'alice'}:${password ?? ''}`).toString('base64')}`;
    const options = {
      ...(pages === 0 ? {} : { document: Buffer.from(textOf(pages)) }),
      ...(password === undefined ? {} : { headers: { Authorization: basic } }),
    };
    return (await call(this.server.port, requestMessage(parts), options)).message;
  }

  async print(printer: string, { pages = 2, ...parts }: Printing = {}): Promise<number> {
    const reply = await this.ask({ code: operations.printJob, uri: uriOf(printer), ...parts }, pages);
    expect(reply.code).toBe(0);
    return firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
  }

  async release(printer: string, id: number, parts: Partial<RequestParts> = {}): Promise<IppMessage> {
    const operation = [jobId(id), ...(parts.operation ?? [])];
    return this.ask({ code: operations.releaseJob, uri: uriOf(printer), ...parts, operation });
  }

  async attributesOf(printer: string, id: number, user = 'alice'): Promise<IppAttributes | undefined> {
    const operation = [jobId(id)];
    const reply = await this.ask({
      code: operations.getJobAttributes,
      uri: uriOf(printer),
      user,
      operation,
    });
    return groupOf(reply, groupTags.job);
  }

  async stateOf(printer: string, id: number): Promise<readonly [number | undefined, readonly string[]]> {
    const job = await this.attributesOf(printer, id);
    return [firstInteger(job, 'job-state'), strings(job, 'job-state-reasons')];
  }

  async until(id: number, state: Job['state']): Promise<Job> {
    return vi.waitFor(async () => {
      const job = (await this.service.jobs.job(id))?.job;
      expect(job?.state).toBe(state);
      return job ?? Promise.reject(new Error('gone'));
    }, 5_000);
  }

  /** Makes an account with so many units of money. */
  async grant(name: string, units: number, policy: AccountPolicy = balance): Promise<void> {
    const opening = { amount: units * 10_000, by: 'test' };
    await this.service.store.makeAccount({ name, policy, at: 1, opening });
  }

  /** In units of money. */
  async moneyOf(name: string): Promise<{ readonly balance: number; readonly held: number }> {
    const account = await this.service.store.account(name);
    return { balance: (account?.balance ?? 0) / 10_000, held: (account?.held ?? 0) / 10_000 };
  }

  sentBy(printer: string): number {
    return this.devices.get(printer)?.sent.length ?? 0;
  }
}

function notOpen(): never {
  throw new Error('the print room is not open yet');
}
