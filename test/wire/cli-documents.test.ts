import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UsersRule } from '../../src/config/index.ts';
import type { DocumentCounters } from '../../src/documents/index.ts';
import type { PageCount } from '../../src/model/page-count.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { demo, openTestService, type TestService, textOf } from '../support/print-service.ts';
import { ScriptedDevice } from '../support/scripted-device.ts';
import { adminOver, platen, strangers } from './cli-harness.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-cli-'));
  await writeFile(join(folder, 'three.txt'), textOf(3));
  await writeFile(join(folder, 'broken.pdf'), '%PDF-1.7 and no more');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Counters whose answer the test knows. */
function answering(count: PageCount): DocumentCounters {
  return {
    counter: () => ({ push: () => undefined, finish: () => Promise.resolve(count) }),
    close: () => Promise.resolve(),
  };
}

describe('count', () => {
  // No admin functions, no configuration: the harness throws when they are asked for.
  const run = (...argv: readonly string[]) => platen({ io: { workingFolder: folder } })('count', ...argv);

  test('needs no server and no configuration', async () => {
    const said = await run('three.txt');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/^three\.txt +text +3 +1 +3 +3 /m);
  });

  test('prints one object a line and file with --json', async () => {
    const said = await run('--json', 'three.txt', 'broken.pdf');
    const lines = said.out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(said.code).toBe(1);
    expect(lines).toMatchObject([
      {
        file: 'three.txt',
        format: 'text',
        kind: 'counted',
        pages: 3,
        impressions: 3,
        copies: 1,
        sheets: 3,
        duplex: 'none',
        confidence: expect.any(String) as unknown,
        source: expect.any(String) as unknown,
        evidence: expect.any(Array) as unknown,
      },
      { file: 'broken.pdf', format: 'pdf', kind: 'unknown' },
    ]);
  });

  test('tells copies, duplex, colour and media that are in the data', async () => {
    const printing = { media: 'iso_a4_210x297mm', copies: 2, sides: 'two-sided-short-edge' } as const;
    const count: PageCount = {
      kind: 'counted',
      format: 'image/pwg-raster',
      pages: 3,
      runs: [
        { first: 1, last: 1, colour: true, ...printing },
        { first: 2, last: 3, colour: false, ...printing },
      ],
      confidence: 'exact',
      source: 'page headers',
      evidence: ['three headers'],
    };
    const counting = platen({
      io: { workingFolder: folder },
      deps: { openCounters: () => Promise.resolve(answering(count)) },
    });
    expect(await counting.json('count', 'three.txt')).toEqual([
      {
        file: 'three.txt',
        format: 'pwg-raster',
        kind: 'counted',
        pages: 3,
        impressions: 6,
        copies: 2,
        sheets: 4,
        duplex: 'short',
        colourPages: [1],
        media: ['iso_a4_210x297mm'],
        confidence: 'exact',
        source: 'page headers',
        evidence: ['three headers'],
      },
    ]);
  });

  test('says why a document is not countable and what it saw, never 0', async () => {
    const count: PageCount = {
      kind: 'unknown',
      format: 'application/pdf',
      why: 'password',
      seen: 3,
      evidence: [],
    };
    const counting = platen({
      io: { workingFolder: folder },
      deps: { openCounters: () => Promise.resolve(answering(count)) },
    });
    expect(await counting('count', 'three.txt', '--json')).toEqual({
      code: 1,
      out: '{"file":"three.txt","format":"pdf","kind":"unknown","why":"password","seen":3}\n',
      err: '',
    });
    expect((await counting('count', 'three.txt')).out).toMatch(
      /\? +\? +\? +\? +unknown: password, 3 pages seen/,
    );
  });

  test('goes on after a file that cannot be read, and ends with 2', async () => {
    const said = await run('absent.pdf', 'three.txt');
    expect(said.code).toBe(2);
    expect(said.err).toContain('absent.pdf cannot be read: ENOENT');
    expect(said.out).toContain('three.txt');
    expect((await run('.')).code).toBe(2);
    expect((await run()).code).toBe(2);
  });

  test('reads standard input, and leaves nothing behind', async () => {
    const piped = platen({ stdin: textOf(5) });
    expect(await piped.json('count', '-')).toMatchObject([{ file: '-', kind: 'counted', pages: 5 }]);
    const empty = platen({});
    expect(await empty.json('count', '-')).toMatchObject([{ file: '-', kind: 'unknown', why: 'empty' }]);
  });
});

describe('quote', () => {
  let printers: readonly PrinterSettings[];
  let service: TestService;

  beforeEach(async () => {
    const prices = { job: 1_000, impression: 500, sheet: 100, colour: 2_000 };
    printers = [{ ...demo, prices }];
    service = await openTestService({ device: new ScriptedDevice(), printers });
  });

  afterEach(async () => {
    await service.close();
  });

  const quoting = () => platen({ admin: adminOver(service), io: { workingFolder: folder } });

  test('tells what a document would use and cost with its ticket', async () => {
    const run = quoting();
    const argv = ['quote', 'three.txt', '--printer', 'demo', '--copies', '2', '--sides', 'long'];
    expect(await run.json(...argv)).toMatchObject([
      {
        file: 'three.txt',
        printer: 'demo',
        user: null,
        outcome: 'printed',
        impressions: 6,
        sheets: 4,
        colour: 0,
        amount: '0.44',
        reasons: [],
        warnings: [],
      },
    ]);
    const said = await run(...argv);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain('Price: 0.44 EUR.\nIt would be printed.\n');
  });

  test('takes pages, number-up and mono into the count', async () => {
    const run = quoting();
    const argv = ['quote', 'three.txt', '--printer', 'demo', '--mono'];
    expect(await run.json(...argv, '--pages', '2-')).toMatchObject([{ impressions: 2 }]);
    expect(await run.json(...argv, '--pages', '1,3', '--number-up', '2')).toMatchObject([{ impressions: 1 }]);
    expect(await run.json(...argv, '--booklet')).toMatchObject([{ impressions: 2, sheets: 1 }]);
  });

  test('is refused where the job would be, with every reason and exit code 1', async () => {
    const run = quoting();
    await run('users', 'add', 'alice', '--mode', 'both', '--balance', '0.10');
    await run('users', 'limit', 'alice', '--printer', 'demo', '--hard', '2');
    const argv = ['quote', 'three.txt', '--printer', 'demo', '--user', 'alice'];
    const [quote] = await run.json(...argv);
    expect(quote).toMatchObject({
      outcome: 'refused',
      impressions: 3,
      reasons: [{ kind: 'over-quota' }, { kind: 'over-balance' }],
    });
    const said = await run(...argv);
    expect(said.code).toBe(1);
    expect(said.out).toContain('2 of 2 are left on demo.');
    expect((await run('users', 'show', 'alice', '--json')).out).toContain('"held":"0.00"');
  });

  test('is free for the exempt, and judges a stranger by the rule for strangers', async () => {
    await quoting()('users', 'add', 'eve', '--mode', 'exempt');
    const argv = ['quote', 'three.txt', '--printer', 'demo', '--user'];
    expect(await quoting().json(...argv, 'eve')).toMatchObject([{ amount: '0.00', outcome: 'printed' }]);
    expect(await quoting().json(...argv, 'stranger')).toMatchObject([{ outcome: 'printed' }]);
    const judged = async (users: Partial<UsersRule>): Promise<unknown> => {
      await service.close();
      service = await openTestService({ device: new ScriptedDevice(), printers, users });
      return quoting().json(...argv, 'stranger');
    };
    expect(await judged({ unknown: 'allow' })).toMatchObject([{ outcome: 'printed' }]);
    expect(await judged({ unknown: 'deny' })).toMatchObject([
      { outcome: 'refused', reasons: [{ kind: 'unknown-user' }] },
    ]);
    const template = { ...strangers.template, mode: 'balance' as const };
    expect(await judged({ template })).toMatchObject([{ outcome: 'refused' }]);
    expect(await service.store.account('stranger')).toBeUndefined();
  });

  test('warns of what the device cannot be told, and leaves it out of the price', async () => {
    await service.close();
    const device = new ScriptedDevice();
    const { assumed } = device;
    Object.assign(device, {
      assumed: { ...assumed, capabilities: { ...assumed.capabilities, carries: ['copies'] } },
    });
    service = await openTestService({ device });
    expect(
      await quoting().json('quote', 'three.txt', '--printer', 'demo', '--copies', '2', '--pages', '1'),
    ).toMatchObject([
      { impressions: 6, warnings: ['The device of demo cannot be told pageRanges; it is left out.'] },
    ]);
  });

  test('follows the printer’s rule for what cannot be counted', async () => {
    const said = await quoting()('quote', 'broken.pdf', '--printer', 'demo');
    expect(said.code).toBe(1);
    expect(said.out).toContain('It would be refused.');
    expect(await quoting().json('quote', 'broken.pdf', '--printer', 'demo')).toMatchObject([
      { impressions: null, amount: null, outcome: 'refused' },
    ]);
  });

  test.each([
    ['no printer', ['three.txt'], 2, "required option '--printer <name>' not specified"],
    ['a printer there is not', ['three.txt', '--printer', 'x'], 1, 'There is no printer "x"'],
    ['a file there is not', ['absent.txt', '--printer', 'demo'], 2, 'absent.txt cannot be read'],
    ['no copies', ['three.txt', '--printer', 'demo', '--copies', '0'], 2, 'Expected copies'],
    [
      'strange sides',
      ['three.txt', '--printer', 'demo', '--sides', 'both'],
      2,
      'Expected one, long or short',
    ],
    ['pages backwards', ['three.txt', '--printer', 'demo', '--pages', '3-1'], 2, 'Expected pages such as'],
    ['page 0', ['three.txt', '--printer', 'demo', '--pages', '0'], 2, 'Expected pages such as'],
    ['no number-up', ['three.txt', '--printer', 'demo', '--number-up', '0'], 2, 'Expected pages on one side'],
    ['pages that are not there', ['three.txt', '--printer', 'demo', '--pages', '7'], 1, ''],
  ])('is refused with %s', async (_what, argv, code, sentence) => {
    const said = await quoting()('quote', ...argv);
    expect(said.code).toBe(code);
    expect(said.err).toContain(sentence);
  });
});
