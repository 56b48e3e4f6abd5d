import { once } from 'node:events';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDataFolder } from '../../src/storage/embedded/index.ts';
import { historyOf, settled } from '../support/books.ts';
import { PrintClient } from '../support/print-client.ts';
import { type CliResult, ServerProcess } from '../support/server-process.ts';

// What an administrator does wrong or finds broken: one sentence that says what to do, the exit code of docs/errors.md,
// and nothing harmed: with the cause gone, everything is as it was.

const printers = [{ name: 'demo', device: 'file:out/' }];

/** One line on stderr, none on stdout. */
function expectOneSentence(result: CliResult, code: number, words: RegExp): void {
  expect(result).toMatchObject({ code, stdout: '' });
  expect(result.stderr).toMatch(/^platen: [^\n]+\n$/);
  expect(result.stderr).toMatch(words);
}

async function printsOnce(server: ServerProcess): Promise<void> {
  const before = (await historyOf(server)).length;
  const client = new PrintClient(server.port);
  expect(await client.print(Buffer.from('one page\n'))).toMatchObject({ status: 0 });
  client.close();
  await settled(server);
  const rows = await historyOf(server);
  expect(rows.length).toBe(before + 1);
  expect(rows[0]).toMatchObject({ action: 'printed', impressions: 1 });
}

describe('a start or a command that cannot be', () => {
  let server: ServerProcess;

  beforeEach(async () => {
    server = await ServerProcess.make({ printers });
  });

  afterEach(async () => {
    await server.remove();
  });

  test('a port that another program has', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const result = await server.cli('serve', '--listen', `127.0.0.1:${port}`);
    expectOneSentence(result, 3, /cannot listen on 127\.0\.0\.1:\d+: .*stop that program or choose another/);
    other.close();
    await server.start();
    await printsOnce(server);
  });

  test('a data folder that is a file, which stays as it is', async () => {
    await server.configure({ printers, data: 'file' });
    await writeFile(join(server.folder, 'file'), 'dear diary');
    expectOneSentence(await server.cli('serve'), 3, /data folder .* name another one as "data"/);
    expectOneSentence(await server.cli('users', 'list'), 3, /data folder .* name another one as "data"/);
    expect(await readFile(join(server.folder, 'file'), 'utf8')).toBe('dear diary');
  });

  // Root writes everywhere.
  test.skipIf(process.getuid?.() === 0)('a data folder that may not be written', async () => {
    await mkdir(join(server.folder, 'closed'), { mode: 0o500 });
    await server.configure({ printers, data: 'closed' });
    expectOneSentence(await server.cli('serve'), 3, /data folder .*a folder that this user may write/);
  });

  test('a second server on one data folder; the first goes on', async () => {
    await server.start();
    expectOneSentence(
      await server.cli('serve'),
      3,
      /another Platen uses the data folder .*: stop it, or name/,
    );
    await printsOnce(server);
  });

  test('a command beside no server, while something else has the data folder', async () => {
    const lock = await lockDataFolder(join(server.folder, 'data'));
    expectOneSentence(await server.cli('users', 'add', 'alice'), 3, /another Platen uses the data folder/);
    await lock.release();
    expect(await server.cli('users', 'add', 'alice')).toMatchObject({ code: 0 });
  });

  test('a store of a newer program, which is left alone', async () => {
    await server.cli('users', 'add', 'alice', '--mode', 'balance', '--balance', '5.00');
    const file = join(server.folder, 'data', 'store', 'platen.sqlite');
    const version = await setSchemaVersion(file, 9_999);
    const before = await readFile(file);
    for (const args of [['serve'], ['users', 'list']])
      expectOneSentence(await server.cli(...args), 3, /schema 9999, .*: start the newer program/);
    expect((await readFile(file)).equals(before)).toBe(true);
    await setSchemaVersion(file, version);
    expect(await server.json('users', 'show', 'alice')).toMatchObject({ balance: '5.00' });
  });

  test('a store that is no store, which is left alone', async () => {
    await server.cli('users', 'add', 'alice');
    const file = join(server.folder, 'data', 'store', 'platen.sqlite');
    const good = await readFile(file);
    await writeFile(file, Buffer.alloc(good.length, 'nonsense '));
    expectOneSentence(await server.cli('serve'), 3, /store/);
    await writeFile(file, good);
    expect(await server.json('users', 'show', 'alice')).toMatchObject({ name: 'alice' });
  });

  test('a store that is not there', async () => {
    const store = { kind: 'mongo', uri: 'mongodb://127.0.0.1:1/', selectTimeoutMs: 500 };
    await server.configure({ printers, store });
    for (const args of [['serve'], ['users', 'list']])
      expectOneSentence(await server.cli(...args), 3, /MongoDB .*127\.0\.0\.1:1/);
  });
});

describe('a wrong configuration', () => {
  const wrong = {
    listen: ['somewhere'],
    stroe: { kind: 'embedded' },
    defaults: { prices: { impression: 5 } },
    printers: [{ name: 'demo', device: 'fax:1' }, { name: 'demo' }],
  };

  test.each(['serve', 'check', 'users list'])('is told whole by %s, with 2', async (command) => {
    const server = await ServerProcess.make(wrong);
    const { code, stdout, stderr } = await server.cli(...command.split(' '));
    expect(code).toBe(2);
    const lines = (stdout + stderr).split('\n').map((line) => line.replace(/^line 1, column \d+: /, ''));
    for (const path of [
      'listen[0]',
      'stroe',
      'defaults.prices.impression',
      'printers[0].device',
      'printers[1].device',
    ])
      expect(lines).toContain(path);
    expect(lines).toContain('    hint:     did you mean "store"?');
    await expect(stat(join(server.folder, 'data'))).rejects.toThrow('ENOENT');
    await server.remove();
  });
});

/** SQLite keeps its user_version in four octets at 60 of the file; answers the one before. */
async function setSchemaVersion(file: string, version: number): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 60);
    const before = buffer.readUInt32BE();
    buffer.writeUInt32BE(version);
    await handle.write(buffer, 0, 4, 60);
    return before;
  } finally {
    await handle.close();
  }
}
