import { workerQueueMax } from '../limits.ts';

/** Lets so many run at once; the others wait, and too many are turned away. */
export class Slots {
  readonly #max: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Runs `work` when a slot is free; undefined when too many wait. Who waits when the signal aborts, is told so. */
  async run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
    if (this.#taken < this.#max) this.#taken += 1;
    else if (this.#waiting.length >= workerQueueMax) return undefined;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      // The slot goes to whoever waits longest without being free in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#taken -= 1;
      else next();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onTurn = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(onTurn), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('Counting was stopped.'));
      };
      this.#waiting.push(onTurn);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }
}
