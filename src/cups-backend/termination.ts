import { setTimeout as sleep } from 'node:timers/promises';

/**
 * SIGTERM from cupsd: cancel, hold, cupsdisable or its own end; nothing tells which, and nobody reads the exit code
 * afterwards. When cupsd itself dies there is no signal at all, but another parent; the job comes again with the next cupsd.
 */
export class Termination {
  readonly signal: AbortSignal;
  readonly #parent: number;
  readonly #parentNow: () => number;

  constructor(signal: AbortSignal, parentNow: () => number) {
    this.signal = signal;
    this.#parentNow = parentNow;
    this.#parent = parentNow();
  }

  get requested(): boolean {
    return this.signal.aborted || this.#parentNow() !== this.#parent;
  }

  /** Resolves after that time, or at SIGTERM. */
  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal }).catch(() => undefined);
  }

  /** Resolves at SIGTERM. */
  get asked(): Promise<void> {
    return new Promise((resolve) => {
      if (this.signal.aborted) resolve();
      else
        this.signal.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
    });
  }
}
