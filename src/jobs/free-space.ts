import type { Clock } from '../base/clock.ts';
import type { SpoolFolder } from './spool-folder.ts';

/** Milliseconds for which a look at the disk holds: a look goes through the thread pool, too much for every job. */
const lookEveryMs = 1_000;

/** Whether the disk has room for one more job; asked before a document is on its way. */
export class FreeSpace {
  readonly #folder: SpoolFolder;
  readonly #octetsMin: number;
  readonly #clock: Clock;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #look: Promise<boolean> = Promise.resolve(false);

  constructor(folder: SpoolFolder, octetsMin: number, clock: Clock) {
    this.#folder = folder;
    this.#octetsMin = octetsMin;
    this.#clock = clock;
  }

  isShort(): Promise<boolean> {
    const now = this.#clock.now();
    // Also when the clock was set back: else a full disk would be believed full until it is that late again.
    if (Math.abs(now - this.#lookedAt) < lookEveryMs) return this.#look;
    this.#lookedAt = now;
    this.#look = this.#folder.freeOctets().then(
      (octets) => octets < this.#octetsMin,
      // What cannot be asked is left to the spool, which knows when it writes.
      () => false,
    );
    return this.#look;
  }
}
