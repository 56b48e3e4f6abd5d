import { setTimeout as delay } from 'node:timers/promises';

const firstMs = 200;
const longestMs = 5_000;

/** Pauses between tries while the store is away, each twice as long as the one before. */
export class StorePause {
  #milliseconds = firstMs;

  /** `ref`: whether the wait keeps the process alive. */
  async next({ ref }: { readonly ref: boolean } = { ref: false }): Promise<void> {
    const milliseconds = this.#milliseconds;
    this.#milliseconds = Math.min(longestMs, milliseconds * 2);
    await delay(milliseconds, undefined, { ref });
  }
}
