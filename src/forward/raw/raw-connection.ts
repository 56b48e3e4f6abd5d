import { createConnection, type Socket } from 'node:net';
import type { DeviceStatus } from '../../model/device.ts';
import type { DeviceLimits } from '../limits.ts';

/** A sentence about what the peer or the network did. */
class RawFailure extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'RawFailure';
  }
}

export interface RawTarget {
  readonly uri: { readonly host: string; readonly port: number; readonly text: string };
  readonly limits: DeviceLimits;
}

export const idle: DeviceStatus = { state: 'idle', reasons: [] };
export const busy: DeviceStatus = { state: 'processing', reasons: [] };

/**
 * One connection for one job. Octets are written one chunk at a time, each when the one before has gone to the kernel:
 * that is the back-pressure, and it makes the count exact. Every wait ends by itself: by what was waited for, by a
 * limit, by the peer's doing, or by the signal.
 */
export class RawConnection {
  readonly #target: RawTarget;
  readonly #signal: AbortSignal;
  readonly #tell: (status: DeviceStatus) => void;
  readonly #abort = (): void => {
    this.#fail(new RawFailure('the job was cancelled'));
  };
  #socket: Socket | undefined;
  #failure: Error | undefined;
  #waiter: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  #octetsSent = 0;
  #octetsUnderWay = 0;
  #peerEnded = false;
  /** It was told that the printer takes no data. */
  #isStalled = false;

  constructor(target: RawTarget, signal: AbortSignal, tell: (status: DeviceStatus) => void) {
    this.#target = target;
    this.#signal = signal;
    this.#tell = tell;
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Octets of which the kernel has taken every one. */
  get octetsSent(): number {
    return this.#octetsSent;
  }

  /** The same, but never 0 when a write had begun: part of it may have left, and 0 would promise that nothing did. */
  get octetsSentAtMost(): number {
    return this.#octetsSent > 0 ? this.#octetsSent : this.#octetsUnderWay;
  }

  async open(): Promise<void> {
    const { uri, limits } = this.#target;
    // A printer may close its side while it still reads (RFC 9293 §3.6), so its end must not end ours.
    const socket = createConnection({ host: hostName(uri.host), port: uri.port, allowHalfOpen: true });
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      this.#fail(new RawFailure(`${uri.text}: ${describeError(error)}`, { cause: error }));
    });
    // What a printer says (PJL status, nothing mostly) must be read: unread octets turn our close into a reset.
    socket.resume();
    socket.on('end', () => {
      this.#peerEnded = true;
      if (this.#octetsUnderWay > 0) this.#fail(this.#closedEarly());
      else this.#done();
    });
    socket.on('connect', () => {
      this.#done();
    });
    await this.#wait(limits.connectMs, `${uri.text} does not answer`);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#peerEnded) throw this.#closedEarly();
    this.#octetsUnderWay = chunk.length;
    this.#open().write(chunk, (error) => {
      // Node passes null for success, whatever its types say; a failure comes as an 'error' event as well.
      if (error instanceof Error) return;
      this.#octetsSent += chunk.length;
      this.#octetsUnderWay = 0;
      this.#done();
    });
    const { uri, limits } = this.#target;
    const notice = setTimeout(() => {
      this.#isStalled = true;
      const message = `takes no data since ${Math.round(limits.stallNoticeMs / 1000)} s`;
      this.#tell({ state: 'stopped', reasons: ['timed-out'], message });
    }, limits.stallNoticeMs);
    try {
      await this.#wait(limits.stallMs, `${uri.text} took no data for ${Math.round(limits.stallMs / 1000)} s`);
    } finally {
      clearTimeout(notice);
    }
    if (!this.#isStalled) return;
    this.#isStalled = false;
    this.#tell(busy);
  }

  /**
   * Says "no more" and waits until the printer closes too, which most do when they have read everything. A reset now
   * is a failure: what lay in the buffers is gone, and nobody knows how much.
   */
  async end(): Promise<string> {
    const seconds = Math.round(this.#target.limits.drainMs / 1000);
    const patience = setTimeout(() => {
      this.#done();
    }, this.#target.limits.drainMs);
    try {
      this.#open().end();
      // One that knows the end of a job from its data may have closed already.
      if (!this.#peerEnded) await this.#wait(undefined, '');
    } finally {
      clearTimeout(patience);
    }
    return this.#peerEnded
      ? 'the device closed the connection after the last octet'
      : `the device did not close the connection within ${seconds} s`;
  }

  /** Ends whatever is waited for. */
  abandon(): void {
    this.#fail(new RawFailure('the connection was given up'));
  }

  destroy(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#socket?.destroy();
  }

  #open(): Socket {
    if (this.#socket === undefined) throw new RawFailure('the connection was never opened');
    return this.#socket;
  }

  #closedEarly(): RawFailure {
    return new RawFailure(`${this.#target.uri.text} closed the connection before the end of the document`);
  }

  /** One wait at a time. A failure that came before, between two waits, is not missed. */
  async #wait(limitMs: number | undefined, sentence: string): Promise<void> {
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            this.#fail(new RawFailure(sentence));
          }, limitMs);
    try {
      await new Promise<void>((resolve, reject) => {
        if (this.#failure !== undefined) reject(this.#failure);
        else this.#waiter = { resolve, reject };
      });
    } finally {
      clearTimeout(timer);
      this.#waiter = undefined;
    }
  }

  #done(): void {
    this.#waiter?.resolve();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#socket?.destroy();
    this.#waiter?.reject(this.#failure);
  }
}

/** An IPv6 address stands in brackets in a URI and without them everywhere else. */
function hostName(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'reset the connection',
  EPIPE: 'closed the connection before the end of the document',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'is not known to the name service',
  EAI_AGAIN: 'cannot be looked up: the name service does not answer',
};

function describeError(error: NodeJS.ErrnoException): string {
  return sentences[error.code ?? ''] ?? error.message;
}
