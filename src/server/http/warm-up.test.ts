import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ListenAddress } from '../../model/listen.ts';
import { warmUp } from './warm-up.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Something that listens, and the connections it has had. */
async function listening(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly address: ListenAddress; readonly sockets: ReadonlySet<Socket> }> {
  const server = createServer(answer);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { address: { kind: 'tcp', host: '127.0.0.1', port }, sockets };
}

describe('a server that asks itself', () => {
  it('is asked in every way that a connection begins, each time on a new one, all of which are closed', async () => {
    const asked = new Set<string>();
    const { address, sockets } = await listening((request, response) => {
      const { method, url, headers } = request;
      asked.add(`${method} ${url} ${headers['content-type']} ${headers.connection}`);
      response.end('answer');
    });
    await warmUp(address, 50);
    expect(asked).toEqual(
      new Set(['POST /ipp/print application/ipp undefined', 'POST /ipp/print application/ipp close']),
    );
    expect(sockets.size).toBe(50);
    await Promise.all([...sockets].map(async (socket) => socket.destroyed || (await once(socket, 'close'))));
  });

  it('goes on without when it cannot be reached from its own machine', async () => {
    const { address, sockets } = await listening(({ socket }) => socket.destroy());
    await warmUp(address, 50);
    expect(sockets.size).toBeLessThan(50);
  });
});
