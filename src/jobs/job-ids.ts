import type { JobStore } from './store.ts';

/** Job numbers are fetched in blocks, so that a shared store is not asked for each job. */
const blockSize = 64;

export class JobIds {
  readonly #store: JobStore;
  #next = 0;
  #left = 0;
  #fetching: Promise<void> | undefined;

  constructor(store: JobStore) {
    this.#store = store;
  }

  async next(): Promise<number> {
    while (this.#left === 0) {
      this.#fetching ??= this.#fetch().finally(() => {
        this.#fetching = undefined;
      });
      await this.#fetching;
    }
    this.#left -= 1;
    return this.#next++;
  }

  async #fetch(): Promise<void> {
    this.#next = await this.#store.allocateJobIds(blockSize);
    this.#left = blockSize;
  }
}
