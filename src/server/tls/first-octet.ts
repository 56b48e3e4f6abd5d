import type { Socket } from 'node:net';

/** Waits for the first octet of connections, and gives those up that send none in time. */
export class FirstOctet {
  readonly #withinMs: number;
  readonly #arrived: (socket: Socket, octets: Buffer) => void;
  readonly #waiting = new Set<Socket>();

  /** `arrived` is given what was read from the socket, at least one octet. */
  constructor(withinMs: number, arrived: (socket: Socket, octets: Buffer) => void) {
    this.#withinMs = withinMs;
    this.#arrived = arrived;
  }

  wait(socket: Socket): void {
    const giveUp = (): void => {
      socket.destroy();
    };
    const forget = (): void => {
      this.#waiting.delete(socket);
      socket.off('readable', look);
      socket.off('end', giveUp);
      socket.off('error', forget);
      socket.off('close', forget);
      socket.setTimeout(0, giveUp);
    };
    const look = (): void => {
      const octets: unknown = socket.read();
      if (!Buffer.isBuffer(octets)) return;
      forget();
      this.#arrived(socket, octets);
    };
    this.#waiting.add(socket);
    socket.setTimeout(this.#withinMs, giveUp);
    socket.on('error', forget);
    socket.on('close', forget);
    socket.on('readable', look);
    // The other side has ended without a word. Half of the connection would stay open, as HTTP wants it.
    socket.on('end', giveUp);
  }

  /** Ends the connections that wait. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
  }
}
