import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Turns } from './turns.ts';

let server: Server;
let client: Socket;
/** What has come, and what has got its turn, by its path. */
let arrived: string[];
let begun: { readonly path: string; readonly response: ServerResponse }[];
let received: string;

beforeEach(async () => {
  const turns = new Turns();
  arrived = [];
  begun = [];
  received = '';
  server = createServer((request, response) => {
    const path = request.url ?? '';
    arrived.push(path);
    turns.take({ request, response }, () => {
      request.resume();
      begun.push({ path, response });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('data', (octets: Buffer) => {
    received += octets.toString('latin1');
  });
});

afterEach(() => {
  client.destroy();
  server.close();
});

function requests(count: number): string {
  const field = `X-Long: ${'x'.repeat(4_000)}`;
  return Array.from({ length: count }, (_, n) => `GET /${n} HTTP/1.1\r\nHost: x\r\n${field}\r\n\r\n`).join(
    '',
  );
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

function pathsReceived(): string[] {
  return [...received.matchAll(/\r\n\r\n(\/\d+)/g)].map(([, path = '']) => path);
}

it('begins a request when the answers before it have left', async () => {
  client.write(requests(3));
  await until(() => arrived.length === 3);
  for (const n of [0, 1, 2]) {
    expect(begun.map(({ path }) => path)).toEqual(['/0', '/1', '/2'].slice(0, n + 1));
    begun[n]?.response.end(`/${n}`);
    await until(() => pathsReceived().length === n + 1);
  }
});

it('reads no further while many wait, and goes on to the last of them', async () => {
  const count = 600;
  client.write(requests(count));
  await until(() => arrived.length > 16);
  await new Promise((resolve) => setTimeout(resolve, 200));
  // As many as stood in the pieces that were read already.
  expect(arrived.length).toBeLessThan(150);
  for (let n = 0; n < count; n += 1) {
    await until(() => begun.length > n);
    begun[n]?.response.end(`/${n}`);
  }
  await until(() => pathsReceived().length === count);
  expect(pathsReceived()).toEqual(arrived);
});

it('forgets what waits on a connection that ends', async () => {
  client.write(requests(3));
  await until(() => arrived.length === 3);
  client.destroy();
  await until(() => begun[0]?.response.destroyed === true);
  expect(begun).toHaveLength(1);
});
