import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operations } from '../../src/ipp/index.ts';
import { expectBooksToBalance, historyOf, openJobs, settled } from '../support/books.ts';
import { statusOf } from '../support/ipp-client.ts';
import { PrintClient } from '../support/print-client.ts';
import { ServerProcess } from '../support/server-process.ts';

/** RFC 8011 §B.1.5.3 and §B.1.5.6; the third is CUPS' own, for which it holds the job (see src/server/requests/answers.ts). */
const [serviceUnavailable, temporaryError, cupsAccountInfoNeeded] = [0x0502, 0x0505, 0x049c];

const small = Buffer.from('one page\n');
const granted = 10;
const device = 'file:out/';
const config = {
  users: { unknown: 'create', template: { mode: 'balance', balance: `${granted}.00` } },
  defaults: { prices: { impression: '1.00' } },
  printers: [
    { name: 'demo', device, refusals: 'registered' },
    { name: 'queue', device, refusals: 'cups' },
  ],
};

async function expectPrints(server: ServerProcess): Promise<void> {
  const client = new PrintClient(server.port);
  expect(await client.print(small)).toMatchObject({ status: 0 });
  client.close();
  expect(await settled(server)).toEqual([]);
  expect((await historyOf(server))[0]).toMatchObject({ action: 'printed', impressions: 1 });
}

/** By a client of either kind. */
async function refusedWith(server: ServerProcess, document: Buffer): Promise<readonly number[]> {
  const clients = ['demo', 'queue'].map((name) => new PrintClient(server.port, name));
  const answers = await Promise.all(clients.map((client) => client.print(document)));
  for (const client of clients) client.close();
  for (const { message } of answers) expect(message).toMatch(/disk|room/);
  return answers.map(({ status }) => status);
}

test('with less room than configured, jobs are refused before their document, until there is room', async () => {
  // The most that can be asked for, 1 TiB, is more than machines that test have free.
  const server = await ServerProcess.make({ ...config, spool: { freeOctetsMin: 1_099_511_627_776 } });
  await server.start();
  const asked = { code: operations.validateJob };
  const queue = { ...asked, uri: 'ipp://localhost/ipp/print/queue' };
  expect(await statusOf(server.port, asked)).toBe(temporaryError);
  expect(await statusOf(server.port, queue)).toBe(serviceUnavailable);
  expect(await refusedWith(server, small)).toEqual([temporaryError, cupsAccountInfoNeeded]);
  expect(await openJobs(server)).toEqual([]);
  await server.kill('SIGTERM');
  await server.configure(config);
  await server.start();
  await expectPrints(server);
  await server.remove();
});

/** Big enough for the store, too small for a document of its size. */
const diskMib = 16;

describe.skipIf(!canMount())('a disk that is full (needs the right to mount a small one)', () => {
  let server: ServerProcess;
  let data: string;

  beforeEach(async () => {
    server = await ServerProcess.make({ ...config, spool: { freeOctetsMin: 0 } });
    data = join(server.folder, 'data');
    await mkdir(data, { mode: 0o700 });
    mount(data);
    await server.start();
  });

  afterEach(async () => {
    await server.kill();
    unmount(data);
    await server.remove();
  });

  test('refuses a document that does not fit, clears the spool and prints the next', async () => {
    await expectPrints(server);
    const tooLarge = Buffer.alloc((diskMib + 4) * 1024 * 1024, 'a line of text\n');
    expect(await refusedWith(server, tooLarge)).toEqual([temporaryError, cupsAccountInfoNeeded]);
    expect(await readdir(join(data, 'spool'))).toEqual([]);
    await expectPrints(server);
    await expectBooksToBalance(server, 'alice', granted);
  });

  test('refuses what the books have no room for, and goes on when there is room again', async () => {
    await expectPrints(server);
    const filler = join(data, 'filler');
    await fill(filler);
    for (const status of await refusedWith(server, small))
      expect([serviceUnavailable, temporaryError, cupsAccountInfoNeeded]).toContain(status);
    await rm(filler);
    await expectPrints(server);
    expect(await settled(server)).toEqual([]);
    await expectBooksToBalance(server, 'alice', granted);
  });
});

/** To the last octet. */
async function fill(file: string): Promise<void> {
  const block = Buffer.alloc(4_096);
  for (;;) {
    try {
      await writeFile(file, block, { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
      return;
    }
  }
}

function mount(folder: string): void {
  const options = `size=${diskMib}m,mode=0700`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'platen-test', folder], { stdio: 'ignore' });
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'ignore' });
}

/** Root may, but not in every container. */
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'platen-mount-'));
  try {
    mount(folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
