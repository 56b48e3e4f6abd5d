import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { attribute, attributeOf, decodeMessage, keyword, operations, statuses } from '../../src/ipp/index.ts';
import type { PrintServerOptions } from '../../src/server/index.ts';
import type { FakeOptions } from '../support/fake-print-jobs.ts';
import {
  call,
  postOctets,
  RawConnection,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';

const document = Buffer.from('%PDF-1.7 '.repeat(500));
const printJob = requestMessage({ code: operations.printJob });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let server: TestServer | undefined;
const connections: RawConnection[] = [];

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  await server?.stop();
});

async function start(fake: FakeOptions = {}, limits: PrintServerOptions['limits'] = {}): Promise<TestServer> {
  server = await startTestServer(fake, { limits });
  return server;
}

function connection(port: number): RawConnection {
  const made = new RawConnection(port);
  connections.push(made);
  return made;
}

function compressed(keywordOfIt: string): ReturnType<typeof requestMessage> {
  return requestMessage({
    code: operations.printJob,
    operation: [attributeOf('compression', keyword(keywordOfIt))],
  });
}

describe('compression', () => {
  it.each([
    ['gzip', gzipSync(document)],
    ['deflate', deflateRawSync(document)],
    ['deflate', deflateSync(document)],
    ['none', document],
  ])('undoes %s', async (compression, octets) => {
    const { port, jobs } = await start();
    expect((await call(port, compressed(compression), { document: octets })).message.code).toBe(0);
    expect(
      (await call(port, compressed(compression), { document: octets, chunkOctets: 1 })).message.code,
    ).toBe(0);
    expect([jobs.document(1), jobs.document(2)]).toEqual([document, document]);
  });

  it.each([
    ['gzip', Buffer.from('this is not gzip')],
    ['gzip', gzipSync(document).subarray(0, 40)],
    ['deflate', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['deflate', deflateSync(document).subarray(0, 30)],
  ])('answers compression-error to damaged %s, and no job is left', async (compression, octets) => {
    const { port, jobs } = await start();
    const { message } = await call(port, compressed(compression), { document: octets });
    expect(message.code).toBe(statuses.clientErrorCompressionError);
    expect(jobs.undone).toHaveLength(1);
    expect(await jobs.job(1)).toBeUndefined();
  });

  it('refuses compressions that it does not undo', async () => {
    const { port, jobs } = await start();
    const { message } = await call(port, compressed('compress'), { document });
    expect(message.code).toBe(statuses.clientErrorCompressionNotSupported);
    expect(jobs.requests).toHaveLength(0);
  });

  it('stops a decompression bomb at the limit of the document', async () => {
    const { port } = await start({ octetsMax: 1_000_000 });
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const { message } = await call(port, compressed('gzip'), { document: bomb });
    expect(message.code).toBe(statuses.clientErrorRequestEntityTooLarge);
  });
});

describe('clients that are slow or leave', () => {
  it('waits for a client that sends slowly', async () => {
    const { port, jobs } = await start();
    const raw = connection(port);
    const octets = postOctets(printJob, { document });
    for (let at = 0; at < octets.length; at += 1_000) {
      raw.send(octets.subarray(at, at + 1_000));
      await pause(20);
    }
    expect((await raw.answer())?.status).toBe(200);
    expect(jobs.document(1)).toEqual(document);
  });

  it('gives up an upload that stands still, and the job is undone', async () => {
    const { port, jobs } = await start({}, { uploadIdleMs: 100, uploadSweepMs: 20 });
    const raw = connection(port);
    raw.send(postOctets(printJob, { document }).subarray(0, -10));
    await raw.closed;
    expect(raw.received).toHaveLength(0);
    await vi.waitFor(() => {
      expect(jobs.undone).toHaveLength(1);
    });
  });

  it('gives up an upload that trickles once its grace is over', async () => {
    const { port } = await start(
      {},
      { uploadGraceMs: 100, uploadSweepMs: 20, uploadOctetsPerSecondMin: 1_000_000 },
    );
    const raw = connection(port);
    raw.send(postOctets(printJob, { document }).subarray(0, -100));
    const trickle = setInterval(() => {
      raw.send('x');
    }, 5);
    await raw.closed;
    clearInterval(trickle);
    expect(raw.received).toHaveLength(0);
  });

  it('gives up a header that stands still', async () => {
    const { port } = await start({}, { uploadIdleMs: 100, uploadSweepMs: 20 });
    const raw = connection(port);
    raw.send(postOctets(printJob).subarray(0, -20));
    await raw.closed;
  });

  it('undoes the job of a client that vanishes in the middle of the document', async () => {
    const { port, jobs } = await start();
    for (const chunkOctets of [undefined, 500]) {
      const raw = connection(port);
      raw.send(
        postOctets(printJob, { document, ...(chunkOctets === undefined ? {} : { chunkOctets }) }).subarray(
          0,
          -50,
        ),
      );
      await pause(50);
      raw.close();
    }
    await vi.waitFor(() => {
      expect(jobs.undone).toHaveLength(2);
    });
    expect(await jobs.jobs({ which: 'all', limit: 10 })).toHaveLength(0);
    expect((await call(port, printJob, { document })).message.code).toBe(0);
  });

  it('undoes a compressed job of a client that vanishes', async () => {
    const { port, jobs } = await start();
    const raw = connection(port);
    raw.send(postOctets(compressed('gzip'), { document: gzipSync(document) }).subarray(0, -10));
    await pause(50);
    raw.close();
    await vi.waitFor(() => {
      expect(jobs.undone).toHaveLength(1);
    });
  });

  it('forgets a client that vanishes in the header or before the answer', async () => {
    const { port, jobs } = await start();
    const raw = connection(port);
    raw.send(postOctets(printJob).subarray(0, -20));
    await pause(20);
    raw.close();
    const hasty = connection(port);
    hasty.send(postOctets(printJob, { document }));
    await new Promise((resolve) => hasty.socket.once('connect', resolve));
    hasty.close();
    await pause(50);
    expect(jobs.undone.length).toBeLessThanOrEqual(1);
    expect((await call(port, requestMessage({ code: operations.getJobs }))).message.code).toBe(0);
  });

  it('keeps a large upload from filling the memory while nobody reads it', async () => {
    const { port } = await start({ octetsMax: 10 }, { drainMs: 300, drainOctetsMax: 100_000 });
    const raw = connection(port);
    raw.send(postOctets(printJob, { headers: { 'Content-Length': '1000000000' } }));
    const flood = setInterval(() => {
      if (raw.socket.writableLength < 1_000_000) raw.send(Buffer.alloc(100_000));
    }, 1);
    const answer = await raw.answer();
    clearInterval(flood);
    expect(decodeMessage(answer!.body).code).toBe(statuses.clientErrorRequestEntityTooLarge);
    expect(answer?.fields.get('connection')).toBe('close');
    await raw.closed;
  });
});

describe('answers before the end of the document', () => {
  const refuse = (): [{ kind: 'over-quota'; message: string }] => [
    { kind: 'over-quota', message: 'Nothing is left.' },
  ];

  it('reads on a little, so that the connection can be used again', async () => {
    const { port } = await start({ refuse });
    const raw = connection(port);
    const octets = postOctets(printJob, { document });
    raw.send(octets.subarray(0, -100));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(statuses.clientErrorAccountLimitReached);
    raw.send(octets.subarray(-100));
    raw.send(postOctets(requestMessage({ code: operations.getJobs })));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(0);
  });

  it('reads on even when the client hears nothing before its last octet', async () => {
    const { port } = await start({ refuse });
    const large = Buffer.alloc(900_000);
    const { http, message } = await call(port, printJob, { document: large });
    expect(message.code).toBe(statuses.clientErrorAccountLimitReached);
    expect(http.fields.get('connection')).toBe('keep-alive');
  });

  it('announces the end of the connection when too much would follow', async () => {
    const { port } = await start({ refuse }, { drainMs: 100 });
    const raw = connection(port);
    raw.send(postOctets(printJob, { document, headers: { 'Content-Length': '99000000' } }));
    const answer = await raw.answer();
    expect(answer?.fields.get('connection')).toBe('close');
    await raw.closed;
  });

  it('answers what came behind a document that was too long to read on, when both are there', async () => {
    const { port } = await start({ refuse }, { drainOctetsMax: 1_000 });
    const raw = connection(port);
    const octets = postOctets(printJob, { document: Buffer.alloc(5_000), chunkOctets: 1_500 });
    raw.send(octets.subarray(0, 1_000));
    const first = await raw.answer();
    expect(decodeMessage(first!.body).code).toBe(statuses.clientErrorAccountLimitReached);
    expect(first?.fields.get('connection')).toBe('keep-alive');
    const next = postOctets(requestMessage({ code: operations.getJobs }));
    raw.send(Buffer.concat([octets.subarray(1_000), next]));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(0);
  });

  it('reads all of a document that a CUPS backend sends with Send-Document', async () => {
    let refusing = false;
    const { port } = await start(
      { octetsMax: 10, refuse: () => (refusing ? refuse() : []) },
      { drainOctetsMax: 1_000, drainMs: 20 },
    );
    const headers = { 'User-Agent': 'CUPS/2.4.2 (Linux 6.1; x86_64) IPP/2.0' };
    await call(port, requestMessage({ code: operations.createJob }), { headers });
    refusing = true;
    const send = requestMessage({
      code: operations.sendDocument,
      operation: [attribute('job-id', 1), attribute('last-document', true)],
    });
    const raw = connection(port);
    const octets = postOctets(send, { headers, document: Buffer.alloc(3_000_000) });
    raw.send(octets.subarray(0, 100_000));
    const answer = await raw.answer();
    expect(answer?.fields.get('connection')).toBe('keep-alive');
    await pause(100);
    raw.send(octets.subarray(100_000));
    raw.send(postOctets(requestMessage({ code: operations.getJobs }), { headers }));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(0);
  });
});
