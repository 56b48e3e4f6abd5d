import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeMessage, operations } from '../../src/ipp/index.ts';
import {
  postOctets,
  RawConnection,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';
import { selfSigned } from '../support/self-signed.ts';

let server: TestServer;
let connections: RawConnection[];
/** Requests that Node's HTTP has seen. */
let seen: number;

const note = (): void => {
  seen += 1;
};

const limits = { keepAliveMs: 400, headersTimeoutMs: 300, stopGraceMs: 1_000 };

beforeEach(async () => {
  server = await startTestServer({}, { tls: selfSigned, limits });
  connections = [];
  subscribe('http.server.request.start', note);
  await ask(connection(), 1);
  seen = 0;
});

afterEach(async () => {
  unsubscribe('http.server.request.start', note);
  for (const each of connections) each.close();
  await server.stop();
});

function connection(): RawConnection {
  const made = new RawConnection(server.port);
  connections.push(made);
  return made;
}

/** The same octets each time, but for the request-id and these fields of HTTP. */
function known(requestId: number, headers: Readonly<Record<string, string>> = {}): Buffer {
  return postOctets(requestMessage({ code: operations.getPrinterAttributes, requestId }), { headers });
}

async function answered(from: RawConnection): Promise<number | undefined> {
  const answer = await from.answer();
  return answer && decodeMessage(answer.body).requestId;
}

async function ask(of: RawConnection, requestId: number): Promise<number | undefined> {
  of.send(known(requestId));
  return answered(of);
}

describe('a known request that is the first of its connection', () => {
  it('is answered before HTTP, and so are those behind it', async () => {
    const client = connection();
    expect([await ask(client, 2), await ask(client, 3), await ask(client, 4)]).toEqual([2, 3, 4]);
    expect(seen).toBe(0);
  });

  it('is answered by the octets of HTTP', async () => {
    const [short, long] = [connection(), connection()];
    short.send(known(7));
    long.send(known(7, { 'X-Other': '1' }));
    const [one, other] = [await short.answer(), await long.answer()];
    expect(seen).toBe(1);
    const told = (answer: typeof one): unknown =>
      answer && { ...answer, fields: new Map([...answer.fields, ['date', '']]) };
    expect(one).toBeDefined();
    expect(told(one)).toEqual(told(other));
  });

  it('leaves what comes behind it to HTTP where that is something else, and all from then on in order', async () => {
    const client = connection();
    expect(await ask(client, 2)).toBe(2);
    client.send(known(3, { 'X-Other': '1' }));
    expect(await answered(client)).toBe(3);
    client.send(Buffer.concat([known(4), known(5)]));
    expect([await answered(client), await answered(client)]).toEqual([4, 5]);
    expect(seen).toBe(3);
  });

  it('is answered when a half of the next came with it or comes without an end', async () => {
    const client = connection();
    client.send(Buffer.concat([known(2), known(3).subarray(0, 40)]));
    expect(await answered(client)).toBe(2);
    client.send(known(3).subarray(40));
    expect(await answered(client)).toBe(3);
    expect(seen).toBe(2);
  });

  it('lets its client end its side and read the answer', async () => {
    const client = connection();
    client.send(known(2));
    client.socket.end();
    expect(await answered(client)).toBe(2);
    await client.closed;
    expect(seen).toBe(0);
  });
});

describe('what HTTP sees of a new connection', () => {
  it('two known requests in one piece', async () => {
    const client = connection();
    client.send(Buffer.concat([known(2), known(3)]));
    expect([await answered(client), await answered(client)]).toEqual([2, 3]);
    expect(seen).toBe(2);
  });

  it('a known request in pieces, with an octet of it at first', async () => {
    const client = connection();
    client.send(known(2).subarray(0, 1));
    await wait(20);
    client.send(known(2).subarray(1));
    expect(await answered(client)).toBe(2);
    expect(seen).toBe(1);
  });

  it.each([
    ['Authorization', 'Basic YTpi'],
    ['Connection', 'close'],
    ['X-Other', '1'],
  ])('a request with %s: %s', async (name, value) => {
    const client = connection();
    client.send(known(2, { [name]: value }));
    await client.answer();
    expect(seen).toBe(1);
  });

  it('a request that waits for 100 Continue', async () => {
    const client = connection();
    client.send(known(2, { Expect: '100-continue' }));
    expect(await client.continue()).toBe(true);
    expect(await answered(client)).toBe(2);
    expect(seen).toBe(1);
  });

  it('a request in chunks', async () => {
    const client = connection();
    const message = requestMessage({ code: operations.getPrinterAttributes, requestId: 2 });
    client.send(postOctets(message, { chunkOctets: 1_000 }));
    expect(await answered(client)).toBe(2);
    expect(seen).toBe(1);
  });
});

describe('a connection of which HTTP has seen nothing', () => {
  it('is closed when it has rested as long as HTTP lets connections rest, and not before', async () => {
    const client = connection();
    expect(await ask(client, 2)).toBe(2);
    const since = performance.now();
    await wait(250);
    expect(await ask(client, 3)).toBe(3);
    await client.closed;
    expect(performance.now() - since).toBeGreaterThan(600);
    expect(seen).toBe(0);
  });

  it('has the time of HTTP for the head of a request that does not end', async () => {
    const client = connection();
    expect(await ask(client, 2)).toBe(2);
    client.send('POST /ipp/print HTTP/1.1\r\nHost:');
    expect((await client.answer())?.status).toBe(408);
    await client.closed;
  });

  it('is closed when the server stops', async () => {
    const client = connection();
    expect(await ask(client, 2)).toBe(2);
    const since = performance.now();
    await server.stop();
    await client.closed;
    expect(performance.now() - since).toBeLessThan(500);
  });
});

describe('uploads that begin with a piece of their head', () => {
  it('are answered, though nothing but octets in the midst of it came at first', async () => {
    const client = connection();
    client.send(known(2).subarray(0, 30));
    await wait(20);
    expect(await ask(connection(), 9)).toBe(9);
    client.send(known(2).subarray(30, 60));
    client.send(known(2).subarray(60));
    expect(await answered(client)).toBe(2);
  });

  it('have the time of HTTP for their head', async () => {
    const client = connection();
    client.send('POST /ipp/print HTTP/1.1\r\nHost: x');
    expect((await client.answer())?.status).toBe(408);
  });

  it('may go away before they are read', async () => {
    const clients = Array.from({ length: 20 }, () => connection());
    for (const client of clients) client.send('POST /ipp/print HTTP/1.1\r\nHost: x');
    for (const client of clients) client.socket.resetAndDestroy();
    await Promise.all(clients.map((client) => client.closed));
    expect(await ask(connection(), 2)).toBe(2);
  });

  it('do not keep a server from stopping', async () => {
    for (let count = 0; count < 20; count += 1) connection().send('POST /ipp/print HTTP/1.1\r\nHost: x');
    await wait(20);
    const since = performance.now();
    await server.stop();
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
