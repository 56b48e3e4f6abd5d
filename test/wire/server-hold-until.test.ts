import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AttributeName,
  attribute,
  attributeOf,
  dateTime,
  enums,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  integer,
  integers,
  keyword,
  operations,
  outOfBand,
  statuses,
  strings,
} from '../../src/ipp/index.ts';
import { jobId } from '../support/asking.ts';
import { minute, PrintRoom, uriOf } from '../support/print-room.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';

const { jobState } = enums;

let room: PrintRoom;

beforeEach(async () => {
  room = await PrintRoom.make();
});

afterEach(() => room.close());

describe('the clock', () => {
  it('lets a job go when the moment of job-hold-until-time has come, over restarts', async () => {
    await room.open([{ name: 'plain' }]);
    const later = attributeOf('job-hold-until-time', dateTime(room.clock.now() + 30 * minute));
    const id = await room.print('plain', { job: [later] });
    expect(await room.stateOf('plain', id)).toEqual([jobState.pendingHeld, ['job-hold-until-specified']]);
    await room.restart();
    room.skew = 29 * minute;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await room.stateOf('plain', id))[0]).toBe(jobState.pendingHeld);
    room.skew = 31 * minute;
    await room.until(id, 'ended');
    expect(room.sentBy('plain')).toBe(1);
  });

  it('takes every period that is offered, and lets the job go at its beginning', async () => {
    await room.open([{ name: 'plain' }]);
    const reply = await room.ask({ code: operations.getPrinterAttributes, uri: uriOf('plain') });
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
    room.skew = new Date(2026, 2, 25, 5, 0).getTime() - Date.now(); // a Wednesday, five in the morning
    const ids = new Map<string, number>();
    for (const period of offered) {
      ids.set(period, await room.print('plain', { job: [attributeOf('job-hold-until', keyword(period))] }));
    }
    const waiting = async (): Promise<readonly string[]> => {
      const list = await room.service.jobs.jobs({ which: 'open', limit: 99 });
      const held = new Set(list.filter(({ job }) => job.state === 'held').map(({ job }) => job.id));
      return [...ids].filter(([, id]) => held.has(id)).map(([period]) => period);
    };
    expect(await waiting()).toEqual(['indefinite', 'day-time', 'second-shift', 'weekend']);
    const at = async (day: number, hour: number, left: readonly string[]): Promise<void> => {
      room.skew += new Date(2026, 2, day, hour, 1).getTime() - room.clock.now();
      await vi.waitFor(async () => {
        expect(await waiting()).toEqual(left);
      }, 5_000);
    };
    await at(25, 6, ['indefinite', 'second-shift', 'weekend']);
    await at(25, 16, ['indefinite', 'weekend']);
    await at(28, 0, ['indefinite']);
  });

  it('delays output as it holds, and says so', async () => {
    await room.open([{ name: 'plain' }]);
    const later = attributeOf('job-delay-output-until-time', dateTime(room.clock.now() + 30 * minute));
    const id = await room.print('plain', { job: [later] });
    expect(await room.stateOf('plain', id)).toEqual([
      jobState.pendingHeld,
      ['job-delay-output-until-specified'],
    ]);
    room.skew = 31 * minute;
    await room.until(id, 'ended');
  });

  const set = async (id: number, ...job: IppAttribute[]): Promise<number> => {
    const operation = [jobId(id)];
    return (await room.ask({ code: operations.setJobAttributes, uri: uriOf('plain'), operation, job })).code;
  };

  it('is set anew by Set-Job-Attributes', async () => {
    await room.open([{ name: 'plain' }]);
    const id = await room.print('plain', { job: [attribute('job-hold-until', 'indefinite')] });
    const soon = attributeOf('job-hold-until-time', dateTime(room.clock.now() + 5 * minute));
    expect(await set(id, attribute('job-hold-until', 'no-hold'), soon)).toBe(0);
    expect((await room.stateOf('plain', id))[0]).toBe(jobState.pendingHeld);
    room.skew = 6 * minute;
    await room.until(id, 'ended');
  });

  const moment = (name: 'job-hold-until-time' | 'job-delay-output-until-time'): IppAttribute =>
    attributeOf(name, dateTime(room.clock.now() + 30 * minute));

  it.each([
    ['job-hold-until', 'job-hold-until-time', 'no-hold', 'job-hold-until-specified'],
    [
      'job-delay-output-until',
      'job-delay-output-until-time',
      'no-delay-output',
      'job-delay-output-until-specified',
    ],
  ] as const)('lets a job go by %s that was to wait until a moment', async (period, time, now, reason) => {
    await room.open([{ name: 'plain' }]);
    const id = await room.print('plain', { job: [moment(time)] });
    expect(await set(id, attribute(period, 'indefinite'))).toBe(0);
    expect(await room.stateOf('plain', id)).toEqual([jobState.pendingHeld, [reason]]);
    room.skew = 31 * minute;
    expect(await set(id, moment(time))).toBe(0);
    expect(await room.stateOf('plain', id)).toEqual([jobState.pendingHeld, [reason]]);
    expect(await set(id, attribute(period, now))).toBe(0);
    await room.until(id, 'ended');
  });

  it.each([
    ['job-hold-until', 'job-hold-until-time', 'job-hold-until-specified'],
    ['job-delay-output-until', 'job-delay-output-until-time', 'job-delay-output-until-specified'],
  ] as const)(
    'keeps a job waiting by %s when what it does not have is deleted',
    async (period, time, reason) => {
      await room.open([{ name: 'plain' }]);
      const deletion = (name: AttributeName) => attributeOf(name, outOfBand('delete-attribute'));
      const byPeriod = await room.print('plain', { job: [attribute(period, 'indefinite')] });
      expect(await set(byPeriod, deletion(time))).toBe(0);
      expect(await room.stateOf('plain', byPeriod)).toEqual([jobState.pendingHeld, [reason]]);
      const byMoment = await room.print('plain', { job: [moment(time)] });
      expect(await set(byMoment, deletion(period))).toBe(0);
      expect(await room.stateOf('plain', byMoment)).toEqual([jobState.pendingHeld, [reason]]);
      expect(await set(byMoment, deletion(time))).toBe(0);
      await room.until(byMoment, 'ended');
    },
  );
});

describe('a job that was released', () => {
  it('tells what it is set to since, and nothing that it waited for before', async () => {
    await room.open([{ name: 'plain' }]);
    const { script, reached, end } = heldRelay();
    await vi.waitFor(() => {
      expect(room.devices.has('plain')).toBe(true);
    });
    Object.assign(room.devices.get('plain') ?? {}, { script });
    await room.print('plain');
    await reached;
    const job = [
      attribute('job-hold-until', 'indefinite'),
      attribute('job-delay-output-until', 'indefinite'),
    ];
    const id = await room.print('plain', { job });
    expect((await room.release('plain', id)).code).toBe(0);
    const said = async (): Promise<readonly (readonly string[])[]> => {
      const told = (await room.attributesOf('plain', id)) ?? new Map();
      return [strings(told, 'job-hold-until'), strings(told, 'job-delay-output-until')];
    };
    expect(await said()).toEqual([[], []]);
    const set = async (...asked: IppAttribute[]): Promise<void> => {
      const parts = { uri: uriOf('plain'), operation: [jobId(id)], job: asked };
      expect((await room.ask({ code: operations.setJobAttributes, ...parts })).code).toBe(0);
    };
    await set(attribute('job-hold-until', 'no-hold'));
    expect(await said()).toEqual([['no-hold'], []]);
    await set(attribute('job-delay-output-until', 'no-delay-output'));
    expect(await said()).toEqual([['no-hold'], ['no-delay-output']]);
    await set(attribute('job-hold-until', 'indefinite'));
    expect((await room.release('plain', id)).code).toBe(0);
    expect(await said()).toEqual([[], []]);
    end({ kind: 'completed', octetsSent: 1, evidence: [] });
    await room.until(id, 'ended');
  });
});

describe('job-priority', () => {
  it('orders what waits for a device, first come first within one priority, and an operator comes before it', async () => {
    await room.open([{ name: 'plain' }]);
    const { script, reached, end } = heldRelay();
    await vi.waitFor(() => {
      expect(room.devices.has('plain')).toBe(true);
    });
    Object.assign(room.devices.get('plain') ?? {}, { script });
    const first = await room.print('plain');
    await reached;
    const ids: number[] = [];
    for (const priority of [50, 1, 100, 50, 99]) {
      ids.push(await room.print('plain', { job: [attribute('job-priority', priority)] }));
    }
    const [fifty = 0, one = 0, hundred = 0, alsoFifty = 0, ninetyNine = 0] = ids;
    const promote = { code: operations.promoteJob, uri: uriOf('plain'), operation: [jobId(one)] };
    expect((await room.ask(promote)).code).toBe(statuses.clientErrorNotAuthorized);
    expect((await room.ask({ ...promote, user: 'root' })).code).toBe(0);
    const order = {
      code: operations.getJobs,
      uri: uriOf('plain'),
      operation: [attribute('requested-attributes', 'all')],
    };
    const listed = groupsOf(await room.ask(order), groupTags.job);
    const before = new Map(
      listed.map((job) => [firstInteger(job, 'job-id'), firstInteger(job, 'number-of-intervening-jobs')]),
    );
    expect([one, hundred, ninetyNine, fifty, alsoFifty].map((id) => before.get(id))).toEqual([1, 2, 3, 4, 5]);
    Object.assign(room.devices.get('plain') ?? {}, { script: new ScriptedDevice().script });
    end({ kind: 'completed', octetsSent: 1, evidence: [] });
    await room.until(alsoFifty, 'ended');
    const sent = room.devices.get('plain')?.sent.map(({ job }) => job);
    expect(sent).toEqual([first, one, hundred, ninetyNine, fifty, alsoFifty]);
    expect(integers(groupOf(await room.ask(order), groupTags.job), 'job-id')).toEqual([]);
  });

  it('is that of the one that an operator puts it behind, or the highest, until another one is given (RFC 3998 §4.4)', async () => {
    await room.open([{ name: 'plain' }]);
    Object.assign(room.devices.get('plain') ?? {}, { script: () => new Promise(() => undefined) });
    await room.until(await room.print('plain'), 'relaying');
    const high = await room.print('plain', { job: [attribute('job-priority', 90)] });
    const moved = await room.print('plain');
    const told = async (): Promise<number | undefined> => {
      const asked = { code: operations.getJobAttributes, uri: uriOf('plain'), operation: [jobId(moved)] };
      return firstInteger(groupOf(await room.ask(asked), groupTags.job), 'job-priority');
    };
    const order = async (): Promise<readonly number[]> => {
      const reply = await room.ask({ code: operations.getJobs, uri: uriOf('plain') });
      return groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id') ?? 0);
    };
    const operate = async (code: number, ...more: readonly IppAttribute[]): Promise<number> =>
      (await room.ask({ code, uri: uriOf('plain'), operation: [jobId(moved), ...more], user: 'root' })).code;
    const behind = (id: number): IppAttribute => attributeOf('predecessor-job-id', integer(id));

    expect(await operate(operations.scheduleJobAfter, behind(high))).toBe(0);
    expect([await told(), (await order()).slice(1)]).toEqual([90, [high, moved]]);
    expect(await operate(operations.promoteJob)).toBe(0);
    const highest = await room.print('plain', { job: [attribute('job-priority', 100)] });
    expect([await told(), (await order()).slice(1)]).toEqual([100, [moved, highest, high]]);
    const lowest = { code: operations.setJobAttributes, uri: uriOf('plain'), operation: [jobId(moved)] };
    expect((await room.ask({ ...lowest, job: [attribute('job-priority', 1)] })).code).toBe(0);
    expect([await told(), (await order()).slice(1)]).toEqual([1, [highest, high, moved]]);
    expect(await operate(operations.scheduleJobAfter, behind(99))).toBe(statuses.clientErrorNotFound);
  });
});
