import type { Socket } from 'node:net';

interface Ways {
  /** The short way; false when it cannot be gone. */
  readonly answer: (octets: Buffer) => boolean;
  /** Hands the connection to the HTTP server, which reads what lies in front of it as if nobody had. */
  readonly enter: () => void;
}

/**
 * Connections of which the HTTP server knows nothing yet, since all that came on them was answered the short way. With the
 * first octets that are not, a connection becomes the HTTP server's, whose timeouts begin then; until then it is kept as
 * long as the HTTP server keeps one between requests.
 */
export class EarlyConnections {
  readonly #keepAliveMs: number;
  readonly #kept = new Set<Socket>();
  /** The engine forgets what it has compiled for sockets like these as soon as there is none. */
  #first: Socket | undefined;

  constructor(keepAliveMs: number) {
    this.#keepAliveMs = keepAliveMs;
  }

  /** Its first request is answered. */
  keep(socket: Socket, { answer, enter }: Ways): void {
    const giveUp = (): void => {
      socket.destroy();
    };
    // The other side says nothing any more, and still reads: answers that are on their way arrive.
    const end = (): void => {
      socket.end();
    };
    const forget = (): void => {
      this.#kept.delete(socket);
      socket.off('data', take);
      socket.off('end', end);
      socket.off('error', forget);
      socket.off('close', forget);
      socket.setTimeout(0, giveUp);
    };
    const take = (octets: Buffer): void => {
      if (answer(octets)) return;
      forget();
      socket.unshift(octets);
      enter();
    };
    this.#kept.add(socket);
    this.#first ??= socket;
    socket.setTimeout(this.#keepAliveMs, giveUp);
    socket.on('error', forget);
    socket.on('close', forget);
    socket.on('end', end);
    socket.on('data', take);
  }

  /** All requests on them are answered: they end like the idle ones of the HTTP server. */
  close(): void {
    this.#first = undefined;
    for (const socket of this.#kept) socket.destroy();
  }
}
