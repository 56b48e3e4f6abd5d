import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A printer on port 9100, on loopback: keeps what it receives and misbehaves as told.
 *   reset    cuts the connection by RST once it has read `afterOctets`
 *   close    closes it politely then, without reading on
 *   stall    reads no more then and keeps the connection open
 *   slow     reads at most so many octets a second
 *   open     reads everything and never closes its side
 *   refuse   no one listens on the port
 */
export type RawFault =
  | { readonly kind: 'reset' | 'close' | 'stall'; readonly afterOctets: number }
  | { readonly kind: 'slow'; readonly octetsPerSecond: number }
  | { readonly kind: 'open' | 'refuse' };

export interface RawDeviceOptions {
  readonly fault?: RawFault;
  /** Until it closes after the sender's end; 0 by default. */
  readonly closeAfterMs?: number;
}

/** One connection. */
interface RawReception {
  readonly octets: Buffer;
  /** The sender said that this was all. */
  readonly ended: boolean;
  /** The connection is gone. */
  readonly closed: boolean;
}

export interface FakeRawDevice {
  /** `socket://127.0.0.1:PORT` */
  readonly uri: string;
  readonly port: number;
  /** In order of arrival. */
  readonly receptions: readonly RawReception[];
  /** For connections from now on; undefined: well again. */
  setFault(fault?: RawFault): Promise<void>;
  /** Resolves when so many connections have ended (politely or not). */
  waitForClosed(count: number, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function startRawDevice(options: RawDeviceOptions = {}): Promise<FakeRawDevice> {
  const device = new Listener(options);
  await device.open();
  if (options.fault?.kind === 'refuse') await device.setFault(options.fault);
  return device;
}

class Reception implements RawReception {
  readonly chunks: Buffer[] = [];
  received = 0;
  ended = false;
  closed = false;

  get octets(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

class Listener implements FakeRawDevice {
  readonly receptions: Reception[] = [];
  port = 0;
  readonly #closeAfterMs: number;
  readonly #sockets = new Set<Socket>();
  #fault: RawFault | undefined;
  #server: Server | undefined;

  constructor(options: RawDeviceOptions) {
    this.#fault = options.fault;
    this.#closeAfterMs = options.closeAfterMs ?? 0;
  }

  get uri(): string {
    return `socket://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#receive(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#server = server;
  }

  async setFault(fault?: RawFault): Promise<void> {
    this.#fault = fault;
    if (fault?.kind === 'refuse') await this.#stopListening();
    else if (this.#server === undefined) await this.open();
  }

  async waitForClosed(count: number, withinMs = 10_000): Promise<void> {
    const until = Date.now() + withinMs;
    while (this.receptions.filter(({ closed }) => closed).length < count) {
      if (Date.now() > until) throw new Error(`not ${count} connections ended within ${withinMs} ms`);
      await sleep(5);
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#stopListening();
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }

  #receive(socket: Socket): void {
    const reception = new Reception();
    const fault = this.#fault;
    this.receptions.push(reception);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      reception.closed = true;
      this.#sockets.delete(socket);
    });
    socket.on('end', () => {
      reception.ended = true;
      if (fault?.kind === 'open') return;
      setTimeout(() => socket.end(), this.#closeAfterMs);
    });
    if (misbehaveAt(fault, 0, socket)) return;
    socket.on('data', (chunk) => {
      reception.chunks.push(chunk);
      reception.received += chunk.length;
      if (misbehaveAt(fault, reception.received, socket)) return;
      if (fault?.kind === 'slow') throttle(socket, (chunk.length * 1000) / fault.octetsPerSecond);
    });
  }
}

function misbehaveAt(fault: RawFault | undefined, received: number, socket: Socket): boolean {
  if (fault === undefined || !('afterOctets' in fault) || received < fault.afterOctets) return false;
  if (fault.kind === 'reset') socket.resetAndDestroy();
  else if (fault.kind === 'close') socket.destroy();
  else socket.pause();
  return true;
}

function throttle(socket: Socket, milliseconds: number): void {
  socket.pause();
  setTimeout(() => socket.resume(), milliseconds);
}
