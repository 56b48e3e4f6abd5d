import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  attribute,
  encodeMessage,
  firstInteger,
  groupOf,
  groupTags,
  operations,
} from '../../src/ipp/index.ts';
import { expectBooksToBalance, historyOf, openJobs } from '../support/books.ts';
import { call, postOctets, RawConnection, requestMessage } from '../support/ipp-client.ts';
import { PrintClient } from '../support/print-client.ts';
import { ServerProcess } from '../support/server-process.ts';

// A client that vanishes has heard no yes: nothing of its upload stays, on the disk, in the books or in the queue.

/** Past the size that is kept in memory (64 KiB) and past one block of the spool file (1 MiB). */
const sentOctets = 3_000_000;
const part = Buffer.alloc(sentOctets, 'a line of text\n');
const granted = 10;

const users = { unknown: 'create', template: { mode: 'balance', balance: `${granted}.00` } };
const printers = [{ name: 'demo', device: 'file:out/' }];

describe('an upload that does not end', () => {
  let server: ServerProcess;

  beforeEach(async () => {
    server = await ServerProcess.make({ users, printers, defaults: { prices: { impression: '1.00' } } });
    await server.start();
    // Has the account, so that its balance can be looked at when nothing was printed.
    await server.cli('users', 'add', 'alice', '--mode', 'balance', '--balance', `${granted}.00`);
  });

  afterEach(async () => {
    await server.remove();
  });

  function spooled(): Promise<readonly string[]> {
    return readdir(join(server.folder, 'data', 'spool'));
  }

  async function untilSpooled(count: number): Promise<void> {
    const giveUpAt = Date.now() + 20_000;
    while ((await spooled()).length !== count) {
      if (Date.now() > giveUpAt) throw new Error(`the spool has ${(await spooled()).join(', ')}`);
      await delay(20);
    }
  }

  /** A Print-Job, or the Send-Document of a job, that announces more than it sends. */
  function beginUpload(job?: number): RawConnection {
    const connection = new RawConnection(server.port);
    const message = requestMessage({
      code: job === undefined ? operations.printJob : operations.sendDocument,
      operation: [
        ...(job === undefined ? [] : [attribute('job-id', job)]),
        attribute('document-format', 'text/plain'),
        ...(job === undefined ? [] : [attribute('last-document', true)]),
      ],
    });
    const headers = { 'Content-Length': String(encodeMessage(message).length + sentOctets * 2) };
    connection.send(postOctets(message, { headers, document: part }));
    return connection;
  }

  async function expectNothingLeft(): Promise<void> {
    await untilSpooled(0);
    expect(await openJobs(server)).toEqual([]);
    await expectBooksToBalance(server, 'alice', granted);
  }

  test('as a Print-Job leaves nothing, and the next job prints', async () => {
    const uploads = Array.from({ length: 5 }, () => beginUpload());
    await untilSpooled(5);
    for (const upload of uploads) upload.close();
    await expectNothingLeft();
    expect(await historyOf(server)).toEqual([]);
    const client = new PrintClient(server.port);
    expect(await client.print(Buffer.from('one page\n'))).toMatchObject({ status: 0 });
    client.close();
  });

  test('as a Send-Document ends its job, which is told as failed and not charged', async () => {
    const { message } = await call(server.port, requestMessage({ code: operations.createJob }));
    const job = firstInteger(groupOf(message, groupTags.job) ?? new Map(), 'job-id');
    const upload = beginUpload(job);
    await untilSpooled(1);
    upload.close();
    await expectNothingLeft();
    expect(await historyOf(server)).toMatchObject([
      { job, action: 'failed', impressions: 0, amount: '0.00' },
    ]);
  });

  test('when the server dies is swept away at the next start', async () => {
    const upload = beginUpload();
    await untilSpooled(1);
    await server.kill();
    upload.close();
    expect(await spooled()).toHaveLength(1);
    await server.start();
    await expectNothingLeft();
  });

  test('when the server is stopped does not keep it from stopping', async () => {
    const upload = beginUpload();
    await untilSpooled(1);
    const began = Date.now();
    await server.kill('SIGTERM');
    expect(server.exitCode, server.stderr).toBe(0);
    expect(Date.now() - began).toBeLessThan(15_000);
    upload.close();
    await server.start();
    await expectNothingLeft();
  });
});
