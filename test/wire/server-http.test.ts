import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decodeMessage,
  encodeMessage,
  enums,
  firstInteger,
  groupOf,
  groupTags,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import {
  call,
  postOctets,
  RawConnection,
  requestMessage,
  startTestServer,
  statusOf,
  type TestServer,
} from '../support/ipp-client.ts';
import { selfSigned } from '../support/self-signed.ts';

const getPrinterAttributes = requestMessage({ code: operations.getPrinterAttributes });
const document = Buffer.from('%PDF-1.7 not really');

let server: TestServer;
let connections: RawConnection[];

beforeEach(async () => {
  server = await startTestServer();
  connections = [];
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  await server.stop();
});

function connection(): RawConnection {
  const made = new RawConnection(server.port);
  connections.push(made);
  return made;
}

describe('what is IPP', () => {
  it('answers a POST of application/ipp on every path', async () => {
    for (const path of ['/', '/ipp/print', '/printers/demo', '/jobs/1', '/admin/', '/anything']) {
      const { http, message } = await call(server.port, getPrinterAttributes, { path });
      expect([http.status, message.code]).toEqual([200, 0]);
      expect(http.fields.get('content-type')).toBe('application/ipp');
    }
  });

  it('compares the media type without case and parameters', async () => {
    for (const type of ['Application/IPP', 'APPLICATION/IPP', 'application/ipp; charset=utf-8']) {
      const { message } = await call(server.port, getPrinterAttributes, {
        headers: { 'Content-Type': type },
      });
      expect(message.code).toBe(0);
    }
  });

  it('hands everything else to the web', async () => {
    const raw = connection();
    raw.send('GET /ipp/print/demo HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await raw.answer())?.body.toString()).toContain('web GET /ipp/print/demo');
    raw.send(postOctets(Buffer.from('a=b'), { path: '/login', headers: { 'Content-Type': 'text/plain' } }));
    expect((await raw.answer())?.body.toString()).toContain('web POST /login');
  });

  it('answers 415 to another media type on an IPP path and 400 to none', async () => {
    const wrong = connection();
    wrong.send(postOctets(getPrinterAttributes, { headers: { 'Content-Type': 'text/html' } }));
    const other = await wrong.answer();
    expect([other?.status, other?.fields.get('accept')]).toEqual([415, 'application/ipp']);
    const none = connection();
    none.send('POST /ipp/print/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
    expect((await none.answer())?.status).toBe(400);
  });

  it('answers 415 to a compressed body and takes identity', async () => {
    const raw = connection();
    raw.send(postOctets(getPrinterAttributes, { headers: { 'Content-Encoding': 'gzip' } }));
    const compressed = await raw.answer();
    expect([compressed?.status, compressed?.fields.get('accept-encoding')]).toEqual([415, 'identity']);
    const { message } = await call(server.port, getPrinterAttributes, {
      headers: { 'Content-Encoding': 'identity' },
    });
    expect(message.code).toBe(0);
  });

  it('answers 400 to a body shorter than the eight octets of a message', async () => {
    for (const octets of [Buffer.alloc(0), Buffer.of(2, 0, 0, 0x0b, 0, 0, 0)]) {
      const raw = connection();
      raw.send(postOctets(octets));
      expect((await raw.answer())?.status).toBe(400);
    }
  });
});

describe('how bodies arrive', () => {
  const printJob = requestMessage({ code: operations.printJob });

  it.each([1, 2, 7, 64, 1_000])('takes chunks of %i octets', async (chunkOctets) => {
    const { message } = await call(server.port, printJob, { document, chunkOctets });
    expect(message.code).toBe(0);
    expect(server.jobs.document(1)).toEqual(document);
  });

  it('takes a body that comes octet by octet', async () => {
    const raw = connection();
    raw.socket.setNoDelay(true);
    for (const octet of postOctets(printJob, { document })) {
      raw.send(Buffer.of(octet));
      if (octet % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await raw.answer())?.status).toBe(200);
    expect(server.jobs.document(1)).toEqual(document);
  });

  it('takes a large document behind the header', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024, 'x');
    expect((await call(server.port, printJob, { document: large })).message.code).toBe(0);
    expect((await call(server.port, printJob, { document: large, chunkOctets: 100_000 })).message.code).toBe(
      0,
    );
    expect(server.jobs.document(2)?.equals(large)).toBe(true);
  });

  it('says 100 Continue before the body to a client that waits for it', async () => {
    const raw = connection();
    const octets = postOctets(printJob, { document, headers: { Expect: '100-continue' } });
    const bodyAt = octets.indexOf('\r\n\r\n') + 4;
    raw.send(octets.subarray(0, bodyAt));
    expect(await raw.continue()).toBe(true);
    raw.send(octets.subarray(bodyAt));
    expect((await raw.answer())?.status).toBe(200);
    expect(server.jobs.document(1)).toEqual(document);
  });

  it('refuses the wrong media type without asking for the body', async () => {
    const raw = connection();
    raw.send(
      'POST /ipp/print HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 999999\r\nExpect: 100-continue\r\n\r\n',
    );
    expect(await raw.continue()).toBe(false);
    expect((await raw.answer())?.status).toBe(415);
    await raw.closed;
  });
});

describe('connections', () => {
  it('answers two pipelined requests in order', async () => {
    const raw = connection();
    const first = requestMessage({ code: operations.getPrinterAttributes, requestId: 1 });
    const second = requestMessage({ code: operations.getJobs, requestId: 2 });
    raw.send(Buffer.concat([postOctets(first), postOctets(second)]));
    const ids = [await raw.answer(), await raw.answer()].map((http) => decodeMessage(http!.body).requestId);
    expect(ids).toEqual([1, 2]);
  });

  it('does what comes without waiting in its order, so that a list has the job that was sent before it', async () => {
    const raw = connection();
    const print = requestMessage({ code: operations.printJob, requestId: 1 });
    const list = requestMessage({ code: operations.getJobs, requestId: 2 });
    raw.send(Buffer.concat([postOctets(print, { document }), postOctets(list)]));
    await raw.answer();
    expect(groupOf(decodeMessage((await raw.answer())!.body), groupTags.job)).toBeDefined();
  });

  it.each([1, 2, 3, 30])(
    'answers %i good requests before it refuses what is no HTTP behind them',
    async (count) => {
      const raw = connection();
      const good = Array.from({ length: count }, (_, n) =>
        postOctets(requestMessage({ code: operations.getJobs, requestId: n + 1 })),
      );
      raw.send(Buffer.concat([...good, Buffer.from('no HTTP\r\n\r\n')]));
      for (let n = 1; n <= count; n += 1) {
        expect(decodeMessage((await raw.answer())!.body).requestId).toBe(n);
      }
      expect((await raw.answer())?.status).toBe(400);
      await raw.closed;
    },
  );

  it('tells a client that polls on one connection what holds now, and prints for it in between', async () => {
    const raw = connection();
    const poll = async (requestId: number): Promise<number | undefined> => {
      raw.send(postOctets(requestMessage({ code: operations.getPrinterAttributes, requestId })));
      const message = decodeMessage((await raw.answer())!.body);
      expect([message.code, message.requestId]).toEqual([statuses.successfulOk, requestId]);
      return firstInteger(groupOf(message, groupTags.printer) ?? new Map(), 'printer-state');
    };
    const { idle, stopped } = enums.printerState;
    expect([await poll(1), await poll(2)]).toEqual([idle, idle]);
    await server.jobs.pause('demo');
    expect(await poll(3)).toBe(stopped);
    raw.send(postOctets(requestMessage({ code: operations.printJob }), { document }));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(statuses.successfulOk);
    expect(server.jobs.document(1)).toEqual(document);
    await server.jobs.resume('demo');
    expect([await poll(4), await poll(5)]).toEqual([idle, idle]);
  });

  it.each([undefined, 100])(
    'answers a client that has said all and only listens (chunks: %s)',
    async (chunkOctets) => {
      const raw = connection();
      const chunked = chunkOctets === undefined ? {} : { chunkOctets };
      raw.socket.end(postOctets(requestMessage({ code: operations.printJob }), { document, ...chunked }));
      expect(decodeMessage((await raw.answer())!.body).code).toBe(statuses.successfulOk);
      expect(server.jobs.document(1)).toEqual(document);
      await raw.closed;
    },
  );

  it('goes on with the connection after an error status', async () => {
    const raw = connection();
    raw.send(postOctets(requestMessage({ code: 0x3fff, requestId: 3 })));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(statuses.serverErrorOperationNotSupported);
    raw.send(postOctets(getPrinterAttributes));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(0);
  });

  it('answers a client that asks for h2c as if it had not', async () => {
    const headers = {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
    };
    const { http, message } = await call(server.port, getPrinterAttributes, { headers });
    expect([http.status, message.code]).toEqual([200, 0]);
  });

  it('answers HTTP/1.0', async () => {
    const raw = connection();
    const octets = postOctets(getPrinterAttributes).toString('latin1').replace('HTTP/1.1', 'HTTP/1.0');
    raw.send(Buffer.from(octets, 'latin1'));
    expect(decodeMessage((await raw.answer())!.body).code).toBe(0);
    await raw.closed;
  });

  it('lets a request end after stop, and closes idle connections', async () => {
    const idle = connection();
    idle.send(postOctets(getPrinterAttributes));
    await idle.answer();
    const busy = connection();
    const octets = postOctets(requestMessage({ code: operations.printJob }), { document });
    busy.send(octets.subarray(0, -5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = server.stop();
    await idle.closed;
    busy.send(octets.subarray(-5));
    const answer = await busy.answer();
    expect(answer?.status).toBe(200);
    expect(answer?.fields.get('connection')).toBe('keep-alive');
    await stopped;
    await busy.closed;
  });

  it('echoes request-id and the version of a client that we speak with', async () => {
    for (const version of [
      { major: 1, minor: 0 },
      { major: 1, minor: 1 },
      { major: 2, minor: 0 },
      { major: 2, minor: 1 },
      { major: 2, minor: 2 },
    ]) {
      const message = requestMessage({
        code: operations.getPrinterAttributes,
        version,
        requestId: 2_147_483_647,
      });
      const reply = await call(server.port, message);
      expect(reply.message).toMatchObject({ version, code: 0, requestId: 2_147_483_647 });
    }
  });

  it('closes connections of one remote address beyond its share, but never those of loopback', async () => {
    await server.stop();
    server = await startTestServer({}, { limits: { connectionsPerAddressMax: 1 } });
    const open = [connection(), connection(), connection()];
    for (const raw of open) raw.send(postOctets(encodeMessage(getPrinterAttributes)));
    for (const raw of open) expect((await raw.answer())?.status).toBe(200);
    expect(await statusOf(server.port, { code: operations.getJobs })).toBe(0);
  });
});

describe('a server that asks itself before it opens', () => {
  it.each([{}, { tls: selfSigned }])(
    'answers its first client, keeps nobody of those that asked, has no job of them, and ends',
    async (options) => {
      const eager = await startTestServer({}, { ...options, limits: { warmUpConnections: 40 } });
      try {
        expect(eager.jobs.requests).toEqual([]);
        expect(await statusOf(eager.port, { code: operations.getPrinterAttributes })).toBe(
          statuses.successfulOk,
        );
      } finally {
        await eager.stop();
      }
    },
  );
});
