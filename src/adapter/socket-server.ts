import { createServer } from 'node:http';
import { closeUnixSocket, listenOnUnixSocket } from '../base/unix-socket.ts';
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
  await listenOnUnixSocket(server, {
    path,
    purpose: 'adapter',
    folderMode: 0o755,
    ...(group === undefined ? {} : { group }),
  });
  return { close: () => closeUnixSocket(server, path) };
}
