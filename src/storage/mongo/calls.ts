import { PrintServerError } from '../../base/fault.ts';
import { isDuplicateKey, isUndone, readFault, writeFault } from './faults.ts';

/** Of writers in each other's way one gets through each time, so that few times are enough for any number of clients. */
const sendingsMax = 10;

/** Every command goes through here: nothing is sent once the store is closed, and the driver's errors become ours. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  read<Result>(command: () => Promise<Result>): Promise<Result> {
    return this.#run(command, readFault);
  }

  /** What the server has undone for the sake of another writer is sent again. */
  write<Result>(command: () => Promise<Result>): Promise<Result> {
    return this.#run(() => untilItStands(command), writeFault);
  }

  /** A write that a unique key may refuse. */
  async insert(command: () => Promise<unknown>): Promise<'inserted' | 'exists'> {
    return this.write(async () => {
      try {
        await command();
        return 'inserted';
      } catch (error) {
        if (isDuplicateKey(error)) return 'exists';
        throw error;
      }
    });
  }

  /** Lets what runs come to its end and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }

  async #run<Result>(command: () => Promise<Result>, faultOf: (error: unknown) => unknown): Promise<Result> {
    if (this.#closed) throw new PrintServerError('store-unreachable', 'the store is closed');
    const running = command();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw faultOf(error);
    } finally {
      this.#running.delete(running);
    }
  }
}

async function untilItStands<Result>(command: () => Promise<Result>): Promise<Result> {
  for (let sent = 1; ; sent += 1) {
    try {
      return await command();
    } catch (error) {
      if (!isUndone(error) || sent === sendingsMax) throw error;
    }
  }
}
