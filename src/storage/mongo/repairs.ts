import { isFault, PrintServerError } from '../../base/fault.ts';

/**
 * Work that a fault interrupted half way: done as soon as the store answers again, so that nobody's credit stays held
 * until the next start. A key is worked on once at a time; what fails again stays for the next time.
 */
export class Repairs {
  readonly #pending = new Map<string, () => Promise<void>>();
  #running: Promise<void> | undefined;

  add(key: string, work: () => Promise<void>): void {
    this.#pending.set(key, work);
  }

  /** Starts what is pending, if it does not run already; nobody has to wait for it. */
  start(): void {
    if (this.#pending.size === 0) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const [key, work] of [...this.#pending]) {
      try {
        await work();
        if (this.#pending.get(key) === work) this.#pending.delete(key);
      } catch {
        // The store is away again: everything left stays pending.
        return;
      }
    }
  }
}

/** A fault amid several writes: what was begun is completed later, so that nobody may say it did not happen. */
export function asUnknown(error: unknown): unknown {
  if (!isFault(error, 'store-unreachable')) return error;
  return new PrintServerError(
    'store-outcome-unknown',
    `the store went away in the middle of a write: ${error.message}`,
    { cause: error },
  );
}

export function tooManyRaces(what: string): PrintServerError {
  return new PrintServerError(
    'store-unreachable',
    `${what} could not be written: other writers were always first`,
  );
}
