import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions, type Server as TlsServer } from 'node:tls';
import type { TlsIdentity } from '../../model/tls-identity.ts';
import { FirstOctet } from './first-octet.ts';
import { asksForTls, headWithoutUpgrade } from './rebuilt-request.ts';

/** A record of TLS that begins a handshake (RFC 8446 §5.1); no HTTP request begins with this octet. */
const handshakeRecord = 0x16;
const switching =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n';

export interface TlsDoorOptions {
  readonly identity: TlsIdentity;
  /** Milliseconds until the first octet, and again until the end of the handshake. */
  readonly handshakeMs: number;
  /** Takes a plain connection with its first octets, until it lets it enter; false: it enters now. */
  readonly meet: (socket: Socket, octets: Buffer, enter: () => void) => boolean;
}

type Enter = (socket: Socket) => void;

/**
 * Lets plain HTTP and TLS in at one port. The first octet of a connection tells which it is; a plain one may ask for TLS
 * later by HTTP Upgrade (RFC 2817), as CUPS does. Both end at the same HTTP server.
 *
 *     socket ─┬─ 0x16 ─▶ TLS ──────▶ HTTP
 *             └─ else ─▶ HTTP ─┬───▶ answer
 *                              └─ Upgrade: TLS ─▶ TLS ─▶ HTTP
 */
export class TlsDoor {
  readonly #handshakeMs: number;
  readonly #tls: TlsServer;
  readonly #enter: Enter;
  readonly #silent: FirstOctet;
  #identity: TlsIdentity;

  /** From now on `server`, which does not listen yet, gets its connections through this door. */
  constructor(server: Server, { identity, handshakeMs, meet }: TlsDoorOptions) {
    this.#identity = identity;
    this.#handshakeMs = handshakeMs;
    // The listener that http.Server has put there itself: it takes any duplex stream, as https.Server shows.
    const serve = server.listeners('connection');
    server.removeAllListeners('connection');
    this.#enter = (socket) => {
      for (const listener of serve) listener.call(server, socket);
    };
    this.#tls = this.#secured(this.#enter);
    this.#silent = new FirstOctet(handshakeMs, (socket, octets) => {
      const enter = (): void => {
        this.#enter(socket);
      };
      const isTls = octets[0] === handshakeRecord;
      if (!isTls && meet(socket, octets, enter)) return;
      socket.unshift(octets);
      if (isTls) this.#tls.emit('connection', socket);
      else enter();
    });
    server.on('connection', (socket: Socket) => {
      this.#silent.wait(socket);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** For connections from now on; those that are open keep what they agreed on. */
  renew(identity: TlsIdentity): void {
    this.#identity = identity;
    this.#tls.setSecureContext(contextOf(identity));
  }

  /** Ends the connections that have not said a word yet. */
  closeSilent(): void {
    this.#silent.close();
  }

  /**
   * Node has taken the connection out of HTTP, with the head of the request read. A wish for TLS is granted and the
   * request answered inside it (RFC 2817 §3.3), unless a body is on its way in the clear already. Whoever wishes anything
   * else, as java.net.http does with h2c on every request, is answered as if it had not.
   */
  #upgrade(request: IncomingMessage, socket: Socket, rest: Buffer): void {
    const head = headWithoutUpgrade(request);
    socket.removeAllListeners('timeout');
    if (!asksForTls(request) || hasBody(request)) {
      socket.unshift(Buffer.concat([head, rest]));
      this.#enter(socket);
      return;
    }
    socket.write(switching);
    if (rest.length > 0) socket.unshift(rest);
    const once = this.#secured((secure) => {
      secure.unshift(head);
      this.#enter(secure);
    });
    once.emit('connection', socket);
  }

  #secured(enter: (socket: TLSSocket) => void): TlsServer {
    const options = { ...contextOf(this.#identity), handshakeTimeout: this.#handshakeMs };
    const server = createServer(options, (secure) => {
      secure.allowHalfOpen = true;
      enter(secure);
    });
    // Half of a connection stays open, as HTTP wants it; of one that ends within the handshake nothing is left to wait for.
    server.prependListener('connection', (socket: Socket) => {
      socket.allowHalfOpen = false;
    });
    // A handshake that fails is nobody's fault but the client's; the socket is all that there is of it.
    server.on('tlsClientError', (_error, socket) => {
      socket.destroy();
    });
    return server;
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function contextOf({ key, cert, clientCa, clientCrl }: TlsIdentity): TlsOptions {
  return {
    key,
    cert,
    minVersion: 'TLSv1.2',
    // In TLS 1.3 the session ticket comes behind the handshake, and OpenSSL always sends one. libcups over GnuTLS (2.4.2,
    // the client of Debian 12) takes it for the answer, fails, and connects anew without end (seen on the wire).
    maxVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // Asked for, never demanded here: what a client without a certificate may do is for the rules of the printer.
    ...(clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false }),
    ...(clientCrl === undefined ? {} : { crl: clientCrl }),
  };
}
