import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeMessage, groupOf, groupTags, operations } from '../../src/ipp/index.ts';
import {
  postOctets,
  RawConnection,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';
import { selfSigned } from '../support/self-signed.ts';

const getPrinterAttributes = requestMessage({ code: operations.getPrinterAttributes });

let server: TestServer;
let connections: RawConnection[];

beforeEach(async () => {
  server = await startTestServer({}, { tls: selfSigned });
  connections = [];
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  await server.stop();
});

function plain(): RawConnection {
  return kept(new RawConnection(server.port));
}

async function secure(over?: RawConnection): Promise<RawConnection> {
  over?.socket.removeAllListeners('data');
  const socket = connectTls({
    ...(over === undefined ? { port: server.port, host: '127.0.0.1' } : { socket: over.socket }),
    rejectUnauthorized: false,
  });
  await once(socket, 'secureConnect');
  return kept(new RawConnection(socket));
}

function kept(connection: RawConnection): RawConnection {
  connections.push(connection);
  return connection;
}

/** What the printer says of its addresses, in the answer on this connection. */
async function addressesFrom(connection: RawConnection): Promise<Record<string, readonly unknown[]>> {
  connection.send(postOctets(getPrinterAttributes));
  const answer = await connection.answer();
  const printer = groupOf(decodeMessage(answer?.body ?? Buffer.alloc(0)), groupTags.printer);
  const names = ['printer-uri-supported', 'uri-security-supported', 'printer-more-info'];
  const values = (name: string): readonly unknown[] =>
    printer?.get(name)?.values.map((value) => ('value' in value ? value.value : undefined)) ?? [];
  return Object.fromEntries(names.map((name) => [name, values(name)]));
}

const ways = {
  'printer-uri-supported': ['ipp://localhost:8631/ipp/print/demo', 'ipps://localhost:8631/ipp/print/demo'],
  'uri-security-supported': ['none', 'tls'],
};

describe('one port for plain HTTP and TLS', () => {
  it('tells them apart by the first octet and lists a URI for each', async () => {
    const pages = { 'printer-more-info': ['http://localhost:8631/printers/demo'] };
    expect(await addressesFrom(plain())).toEqual({ ...ways, ...pages });
    const securePages = { 'printer-more-info': ['https://localhost:8631/printers/demo'] };
    // Whoever has come by TLS is told that way first.
    const secureFirst = Object.fromEntries(
      Object.entries(ways).map(([name, values]) => [name, values.toReversed()]),
    );
    expect(await addressesFrom(await secure())).toEqual({ ...secureFirst, ...securePages });
  });

  it('tells each connection the same at every request, however many there are of both kinds', async () => {
    const [clear, tls] = [plain(), await secure()];
    const [first, firstSecure] = [await addressesFrom(clear), await addressesFrom(tls)];
    expect(firstSecure).not.toEqual(first);
    for (let count = 0; count < 5; count += 1) {
      expect(await addressesFrom(clear)).toEqual(first);
      expect(await addressesFrom(tls)).toEqual(firstSecure);
    }
  });

  it('serves a client that sends octet by octet', async () => {
    const connection = plain();
    for (const octet of postOctets(getPrinterAttributes)) connection.send(Buffer.of(octet));
    expect((await connection.answer())?.status).toBe(200);
  });

  it('lets a client go that ends its connection without a word', async () => {
    const connection = plain();
    await once(connection.socket, 'connect');
    connection.socket.end();
    await connection.closed;
  });

  it('lets a client go that ends its connection within the handshake', async () => {
    const connection = plain();
    connection.send(Buffer.of(0x16, 3, 1, 2, 0, 1));
    connection.socket.end();
    await connection.closed;
  });

  it('answers a client that ends its half of a secure connection behind the request', async () => {
    const connection = await secure();
    connection.send(postOctets(getPrinterAttributes));
    connection.socket.end();
    expect((await connection.answer())?.status).toBe(200);
  });

  it('closes a connection whose handshake is none', async () => {
    const connection = plain();
    connection.send(Buffer.of(0x16, 3, 1, 0, 4, 1, 2, 3, 4));
    await connection.closed;
  });

  it('takes a large document over TLS unharmed', async () => {
    const document = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(3_000_000, 'x')]);
    const connection = await secure();
    connection.send(postOctets(requestMessage({ code: operations.printJob }), { document }));
    expect((await connection.answer())?.status).toBe(200);
    expect(server.jobs.document(1)?.equals(document)).toBe(true);
  });
});

describe('HTTP Upgrade', () => {
  it.each([0, 3])(
    'turns a connection into TLS behind %i requests, and answers there what was asked',
    async (before) => {
      const connection = plain();
      for (let times = 0; times < before; times += 1) await addressesFrom(connection);
      connection.send(
        'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2,TLS/1.1,TLS/1.0\r\n\r\n',
      );
      while (!connection.received.includes('\r\n\r\n')) await once(connection.socket, 'data');
      expect(connection.received.toString('latin1')).toBe(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n',
      );
      const secured = await secure(connection);
      const options = await secured.answer();
      expect([options?.status, options?.body.length]).toEqual([200, 0]);
      for (let times = 0; times < 3; times += 1) {
        const { 'printer-more-info': pages } = await addressesFrom(secured);
        expect(pages).toEqual(['https://localhost:8631/printers/demo']);
      }
    },
  );

  it('answers a client that asks for h2c with every POST as if it had not', async () => {
    const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAEAAEAA' };
    const connection = plain();
    for (let times = 0; times < 20; times += 1) {
      connection.send(postOctets(getPrinterAttributes, { headers }));
      expect((await connection.answer())?.status).toBe(200);
    }
  });

  it('passes over the wish in HTTP/1.0, whose clients may have it from somebody in between', async () => {
    const connection = plain();
    connection.send('OPTIONS * HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2\r\n\r\n');
    expect((await connection.answer())?.status).toBe(200);
    await connection.closed;
  });

  it('gives a plain answer to a POST that asks for TLS while its body comes in the clear', async () => {
    const headers = { Connection: 'Upgrade', Upgrade: 'TLS/1.2' };
    const connection = plain();
    connection.send(postOctets(getPrinterAttributes, { headers }));
    expect((await connection.answer())?.status).toBe(200);
  });
});

describe('without TLS', () => {
  it('answers the wish for it as if there were none', async () => {
    const bare = await startTestServer();
    const connection = kept(new RawConnection(bare.port));
    connection.send('GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2\r\n\r\n');
    expect((await connection.answer())?.status).toBe(200);
    connection.close();
    await bare.stop();
  });
});
