/** Requests that are answered when there is news, or after a while without any. */
export class Waiting {
  readonly #max: number;
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor(max: number) {
    this.#max = max;
  }

  /** Resolves when `isOver`, after `ms`, and at once where there is no room or the server stops. */
  until(isOver: () => boolean, ms: number): Promise<void> {
    if (isOver() || this.#closed || this.#waiting.size >= this.#max) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#closed || isOver()) end();
      };
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#waiting.add(look);
    });
  }

  /** Something has happened: whoever waits looks. */
  wake(): void {
    for (const look of this.#waiting) look();
  }

  /** Nobody waits any more. */
  close(): void {
    this.#closed = true;
    this.wake();
  }
}
