import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultServerDown } from '../../src/model/adapter-settings.ts';
import { AdapterFolder, resultOf } from '../support/adapter-run.ts';
import { FakeAdapterServer } from '../support/fake-adapter-server.ts';

const uri = 'cupspykota:record:/';
const large = Buffer.alloc(2_000_000, 'x');
const open = { ...defaultServerDown, policy: 'open' } as const;

let adapter: AdapterFolder;
let server: FakeAdapterServer;

beforeEach(async () => {
  adapter = await AdapterFolder.make();
  await adapter.backend('record', 'cat >"$OUT/$1"');
  server = new FakeAdapterServer(adapter.folder);
  await server.start();
});

afterEach(async () => {
  await server.stop();
  await adapter.remove();
});

const at = (name: string): string => join(adapter.folder, name);
const printed = (): readonly string[] => readdirSync(at('out'));

/** No file may become larger than so many octets; the program is told EFBIG as by a full disk. */
function limitFiles(octets: number): void {
  adapter.launcher = ['prlimit', `--fsize=${octets}`];
}

describe('where a file cannot become larger', () => {
  test('a stream that does not fit is held, and told to nobody as printed', async () => {
    limitFiles(1_000_000);
    const run = await adapter.run({ uri, input: large });
    expect(run, run.stderr).toMatchObject({ code: 3 });
    expect(run.stderr).toContain(`${at('tmp')} has no room for the job (EFBIG)`);
    expect(run.stderr).toContain('WARNING: There is a fault on this print server; the job is held');
    expect(printed()).toEqual([]);
    expect(server.jobs).toEqual([]);
    expect(readdirSync(at('tmp'))).toEqual([]);
    adapter.launcher = [];
    expect(await adapter.run({ uri, input: large })).toMatchObject({ code: 0 });
  });

  test('what the journal has no room for is not printed on trust, and leaves no half of an entry', async () => {
    await server.stop();
    await adapter.configure({ serverDown: open });
    const file = at('document');
    writeFileSync(file, large);
    limitFiles(1_000_000);
    const run = await adapter.run({ uri, file });
    expect(run, run.stderr).toMatchObject({ code: 6 });
    expect(run.stderr).toContain('the journal cannot be written');
    expect(printed()).toEqual([]);
    expect(readdirSync(at('spool/journal'))).toEqual([]);
  });

  test('a line that fits only in part is no entry', async () => {
    await server.stop();
    await adapter.configure({ serverDown: open });
    limitFiles(100);
    const run = await adapter.run({ uri, input: 'x' });
    expect(run, run.stderr).toMatchObject({ code: 6 });
    expect(printed()).toEqual([]);
    expect(readdirSync(at('spool/journal'))).toEqual([]);
  });

  test('the end of a run that nobody can be told is said in the log, and the job stays printed', async () => {
    server.endStatus = 500;
    await adapter.backend('quiet', 'cat >/dev/null');
    limitFiles(20);
    const run = await adapter.run({ uri: 'cupspykota:quiet:/', input: 'x' });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('could not be told of the end of the job');
    expect(readdirSync(at('spool/journal'))).toEqual([]);
  });
});

describe('where nothing can be written', () => {
  test.each(['tmp is missing', 'tmp is a file'])('%s: a stream is held', async (what) => {
    rmSync(at('tmp'), { recursive: true });
    if (what === 'tmp is a file') writeFileSync(at('tmp'), '');
    const run = await adapter.run({ uri, input: large });
    expect(run, run.stderr).toMatchObject({ code: 3 });
    expect(run.stderr).toContain(`${at('tmp')} takes no file`);
    expect(server.jobs).toEqual([]);
    expect(printed()).toEqual([]);
  });

  test('a file of CUPS that cannot be read is held', async () => {
    const run = await adapter.run({ uri, file: at('nothing') });
    expect(run, run.stderr).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('the file of the job cannot be read (ENOENT)');
    expect(printed()).toEqual([]);
  });

  test('a stream needs no journal while the server is there', async () => {
    await adapter.configure({ folder: adapter.program });
    expect(await adapter.run({ uri, input: 'x' })).toMatchObject({ code: 0 });
    expect(server.ends).toHaveLength(1);
  });
});

describe.skipIf(!canMount())('on a disk of its own (needs the right to mount one)', () => {
  const mebi = 1024 * 1024;

  const mount = (name: string, options: string): void => {
    mkdirSync(at(name), { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'platen-test', at(name)]);
    mounted.push(at(name));
  };
  const mounted: string[] = [];

  afterEach(() => {
    for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);
  });

  test('that is full: held, and printed once there is room', async () => {
    mount('tmp', 'size=1m,mode=0700');
    const run = await adapter.run({ uri, input: large });
    expect(run, run.stderr).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('has no room for the job (ENOSPC)');
    execFileSync('mount', ['-o', 'remount,size=8m', at('tmp')]);
    expect(await adapter.run({ uri, input: large })).toMatchObject({ code: 0 });
    expect(printed()).toEqual(['7']);
  });

  test('that is read-only: held', async () => {
    mount('tmp', 'size=1m,mode=0700,ro');
    const run = await adapter.run({ uri, input: 'x' });
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('(EROFS)');
  });

  test('for the journal: what fits is told later, once; what does not is not printed', async () => {
    await server.stop();
    mount('spool', 'size=1m,mode=0700');
    await adapter.configure({ serverDown: { ...open, octetsPerHour: 100 * mebi } });
    const codes: (number | null)[] = [];
    for (let job = 1; job <= 4; job += 1)
      codes.push((await adapter.run({ uri, job, input: Buffer.alloc(mebi / 3) })).code);
    expect(codes).toEqual([0, 0, 6, 6]);
    expect(printed()).toEqual(['1', '2']);
    await server.start();
    server.decide = () => ({ decision: 'done', job: 1 });
    const replayed = await resultOf(adapter.spawn(['--replay']));
    expect(JSON.parse(replayed.stdout)).toMatchObject({ told: 2, left: 0 });
    expect(server.jobs.map(({ line }) => line['job'])).toEqual([1, 2]);
    expect(readdirSync(at('spool/journal'))).toEqual([]);
  });
});

/** Root may, but not in every container. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'platen-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'platen-test', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
