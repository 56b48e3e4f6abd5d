import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { adapterOverNetwork } from '../../src/adapter/index.ts';
import { type AdapterJob, adapterLineOctetsMax, adapterPaths } from '../../src/model/adapter.ts';
import { adapterServices } from '../support/adapter-service.ts';
import { cupsJob } from '../support/cups-adapter.ts';

const open = adapterServices();

describe('the socket of the adapters', () => {
  test('is for its owner alone where no group is named', async () => {
    const { socket } = await open();
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['no line at all', 'x'.repeat(10)],
    ['a line that never ends', 'x'.repeat(adapterLineOctetsMax + 1)],
    ['what is no JSON', 'hello\n'],
    ['another protocol', `${JSON.stringify({ ...cupsJob(), protocol: 2 })}\n`],
    ['a queue that is a path', `${JSON.stringify(cupsJob({ queue: '../../etc' }))}\n`],
    ['an instance with control characters', `${JSON.stringify(cupsJob({ instance: 'a\nb' }))}\n`],
    ['a time of creation that is none', `${JSON.stringify(cupsJob({ createdAt: -1 }))}\n`],
    ['more copies than there are', `${JSON.stringify(cupsJob({ copies: 1_000_000 }))}\n`],
    ['a URI for a scheme', `${JSON.stringify(cupsJob({ deviceScheme: 'ipp://user:secret@h' }))}\n`],
  ])('refuses %s, and takes the next call', async (_, body) => {
    const { adapter } = await open();
    const { status, body: fault } = await adapter.call('POST', adapterPaths.jobs, body);
    expect(status).toBe(400);
    expect(fault).toMatchObject({ code: 'bad-call' });
    expect(JSON.stringify(fault)).not.toContain('secret');
    expect(await adapter.ask(cupsJob())).toMatchObject({ decision: 'allow' });
  });

  test('knows no other calls', async () => {
    const { adapter } = await open();
    for (const path of [
      '/',
      '/adapter/v2/jobs',
      '/adapter/v1/jobs/0',
      '/adapter/v1/jobs/1',
      '/adapter/v1/attempts/%E0/end',
    ]) {
      expect((await adapter.call('GET', path)).status).toBe(404);
    }
    expect((await adapter.call('POST', '/adapter/v1/attempts/%E0%A4%A/end', '{}')).status).toBe(404);
  });

  test('takes text of users as text', async () => {
    const { adapter, job } = await open();
    const begun = await adapter.begin(
      cupsJob({ user: '../$(id)`x`', title: 'a\nb\u001b[31m', options: 'job-uuid=urn:uuid:0' }),
    );
    expect(await job(begun.job)).toMatchObject({ owner: { name: '../$(id)`x`' }, name: 'a b [31m' });
  });

  test('keeps nothing of a document whose adapter vanished', async () => {
    const { socket, service, adapter } = await open();
    const peer = connect(socket);
    await once(peer, 'connect');
    const line = `${JSON.stringify(cupsJob())}\n`;
    peer.write(`POST ${adapterPaths.jobs} HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n${line}`);
    peer.write('x'.repeat(300_000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    peer.destroy();
    await expect.poll(async () => (await service.store.unfinished()).length).toBe(0);
    expect((await service.store.account('alice'))?.held ?? 0).toBe(0);
    expect(await adapter.ask(cupsJob())).toMatchObject({ decision: 'allow' });
  });

  test('gives up an adapter that falls silent', async () => {
    const { socket } = await open({ limits: { callMs: 200, documentIdleMs: 200 } });
    const peer = connect(socket);
    const closed = once(peer, 'close');
    peer.on('error', () => undefined);
    peer.write(`POST ${adapterPaths.jobs} HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{`);
    await closed;
  });

  test('reads on after an early refusal, so that a peer that has still octets on the way hears it', async () => {
    const { socket } = await open({ users: { template: { mode: 'blocked', overdraft: 0, limits: {} } } });
    for (let round = 0; round < 20; round += 1) {
      const answer = await answerToBurst(socket, cupsJob({ job: round + 1 }), 4 * 1024 * 1024);
      expect(answer).toContain('"reason":"account-closed"');
    }
  });

  test('reads no more than its limit after an early refusal', async () => {
    const { socket } = await open({
      users: { template: { mode: 'blocked', overdraft: 0, limits: {} } },
      limits: { drainOctetsMax: 500_000, drainMs: 60_000 },
    });
    const peer = connect(socket);
    peer.on('error', () => undefined);
    peer.write(headOf(cupsJob(), 1_000_000_000));
    let sent = 0;
    const block = Buffer.alloc(64 * 1024);
    while (!peer.destroyed && sent < 100_000_000) {
      sent += block.length;
      await new Promise((resolve) => peer.write(block, resolve));
    }
    expect(sent).toBeLessThan(5_000_000);
  });

  test('takes 500 MB with flat memory, and keeps no file of it', async () => {
    const { adapter, service, job } = await open({
      printer: { documentOctetsMax: 1_000_000_000, unknownCount: { kind: 'device' } },
    });
    const block = Buffer.alloc(1024 * 1024);
    const document = Readable.from(
      (function* () {
        for (let count = 0; count < 500; count += 1) yield block;
      })(),
    );
    const before = process.memoryUsage().rss;
    const begun = await adapter.begin(cupsJob({ contentType: 'application/x-vendor' }), document);
    expect((await job(begun.job)).document?.octets).toBe(500 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    await service.jobs.stop(1_000);
  }, 60_000);
});

function headOf(job: AdapterJob, octets: number): string {
  const line = `${JSON.stringify(job)}\n`;
  const length = `content-length: ${Buffer.byteLength(line) + octets}`;
  return `POST ${adapterPaths.jobs} HTTP/1.1\r\nhost: x\r\n${length}\r\n\r\n${line}`;
}

/** Sends everything before it reads anything, as a program does that writes file and socket in one thread. */
async function answerToBurst(socket: string, job: AdapterJob, octets: number): Promise<string> {
  const peer = connect(socket).pause();
  peer.write(headOf(job, octets));
  await new Promise((resolve, reject) => {
    peer.once('error', reject);
    peer.write(Buffer.alloc(octets), resolve);
  });
  return text(peer);
}

describe('the main port', () => {
  const secret = 'a'.repeat(32);
  const tokens = [{ name: 'host1', hash: createHash('sha256').update(secret).digest('hex') }];

  async function ask(token: string | undefined, path: string): Promise<{ status: number; body: string }> {
    const seen: string[] = [];
    const listener = adapterOverNetwork(
      (_, response, peer) => {
        seen.push(peer.name);
        response.end(peer.name);
      },
      tokens,
      (_, response) => {
        response.end('web');
      },
    );
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const sent = request({ port, host: '127.0.0.1', path, headers }).end();
    const response = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
    const body = await text(response);
    server.close();
    return { status: response.statusCode ?? 0, body };
  }

  test('takes adapters with a token, and leaves the rest to the pages', async () => {
    expect(await ask(secret, '/adapter/v1/info')).toEqual({ status: 200, body: 'token host1' });
    expect(await ask(undefined, '/')).toEqual({ status: 200, body: 'web' });
  });

  test('refuses adapters without one, or with another', async () => {
    expect((await ask(undefined, '/adapter/v1/info')).status).toBe(401);
    expect((await ask('b'.repeat(32), '/adapter/v1/info')).status).toBe(401);
    expect((await ask(tokens[0]?.hash, '/adapter/v1/info')).status).toBe(401);
  });
});
