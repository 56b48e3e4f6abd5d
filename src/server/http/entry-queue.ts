import type { Socket } from 'node:net';
import { endOfHead } from './end-of-head.ts';
import type { WireLimits } from './limits.ts';
import { StartQueue } from './start-queue.ts';

const ignored = (): void => undefined;

/**
 * Lets connections wait before HTTP that will keep HTTP waiting: those whose first octets end in the midst of a request, as
 * the first of an upload do. To read their heads takes 0.1 to 0.3 ms each, and of 500 that come at once the one behind them
 * in the backlog would wait for all. They enter a few at a turn, once no new connections come; what may be whole goes first.
 */
export class EntryQueue {
  readonly #queue: StartQueue;
  #closed = false;

  constructor(limits: Pick<WireLimits, 'uploadStartTurnMs' | 'uploadStartDelayMs'>) {
    this.#queue = new StartQueue(limits);
  }

  /** A connection has come: there may be more behind it. */
  noteConnection(): void {
    this.#queue.noteConnection();
  }

  /** true: `enter` follows, with `octets` in front of the socket again, unless the connection is gone by then. */
  take(socket: Socket, octets: Buffer, enter: () => void): boolean {
    if (mayBeWhole(octets)) return false;
    socket.unshift(octets);
    socket.on('error', ignored);
    void this.#queue.enter().then(() => {
      socket.off('error', ignored);
      if (socket.destroyed) return;
      if (this.#closed) socket.destroy();
      else enter();
    });
    return true;
  }

  /** Nobody would end the connections that enter from now on. */
  close(): void {
    this.#closed = true;
  }
}

/** RFC 8010 §3.5.1: the tag that ends the attributes, behind which an upload has its document. */
const endOfAttributes = 0x03;

/** Decides only who goes first: octets may end so by chance, and requests that are whole may end otherwise. */
function mayBeWhole(octets: Buffer): boolean {
  return (
    octets.at(-1) === endOfAttributes ||
    octets.toString('latin1', octets.length - endOfHead.length) === endOfHead
  );
}
