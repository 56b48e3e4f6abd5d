import { chmod, chown, mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname } from 'node:path';
import { messageOf, PrintServerError } from '../base/fault.ts';
import { shortSocketPath } from '../base/socket-path.ts';
import type { AdapterHandler } from './adapter-handler.ts';
import type { AdapterLimits } from './limits.ts';

export interface AdapterServerOptions {
  /** Of the socket. What an earlier server left there is replaced: start only with the data folder's lock held. */
  readonly path: string;
  /** Name or number of the group that may use it. */
  readonly group?: string;
  readonly handler: AdapterHandler;
  readonly limits: AdapterLimits;
}

export interface AdapterServer {
  /** Takes no new calls, waits for those under way, removes the socket. */
  close(): Promise<void>;
}

/** Whoever may open the socket is believed what it says of users: the mode of the socket is the door. */
export async function startAdapterServer(options: AdapterServerOptions): Promise<AdapterServer> {
  const { path, group, handler, limits } = options;
  const address = shortSocketPath(path);
  const server = createServer({
    headersTimeout: limits.callMs,
    // A document may take long; RequestBody watches each pause in it.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(limits.callMs, 10_000),
  });
  server.maxConnections = limits.connectionsMax;
  server.on('request', (request, response) => {
    handler(request, response, { name: 'socket' });
  });
  try {
    const gid = group === undefined ? undefined : await groupId(group);
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await rm(path, { force: true });
    await listen(server, address);
    if (gid !== undefined) await chown(path, -1, gid);
    await chmod(path, gid === undefined ? 0o600 : 0o660);
  } catch (cause) {
    server.close();
    throw new PrintServerError('listen-failed', `No adapter socket at ${path}: ${messageOf(cause)}`, {
      cause,
    });
  }
  return { close: () => close(server, path) };
}

/** Bound closed to everybody, and opened to the group when it belongs to it. */
function listen(server: Server, address: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is made within the call, so that nothing else is made under this mask.
    const before = process.umask(0o177);
    server.listen(address, resolve);
    process.umask(before);
  });
}

async function close(server: Server, path: string): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  await closed;
  await rm(path, { force: true });
}

async function groupId(group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group);
  const lines = (await readFile('/etc/group', 'utf8')).split('\n');
  const fields = lines.map((line) => line.split(':')).find(([name]) => name === group);
  if (fields?.[2] === undefined) throw new Error(`there is no group ${group} in /etc/group; give its number`);
  return Number(fields[2]);
}
