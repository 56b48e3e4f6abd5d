import type { Clock } from '../../base/clock.ts';

/**
 * Numbers that grow, to put rows of one millisecond in the order they were written. Microseconds since 1970 keep them
 * growing over restarts and roughly in order over nodes; they stay below 2^53 until the year 2255.
 */
export class Order {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): number {
    this.#last = Math.max(this.#last + 1, this.#clock.now() * 1_000);
    return this.#last;
  }
}
