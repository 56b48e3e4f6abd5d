import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  octetString,
  operations,
  statuses,
  strings,
} from '../../src/ipp/index.ts';
import { jobId } from '../support/asking.ts';
import { call, requestMessage } from '../support/ipp-client.ts';
import { byOwner, minute, PrintRoom, type Settings, uriOf } from '../support/print-room.ts';
import { demo, openTestService } from '../support/print-service.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';

const { jobState } = enums;

let room: PrintRoom;

beforeEach(async () => {
  room = await PrintRoom.make();
});

afterEach(() => room.close());

describe('a printer that holds its jobs', () => {
  it('counts, reserves and keeps a job until its owner releases it', async () => {
    await room.open([{ name: 'safe', release: byOwner }]);
    await room.grant('alice', 5);
    const id = await room.print('safe');
    expect(await room.stateOf('safe', id)).toEqual([jobState.pendingHeld, ['job-release-wait']]);
    expect(await room.moneyOf('alice')).toEqual({ balance: 5, held: 2 });
    expect((await room.release('safe', id, { user: 'mallory' })).code).toBe(
      statuses.clientErrorNotAuthorized,
    );
    expect(room.sentBy('safe')).toBe(0);

    expect((await room.release('safe', id)).code).toBe(0);
    await room.until(id, 'ended');
    expect(room.sentBy('safe')).toBe(1);
    expect(await room.moneyOf('alice')).toEqual({ balance: 3, held: 0 });
    expect((await room.release('safe', id)).code).toBe(statuses.clientErrorNotPossible);
    expect(await room.service.store.history({ limit: 9 })).toMatchObject([
      { job: id, action: 'printed', impressions: 2 },
    ]);
  });

  it('takes the word of an operator alone where the rule says so', async () => {
    await room.open([{ name: 'safe', release: { ...byOwner, by: 'operator' } }]);
    const id = await room.print('safe');
    const refused = await room.release('safe', id);
    expect([refused.code, firstString(groupOf(refused, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotAuthorized,
      'Only an operator releases the jobs of safe.',
    ]);
    expect((await room.release('safe', id, { user: 'root' })).code).toBe(0);
    await room.until(id, 'ended');
  });

  it('takes jobs under a claimed name and asks for the proof at the release', async () => {
    await room.open([{ name: 'safe', release: { ...byOwner, levels: ['password'] } }]);
    await room.credentials.setPassword('alice', 'correct horse');
    const id = await room.print('safe');
    const parts = { code: operations.releaseJob, uri: uriOf('safe'), operation: [jobId(id)] };
    const unproved = await call(room.server.port, requestMessage(parts)).then(
      ({ http }) => http.status,
      () => 401,
    );
    expect(unproved).toBe(401);
    expect((await room.service.jobs.job(id))?.job.state).toBe('held');
    expect((await room.ask(parts, 0, 'correct horse')).code).toBe(0);
    await room.until(id, 'ended');
  });

  it('keeps waiting over a restart, whatever else ends in between', async () => {
    await room.open([{ name: 'safe', release: byOwner }]);
    const id = await room.print('safe', { job: [attribute('job-hold-until', 'indefinite')] });
    await room.restart();
    expect(await room.stateOf('safe', id)).toEqual([
      jobState.pendingHeld,
      ['job-release-wait', 'job-hold-until-specified'],
    ]);
    const noHold = [attribute('job-hold-until', 'no-hold')];
    await room.ask({
      code: operations.setJobAttributes,
      uri: uriOf('safe'),
      operation: [jobId(id)],
      job: noHold,
    });
    expect(await room.stateOf('safe', id)).toEqual([jobState.pendingHeld, ['job-release-wait']]);
    await room.release('safe', id);
    await room.until(id, 'ended');
  });

  it('waits on when an operator lets a job be printed that its printer could not keep', async () => {
    await room.open([{ name: 'safe', release: byOwner }, { name: 'other' }]);
    const id = await room.print('safe');
    await room.server.stop();
    await room.service.jobs.stop(0);
    const { store, folder: spool } = room.service;
    const without = await openTestService({
      device: new ScriptedDevice(),
      devices: room.deviceOf,
      printers: [{ ...demo, name: 'other' }],
      clock: room.clock,
      store,
      folder: spool,
    });
    expect((await without.jobs.job(id))?.job.needsOperator).toBe(true);
    await without.jobs.stop(0);
    await room.restart();
    expect((await room.release('safe', id)).code).toBe(statuses.clientErrorNotPossible);
    const root = { name: 'root', level: 'local', proof: 'test', operator: true } as const;
    expect((await room.service.jobs.resolve(id, { kind: 'again' }, root)).kind).toBe('done');
    expect(await room.stateOf('safe', id)).toEqual([jobState.pendingHeld, ['job-release-wait']]);
    expect((await room.release('safe', id)).code).toBe(0);
    await room.until(id, 'ended');
  });

  it('gives a job up when nobody releases it in time: once, uncharged, also with two servers on one store', async () => {
    await room.open([{ name: 'safe', release: byOwner }]);
    await room.grant('alice', 5);
    const id = await room.print('safe');
    const other = await openTestService({
      device: new ScriptedDevice(),
      devices: room.deviceOf,
      printers: [{ ...demo, name: 'safe', release: byOwner }],
      clock: room.clock,
      store: room.service.store,
      folder: room.service.folder,
    });
    room.skew = 59 * minute;
    await room.restart();
    expect((await room.stateOf('safe', id))[0]).toBe(jobState.pendingHeld);
    room.skew = 60 * minute;
    const ended = await room.until(id, 'ended');
    expect(ended).toMatchObject({
      reasons: ['job-canceled-after-timeout'],
      settlement: { action: 'cancelled', amount: 0 },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await other.jobs.stop(0);
    expect(await room.moneyOf('alice')).toEqual({ balance: 5, held: 0 });
    const rows = await room.service.store.history({ limit: 9 });
    expect(rows.map(({ action, reasons }) => [action, reasons])).toEqual([
      ['cancelled', ['job-canceled-after-timeout']],
    ]);
    expect(room.sentBy('safe')).toBe(0);
    expect((await room.stateOf('safe', id))[0]).toBe(jobState.canceled);
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
      await room.open([{ name: 'plain' }]);
      const id = await room.print('plain', { operation: pin('4711', encryption) });
      expect(await room.stateOf('plain', id)).toEqual([jobState.pendingHeld, ['job-password-wait']]);
      for (const wrong of [[], pin('4712'), pin('4712', encryption)]) {
        expect((await room.release('plain', id, { operation: wrong })).code).toBe(
          statuses.clientErrorNotAuthorized,
        );
      }
      expect((await room.release('plain', id, { operation: pin('4711'), user: 'mallory' })).code).toBe(
        statuses.clientErrorNotAuthorized,
      );
      expect((await room.release('plain', id, { operation: pin('4711', encryption) })).code).toBe(0);
      await room.until(id, 'ended');
      expect(room.sentBy('plain')).toBe(1);
    },
  );

  it('is released with the PIN as it is typed, and never shows it', async () => {
    await room.open([{ name: 'plain' }]);
    const secret = 'grüne Tinte';
    const id = await room.print('plain', { operation: pin(secret, 'sha2-256') });
    const shown = await room.attributesOf('plain', id);
    expect([...(shown?.keys() ?? [])].filter((name) => name.includes('password'))).toEqual([]);
    const record = JSON.stringify(await room.service.store.job(id));
    const digest = createHash('sha256').update(secret).digest();
    for (const form of [secret, digest.toString('hex'), digest.toString('base64')])
      expect(record).not.toContain(form);
    expect((await room.release('plain', id, { operation: pin(secret) })).code).toBe(0);
    await room.until(id, 'ended');
  });

  it('can only be cancelled after five wrong ones, however they are sent and whenever the server is restarted', async () => {
    await room.open([{ name: 'plain' }]);
    const id = await room.print('plain', { operation: pin('4711') });
    const atOnce = await Promise.all(
      Array.from({ length: 8 }, (_, n) => room.release('plain', id, { operation: pin(`100${n}`) })),
    );
    expect(new Set(atOnce.map(({ code }) => code))).toEqual(new Set([statuses.clientErrorNotAuthorized]));
    await room.restart();
    const late = await room.release('plain', id, { operation: pin('4711') });
    expect([late.code, firstString(groupOf(late, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotAuthorized,
      `5 wrong PINs were given for job ${id}; it can only be cancelled now.`,
    ]);
    expect((await room.service.store.job(id))?.waits?.pin?.wrong).toBe(5);
    const cancel = { code: operations.cancelJob, uri: uriOf('plain'), operation: [jobId(id)] };
    expect((await room.ask(cancel)).code).toBe(0);
    await room.until(id, 'ended');
    expect(room.sentBy('plain')).toBe(0);
  });

  it('is refused when its PIN could not be checked later', async () => {
    await room.open([{ name: 'plain' }]);
    const odd = [attributeOf('job-password', octetString(Buffer.of(0xff, 0xfe)))];
    const answer = await room.ask({ code: operations.printJob, uri: uriOf('plain'), operation: odd }, 1);
    expect(answer.code).toBe(statuses.clientErrorAttributesOrValuesNotSupported);
    expect(await room.service.jobs.jobs({ which: 'all', limit: 9 })).toEqual([]);
  });
});

describe('a printer without a device', () => {
  const printers: readonly Settings[] = [
    { name: 'anywhere', device: 'release:', release: { ...byOwner, at: ['left', 'right'] } },
    { name: 'left', prices: { ...demo.prices, impression: 20_000 } },
    { name: 'right', prices: { ...demo.prices, impression: 5_000 }, jobImpressionsMax: 2 },
    { name: 'other' },
  ];

  it('prints at the printer where a job is released, at its price and into its books', async () => {
    await room.open(printers);
    await room.grant('alice', 5);
    const id = await room.print('anywhere');
    expect(await room.moneyOf('alice')).toEqual({ balance: 5, held: 2 });
    const waiting = async (printer: string): Promise<readonly (number | undefined)[]> => {
      const operation = [attribute('which-jobs', 'pending-held')];
      const reply = await room.ask({ code: operations.getJobs, uri: uriOf(printer), operation });
      return groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id'));
    };
    expect(await Promise.all(['anywhere', 'left', 'right', 'other'].map(waiting))).toEqual([
      [id],
      [id],
      [id],
      [],
    ]);
    const byNumber = { code: operations.getJobs, uri: uriOf('left'), operation: [attribute('job-ids', id)] };
    expect(firstInteger(groupOf(await room.ask(byNumber), groupTags.job), 'job-id')).toBe(id);

    const nowhere = await room.release('anywhere', id);
    expect([nowhere.code, firstString(groupOf(nowhere, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotPossible,
      `Say at which printer job ${id} is to be printed: left, right.`,
    ]);
    expect((await room.release('other', id)).code).toBe(statuses.clientErrorNotFound);
    expect((await room.release('left', id, { user: 'mallory' })).code).toBe(
      statuses.clientErrorNotAuthorized,
    );

    const { script, end } = heldRelay();
    Object.assign(room.devices.get('left') ?? {}, { script });
    expect((await room.release('left', id)).code).toBe(0);
    await room.until(id, 'relaying');
    expect(await room.moneyOf('alice')).toEqual({ balance: 5, held: 4 });
    // The client goes on asking where it has sent the job.
    expect((await room.stateOf('anywhere', id))[0]).toBe(jobState.processing);
    expect((await room.stateOf('left', id))[0]).toBe(jobState.processing);
    end({ kind: 'completed', octetsSent: 10, evidence: [] });
    await room.until(id, 'ended');

    expect([room.sentBy('left'), room.sentBy('right')]).toEqual([1, 0]);
    expect(await room.moneyOf('alice')).toEqual({ balance: 1, held: 0 });
    const [row] = await room.service.store.history({ limit: 9 });
    expect(row).toMatchObject({ job: id, printer: 'left', impressions: 2, amount: 40_000 });
    const counters = (await room.service.store.account('alice'))?.counters;
    expect([counters?.['left']?.impressions, counters?.['anywhere']?.held]).toEqual([2, 0]);
  });

  it('never takes more than the account allows: the job stays held, and the answer says why', async () => {
    await room.open(printers);
    await room.grant('alice', 3);
    const id = await room.print('anywhere');
    const refused = await room.release('left', id);
    expect([refused.code, firstString(groupOf(refused, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorAccountLimitReached,
      'This job costs €4.00; €3.00 is left on the account.',
    ]);
    expect((await room.stateOf('anywhere', id))[0]).toBe(jobState.pendingHeld);
    expect(await room.moneyOf('alice')).toEqual({ balance: 3, held: 2 });
    expect((await room.release('right', id)).code).toBe(0);
    await room.until(id, 'ended');
    expect(await room.moneyOf('alice')).toEqual({ balance: 2, held: 0 });
  });

  it('counts what the job itself has reserved as room for it, to the last cent', async () => {
    await room.open(printers);
    await room.grant('alice', 4);
    const id = await room.print('anywhere', { pages: 2 });
    const second = await room.print('anywhere', { pages: 2 });
    expect(await room.moneyOf('alice')).toEqual({ balance: 4, held: 4 });
    expect((await room.release('left', id)).code).toBe(statuses.clientErrorAccountLimitReached);
    await room.ask({ code: operations.cancelJob, uri: uriOf('anywhere'), operation: [jobId(second)] });
    expect((await room.release('left', id)).code).toBe(0);
    await room.until(id, 'ended');
    expect(await room.moneyOf('alice')).toEqual({ balance: 0, held: 0 });
  });

  it('is printed once when it is released at two printers at once', async () => {
    await room.open(printers);
    await room.grant('alice', 9);
    const id = await room.print('anywhere');
    const codes = (await Promise.all([room.release('left', id), room.release('right', id)])).map(
      ({ code }) => code,
    );
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    await room.until(id, 'ended');
    expect(room.sentBy('left') + room.sentBy('right')).toBe(1);
    expect((await room.moneyOf('alice')).held).toBe(0);
  });

  it('tells whoever stands before a printer that prints nothing, and asks its rules', async () => {
    await room.open(printers);
    const id = await room.print('anywhere', { pages: 3 });
    await room.service.jobs.pause('left');
    const stopped = await room.release('left', id);
    expect([stopped.code, firstString(groupOf(stopped, groupTags.operation), 'status-message')]).toEqual([
      statuses.clientErrorNotPossible,
      'left is stopped; choose another printer, or come again.',
    ]);
    const tooLarge = await room.release('right', id);
    expect(tooLarge.code).not.toBe(0);
    expect(firstString(groupOf(tooLarge, groupTags.operation), 'status-message')).toMatch(/3 impressions/);
    await room.service.jobs.resume('left');
    expect((await room.release('left', id)).code).toBe(0);
    await room.until(id, 'ended');
  });

  it('offers what all of its printers can do', async () => {
    for (const [name, sides] of [
      ['left', ['one-sided', 'two-sided-long-edge']],
      ['right', ['one-sided']],
    ] as const) {
      const device = new ScriptedDevice(`file:///${name}/`);
      const { assumed } = device;
      Object.assign(device, { assumed: { ...assumed, capabilities: { ...assumed.capabilities, sides } } });
      room.devices.set(name, device);
    }
    await room.open(printers);
    const reply = await room.ask({ code: operations.getPrinterAttributes, uri: uriOf('anywhere') });
    expect(strings(groupOf(reply, groupTags.printer), 'sides-supported')).toEqual(['one-sided']);
  });
});

describe('Cancel-Current-Job', () => {
  it('takes the job at its own device, not one that was sent to it and released elsewhere', async () => {
    await room.open([{ name: 'left', release: { ...byOwner, at: ['right'] } }, { name: 'right' }]);
    const away = await room.print('left');
    const here = await room.print('left');
    const relays = [...room.devices.values()].map((device) => {
      const relay = heldRelay();
      device.script = relay.script;
      return relay;
    });
    const cancel = async (printer: string, ...operation: readonly IppAttribute[]): Promise<number> =>
      (await room.ask({ code: operations.cancelCurrentJob, uri: uriOf(printer), operation })).code;
    expect((await room.release('right', away)).code).toBe(0);
    await room.until(away, 'relaying');
    expect(await cancel('left')).toBe(statuses.clientErrorNotPossible);
    expect((await room.release('left', here)).code).toBe(0);
    await room.until(here, 'relaying');
    await Promise.all(relays.map(({ reached }) => reached));

    expect(await cancel('left', jobId(away))).toBe(statuses.clientErrorNotPossible);
    expect(await cancel('left')).toBe(0);
    expect((await room.until(here, 'ended')).settlement?.action).toBe('cancelled');
    expect((await room.service.jobs.job(away))?.job.state).toBe('relaying');
    expect(await cancel('right')).toBe(0);
    expect((await room.until(away, 'ended')).settlement?.action).toBe('cancelled');
  });
});
