import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Credentials } from '../../src/identity/index.ts';
import {
  attribute,
  attributeOf,
  dateTime,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  integers,
  keyword,
  octetString,
  operations,
  statuses,
  strings,
} from '../../src/ipp/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import type { Job } from '../../src/model/job.ts';
import type { PrinterSettings, ReleaseRule } from '../../src/model/printer.ts';
import { createMemoryStore } from '../../src/storage/memory/index.ts';
import { identifier } from '../support/identifier.ts';
import {
  call,
  type RequestParts,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';
import { demo, openTestService, type TestService, textOf } from '../support/print-service.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';

const { jobState } = enums;
const minute = 60_000;
const balance: AccountPolicy = { mode: 'balance', overdraft: 0, limits: {} };
const byOwner: ReleaseRule = { by: 'owner', at: [], expireAfterMinutes: 60 };

let folder: string;
let skew: number;
let devices: Map<string, ScriptedDevice>;
let service: TestService;
let server: TestServer;
let credentials: Credentials;

const clock = { now: (): number => Date.now() + skew };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-release-'));
  credentials = new Credentials(join(folder, 'credentials.json'));
  devices = new Map();
  skew = 0;
});

afterEach(async () => {
  await server.stop();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

type Settings = Partial<PrinterSettings> & { readonly name: string };

function deviceOf({ name, device }: PrinterSettings): ScriptedDevice {
  const kind = device === 'release:' ? 'release' : 'file';
  const known = devices.get(name) ?? new ScriptedDevice(`file:///${name}/`, kind);
  devices.set(name, known);
  return known;
}

async function open(printers: readonly Settings[]): Promise<void> {
  const settings = printers.map((each) => ({ ...demo, ...each }));
  const store = createMemoryStore();
  service = await openTestService({
    device: new ScriptedDevice(),
    devices: deviceOf,
    printers: settings,
    clock,
    store,
  });
  await serve();
}

async function serve(): Promise<void> {
  const who = identifier({ operators: ['root'], operatorLevel: 'claimed' }, credentials);
  server = await startTestServer({}, { jobs: service.jobs, clock, identifier: who });
}

async function restart(): Promise<void> {
  await server.stop();
  service = await service.restart();
  await serve();
}

const uriOf = (printer: string): string => `ipp://localhost/ipp/print/${printer}`;
const jobId = (id: number): IppAttribute => attribute('job-id', id);

async function ask(parts: RequestParts, pages = 0, password?: string): Promise<IppMessage> {
  const basic = `Basic ${Buffer.from(`${parts.user ?? 'alice'}:${password ?? ''}`).toString('base64')}`;
  const options = {
    ...(pages === 0 ? {} : { document: Buffer.from(textOf(pages)) }),
    ...(password === undefined ? {} : { headers: { Authorization: basic } }),
  };
  return (await call(server.port, requestMessage(parts), options)).message;
}

interface Printing extends Partial<RequestParts> {
  readonly pages?: number;
}

async function print(printer: string, { pages = 2, ...parts }: Printing = {}): Promise<number> {
  const reply = await ask({ code: operations.printJob, uri: uriOf(printer), ...parts }, pages);
  expect(reply.code).toBe(0);
  return firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
}

async function release(printer: string, id: number, parts: Partial<RequestParts> = {}): Promise<IppMessage> {
  const operation = [jobId(id), ...(parts.operation ?? [])];
  return ask({ code: operations.releaseJob, uri: uriOf(printer), ...parts, operation });
}

async function attributesOf(printer: string, id: number, user = 'alice'): Promise<IppAttributes | undefined> {
  const reply = await ask({
    code: operations.getJobAttributes,
    uri: uriOf(printer),
    user,
    operation: [jobId(id)],
  });
  return groupOf(reply, groupTags.job);
}

async function stateOf(
  printer: string,
  id: number,
): Promise<readonly [number | undefined, readonly string[]]> {
  const job = await attributesOf(printer, id);
  return [firstInteger(job, 'job-state'), strings(job, 'job-state-reasons')];
}

async function until(id: number, state: Job['state']): Promise<Job> {
  return vi.waitFor(async () => {
    const job = (await service.jobs.job(id))?.job;
    expect(job?.state).toBe(state);
    return job ?? Promise.reject(new Error('gone'));
  }, 5_000);
}

async function grant(name: string, units: number, policy = balance): Promise<void> {
  const opening = { amount: units * 10_000, by: 'test' };
  await service.store.makeAccount({ name, policy, at: 1, opening });
}

async function moneyOf(name: string): Promise<{ readonly balance: number; readonly held: number }> {
  const account = await service.store.account(name);
  return { balance: (account?.balance ?? 0) / 10_000, held: (account?.held ?? 0) / 10_000 };
}

const sentBy = (printer: string): number => devices.get(printer)?.sent.length ?? 0;

describe('a printer that holds its jobs', () => {
  it('counts, reserves and keeps a job until its owner releases it', async () => {
    await open([{ name: 'safe', release: byOwner }]);
    await grant('alice', 5);
    const id = await print('safe');
    expect(await stateOf('safe', id)).toEqual([jobState.pendingHeld, ['job-release-wait']]);
    expect(await moneyOf('alice')).toEqual({ balance: 5, held: 2 });
    expect((await release('safe', id, { user: 'mallory' })).code).toBe(statuses.clientErrorNotAuthorized);
    expect(sentBy('safe')).toBe(0);

    expect((await release('safe', id)).code).toBe(0);
    await until(id, 'ended');
    expect(sentBy('safe')).toBe(1);
    expect(await moneyOf('alice')).toEqual({ balance: 3, held: 0 });
    expect((await release('safe', id)).code).toBe(statuses.clientErrorNotPossible);
    expect(await service.store.history({ limit: 9 })).toMatchObject([
      { job: id, action: 'printed', impressions: 2 },
    ]);
  });

  it('takes the word of an operator alone where the rule says so', async () => {
    await open([{ name: 'safe', release: { ...byOwner, by: 'operator' } }]);
    const id = await print('safe');
    const refused = await release('safe', id);
    expect([refused.code, firstString(groupOf(refused, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotAuthorized,
      'Only an operator releases the jobs of safe.',
    ]);
    expect((await release('safe', id, { user: 'root' })).code).toBe(0);
    await until(id, 'ended');
  });

  it('takes jobs under a claimed name and asks for the proof at the release', async () => {
    await open([{ name: 'safe', release: { ...byOwner, levels: ['password'] } }]);
    await credentials.setPassword('alice', 'correct horse');
    const id = await print('safe');
    const parts = { code: operations.releaseJob, uri: uriOf('safe'), operation: [jobId(id)] };
    const unproved = await call(server.port, requestMessage(parts)).then(
      ({ http }) => http.status,
      () => 401,
    );
    expect(unproved).toBe(401);
    expect((await service.jobs.job(id))?.job.state).toBe('held');
    expect((await ask(parts, 0, 'correct horse')).code).toBe(0);
    await until(id, 'ended');
  });

  it('keeps waiting over a restart, whatever else ends in between', async () => {
    await open([{ name: 'safe', release: byOwner }]);
    const id = await print('safe', { job: [attribute('job-hold-until', 'indefinite')] });
    await restart();
    expect(await stateOf('safe', id)).toEqual([
      jobState.pendingHeld,
      ['job-release-wait', 'job-hold-until-specified'],
    ]);
    const noHold = [attribute('job-hold-until', 'no-hold')];
    await ask({ code: operations.setJobAttributes, uri: uriOf('safe'), operation: [jobId(id)], job: noHold });
    expect(await stateOf('safe', id)).toEqual([jobState.pendingHeld, ['job-release-wait']]);
    await release('safe', id);
    await until(id, 'ended');
  });

  it('waits on when an operator lets a job be printed that its printer could not keep', async () => {
    await open([{ name: 'safe', release: byOwner }, { name: 'other' }]);
    const id = await print('safe');
    await server.stop();
    await service.jobs.stop(0);
    const { store, folder: spool } = service;
    const without = await openTestService({
      device: new ScriptedDevice(),
      devices: deviceOf,
      printers: [{ ...demo, name: 'other' }],
      clock,
      store,
      folder: spool,
    });
    expect((await without.jobs.job(id))?.job.needsOperator).toBe(true);
    await without.jobs.stop(0);
    await service.restart().then((again) => {
      service = again;
    });
    await serve();
    expect((await release('safe', id)).code).toBe(statuses.clientErrorNotPossible);
    const root = { name: 'root', level: 'local', proof: 'test', operator: true } as const;
    expect((await service.jobs.resolve(id, { kind: 'again' }, root)).kind).toBe('done');
    expect(await stateOf('safe', id)).toEqual([jobState.pendingHeld, ['job-release-wait']]);
    expect((await release('safe', id)).code).toBe(0);
    await until(id, 'ended');
  });

  it('gives a job up when nobody releases it in time: once, uncharged, also with two servers on one store', async () => {
    await open([{ name: 'safe', release: byOwner }]);
    await grant('alice', 5);
    const id = await print('safe');
    const other = await openTestService({
      device: new ScriptedDevice(),
      devices: deviceOf,
      printers: [{ ...demo, name: 'safe', release: byOwner }],
      clock,
      store: service.store,
      folder: service.folder,
    });
    skew = 59 * minute;
    await restart();
    expect((await stateOf('safe', id))[0]).toBe(jobState.pendingHeld);
    skew = 60 * minute;
    const ended = await until(id, 'ended');
    expect(ended).toMatchObject({
      reasons: ['job-canceled-after-timeout'],
      settlement: { action: 'cancelled', amount: 0 },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await other.jobs.stop(0);
    expect(await moneyOf('alice')).toEqual({ balance: 5, held: 0 });
    const rows = await service.store.history({ limit: 9 });
    expect(rows.map(({ action, reasons }) => [action, reasons])).toEqual([
      ['cancelled', ['job-canceled-after-timeout']],
    ]);
    expect(sentBy('safe')).toBe(0);
    expect((await stateOf('safe', id))[0]).toBe(jobState.canceled);
  });
});

describe('a job with a PIN', () => {
  const pin = (
    text: string,
    encryption: 'none' | 'md5' | 'sha' | 'sha2-256' | 'sha2-512' = 'none',
  ): IppAttribute[] => {
    const names = { md5: 'md5', sha: 'sha1', 'sha2-256': 'sha256', 'sha2-512': 'sha512' } as const;
    const octets =
      encryption === 'none' ? Buffer.from(text) : createHash(names[encryption]).update(text).digest();
    return [
      attributeOf('job-password', octetString(octets)),
      attribute('job-password-encryption', encryption),
    ];
  };

  it.each(['none', 'md5', 'sha', 'sha2-256', 'sha2-512'] as const)(
    'in %s waits for it, also on a printer that holds nothing',
    async (encryption) => {
      await open([{ name: 'plain' }]);
      const id = await print('plain', { operation: pin('4711', encryption) });
      expect(await stateOf('plain', id)).toEqual([jobState.pendingHeld, ['job-password-wait']]);
      for (const wrong of [[], pin('4712'), pin('4712', encryption)]) {
        expect((await release('plain', id, { operation: wrong })).code).toBe(
          statuses.clientErrorNotAuthorized,
        );
      }
      expect((await release('plain', id, { operation: pin('4711'), user: 'mallory' })).code).toBe(
        statuses.clientErrorNotAuthorized,
      );
      expect((await release('plain', id, { operation: pin('4711', encryption) })).code).toBe(0);
      await until(id, 'ended');
      expect(sentBy('plain')).toBe(1);
    },
  );

  it('is released with the PIN as it is typed, and never shows it', async () => {
    await open([{ name: 'plain' }]);
    const secret = 'grüne Tinte';
    const id = await print('plain', { operation: pin(secret, 'sha2-256') });
    const shown = await attributesOf('plain', id);
    expect([...(shown?.keys() ?? [])].filter((name) => name.includes('password'))).toEqual([]);
    const record = JSON.stringify(await service.store.job(id));
    const digest = createHash('sha256').update(secret).digest();
    for (const form of [secret, digest.toString('hex'), digest.toString('base64')])
      expect(record).not.toContain(form);
    expect((await release('plain', id, { operation: pin(secret) })).code).toBe(0);
    await until(id, 'ended');
  });

  it('can only be cancelled after five wrong ones, however they are sent and whenever the server is restarted', async () => {
    await open([{ name: 'plain' }]);
    const id = await print('plain', { operation: pin('4711') });
    const atOnce = await Promise.all(
      Array.from({ length: 8 }, (_, n) => release('plain', id, { operation: pin(`100${n}`) })),
    );
    expect(new Set(atOnce.map(({ code }) => code))).toEqual(new Set([statuses.clientErrorNotAuthorized]));
    await restart();
    const late = await release('plain', id, { operation: pin('4711') });
    expect([late.code, firstString(groupOf(late, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotAuthorized,
      `5 wrong PINs were given for job ${id}; it can only be cancelled now.`,
    ]);
    expect((await service.store.job(id))?.waits?.pin?.wrong).toBe(5);
    const cancel = { code: operations.cancelJob, uri: uriOf('plain'), operation: [jobId(id)] };
    expect((await ask(cancel)).code).toBe(0);
    await until(id, 'ended');
    expect(sentBy('plain')).toBe(0);
  });

  it('is refused when its PIN could not be checked later', async () => {
    await open([{ name: 'plain' }]);
    const odd = [attributeOf('job-password', octetString(Buffer.of(0xff, 0xfe)))];
    const answer = await ask({ code: operations.printJob, uri: uriOf('plain'), operation: odd }, 1);
    expect(answer.code).toBe(statuses.clientErrorAttributesOrValuesNotSupported);
    expect(await service.jobs.jobs({ which: 'all', limit: 9 })).toEqual([]);
  });
});

describe('a printer without a device', () => {
  const room: readonly Settings[] = [
    { name: 'anywhere', device: 'release:', release: { ...byOwner, at: ['left', 'right'] } },
    { name: 'left', prices: { ...demo.prices, impression: 20_000 } },
    { name: 'right', prices: { ...demo.prices, impression: 5_000 }, jobImpressionsMax: 2 },
    { name: 'other' },
  ];

  it('prints at the printer where a job is released, at its price and into its books', async () => {
    await open(room);
    await grant('alice', 5);
    const id = await print('anywhere');
    expect(await moneyOf('alice')).toEqual({ balance: 5, held: 2 });
    const waiting = async (printer: string): Promise<readonly (number | undefined)[]> => {
      const operation = [attribute('which-jobs', 'pending-held')];
      const reply = await ask({ code: operations.getJobs, uri: uriOf(printer), operation });
      return groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id'));
    };
    expect(await Promise.all(['anywhere', 'left', 'right', 'other'].map(waiting))).toEqual([
      [id],
      [id],
      [id],
      [],
    ]);

    const nowhere = await release('anywhere', id);
    expect([nowhere.code, firstString(groupOf(nowhere, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotPossible,
      `Say at which printer job ${id} is to be printed: left, right.`,
    ]);
    expect((await release('other', id)).code).toBe(statuses.clientErrorNotFound);
    expect((await release('left', id, { user: 'mallory' })).code).toBe(statuses.clientErrorNotAuthorized);

    const { script, end } = heldRelay();
    Object.assign(devices.get('left') ?? {}, { script });
    expect((await release('left', id)).code).toBe(0);
    await until(id, 'relaying');
    expect(await moneyOf('alice')).toEqual({ balance: 5, held: 4 });
    // The client goes on asking where it has sent the job.
    expect((await stateOf('anywhere', id))[0]).toBe(jobState.processing);
    expect((await stateOf('left', id))[0]).toBe(jobState.processing);
    end({ kind: 'completed', octetsSent: 10, evidence: [] });
    await until(id, 'ended');

    expect([sentBy('left'), sentBy('right')]).toEqual([1, 0]);
    expect(await moneyOf('alice')).toEqual({ balance: 1, held: 0 });
    const [row] = await service.store.history({ limit: 9 });
    expect(row).toMatchObject({ job: id, printer: 'left', impressions: 2, amount: 40_000 });
    const counters = (await service.store.account('alice'))?.counters;
    expect([counters?.['left']?.impressions, counters?.['anywhere']?.held]).toEqual([2, 0]);
  });

  it('never takes more than the account allows: the job stays held, and the answer says why', async () => {
    await open(room);
    await grant('alice', 3);
    const id = await print('anywhere');
    const refused = await release('left', id);
    expect([refused.code, firstString(groupOf(refused, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorAccountLimitReached,
      'This job costs €4.00; €3.00 is left on the account.',
    ]);
    expect((await stateOf('anywhere', id))[0]).toBe(jobState.pendingHeld);
    expect(await moneyOf('alice')).toEqual({ balance: 3, held: 2 });
    expect((await release('right', id)).code).toBe(0);
    await until(id, 'ended');
    expect(await moneyOf('alice')).toEqual({ balance: 2, held: 0 });
  });

  it('counts what the job itself has reserved as room for it, to the last cent', async () => {
    await open(room);
    await grant('alice', 4);
    const id = await print('anywhere', { pages: 2 });
    const second = await print('anywhere', { pages: 2 });
    expect(await moneyOf('alice')).toEqual({ balance: 4, held: 4 });
    expect((await release('left', id)).code).toBe(statuses.clientErrorAccountLimitReached);
    await ask({ code: operations.cancelJob, uri: uriOf('anywhere'), operation: [jobId(second)] });
    expect((await release('left', id)).code).toBe(0);
    await until(id, 'ended');
    expect(await moneyOf('alice')).toEqual({ balance: 0, held: 0 });
  });

  it('is printed once when it is released at two printers at once', async () => {
    await open(room);
    await grant('alice', 9);
    const id = await print('anywhere');
    const codes = (await Promise.all([release('left', id), release('right', id)])).map(({ code }) => code);
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    await until(id, 'ended');
    expect(sentBy('left') + sentBy('right')).toBe(1);
    expect((await moneyOf('alice')).held).toBe(0);
  });

  it('tells whoever stands before a printer that prints nothing, and asks its rules', async () => {
    await open(room);
    const id = await print('anywhere', { pages: 3 });
    await service.jobs.pause('left');
    const stopped = await release('left', id);
    expect([stopped.code, firstString(groupOf(stopped, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotPossible,
      'left is stopped; choose another printer, or come again.',
    ]);
    const tooLarge = await release('right', id);
    expect(tooLarge.code).not.toBe(0);
    expect(firstString(groupOf(tooLarge, groupTags.operation), 'status-message')).toMatch(/3 impressions/);
    await service.jobs.resume('left');
    expect((await release('left', id)).code).toBe(0);
    await until(id, 'ended');
  });

  it('offers what all of its printers can do', async () => {
    for (const [name, sides] of [
      ['left', ['one-sided', 'two-sided-long-edge']],
      ['right', ['one-sided']],
    ] as const) {
      const device = new ScriptedDevice(`file:///${name}/`);
      const { assumed } = device;
      Object.assign(device, { assumed: { ...assumed, capabilities: { ...assumed.capabilities, sides } } });
      devices.set(name, device);
    }
    await open(room);
    const reply = await ask({ code: operations.getPrinterAttributes, uri: uriOf('anywhere') });
    expect(strings(groupOf(reply, groupTags.printer), 'sides-supported')).toEqual(['one-sided']);
  });
});

describe('the clock', () => {
  it('lets a job go when the moment of job-hold-until-time has come, over restarts', async () => {
    await open([{ name: 'plain' }]);
    const later = attributeOf('job-hold-until-time', dateTime(clock.now() + 30 * minute));
    const id = await print('plain', { job: [later] });
    expect(await stateOf('plain', id)).toEqual([jobState.pendingHeld, ['job-hold-until-specified']]);
    await restart();
    skew = 29 * minute;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await stateOf('plain', id))[0]).toBe(jobState.pendingHeld);
    skew = 31 * minute;
    await until(id, 'ended');
    expect(sentBy('plain')).toBe(1);
  });

  it('takes every period that is offered, and lets the job go at its beginning', async () => {
    await open([{ name: 'plain' }]);
    const reply = await ask({ code: operations.getPrinterAttributes, uri: uriOf('plain') });
    const printer = groupOf(reply, groupTags.printer);
    const offered = strings(printer, 'job-hold-until-supported');
    expect(offered).toEqual([
      'no-hold',
      'indefinite',
      'day-time',
      'evening',
      'night',
      'second-shift',
      'third-shift',
      'weekend',
    ]);
    skew = new Date(2026, 2, 25, 5, 0).getTime() - Date.now(); // a Wednesday, five in the morning
    const ids = new Map<string, number>();
    for (const period of offered) {
      ids.set(period, await print('plain', { job: [attributeOf('job-hold-until', keyword(period))] }));
    }
    const waiting = async (): Promise<readonly string[]> => {
      const list = await service.jobs.jobs({ which: 'open', limit: 99 });
      const held = new Set(list.filter(({ job }) => job.state === 'held').map(({ job }) => job.id));
      return [...ids].filter(([, id]) => held.has(id)).map(([period]) => period);
    };
    expect(await waiting()).toEqual(['indefinite', 'day-time', 'second-shift', 'weekend']);
    const at = async (day: number, hour: number, left: readonly string[]): Promise<void> => {
      skew += new Date(2026, 2, day, hour, 1).getTime() - clock.now();
      await vi.waitFor(async () => {
        expect(await waiting()).toEqual(left);
      }, 5_000);
    };
    await at(25, 6, ['indefinite', 'second-shift', 'weekend']);
    await at(25, 16, ['indefinite', 'weekend']);
    await at(28, 0, ['indefinite']);
  });

  it('delays output as it holds, and says so', async () => {
    await open([{ name: 'plain' }]);
    const later = attributeOf('job-delay-output-until-time', dateTime(clock.now() + 30 * minute));
    const id = await print('plain', { job: [later] });
    expect(await stateOf('plain', id)).toEqual([jobState.pendingHeld, ['job-delay-output-until-specified']]);
    skew = 31 * minute;
    await until(id, 'ended');
  });

  it('is set anew by Set-Job-Attributes', async () => {
    await open([{ name: 'plain' }]);
    const id = await print('plain', { job: [attribute('job-hold-until', 'indefinite')] });
    const set = async (...job: IppAttribute[]): Promise<number> =>
      (await ask({ code: operations.setJobAttributes, uri: uriOf('plain'), operation: [jobId(id)], job }))
        .code;
    const soon = attributeOf('job-hold-until-time', dateTime(clock.now() + 5 * minute));
    expect(await set(attribute('job-hold-until', 'no-hold'), soon)).toBe(0);
    expect((await stateOf('plain', id))[0]).toBe(jobState.pendingHeld);
    skew = 6 * minute;
    await until(id, 'ended');
  });
});

describe('job-priority', () => {
  it('orders what waits for a device, first come first within one priority, and an operator comes before it', async () => {
    await open([{ name: 'plain' }]);
    const { script, reached, end } = heldRelay();
    await vi.waitFor(() => {
      expect(devices.has('plain')).toBe(true);
    });
    Object.assign(devices.get('plain') ?? {}, { script });
    const first = await print('plain');
    await reached;
    const ids: number[] = [];
    for (const priority of [50, 1, 100, 50, 99]) {
      ids.push(await print('plain', { job: [attribute('job-priority', priority)] }));
    }
    const [fifty = 0, one = 0, hundred = 0, alsoFifty = 0, ninetyNine = 0] = ids;
    const promote = { code: operations.promoteJob, uri: uriOf('plain'), operation: [jobId(one)] };
    expect((await ask(promote)).code).toBe(statuses.clientErrorNotAuthorized);
    expect((await ask({ ...promote, user: 'root' })).code).toBe(0);
    const order = {
      code: operations.getJobs,
      uri: uriOf('plain'),
      operation: [attribute('requested-attributes', 'all')],
    };
    const listed = groupsOf(await ask(order), groupTags.job);
    const before = new Map(
      listed.map((job) => [firstInteger(job, 'job-id'), firstInteger(job, 'number-of-intervening-jobs')]),
    );
    expect([one, hundred, ninetyNine, fifty, alsoFifty].map((id) => before.get(id))).toEqual([1, 2, 3, 4, 5]);
    Object.assign(devices.get('plain') ?? {}, { script: new ScriptedDevice().script });
    end({ kind: 'completed', octetsSent: 1, evidence: [] });
    await until(alsoFifty, 'ended');
    const sent = devices.get('plain')?.sent.map(({ job }) => job);
    expect(sent).toEqual([first, one, hundred, ninetyNine, fifty, alsoFifty]);
    expect(integers(groupOf(await ask(order), groupTags.job), 'job-id')).toEqual([]);
  });
});
