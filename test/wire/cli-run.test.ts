import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Admin } from '../../src/admin/index.ts';
import { faultCodes, PrintServerError } from '../../src/base/fault.ts';
import type { CheckReport, CliDeps, ServeRequest } from '../../src/cli/index.ts';
import { platen } from './cli-harness.ts';

const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** Admin functions that fail, but for those that a test gives. */
function fakeAdmin(given: Partial<Admin>): Admin {
  return {
    listUsers: unused,
    showUser: unused,
    addUsers: unused,
    setUsers: unused,
    limitUsers: unused,
    removeUsers: unused,
    setPassword: unused,
    addToken: unused,
    revokeTokens: unused,
    grant: unused,
    refund: unused,
    listPrinters: unused,
    pausePrinter: unused,
    resumePrinter: unused,
    listJobs: unused,
    resolveJob: unused,
    holdJob: unused,
    releaseJob: unused,
    cancelJob: unused,
    history: unused,
    explainJob: unused,
    quote: unused,
    ...given,
  };
}

const noJobs: Partial<Admin> = { listJobs: () => Promise.resolve({ kind: 'done', jobs: [], more: false }) };

describe('help', () => {
  test('names every command and the options that all of them take', async () => {
    const said = await platen({})('--help');
    expect(said).toMatchObject({ code: 0, err: '' });
    const names =
      'serve check users grant refund printers jobs hold release cancel history count quote explain';
    for (const name of names.split(' ')) expect(said.out).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(said.out).toContain('--config <file>');
    expect(said.out).toContain('--json');
  });

  test.each([
    [['help', 'grant'], 'Usage: platen grant [options] <user...> <amount>'],
    [['grant', '--help'], '--id <id>'],
    [['users', 'add', '--help'], '--balance <amount>'],
    [['jobs', 'resolve', '-h'], '--printed [n]'],
    [['--json', 'history', '--help'], '--since <time>'],
  ])('%s tells how the command is used', async (argv, sentence) => {
    const said = await platen({})(...argv);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(sentence);
    expect(said.out).toContain('Global Options:');
  });

  test('the version is that of the program', async () => {
    expect(await platen({})('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });
});

describe('wrong use', () => {
  test.each([
    [[], 'Usage: platen'],
    [['user'], 'Did you mean users?'],
    [['count', '--jsn', 'x'], 'Did you mean --json?'],
    [['history', '--config'], 'argument missing'],
    [['explain', '1', '2'], 'too many arguments'],
  ])('%j ends with 2, says what is wrong and how to go on', async (argv, sentence) => {
    const said = await platen({})(...argv);
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.err).toContain(sentence);
  });

  test('is told with the program’s name before and a hint after', async () => {
    const said = await platen({})('explain', 'x');
    expect(said.err).toMatch(
      /^platen: command-argument value 'x' is invalid for argument 'job'\. Expected .*\n/,
    );
    expect(said.err).toContain('Add --help to see how it is used.');
  });
});

describe('options of all commands', () => {
  test.each([
    [['jobs', '--json']],
    [['--json', 'jobs']],
    [['jobs', 'list', '--json']],
    [['jobs', '--json', '--all']],
    [['jobs', '--config', 'other.json', '--json']],
    [['--config', 'jobs', 'jobs', '--json']],
    [['jobs', '--config=x.json', '--json']],
  ])('%j: stand anywhere', async (argv) => {
    const said = await platen({ admin: fakeAdmin(noJobs) })(...argv);
    expect(said).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  test('the configuration is the named one, else the one of the environment', async () => {
    const opened: string[] = [];
    const deps: Partial<CliDeps> = {
      openAdmin: (file) => {
        opened.push(file);
        const admin = fakeAdmin(noJobs);
        return Promise.resolve({
          admin,
          currency: { code: 'EUR', digits: 2 },
          close: () => Promise.resolve(),
        });
      },
    };
    const run = platen({ deps, io: { workingFolder: '/srv', configFile: 'env.json' } });
    await run('jobs', '--config', 'a.json');
    await run('jobs', '--config', '/etc/b.json');
    await run('jobs');
    expect(opened).toEqual(['/srv/a.json', '/etc/b.json', '/srv/env.json']);
  });
});

describe('faults', () => {
  test.each(faultCodes.map((code) => [code]))('%s becomes a sentence and an exit code', async (code) => {
    const fault = new PrintServerError(code, 'what happened');
    const run = platen({ admin: fakeAdmin({ listJobs: () => Promise.reject(fault) }) });
    expect(await run('jobs')).toEqual({
      code: code === 'config-invalid' ? 2 : 3,
      out: '',
      err: 'platen: what happened\n',
    });
  });

  test('of several lines keep them, and nothing else that a terminal obeys', async () => {
    const fault = new PrintServerError('config-invalid', '2 problems:\nline 1\nline 2 \u001b[2J');
    const run = platen({ admin: fakeAdmin({ listJobs: () => Promise.reject(fault) }) });
    expect(await run('jobs')).toMatchObject({ err: 'platen: 2 problems:\nline 1\nline 2 \ufffd[2J\n' });
  });

  test('when the admin functions cannot be opened end with 3', async () => {
    const away = new PrintServerError('data-folder-in-use', 'another server has the data folder');
    const run = platen({ deps: { openAdmin: () => Promise.reject(away) } });
    expect(await run('users', 'list')).toMatchObject({ code: 3, out: '' });
  });

  test('that nobody foresaw end with 3, and the admin functions are closed all the same', async () => {
    let closed = 0;
    const close = (): Promise<void> => {
      closed += 1;
      return Promise.resolve();
    };
    const opened = { admin: fakeAdmin({}), currency: { code: 'EUR', digits: 2 }, close };
    const said = await platen({ deps: { openAdmin: () => Promise.resolve(opened) } })('jobs');
    expect(said).toMatchObject({ code: 3, err: 'platen: unexpected fault: not part of this test\n' });
    expect(closed).toBe(1);
  });

  test('in the midst of a list say how much of it was done', async () => {
    const user = {
      name: 'x',
      mode: 'quota',
      balance: 0,
      overdraft: 0,
      held: 0,
      available: 0,
      counters: [],
      createdAt: 0,
    } as const;
    let written = 0;
    const admin = fakeAdmin({
      grant: ({ lines, dryRun }) => {
        if (dryRun !== true && written > 0)
          return Promise.reject(new PrintServerError('store-unreachable', 'away'));
        if (dryRun !== true) written += lines.length;
        return Promise.resolve({ kind: 'done', lines: lines.map(() => ({ kind: 'done', user })) });
      },
    });
    const csv = `user,amount\n${'x,1\n'.repeat(600)}`;
    const said = await platen({ admin, stdin: csv })('grant', '--from', '-');
    expect(said).toMatchObject({ code: 3, out: '' });
    expect(said.err).toBe('platen: 250 of 600 lines were done before this happened:\nplaten: away\n');
  });
});

test('a reader who leaves early is no fault', async () => {
  const stdout = new Writable({
    write: (_piece, _encoding, done) => {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });
  const said = await platen({ admin: fakeAdmin(noJobs), io: { stdout } })('jobs', '--json');
  expect(said).toEqual({ code: 0, out: '', err: '' });
});

describe('foreign text', () => {
  test('cannot command the terminal', async () => {
    const job = {
      id: 1,
      printer: 'demo',
      user: 'eve',
      level: 'claimed',
      name: '\u001b]0;owned\u0007\u202egnp.exe',
      state: 'held',
      reasons: [],
      needsOperator: false,
      impressions: null,
      amount: null,
      submittedAt: 0,
      expiresAt: null,
    } as const;
    const admin = fakeAdmin({ listJobs: () => Promise.resolve({ kind: 'done', jobs: [job], more: false }) });
    const said = await platen({ admin })('jobs');
    expect(said.out).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(said.out).toContain('\ufffd]0;owned');
    expect(await platen({ admin }).json('jobs')).toMatchObject([
      [{ name: job.name, impressions: null, amount: null }],
    ]);
  });
});

describe('serve', () => {
  const served: ServeRequest[] = [];
  const run = platen({
    deps: {
      serve: (request) => {
        served.push(request);
        return Promise.resolve(3);
      },
    },
    io: { workingFolder: '/srv' },
  });

  test('hands configuration and addresses on, and ends as the server did', async () => {
    served.length = 0;
    expect((await run('serve', '--config', 'p.json')).code).toBe(3);
    await run('serve', '--listen', '127.0.0.1:8640', '--listen', 'unix:/run/p.sock');
    expect(served).toEqual([
      { configFile: '/srv/p.json', listen: [] },
      { configFile: '/srv/platen.json', listen: ['127.0.0.1:8640', 'unix:/run/p.sock'] },
    ]);
  });

  test('refuses what is no address', async () => {
    const said = await run('serve', '--listen', '8640');
    expect(said.code).toBe(2);
    expect(said.err).toContain("argument '8640' is invalid. Expected HOST:PORT");
  });
});

describe('check', () => {
  const checking = (report: Partial<CheckReport>) =>
    platen({
      deps: { check: () => Promise.resolve({ problems: [], warnings: [], summary: [], ...report }) },
      io: { workingFolder: '/srv' },
    });
  const problem = {
    path: 'printers[0].prise',
    line: 7,
    column: 3,
    found: '"prise"',
    expected: 'a known key',
    hint: 'prices',
  };

  test('says that a good configuration is good, with warnings and what it amounts to', async () => {
    const run = checking({
      warnings: [{ path: 'listen[0]', message: 'is public' }],
      summary: ['2 printers.'],
    });
    expect(await run('check')).toEqual({
      code: 0,
      out: 'warning: listen[0]: is public\n2 printers.\n/srv/platen.json is good.\n',
      err: '',
    });
  });

  test('tells every problem with its place, and ends with 2', async () => {
    const said = await checking({ problems: [problem, { ...problem, path: '' }] })('check');
    expect(said.code).toBe(2);
    expect(said.out).toMatch(
      /line 7, column 3: printers\[0\]\.prise\n +found: +"prise"\n +expected: a known key/,
    );
    expect(said.err).toBe('platen: /srv/platen.json has 2 problems.\n');
  });

  test('tells machines the same', async () => {
    expect(await checking({ problems: [problem] }).json('check')).toEqual([
      { file: '/srv/platen.json', ok: false, problems: [problem], warnings: [], summary: [] },
    ]);
  });
});
