import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  openTestService,
  pages,
  printed,
  requestOf,
  type TestService,
  until,
} from '../support/print-service.ts';
import { heldRelay, ScriptedDevice } from '../support/scripted-device.ts';
import { adminOver, type Platen, platen } from './cli-harness.ts';

let device: ScriptedDevice;
let service: TestService;
let run: Platen;

beforeEach(async () => {
  device = new ScriptedDevice();
  service = await openTestService({ device });
  run = platen({ admin: adminOver(service) });
});

afterEach(async () => {
  await service.close();
});

const alice = {
  name: 'alice',
  mode: 'balance',
  balance: '5.00',
  held: '0.00',
  available: '5.00',
  counters: [],
};

describe('users', () => {
  test('add makes a user with a mode and an opening balance, and show tells him as scripts rely on', async () => {
    const added = await run('users', 'add', 'alice', '--mode', 'balance', '--balance', '5.00');
    expect(added).toMatchObject({ code: 0, out: 'alice added, mode balance, balance 5.00 EUR.\n', err: '' });
    expect(await run('users', 'show', 'alice', '--json')).toEqual({
      code: 0,
      out: `${JSON.stringify(alice)}\n`,
      err: '',
    });
  });

  test('limits and counters are shown, limits that are absent as null', async () => {
    await run('users', 'add', 'bob', '--mode', 'quota');
    await run('users', 'limit', 'bob', '--printer', 'demo', '--hard', '100');
    const job = await printed(service.jobs, 'bob', 2);
    await until(service.jobs, job.job.id, 'ended');
    expect(await run.json('users', 'show', 'bob')).toMatchObject([
      { counters: [{ printer: 'demo', impressions: 2, held: 0, soft: null, hard: 100 }] },
    ]);
    const said = await run('users', 'show', 'bob');
    expect(said.out).toMatch(/^demo +2 +0 +- +100$/m);
  });

  test('what an open job holds is not available', async () => {
    await run('users', 'add', 'alice', '--mode', 'balance', '--balance', '5');
    const relay = heldRelay();
    device.script = relay.script;
    await printed(service.jobs, 'alice', 2);
    expect(await run.json('users', 'show', 'alice')).toMatchObject([
      { balance: '5.00', held: '2.00', available: '3.00' },
    ]);
    relay.end({ kind: 'completed', octetsSent: 1, evidence: [] });
  });

  test('an overdraft is available too', async () => {
    await run('users', 'add', 'alice', '--mode', 'balance', '--overdraft', '1.50');
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '0.00', available: '1.50' }]);
  });

  test('a user that is there is not added again, and keeps what he has', async () => {
    await run('users', 'add', 'alice', '--mode', 'balance', '--balance', '5');
    const again = await run('users', 'add', 'alice', '--mode', 'exempt', '--balance', '9');
    expect(again.code).toBe(1);
    expect(again.err).toContain('The user "alice" exists already, with mode balance and 5.00 EUR');
    expect(await run.json('users', 'show', 'alice')).toEqual([alice]);
  });

  test('a user removed and added again gets a fresh opening balance, and the ledger keeps the old one', async () => {
    await run('users', 'add', 'alice', '--balance', '5');
    expect((await run('users', 'remove', 'alice')).code).toBe(0);
    expect((await run('users', 'show', 'alice')).code).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await run('users', 'add', 'alice', '--balance', '5');
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '5.00' }]);
    expect(await service.store.entries({ account: 'alice', limit: 10 })).toHaveLength(2);
  });

  test('a user with an open job is not removed', async () => {
    const relay = heldRelay();
    device.script = relay.script;
    const job = await printed(service.jobs, 'alice');
    const removed = await run('users', 'remove', 'alice');
    expect(removed).toMatchObject({ code: 1 });
    expect(removed.err).toContain(`has jobs that have not ended (${job.job.id})`);
    relay.end({ kind: 'completed', octetsSent: 1, evidence: [] });
  });

  test('names are taken as jobs take them', async () => {
    await run('users', 'add', 'OFFICE\\Alice');
    expect((await run('users', 'show', 'ALICE')).code).toBe(0);
  });

  test.each([
    ['a name that stands for others', ['users', 'add', 'a*'], 1, 'has * or ? in it'],
    ['a name with a control character', ['users', 'add', 'a\u0007b'], 1, 'control characters'],
    ['an empty name', ['users', 'add', ''], 1, 'may not be empty'],
    ['a name that IPP cannot say', ['users', 'add', 'x'.repeat(256)], 1, 'longer than 255 octets'],
    ['nobody', ['users', 'show', 'nobody'], 1, 'There is no user "nobody"'],
    ['setting nobody', ['users', 'set', 'nobody', '--mode', 'quota'], 1, 'There is no user "nobody"'],
    [
      'limiting nobody',
      ['users', 'limit', 'nobody', '--printer', 'demo', '--hard', '1'],
      1,
      'There is no user',
    ],
    ['removing nobody', ['users', 'remove', 'nobody'], 1, 'There is no user "nobody"'],
    ['a pattern that matches nobody', ['users', 'set', 'z*', '--mode', 'quota'], 1, 'No user matches "z*"'],
    ['a mode there is not', ['users', 'add', 'x', '--mode', 'free'], 2, 'Expected one of quota, balance'],
    ['an amount with a comma', ['users', 'add', 'x', '--balance', '2,50'], 2, "argument '2,50' is invalid"],
    ['nothing to set', ['users', 'set', 'alice'], 2, 'give --mode or --overdraft'],
    ['no user', ['users', 'add'], 2, 'Name at least one user'],
    ['users and a list', ['users', 'add', 'x', '--from', 'y.csv'], 2, 'not both'],
    ['a limit on no printer', ['users', 'limit', 'alice', '--hard', '5'], 2, '--printer NAME'],
    ['no limit', ['users', 'limit', 'alice', '--printer', 'demo'], 2, '--soft N, --hard N or --clear'],
    [
      'a limit that is no number',
      ['users', 'limit', 'a', '--printer', 'demo', '--hard', '-5'],
      2,
      'Expected a whole number',
    ],
    [
      'clearing and setting',
      ['users', 'limit', 'a', '--printer', 'demo', '--hard', '5', '--clear'],
      2,
      'leave out --soft',
    ],
    ['no subcommand', ['users'], 2, 'Usage: platen users'],
    ['a subcommand there is not', ['users', 'shw'], 2, 'Did you mean show?'],
  ])('refuses %s', async (_what, argv, code, sentence) => {
    const said = await run(...argv);
    expect(said.err).toContain(sentence);
    expect(said).toMatchObject({ code, out: '' });
  });

  test('set changes mode and overdraft of all that a pattern matches, and of nobody else', async () => {
    await run('users', 'add', 'amy', 'ann', 'bob', '--mode', 'quota');
    expect((await run('users', 'set', 'a*', '--mode', 'blocked')).code).toBe(0);
    const listed = await run.json('users', 'list');
    expect(listed).toMatchObject([
      [
        { name: 'amy', mode: 'blocked' },
        { name: 'ann', mode: 'blocked' },
        { name: 'bob', mode: 'quota' },
      ],
    ]);
  });

  test('limit leaves what is not said, removes what is none, and clears both', async () => {
    await run('users', 'add', 'bob', '--mode', 'quota');
    const limits = async (): Promise<unknown> => (await service.store.account('bob'))?.policy.limits;
    await run('users', 'limit', 'bob', '--printer', 'demo', '--soft', '90', '--hard', '100');
    await run('users', 'limit', 'bob', '--printer', 'demo', '--hard', '200');
    expect(await limits()).toEqual({ demo: { soft: 90, hard: 200 } });
    await run('users', 'limit', 'bob', '--printer', '*', '--soft', 'none');
    expect(await limits()).toEqual({ demo: { hard: 200 } });
    await run('users', 'limit', 'bob', '--printer', 'demo', '--hard', '0');
    expect(await limits()).toEqual({ demo: { hard: 0 } });
    await run('users', 'limit', 'bob', '--printer', 'demo', '--clear');
    expect(await limits()).toEqual({});
  });

  test('limit refuses a printer there is not and a soft limit above the hard one', async () => {
    await run('users', 'add', 'bob', '--mode', 'quota');
    const printer = await run('users', 'limit', 'bob', '--printer', 'dmo', '--hard', '1');
    expect(printer).toMatchObject({ code: 1 });
    expect(printer.err).toContain('There is no printer "dmo"; there is demo.');
    const above = await run('users', 'limit', 'bob', '--printer', 'demo', '--soft', '9', '--hard', '5');
    expect(above).toMatchObject({ code: 1 });
    expect(above.err).toContain('above the hard limit 5');
  });

  test('list answers a page of a thousand after another, chosen by patterns', async () => {
    const names = Array.from({ length: 2_300 }, (_, index) => `u${String(index).padStart(4, '0')}`);
    const admin = adminOver(service);
    for (let start = 0; start < names.length; start += 1_000) {
      await admin.addUsers({ lines: names.slice(start, start + 1_000).map((user) => ({ user })) });
    }
    const [all] = await run.json('users', 'list');
    expect(all).toHaveLength(2_300);
    const [some] = await run.json('users', 'list', 'u000?', 'u22*');
    expect(some).toHaveLength(10 + 100);
    expect((await run('users', 'list', 'z*')).err).toContain('No user matches');
  });

  test('a dry run of everything that writes changes nothing and says so', async () => {
    await run('users', 'add', 'alice', '--mode', 'balance', '--balance', '5');
    const before = await run('users', 'show', 'alice', '--json');
    for (const argv of [
      ['users', 'add', 'carol', '--dry-run'],
      ['users', 'set', 'alice', '--mode', 'exempt', '--dry-run'],
      ['users', 'limit', 'alice', '--printer', 'demo', '--hard', '1', '--dry-run'],
      ['users', 'remove', 'alice', '--dry-run'],
      ['grant', 'alice', '3', '--dry-run'],
    ]) {
      const said = await run(...argv);
      expect(said).toMatchObject({ code: 0, err: '' });
      expect(said.out).toContain('Would be done: ');
    }
    expect(await run('users', 'show', 'alice', '--json')).toEqual(before);
    expect((await run('users', 'show', 'carol')).code).toBe(1);
    expect((await run('users', 'remove', 'carol', '--dry-run')).code).toBe(1);
  });
});

describe('grant', () => {
  beforeEach(async () => {
    await run('users', 'add', 'alice', 'bob', '--mode', 'balance');
  });

  test('credits a wallet, and a negative amount takes off', async () => {
    const said = await run('grant', 'alice', '2.50', '--reason', 'cash desk');
    expect(said).toEqual({ code: 0, out: '2.50 EUR to alice; the balance is 2.50.\n', err: '' });
    await run('grant', 'alice', '-0.75');
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '1.75' }]);
    const entries = await service.store.entries({ account: 'alice', limit: 9 });
    expect(entries).toMatchObject([
      { verb: 'grant', amount: -7_500, reason: 'grant', by: 'root' },
      { verb: 'grant', amount: 25_000, reason: 'cash desk', by: 'root' },
    ]);
  });

  test('the same receipt is granted once, and one for another amount or user is refused', async () => {
    const first = ['grant', 'alice', '2.50', '--id', 'RECEIPT-17'];
    expect((await run(...first)).code).toBe(0);
    const again = await run(...first, '--reason', 'typed twice');
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('Done before, nothing changed');
    expect(await run.json(...first)).toMatchObject([
      { result: 'exists', dryRun: false, user: { balance: '2.50' } },
    ]);
    for (const other of [
      ['grant', 'alice', '3', '--id', 'RECEIPT-17'],
      ['grant', 'bob', '2.50', '--id', 'RECEIPT-17'],
    ]) {
      const refused = await run(...other);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain('The id "RECEIPT-17" was used already, for 2.50 EUR to "alice"');
    }
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '2.50' }]);
    expect(await run.json('users', 'show', 'bob')).toMatchObject([{ balance: '0.00' }]);
  });

  test('a receipt can never be the posting of a job', async () => {
    await run('grant', 'alice', '5');
    const job = await printed(service.jobs, 'alice');
    await until(service.jobs, job.job.id, 'ended');
    expect((await run('grant', 'alice', '1', '--id', `job:${job.job.id}:post`)).code).toBe(0);
  });

  test('a pattern grants to each under one id, and a repeat finds each of them', async () => {
    await run('grant', '*', '1', '--id', 'term');
    await run('users', 'add', 'carol', '--mode', 'balance');
    const again = await run.json('grant', '*', '1', '--id', 'term');
    expect(again).toMatchObject([{ result: 'exists' }, { result: 'exists' }, { result: 'done' }]);
    const [users] = await run.json('users', 'list');
    expect(users).toMatchObject([{ balance: '1.00' }, { balance: '1.00' }, { balance: '1.00' }]);
  });

  test.each([
    ['nobody', ['grant', 'nobody', '1'], 1, 'There is no user "nobody"'],
    ['nothing', ['grant', 'alice', '0'], 1, 'changes nothing'],
    ['more than a wallet holds', ['grant', 'alice', '100000000', '--dry-run'], 0, ''],
    ['no amount', ['grant', 'alice'], 2, 'platen grant alice 2.50'],
    ['an amount that is none', ['grant', 'alice', 'much'], 2, 'The amount is "much"'],
    ['too many decimals', ['grant', 'alice', '1.23456'], 2, 'The amount is "1.23456"'],
  ])('is judged: %s', async (_what, argv, code, sentence) => {
    const said = await run(...argv);
    expect(said.code).toBe(code);
    expect(said.err).toContain(sentence);
  });

  test('a wallet has an upper end', async () => {
    await run('grant', 'alice', '100000000');
    const over = await run('grant', 'alice', '0.01');
    expect(over.code).toBe(1);
    expect(over.err).toContain('at most 100000000.00 EUR is kept');
  });
});

describe('a list in a file', () => {
  let folder: string;
  const file = async (text: string | Buffer): Promise<string> => {
    const path = join(folder, 'list.csv');
    await writeFile(path, text);
    return path;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'platen-cli-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('adds users, with the options for what a line leaves empty', async () => {
    const path = await file('\ufeffuser;balance;mode\r\nalice;5.00;both\r\n\r\n"bob";;\r\n');
    expect(await run('users', 'add', '--from', path, '--mode', 'quota')).toMatchObject({ code: 0, err: '' });
    expect(await run.json('users', 'list')).toMatchObject([
      [
        { name: 'alice', mode: 'both', balance: '5.00' },
        { name: 'bob', mode: 'quota', balance: '0.00' },
      ],
    ]);
  });

  test('limits and grants', async () => {
    await run('users', 'add', 'alice', 'bob', '--mode', 'both');
    const limits = await file('user,printer,soft,hard\nalice,demo,90,100\nbob,,none,50\n');
    expect((await run('users', 'limit', '--from', limits, '--printer', 'demo')).code).toBe(0);
    expect((await service.store.account('bob'))?.policy.limits).toEqual({ demo: { hard: 50 } });
    const grants = await file('user,amount,reason,id\nalice,2.50,cash desk,R1\nbob,1,,\n');
    expect((await run('grant', '--from', grants)).code).toBe(0);
    expect(await run.json('grant', '--from', await file('user,amount,id\nalice,2.50,R1\n'))).toMatchObject([
      { result: 'exists' },
    ]);
    expect(await run.json('users', 'list')).toMatchObject([[{ balance: '2.50' }, { balance: '1.00' }]]);
  });

  test('is checked wholly before the first line is written', async () => {
    await run('users', 'add', 'alice');
    const said = await run('grant', '--from', await file('user,amount\nalice,1\nnobody,1\nnoone,1\n'));
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain('list.csv:3: There is no user "nobody".');
    expect(said.err).toContain('list.csv:4: There is no user "noone".');
    expect(said.err).toContain('2 of 3 refused. Nothing was changed.');
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '0.00' }]);
  });

  test('tells every wrong value with its line before anything is asked', async () => {
    const said = await run('grant', '--from', await file('user,amount\nalice,1\nbob,one\n,2\ncarol,3,4\n'));
    expect(said.code).toBe(2);
    expect(said.err).toContain('3 lines are wrong; nothing was changed:');
    expect(said.err).toContain('list.csv:3: amount is "one". Expected an amount such as 2.50');
    expect(said.err).toContain('list.csv:4: user is empty.');
    expect(said.err).toContain('list.csv:5: 3 cells, but the header line has 2.');
  });

  test('that names a user twice is refused when users are added', async () => {
    const said = await run('users', 'add', '--from', await file('user\nalice\nALICE\n'));
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain(
      'list.csv:3: The user "alice" stands twice in the list, at list.csv:2 already.',
    );
    expect(await run.json('users', 'list')).toEqual([[]]);
  });

  test.each([
    [
      'an unknown column',
      'user,amuont\nalice,1\n',
      'the header line is "user, amuont"; expected a header line with user, amount',
    ],
    ['a missing column', 'user\nalice\n', 'expected a header line with user, amount'],
    ['a column twice', 'user,user,amount\na,b,1\n', 'expected a header line'],
    ['no line', 'user,amount\n', 'has a header line and no other'],
    ['nothing', '', 'is empty'],
    ['an open quote', 'user,amount\n"alice,1\n', 'list.csv:2: a quote (") is not closed'],
    ['another encoding', Buffer.from([0x75, 0x73, 0xe4, 0x0a]), 'is not UTF-8 text'],
  ])('is refused with %s', async (_what, text, sentence) => {
    const said = await run('grant', '--from', await file(text));
    expect(said.code).toBe(2);
    expect(said.err).toContain(sentence);
  });

  test('that cannot be read is said to be so', async () => {
    const said = await run('grant', '--from', join(folder, 'absent.csv'));
    expect(said.code).toBe(2);
    expect(said.err).toContain('absent.csv cannot be read');
  });

  test('can come by standard input', async () => {
    await run('users', 'add', 'alice');
    const piped = platen({ admin: adminOver(service), stdin: 'user\tamount\nalice\t4\n' });
    expect((await piped('grant', '--from', '-')).code).toBe(0);
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '4.00' }]);
  });

  test('of a thousand lines shows progress on a terminal and a number at the end', async () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => `u${index}`).join('\n');
    const path = await file(`user\n${lines}\n`);
    const terminal = platen({ admin: adminOver(service), io: { showProgress: true } });
    const said = await terminal('users', 'add', '--from', path);
    expect(said).toMatchObject({ code: 0, out: '1000 lines.\n' });
    expect(said.err).toContain('checked: 750 of 1000');
    expect(said.err).toContain('done: 250 of 1000');
  });
});

describe('refund', () => {
  async function charged(impressions: number): Promise<number> {
    await run('users', 'add', 'alice', '--mode', 'both', '--balance', '10');
    const view = await printed(service.jobs, 'alice', impressions);
    await until(service.jobs, view.job.id, 'ended');
    return view.job.id;
  }

  test('gives all back, money and counter, and then nothing is left', async () => {
    const job = String(await charged(3));
    expect(await run.json('refund', job, '--reason', 'streaks')).toEqual([
      {
        job: Number(job),
        user: 'alice',
        amount: '3.00',
        impressions: 3,
        left: { amount: '0.00', impressions: 0 },
        repeated: false,
      },
    ]);
    expect(await run.json('users', 'show', 'alice')).toMatchObject([
      { balance: '10.00', counters: [{ impressions: 0 }] },
    ]);
    const again = await run('refund', job);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('has been refunded wholly');
  });

  test('gives parts back until nothing is left, and never more', async () => {
    const job = String(await charged(3));
    expect((await run('refund', job, '--impressions', '2')).out).toContain(
      '2.00 EUR and 2 impressions of job',
    );
    const over = await run('refund', job, '--impressions', '2');
    expect(over.code).toBe(1);
    expect(over.err).toContain('Only 1.00 EUR and 1 impression of job');
    expect((await run('refund', job, '--amount', '0.40')).code).toBe(0);
    expect(await run.json('refund', job)).toMatchObject([{ amount: '0.60', impressions: 1 }]);
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '10.00' }]);
  });

  test('is done once under one id', async () => {
    const job = String(await charged(3));
    await run('refund', job, '--impressions', '1', '--id', 'R1');
    expect(await run.json('refund', job, '--impressions', '1', '--id', 'R1')).toMatchObject([
      { impressions: 1, repeated: true, left: { impressions: 2 } },
    ]);
    const other = await run('refund', job, '--impressions', '2', '--id', 'R1');
    expect(other.code).toBe(1);
    expect(other.err).toContain('The id "R1" was used already, for a refund of 1.00 EUR and 1 impression');
  });

  test('is not written by a dry run', async () => {
    const job = String(await charged(3));
    expect((await run('refund', job, '--dry-run')).out).toContain('Would be done: 3.00 EUR');
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '7.00' }]);
  });

  test('says why there is nothing to refund', async () => {
    expect((await run('refund', '99')).err).toContain('There is no job 99');
    const relay = heldRelay();
    device.script = relay.script;
    const open = await printed(service.jobs, 'alice');
    const early = await run('refund', String(open.job.id));
    expect(early.err).toContain('has not ended, nothing is charged yet');
    relay.end({ kind: 'failed', octetsSent: 0, retry: false, message: 'no' });
    await until(service.jobs, open.job.id, 'ended');
    const failed = await run('refund', String(open.job.id));
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('was not charged');
  });

  test.each([
    ['no number', ['refund', 'letter'], 'Expected the number of a job'],
    ['no job', ['refund'], "missing required argument 'job'"],
    ['a negative amount', ['refund', '1', '--amount', '-1'], 'Expected an amount above 0'],
  ])('is used wrongly with %s', async (_what, argv, sentence) => {
    const said = await run(...argv);
    expect(said.code).toBe(2);
    expect(said.err).toContain(sentence);
  });
});

describe('a held request', () => {
  test('is unaffected by a policy change until the next job', async () => {
    await run('users', 'add', 'bob', '--mode', 'quota');
    expect((await service.jobs.print(requestOf('bob'), pages(1))).kind).toBe('accepted');
    await run('users', 'set', 'bob', '--mode', 'blocked');
    expect((await service.jobs.print(requestOf('bob'), pages(1))).kind).toBe('refused');
  });
});
