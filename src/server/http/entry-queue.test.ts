import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EntryQueue } from './entry-queue.ts';

const patient = { uploadStartTurnMs: 0, uploadStartDelayMs: 60_000 };
const part = Buffer.from('POST / HTTP/1.1\r\nHost: x\r\nCont');

let server: Server;
let client: Socket;
let socket: Socket;
let entered: number;

const enter = (): void => {
  entered += 1;
};

beforeEach(async () => {
  entered = 0;
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const arriving = new Promise<Socket>((resolve) => {
    server.once('connection', resolve);
  });
  client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  socket = await arriving;
});

afterEach(() => {
  client.destroy();
  socket.destroy();
  server.close();
});

describe('a connection', () => {
  it.each([
    ['a head', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['the attributes of a message', Buffer.from('POST / HTTP/1.1\r\nHost: x\r\n\r\n\u0001\u0003', 'latin1')],
  ])('that begins with octets which end where %s does enters at once', (_, octets) => {
    expect(new EntryQueue(patient).take(socket, octets, enter)).toBe(false);
  });

  it('that begins with a part of a request enters behind the last that comes, all its octets in order', async () => {
    const queue = new EntryQueue(patient);
    expect(queue.take(socket, part, enter)).toBe(true);
    for (let connections = 0; connections < 3; connections += 1) {
      queue.noteConnection();
      await nextTurn();
      expect(entered).toBe(0);
    }
    client.end('ent-Length');
    await nextTurn();
    expect(entered).toBe(1);
    const read: Buffer[] = [];
    socket.on('data', (octets: Buffer) => read.push(octets));
    await once(socket, 'end');
    expect(Buffer.concat(read).toString()).toBe(`${part.toString()}ent-Length`);
  });

  it('that is gone at its turn does not enter', async () => {
    const queue = new EntryQueue(patient);
    queue.take(socket, part, enter);
    socket.destroy(new Error('reset'));
    await nextTurn();
    await nextTurn();
    expect(entered).toBe(0);
  });

  it('that waits when nobody would end it any more is ended', async () => {
    const queue = new EntryQueue(patient);
    queue.take(socket, part, enter);
    queue.close();
    await nextTurn();
    await nextTurn();
    expect([entered, socket.destroyed]).toEqual([0, true]);
  });
});
