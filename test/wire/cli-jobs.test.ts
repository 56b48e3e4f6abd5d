import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  demo,
  openTestService,
  pages,
  printed,
  requestOf,
  type TestService,
  textOf,
  until,
} from '../support/print-service.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';
import { adminOver, type Platen, platen } from './cli-harness.ts';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;

let device: ScriptedDevice;
let service: TestService;
let run: Platen;

beforeEach(async () => {
  device = new ScriptedDevice();
  service = await openTestService({
    device,
    printers: [
      demo,
      { ...demo, name: 'second', afterPartial: 'hold', device: 'socket://x:secret@second.test' },
    ],
  });
  run = platen({ admin: adminOver(service) });
});

afterEach(async () => {
  await service.close();
});

/** A job that waits for the operator: bytes left, and the device lost it. */
async function doubtful(user = 'alice', count = 2): Promise<string> {
  const before = device.script;
  device.script = (job) => ({ kind: 'lost', octetsSent: job.document.octets, message: 'gone' });
  const { job } = await printed(service.jobs, user, count);
  await until(service.jobs, job.id, 'held');
  device.script = before;
  return String(job.id);
}

async function heldJob(user = 'alice'): Promise<string> {
  const { job } = await printed(service.jobs, user, 1, { held: true });
  return String(job.id);
}

describe('jobs', () => {
  test('lists what has not ended, the operator’s included, as scripts rely on', async () => {
    const ended = await printed(service.jobs, 'bob');
    await until(service.jobs, ended.job.id, 'ended');
    const id = await doubtful();
    expect(await run.json('jobs')).toEqual([
      [
        {
          id: Number(id),
          printer: 'demo',
          user: 'alice',
          level: 'claimed',
          name: 'letter',
          state: 'held',
          reasons: expect.any(Array) as unknown,
          needsOperator: true,
          impressions: 2,
          amount: '2.00',
          submitted: time,
          expires: null,
        },
      ],
    ]);
    const [all] = await run.json('jobs', 'list', '--all');
    expect(all).toHaveLength(2);
    expect((await run('jobs')).out).toMatch(/ alice +held, resolve +2 +2\.00 /);
  });

  test('chooses by printer and user, and says when there are more', async () => {
    await heldJob('alice');
    await heldJob('bob');
    const [bobs] = await run.json('jobs', '--user', 'BOB');
    expect(bobs).toMatchObject([{ user: 'bob' }]);
    expect(await run.json('jobs', '--printer', 'second')).toEqual([[]]);
    const cut = await run('jobs', '--limit', '1');
    expect(cut.err).toContain('Only 1 jobs are shown; there are more.');
  });

  test('are none, or of no printer: one is an answer, the other a refusal', async () => {
    expect(await run('jobs')).toEqual({ code: 0, out: '', err: 'platen: No job waits.\n' });
    const said = await run('jobs', '--printer', 'dmo', '--json');
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain('There is no printer "dmo"; there are demo, second.');
  });
});

describe('jobs resolve', () => {
  test.each([
    [['--printed'], { action: 'printed', impressions: 2, amount: '2.00' }],
    [['--printed', '1'], { action: 'printed', impressions: 1, amount: '1.00' }],
    [['--void'], { impressions: 0, amount: '0.00' }],
    [['--again'], { action: 'printed', impressions: 2, amount: '2.00' }],
  ])('%s ends the job', async (how, row) => {
    const id = await doubtful();
    const said = await run('jobs', 'resolve', id, ...how);
    expect(said).toMatchObject({ code: 0, err: '' });
    await until(service.jobs, Number(id), 'ended');
    expect(await run.json('history')).toMatchObject([[row]]);
  });

  test('answers the job as jobs lists it', async () => {
    const id = await doubtful();
    expect(await run.json('jobs', 'resolve', id, '--void')).toMatchObject([
      { id: Number(id), state: 'ended', needsOperator: false, impressions: 0, amount: '0.00' },
    ]);
  });

  test('a dry run tells whether it could be done and leaves the job', async () => {
    const id = await doubtful();
    expect((await run('jobs', 'resolve', id, '--void', '--dry-run')).out).toContain('Would be done: job');
    expect(await run.json('jobs')).toMatchObject([[{ needsOperator: true }]]);
    const waiting = await heldJob();
    const said = await run('jobs', 'resolve', waiting, '--void', '--dry-run');
    expect(said.code).toBe(1);
    expect(said.err).toContain('does not wait for an operator');
  });

  test.each([
    [['99', '--void'], 1, 'There is no job 99.'],
    [['99', '--void', '--dry-run'], 1, 'There is no job 99.'],
    [['1'], 2, 'one of --printed [N], --again, --void'],
    [['1', '--void', '--again'], 2, 'one of --printed [N], --again, --void'],
    [['1', '--printed', 'two'], 2, 'Expected impressions: a whole number'],
    [['0', '--void'], 2, 'Expected the number of a job'],
  ])('%s is refused', async (argv, code, sentence) => {
    const said = await run('jobs', 'resolve', ...argv);
    expect(said).toMatchObject({ code, out: '' });
    expect(said.err).toContain(sentence);
  });

  test('a job that does not wait for the operator is not resolved', async () => {
    const id = await heldJob();
    expect((await run('jobs', 'resolve', id, '--void')).code).toBe(1);
  });
});

describe('hold, release, cancel', () => {
  test('a job that waits is held, released and printed', async () => {
    const relay = heldRelay();
    device.script = relay.script;
    await printed(service.jobs, 'alice');
    const { job } = await printed(service.jobs, 'alice');
    const id = String(job.id);
    expect(await run('hold', id)).toEqual({ code: 0, out: `Job ${id} is held.\n`, err: '' });
    expect(await run.json('release', id)).toMatchObject([{ id: job.id, needsOperator: false }]);
    relay.end({ kind: 'completed', octetsSent: 1, evidence: [] });
    await until(service.jobs, job.id, 'ended');
  });

  test('cancel ends held jobs, several at once, and one that is not there fails the whole', async () => {
    const first = await heldJob();
    const second = await heldJob();
    const said = await run('cancel', first, '99', second);
    expect(said).toEqual({
      code: 1,
      out: `Job ${first} is cancelled.\nJob ${second} is cancelled.\n`,
      err: 'platen: There is no job 99.\n',
    });
  });

  test('a dry run leaves the jobs and tells what could not be done', async () => {
    const id = await heldJob();
    for (const verb of ['hold', 'release', 'cancel']) {
      expect(await run(verb, id, '--dry-run')).toEqual({
        code: 0,
        out: `Would be done to job ${id}.\n`,
        err: '',
      });
    }
    expect(await run.json('jobs')).toMatchObject([[{ id: Number(id), state: 'held' }]]);
    await run('cancel', id);
    for (const verb of ['hold', 'release', 'cancel']) {
      expect((await run(verb, id, '--dry-run')).code).toBe(1);
      expect((await run(verb, id)).code).toBe(1);
    }
  });

  test('a job is released with its PIN from standard input, which is no operand', async () => {
    const pin = { encryption: 'none', octets: Buffer.from('4711') } as const;
    const { job } = await printed(service.jobs, 'alice', 1, { pin });
    const id = String(job.id);
    const typed = (stdin: string): Platen => platen({ admin: adminOver(service), stdin });
    expect(await run('release', id)).toMatchObject({
      code: 1,
      err: `platen: Job ${id} is released with its PIN.\n`,
    });
    expect(await typed('4711\n')('release', id, '--pin', '4711')).toMatchObject({ code: 2 });
    expect(await typed('')('release', id, '--pin', '-')).toMatchObject({ code: 2 });
    const wrong = await typed('4712\n')('release', id, '--pin', '-');
    expect([wrong.code, wrong.err]).toEqual([1, `platen: That is not the PIN of job ${id}; 4 more tries.\n`]);
    expect(await typed('4711\n')('release', id, '--pin', '-')).toMatchObject({
      code: 0,
      out: `Job ${id} is released at demo.\n`,
    });
    await until(service.jobs, job.id, 'ended');
  });

  test('a job is released at another printer only where its own lets it', async () => {
    const id = await heldJob();
    const no = await run('release', id, '--printer', 'second');
    expect([no.code, no.err]).toEqual([
      1,
      `platen: Job ${id} cannot be printed at second. It is printed at demo.\n`,
    ]);
    const release = { by: 'owner', at: ['second'], expireAfterMinutes: 60 } as const;
    const printers = [
      { ...demo, release },
      { ...demo, name: 'second' },
    ];
    const other = await openTestService({ device, printers });
    const { job } = await printed(other.jobs, 'alice');
    const said = await platen({ admin: adminOver(other) })('release', String(job.id), '--printer', 'second');
    expect(said).toMatchObject({ code: 0, out: `Job ${job.id} is released at second.\n` });
    expect((await until(other.jobs, job.id, 'ended')).printer).toBe('second');
    await other.close();
  });

  test.each(['hold', 'release', 'cancel'])('%s wants numbers of jobs', async (verb) => {
    expect(await run(verb)).toMatchObject({ code: 2, out: '' });
    expect((await run(verb, 'letter')).err).toContain("'letter' is invalid");
  });
});

describe('history', () => {
  beforeEach(async () => {
    for (const user of ['alice', 'bob', 'alice']) {
      const { job } = await printed(service.jobs, user, 2);
      await until(service.jobs, job.id, 'ended');
    }
  });

  test('tells each job newest first, as scripts rely on', async () => {
    const [rows] = await run.json('history', '--user', 'alice');
    expect(rows).toEqual([
      {
        job: 3,
        at: time,
        user: 'alice',
        printer: 'demo',
        action: 'printed',
        impressions: 2,
        sheets: 2,
        colour: 0,
        amount: '2.00',
        reasons: expect.any(Array) as unknown,
      },
      expect.objectContaining({ job: 1 }),
    ]);
    expect((await run('history')).out).toMatch(/^ *2 .* bob +demo +printed +2 +2 +0 +2\.00/m);
  });

  test('has the refused jobs with their reasons', async () => {
    await run('users', 'add', 'carol', '--mode', 'balance');
    await service.jobs.print(requestOf('carol'), pages(2));
    expect(await run.json('history', '--user', 'carol')).toMatchObject([
      [{ action: 'refused', impressions: 0, amount: '0.00', reasons: [expect.any(String) as unknown] }],
    ]);
  });

  test('is chosen by job, printer and time, and cut by a limit', async () => {
    expect(await run.json('history', '--job', '2')).toMatchObject([[{ job: 2 }]]);
    expect(await run.json('history', '--printer', 'second')).toEqual([[]]);
    expect(await run.json('history', '--until', '2020-01-01')).toEqual([[]]);
    expect(await run.json('history', '--since', '2020-01-01T00:00:00Z')).toMatchObject([[{}, {}, {}]]);
    expect(await run.json('history', '--limit', '1')).toMatchObject([[{ job: 3 }]]);
    const table = await run('history', '--limit', '2');
    expect(table.err).toContain('Only the newest 2 rows are shown');
    expect((await run('history', '--user', 'nobody')).err).toContain('Nothing in the history matches');
  });

  test.each([
    [['--since', 'yesterday'], 'Expected a date such as 2026-11-01'],
    [['--since', '2026-02-30'], 'Expected a date such as 2026-11-01'],
    [['--since', '2026-02-02', '--until', '2026-02-01'], '--since must be before --until'],
    [['--user', 'a*'], 'Expected one name'],
    [['--limit', '0'], 'Expected rows: a whole number'],
  ])('%s is wrong use', async (argv, sentence) => {
    const said = await run('history', ...argv);
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.err).toContain(sentence);
  });
});

describe('printers', () => {
  test('lists their state, without the password of a device', async () => {
    const [printers] = await run.json('printers');
    expect(printers).toEqual([
      expect.objectContaining({ name: 'demo', state: 'idle', accepting: true, queued: 0, message: null }),
      expect.objectContaining({ name: 'second', device: 'socket://second.test' }),
    ]);
    expect((await run('printers', 'list')).out).toMatch(/^demo +idle +0 +socket:/m);
  });

  test('are paused and resumed, by pattern too', async () => {
    expect(await run('printers', 'pause', '*')).toMatchObject({
      code: 0,
      out: 'demo paused; its jobs wait.\nsecond paused; its jobs wait.\n',
    });
    expect(await run.json('printers')).toMatchObject([[{ state: 'paused' }, { state: 'paused' }]]);
    expect(await run.json('printers', 'resume', 'demo')).toMatchObject([{ name: 'demo', state: 'idle' }]);
    await run('printers', 'resume', 'second', '--dry-run');
    expect(await run.json('printers')).toMatchObject([[{ state: 'idle' }, { state: 'paused' }]]);
  });

  test.each([
    [['pause', 'dmo'], 1, 'There is no printer "dmo"; there are demo, second.'],
    [['resume', 'x*'], 1, 'No printer matches "x*"'],
    [['pause'], 2, "missing required argument 'printers'"],
    [['stop', 'demo'], 2, 'too many arguments'],
  ])('%s is refused', async (argv, code, sentence) => {
    const said = await run('printers', ...argv);
    expect(said).toMatchObject({ code, out: '' });
    expect(said.err).toContain(sentence);
  });
});

describe('explain', () => {
  test('tells who, what, how it was counted, quoted, relayed and charged', async () => {
    await run('users', 'add', 'alice', '--mode', 'both', '--balance', '9');
    const { job } = await printed(service.jobs, 'alice', 3);
    await until(service.jobs, job.id, 'ended');
    const { out, code } = await run('explain', String(job.id));
    expect(code).toBe(0);
    expect(out).toMatch(/^job +Job 1 on demo: printed/m);
    expect(out).toContain('It came from "alice": the client said so and nothing proves it (claimed, test).');
    expect(out).toMatch(/The document is text\/plain, \d+ octets\./);
    expect(out).toMatch(/It has 3 pages, by .* \(\w+\)\./);
    expect(out).toContain('3 impressions × 1.00 = 3.00');
    expect(out).toContain('The device did not say how many impressions it made.');
    expect(out).toContain('charged to the account of "alice": 3.00 EUR for 3 impressions');
    expect(out).toMatch(/ post job:1:post of alice, -3\.00 EUR, 3 impressions/);
  });

  test('tells each document of a job of several', async () => {
    device.takesSeveral = true;
    const { jobs } = service;
    const request = requestOf('alice', { held: true });
    const created = await jobs.create(request);
    const id = created.kind === 'created' ? created.job.job.id : 0;
    const { identity, answer } = request;
    for (const [count, last] of [
      [1, false],
      [2, false],
      [3, true],
    ] as const) {
      await jobs.deliver(id, { identity, answer, last, format: 'text/plain', body: pages(count) });
    }
    await jobs.cancelDocument(id, 2, identity);
    const { out } = await run('explain', String(id));
    expect(out).toMatch(/Document 1 is text\/plain, \d+ octets, 1 page\./);
    expect(out).toMatch(/Document 2 is text\/plain, \d+ octets, cancelled by "alice"\./);
    expect(out).toMatch(/Document 3 is text\/plain, \d+ octets, 3 pages\./);
    const octets = [1, 3].reduce((sum, count) => sum + textOf(count).length, 0);
    expect(await run.json('explain', String(id))).toMatchObject([{ document: { octets } }]);
  });

  test('has all facts for machines, absent ones null', async () => {
    const id = await doubtful();
    expect(await run.json('explain', id)).toMatchObject([
      {
        job: 1,
        state: 'held',
        user: 'alice',
        ended: null,
        count: { kind: 'counted', pages: 2 },
        quote: { amount: '2.00', prices: { impression: '1.00' } },
        settlement: null,
        attempts: [{ number: 1, startedAt: time }],
        ledger: [{ verb: 'reserve', amount: '0.00' }],
      },
    ]);
  });

  test('explains a refused job from the history', async () => {
    await run('users', 'add', 'carol', '--mode', 'balance');
    await service.jobs.print(requestOf('carol'), pages(2));
    const [rows] = await run.json('history');
    const row = (rows as { readonly job: number }[])[0]!;
    const said = await run('explain', String(row.job));
    expect(said.code).toBe(0);
    expect(said.out).toMatch(/was refused, because of |: refused/);
  });

  test('knows no job that there never was', async () => {
    expect(await run('explain', '99')).toEqual({ code: 1, out: '', err: 'platen: There is no job 99.\n' });
    expect((await run('explain', 'x')).code).toBe(2);
  });
});
