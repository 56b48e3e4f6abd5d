import type { WireLimits } from './limits.ts';

interface Waiting {
  /** performance.now() */
  readonly since: number;
  readonly start: () => void;
}

/**
 * Spreads the beginnings of uploads over turns of the event loop, in order of arrival. To begin a job takes 0.5 ms, some
 * more before the code is compiled: 500 clients that send at the same moment would otherwise hold up all others until the
 * last of them has begun. New connections go first, because a turn accepts only one of them (seen with libuv 1.46), and
 * whoever is behind it in the backlog cannot even ask. How many wait is limited by the number of connections.
 */
export class StartQueue {
  readonly #limits: Pick<WireLimits, 'uploadStartTurnMs' | 'uploadStartDelayMs'>;
  readonly #waiting: Waiting[] = [];
  /** Since the last look. */
  #accepted = false;
  #turning = false;

  constructor(limits: Pick<WireLimits, 'uploadStartTurnMs' | 'uploadStartDelayMs'>) {
    this.#limits = limits;
  }

  /** A connection has come: there may be more behind it. */
  noteConnection(): void {
    this.#accepted = true;
  }

  /** Resolves at the end of this turn of the event loop, or of a later one. The client may be gone by then. */
  enter(): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ since: performance.now(), start });
      if (!this.#turning) this.#turn();
    });
  }

  #turn(): void {
    this.#turning = true;
    setImmediate(() => {
      const now = performance.now();
      const { uploadStartTurnMs, uploadStartDelayMs } = this.#limits;
      const mayStart = !this.#accepted || now - (this.#waiting[0]?.since ?? now) >= uploadStartDelayMs;
      this.#accepted = false;
      if (mayStart) this.#startUntil(now + uploadStartTurnMs);
      else this.#turn();
    });
  }

  #startUntil(end: number): void {
    this.#waiting.shift()?.start();
    // A tick asked for by a microtask comes behind all microtasks: that one has then done all that it can do without waiting.
    queueMicrotask(() => {
      process.nextTick(() => {
        if (this.#waiting.length === 0) this.#turning = false;
        else if (performance.now() < end) this.#startUntil(end);
        else this.#turn();
      });
    });
  }
}
