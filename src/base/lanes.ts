/**
 * Work on one key, one after the other, in this process. It saves the writers of one node from losing compare-and-sets
 * to each other; that the outcome is right does not rest on it, because other nodes have lanes of their own.
 */
export class Lanes<Key> {
  readonly #last = new Map<Key, Promise<void>>();

  async run<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(ignore, ignore);
    this.#last.set(key, settled);
    try {
      return await result;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}

function ignore(): void {
  // A failure is told to the caller of that work, not to the next in the lane.
}
