import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { headOctets } from '../../ipp/index.ts';
import { bodyAtIn } from '../http/end-of-head.ts';
import { sendRepeated } from '../http/send-answer.ts';
import { successPieces } from '../requests/answer.ts';
import { ShortWay } from './short-way.ts';

const speech = { language: 'en', currency: { code: 'EUR', digits: 2 } } as const;
const version = { major: 1, minor: 1 };

/** Every request is answered by HTTP with the same group, and may be answered so again. */
let group: Buffer | undefined;
let isBroken: boolean;
let server: Server;
let shortWay: ShortWay;
/** Bodies of what HTTP was asked. */
let asked: Buffer[];
let clients: Client[];

beforeEach(async () => {
  group = Buffer.from('\u0004the group');
  isBroken = false;
  asked = [];
  clients = [];
  shortWay = new ShortWay({ clock: systemClock, keepAliveMs: 5_000 });
  server = createServer({ keepAliveTimeout: 5_000 }, answer);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    answer(request, response);
  });
  server.on('connection', (socket: Socket) => {
    shortWay.open(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  for (const { socket } of clients) socket.destroy();
  server.close();
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const body = Buffer.concat(pieces);
    asked.push(body);
    const octets = group ?? Buffer.from('gone');
    const repeat = { speech, repeat: current };
    shortWay.learn({ request, response, version, repeat });
    const tail = Buffer.concat(successPieces(octets, speech)).toString('latin1');
    sendRepeated(response, { version, requestId: body.readInt32BE(4) }, tail);
  });
}

function current(): Buffer | undefined {
  if (isBroken) throw new Error('broken');
  return group;
}

/** A client on a connection of its own, whose answers are read only when asked for. */
class Client {
  readonly socket: Socket;

  constructor(localAddress = '127.0.0.1') {
    const { port } = server.address() as AddressInfo;
    this.socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    this.socket.on('error', () => undefined);
    clients.push(this);
  }

  send(octets: Buffer): void {
    this.socket.write(octets);
  }

  /** One answer, head and body apart; "100 Continue" is one without a body. */
  async next(): Promise<{ readonly head: string; readonly body: Buffer }> {
    let octets = Buffer.alloc(0);
    for (;;) {
      const bodyAt = bodyAtIn(octets);
      const head = octets.toString('latin1', 0, bodyAt);
      const length = head.includes(' 100 ') ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (octets.length >= bodyAt + length) {
        this.socket.unshift(octets.subarray(bodyAt + length));
        return { head, body: octets.subarray(bodyAt, bodyAt + length) };
      }
      const piece: unknown = this.socket.read();
      if (Buffer.isBuffer(piece)) octets = Buffer.concat([octets, piece]);
      else await once(this.socket, 'readable');
    }
  }

  /** The request-id that is answered. */
  async ask(octets: Buffer): Promise<number> {
    this.send(octets);
    return (await this.next()).body.readInt32BE(4);
  }
}

function messageOf(requestId: number, name = 'demo'): Buffer {
  const octets = Buffer.from(`\u0001\u0001\0\u000b1234\u0001${name}\u0003`, 'latin1');
  octets.writeInt32BE(requestId, 4);
  return octets;
}

function requestOf(requestId: number, fields: readonly string[] = [], body = messageOf(requestId)): Buffer {
  const head = ['POST / HTTP/1.1', 'Host: x', `Content-Length: ${body.length}`, ...fields, '\r\n'];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
}

/** On whose connection the next known request goes the short way. */
async function knownClient(): Promise<Client> {
  const client = new Client();
  await client.ask(requestOf(1));
  asked = [];
  return client;
}

describe('a request that comes again on a connection', () => {
  it('is answered by the octets of the HTTP server without it', async () => {
    const client = new Client();
    client.send(requestOf(1));
    const first = await client.next();
    client.send(requestOf(0x01020304));
    const second = await client.next();
    const date = /Date: .*/;
    expect(second.head.replace(date, '')).toBe(first.head.replace(date, ''));
    expect(second.body.subarray(headOctets)).toEqual(first.body.subarray(headOctets));
    expect(second.body.subarray(0, headOctets)).toEqual(Buffer.of(1, 1, 0, 0, 1, 2, 3, 4));
    expect(asked).toHaveLength(1);
  });

  it('is answered with what holds now, and by HTTP when nothing does', async () => {
    const client = await knownClient();
    group = Buffer.from('\u0004something else');
    client.send(requestOf(2));
    expect((await client.next()).body.toString('latin1')).toContain('something else');
    expect(asked).toHaveLength(0);
    group = undefined;
    client.send(requestOf(3));
    expect((await client.next()).body.toString('latin1')).toContain('gone');
    expect(asked).toHaveLength(1);
  });

  it('is known on other connections of its address, behind a first request, and on none of another', async () => {
    await knownClient();
    const same = new Client();
    const other = new Client('127.0.0.2');
    expect(await same.ask(requestOf(2))).toBe(2);
    expect(asked).toHaveLength(1);
    expect(await same.ask(requestOf(3))).toBe(3);
    expect(asked).toHaveLength(1);
    const named = requestOf(4, [], messageOf(4, 'other'));
    expect([await other.ask(named), await other.ask(requestOf(5))]).toEqual([4, 5]);
    expect(asked).toHaveLength(3);
  });

  it('may change with others on one connection', async () => {
    const client = await knownClient();
    expect(await client.ask(requestOf(2, [], messageOf(2, 'other')))).toBe(2);
    expect(asked).toHaveLength(1);
    expect(await client.ask(requestOf(3))).toBe(3);
    expect(await client.ask(requestOf(4, [], messageOf(4, 'other')))).toBe(4);
    expect(asked).toHaveLength(1);
  });

  it('keeps its answer whole while the client does not read and others are answered', async () => {
    group = Buffer.alloc(300_000, 'x');
    const lazy = await knownClient();
    const busy = await knownClient();
    const ids = Array.from({ length: 40 }, (_, index) => index + 100);
    for (const id of ids) {
      lazy.send(requestOf(id));
      expect(await busy.ask(requestOf(id + 1_000))).toBe(id + 1_000);
    }
    for (const id of ids) {
      const { body } = await lazy.next();
      expect(body.readInt32BE(4)).toBe(id);
      expect(body.includes(group)).toBe(true);
    }
  });
});

describe('what goes to the HTTP server', () => {
  it.each([0, -1])('the request-id %i', async (requestId) => {
    const client = await knownClient();
    expect(await client.ask(requestOf(requestId))).toBe(requestId);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['Expect: 100-continue'],
    ['Connection: close'],
    ['Authorization: Basic YTpi'],
    ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c'],
  ])('a request with %s, however often', async (...fields) => {
    const client = new Client();
    for (const requestId of [1, 2, 3]) {
      const asking = fields.includes('Connection: close') ? new Client() : client;
      asking.send(requestOf(requestId, fields));
      const first = await asking.next();
      const { body } = first.head.includes(' 100 ') ? await asking.next() : first;
      expect(body.readInt32BE(4)).toBe(requestId);
    }
    expect(asked).toEqual([messageOf(1), messageOf(2), messageOf(3)]);
  });

  it('a known request whose answer cannot be made', async () => {
    const client = await knownClient();
    isBroken = true;
    expect(await client.ask(requestOf(2))).toBe(2);
    expect(asked).toHaveLength(1);
  });

  it('two in one piece, and everything behind them', async () => {
    const client = await knownClient();
    client.send(Buffer.concat([requestOf(2), requestOf(3)]));
    expect((await client.next()).body.readInt32BE(4)).toBe(2);
    expect((await client.next()).body.readInt32BE(4)).toBe(3);
    expect(await client.ask(requestOf(4))).toBe(4);
    expect(asked).toHaveLength(3);
  });

  it('a request in pieces', async () => {
    const client = await knownClient();
    for (const octet of requestOf(2)) {
      client.send(Buffer.of(octet));
      await new Promise(setImmediate);
    }
    expect((await client.next()).body.readInt32BE(4)).toBe(2);
    expect(asked).toEqual([messageOf(2)]);
  });

  it('a document that looks like a known request', async () => {
    const document = requestOf(2);
    const body = Buffer.concat([messageOf(9), document]);
    const around = requestOf(9, [], body);
    const client = await knownClient();
    client.send(around.subarray(0, -document.length));
    await wait(20);
    client.send(document);
    expect((await client.next()).body.readInt32BE(4)).toBe(9);
    expect(asked).toEqual([body]);
  });

  it('the same behind a known request that brought its head along', async () => {
    const document = requestOf(2);
    const body = Buffer.concat([messageOf(9), document]);
    const around = requestOf(9, [], body);
    const client = await knownClient();
    client.send(Buffer.concat([requestOf(8), around.subarray(0, -document.length)]));
    expect((await client.next()).body.readInt32BE(4)).toBe(8);
    await wait(20);
    client.send(document);
    expect((await client.next()).body.readInt32BE(4)).toBe(9);
    expect(asked).toEqual([messageOf(8), body]);
  });

  it('everything once the short way is closed', async () => {
    const client = await knownClient();
    shortWay.close();
    expect(await client.ask(requestOf(2))).toBe(2);
    expect(asked).toHaveLength(1);
  });
});
