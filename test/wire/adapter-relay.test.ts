import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AdapterFolder, type AdapterRun, resultOf } from '../support/adapter-run.ts';
import { FakeAdapterServer } from '../support/fake-adapter-server.ts';
import { ServerProcess } from '../support/server-process.ts';

const text = { CONTENT_TYPE: 'text/plain' };

interface Row {
  readonly action: string;
  readonly impressions: number;
}

describe('a queue of Platen itself, cupspykota: alone', () => {
  let server: ServerProcess;
  let adapter: AdapterFolder;

  beforeAll(async () => {
    server = await ServerProcess.make({
      adapter: { socket: 'adapter.sock' },
      defaults: { prices: { impression: '1.00' } },
      printers: [
        { name: 'office', device: 'file:out/' },
        { name: 'held', device: 'file:held/' },
        { name: 'away', device: 'socket://127.0.0.1:1', onError: { action: 'abort' } },
        { name: 'wrapped', device: 'cupspykota:' },
      ],
    });
    await server.start();
    await server.cli('users', 'add', 'poor', '--mode', 'balance', '--balance', '1.00');
  });

  afterAll(() => server.remove());

  beforeEach(async () => {
    adapter = await AdapterFolder.make();
    await adapter.backend('record', 'cat >"$OUT/$1"');
    await adapter.configure({ server: { kind: 'socket', path: join(server.folder, 'adapter.sock') } });
  });

  afterEach(() => adapter.remove());

  const rowsOf = async (user: string): Promise<readonly Row[]> =>
    (await server.json('history', '--user', user)) as readonly Row[];
  const print = (
    user: string,
    queue: string,
    more: { job?: number; uri?: string } = {},
  ): Promise<AdapterRun> =>
    adapter.run({
      uri: 'cupspykota:',
      user,
      input: 'page 1\fpage 2\f',
      ...more,
      environment: { ...text, PRINTER: queue },
    });

  test.each(['cupspykota:', 'cupspykota:/', 'cupspykota://', 'cupspykota://localhost/'])(
    '%s prints by the device of the printer with its name, and is charged once',
    async (uri) => {
      const user = `user${uri.length}`;
      expect(await print(user, 'office', { uri })).toMatchObject({ code: 0 });
      expect(await rowsOf(user)).toMatchObject([{ action: 'printed', impressions: 2 }]);
      const out = join(server.folder, 'out');
      const documents = readdirSync(out).filter((name) => !name.endsWith('.json'));
      expect(documents.map((name) => readFileSync(join(out, name), 'utf8'))).toContain('page 1\fpage 2\f');
      expect(readdirSync(join(adapter.folder, 'out'))).toEqual([]);
    },
  );

  test('sends a file as often as copies are asked for', async () => {
    const file = join(adapter.folder, 'tmp', 'document');
    writeFileSync(file, 'page 1\fpage 2\f');
    const run = await adapter.run({ uri: 'cupspykota:', user: 'copies', file, environment: text });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(await rowsOf('copies')).toMatchObject([{ action: 'printed', impressions: 4 }]);
  });

  test('holds what its owner cannot pay, and says so', async () => {
    const run = await print('poor', 'office');
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('JOBSTATE: account-limit-reached\n');
    expect(await rowsOf('poor')).toMatchObject([{ action: 'refused' }]);
  });

  test('gives the queue free for what waits at the server, and the job with it', async () => {
    await server.cli('printers', 'pause', 'held');
    const paused = await print('waiting', 'held');
    expect(paused).toMatchObject({ code: 3 });
    expect(paused.stderr).toContain('JOBSTATE: printer-stopped\n');
    await server.cli('printers', 'resume', 'held');
    expect(await print('waiting', 'held')).toMatchObject({ code: 0 });
    expect(await rowsOf('waiting')).toMatchObject([{ action: 'printed' }]);
  });

  test('fails as its device does', async () => {
    const run = await print('failing', 'away');
    expect(run).toMatchObject({ code: 1 });
    expect(run.stderr).toContain('WARNING: ');
    expect(await rowsOf('failing')).toMatchObject([{ action: 'failed', impressions: 0 }]);
  });

  test.each([
    ['a printer that there is not', 'attic', 'cupspykota:'],
    ['a printer without a device of its own', 'wrapped', 'cupspykota:'],
    ['a printer with one, around a backend', 'office', 'cupspykota:record:/'],
  ])('keeps a job for %s until an administrator has mended it', async (_, queue, uri) => {
    const run = await print('lost', queue, { uri });
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('JOBSTATE: resources-are-not-ready\n');
    expect(readdirSync(join(adapter.folder, 'out'))).toEqual([]);
  });

  test('is another job, and charged again, when its owner restarts it', async () => {
    expect(await print('again', 'office')).toMatchObject({ code: 0 });
    expect(await print('again', 'office')).toMatchObject({ code: 0 });
    expect(await rowsOf('again')).toMatchObject([{ action: 'printed' }, { action: 'printed' }]);
  });

  test.each([
    ['held', 0],
    ['printed', 0],
    ['refused', 3],
    ['cancelled', 5],
    ['failed', 1],
  ] as const)('that has %s at the server ends in CUPS with %i', async (state, code) => {
    const told = new FakeAdapterServer(adapter.folder);
    await told.start();
    await adapter.configure({ server: { kind: 'socket', path: told.path } });
    told.decide = () => ({ decision: 'relayed', job: 12 });
    let asked = 0;
    told.statusOf = () => ((asked += 1) < 3 ? { state: 'pending' } : { state, message: 'as told' });
    const run = await print('alice', 'office');
    await told.stop();
    expect(run).toMatchObject({ code });
    expect(run.stderr.includes('WARNING: as told')).toBe(code !== 0);
    expect(told.ends).toEqual([]);
  });

  test('is left to the server at SIGTERM', async () => {
    const told = new FakeAdapterServer(adapter.folder);
    await told.start();
    await adapter.configure({ server: { kind: 'socket', path: told.path } });
    told.decide = () => ({ decision: 'relayed', job: 12 });
    let asked = 0;
    told.statusOf = () => {
      asked += 1;
      return { state: 'printing' };
    };
    const child = adapter.start({ uri: 'cupspykota:', input: 'page 1\f', environment: text });
    const ended = resultOf(child);
    for (let left = 100; left > 0 && asked === 0; left -= 1) await sleep(50);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect(asked).toBeGreaterThan(0);
    await told.stop();
  });

  test('is tried again while the server is away, whatever the rule says: nothing else could print it', async () => {
    await adapter.configure({
      server: { kind: 'socket', path: join(adapter.folder, 'nobody.sock') },
      serverDown: { policy: 'open', jobsPerHour: 5, octetsPerHour: 1_000_000 },
    });
    const run = await print('away', 'office');
    expect(run).toMatchObject({ code: 6 });
    expect(run.stderr).toContain('there is no');
    expect(readdirSync(join(adapter.folder, 'spool', 'journal'))).toEqual([]);
  });
});
