import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../logging/index.ts';
import type { ListenAddress } from '../model/listen.ts';
import { ConnectionGate } from './connection-gate.ts';
import type { WireLimits } from './limits.ts';
import { isMissingAddress, listenOn } from './listen-on.ts';

/** One HTTP request as it arrived. */
export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Came over a Unix socket, which only operators can open. */
  readonly local: boolean;
  /** The client waits for "100 Continue" before it sends the body. */
  readonly awaitsContinue: boolean;
}

export interface ListenerOptions {
  readonly addresses: readonly ListenAddress[];
  readonly limits: WireLimits;
  readonly log: Log;
  readonly handle: (exchange: HttpExchange) => void;
}

/**
 * The sockets of the server. No 'upgrade' listener on purpose: a client that asks for h2c (java.net.http does on every
 * request) is then answered as if it had not, while a listener would swallow its POST.
 */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #gate: ConnectionGate;
  #servers: readonly Server[] = [];
  #stopping = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#gate = new ConnectionGate(options.limits.connectionsPerAddressMax);
  }

  /** Opens every address or none. The addresses that were opened, with the ports that were given for port 0. */
  async start(): Promise<readonly ListenAddress[]> {
    const bound: ListenAddress[] = [];
    const servers: Server[] = [];
    for (const address of this.#options.addresses) {
      const server = this.#server(address.kind === 'unix');
      try {
        bound.push(await listenOn(server, address));
        servers.push(server);
      } catch (error) {
        if (isMissingAddress(error) && this.#options.addresses.length > 1) {
          this.#options.log.warn('listen address left out', { address, cause: error });
          continue;
        }
        await Promise.all(servers.map(closed));
        throw error;
      }
    }
    this.#servers = servers;
    return bound;
  }

  /** No new connections; requests being answered get a while to end, and connections close as they fall idle. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = Promise.all(this.#servers.map(closed));
    const idle = setInterval(() => {
      for (const server of this.#servers) server.closeIdleConnections();
    }, idleCheckMs);
    const impatient = setTimeout(() => {
      for (const server of this.#servers) server.closeAllConnections();
    }, this.#options.limits.stopGraceMs);
    await ended;
    clearInterval(idle);
    clearTimeout(impatient);
  }

  #server(local: boolean): Server {
    const { limits } = this.#options;
    const server = createServer({
      headersTimeout: limits.headersTimeoutMs,
      // The default of 300 s for the whole body cuts off slow jobs with 408; UploadWatch judges them instead.
      requestTimeout: 0,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs, 10_000),
    });
    server.maxConnections = limits.connectionsMax;
    server.on('connection', (socket) => {
      if (!local && !this.#gate.admit(socket)) socket.destroy();
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle({ request, response, local, awaitsContinue: false });
    });
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle({ request, response, local, awaitsContinue: true });
    });
    return server;
  }

  #handle(exchange: HttpExchange): void {
    // A client that polls on one connection would otherwise keep a stopping server alive.
    if (this.#stopping) exchange.response.shouldKeepAlive = false;
    this.#options.handle(exchange);
  }
}

/** Milliseconds between two looks for connections that have fallen idle while the server stops. */
const idleCheckMs = 100;

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}
