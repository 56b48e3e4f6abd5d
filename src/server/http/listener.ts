import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../../logging/index.ts';
import type { ListenAddress } from '../../model/listen.ts';
import type { TlsIdentity } from '../../model/tls-identity.ts';
import type { ShortWay } from '../short-way/short-way.ts';
import { TlsDoor } from '../tls/tls-door.ts';
import { BrokenRequests } from './broken-requests.ts';
import { ConnectionGate } from './connection-gate.ts';
import { EntryQueue } from './entry-queue.ts';
import type { WireLimits } from './limits.ts';
import { isMissingAddress, listenOn } from './listen-on.ts';
import type { StartQueue } from './start-queue.ts';
import { Turns } from './turns.ts';
import { warmUp } from './warm-up.ts';

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
  /** Without it everything is plain, and whoever asks for TLS is answered as if it had not. */
  readonly tls?: TlsIdentity;
  /** Goes before HTTP on connections that come from elsewhere. */
  readonly shortWay: ShortWay;
  readonly starts: StartQueue;
  readonly handle: (exchange: HttpExchange) => void;
}

/** The sockets of the server. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #gate: ConnectionGate;
  readonly #broken = new BrokenRequests();
  readonly #entries: EntryQueue;
  readonly #turns = new Turns();
  #servers: readonly Server[] = [];
  #doors: readonly TlsDoor[] = [];
  #stopping = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#gate = new ConnectionGate(options.limits.connectionsPerAddressMax);
    this.#entries = new EntryQueue(options.limits);
  }

  /** Opens every address or none. The addresses that were opened, with the ports that were given for port 0. */
  async start(): Promise<readonly ListenAddress[]> {
    const { addresses, limits } = this.#options;
    if (limits.warmUpConnections > 0 && addresses.some(({ kind }) => kind === 'tcp')) await this.#warmUp();
    const bound: ListenAddress[] = [];
    const servers: Server[] = [];
    for (const address of addresses) {
      const server = this.#server(address.kind === 'unix');
      try {
        bound.push(await listenOn(server, address));
        servers.push(server);
      } catch (error) {
        if (isMissingAddress(error) && addresses.length > 1) {
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

  /** The certificate for connections from now on. */
  renew(identity: TlsIdentity): void {
    for (const door of this.#doors) door.renew(identity);
  }

  /** No new connections; requests being answered get a while to end, and connections close as they fall idle. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#options.shortWay.close();
    const ended = Promise.all(this.#servers.map(closed));
    for (const door of this.#doors) door.closeSilent();
    const idle = setInterval(() => {
      for (const server of this.#servers) server.closeIdleConnections();
    }, idleCheckMs);
    const impatient = setTimeout(() => {
      this.#entries.close();
      for (const server of this.#servers) server.closeAllConnections();
    }, this.#options.limits.stopGraceMs);
    await ended;
    clearInterval(idle);
    clearTimeout(impatient);
  }

  /** Behind a door of its own, on this machine alone: whoever comes to the others finds the code compiled. */
  async #warmUp(): Promise<void> {
    const server = this.#server(false);
    try {
      const bound = await listenOn(server, { kind: 'tcp', host: '127.0.0.1', port: 0 });
      await warmUp(bound, this.#options.limits.warmUpConnections);
      await closed(server);
    } catch (error) {
      this.#options.log.debug('not warmed up', { cause: error });
    }
    this.#doors = [];
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
    // A client that says nothing any more still reads (nc -N, some proxies): each request that came whole is answered
    // (RFC 8010 §4), the more so when its job is printed. Node gives such a connection up; this is how to tell it not to.
    Object.assign(server, { httpAllowHalfOpen: true });
    this.#broken.attach(server);
    if (!local) this.#guard(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle({ request, response, local, awaitsContinue: false });
    });
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle({ request, response, local, awaitsContinue: true });
    });
    return server;
  }

  #guard(server: Server): void {
    const { limits, tls, starts, shortWay } = this.#options;
    // Before the door, which calls all that listen now once it knows what a connection is.
    server.on('connection', (socket: Socket) => {
      shortWay.open(socket);
    });
    if (tls !== undefined) {
      const door = new TlsDoor(server, {
        identity: tls,
        handshakeMs: limits.handshakeMs,
        meet: (socket, octets, enter) =>
          this.#entries.take(socket, octets, enter) || shortWay.meet(socket, octets, enter),
      });
      this.#doors = [...this.#doors, door];
    }
    server.prependListener('connection', (socket: Socket) => {
      starts.noteConnection();
      this.#entries.noteConnection();
      if (!this.#gate.admit(socket)) socket.destroy();
    });
  }

  #handle(exchange: HttpExchange): void {
    this.#broken.note(exchange);
    this.#turns.take(exchange, () => {
      // A client that polls on one connection would otherwise keep a stopping server alive.
      if (this.#stopping) exchange.response.shouldKeepAlive = false;
      this.#options.handle(exchange);
    });
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
