import { setImmediate } from 'node:timers/promises';
import type { StreamCounter } from './counter.ts';

/** Octets between two looks at the clock: the slowest counters take a millisecond for them, some more before they are compiled. */
const sliceOctets = 16_384;
/** Milliseconds of pushing after which others have their turn; one slice more may come before. */
const turnMsMax = 8;

/**
 * Pushes the chunks of a document through its counter, and lets the event loop turn when that takes long: no document holds
 * up all others. What counts is the pushing of all chunks together: one turn of the loop reads up to 32 pieces of 64 KiB from a
 * socket (libuv, `uv__read`), each of which may be quick by itself.
 */
export class TurnPusher {
  readonly #counter: Pick<StreamCounter, 'push'>;
  #pushedMs = 0;

  constructor(counter: Pick<StreamCounter, 'push'>) {
    this.#counter = counter;
  }

  async push(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; at += sliceOctets) {
      if (this.#pushedMs > turnMsMax) {
        await setImmediate();
        this.#pushedMs = 0;
      }
      const started = performance.now();
      this.#counter.push(chunk.subarray(at, at + sliceOctets));
      this.#pushedMs += performance.now() - started;
    }
  }
}
