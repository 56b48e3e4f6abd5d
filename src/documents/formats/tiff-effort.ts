import { setImmediate } from 'node:timers/promises';

/** Directory entries and strip addresses of one document: 25 000 scanned pages have 500 000. */
const unitsMax = 2_000_000;
/** Entries between two breaths of the event loop; they take about a millisecond. */
const breathUnits = 8_192;

/** Meters the reading of one document, lets others run in between, and stops when asked to. */
export class TiffEffort {
  readonly sentence: string = `It has more than ${unitsMax} entries and strips.`;
  readonly #signal: AbortSignal;
  #units = 0;
  #breathAt = breathUnits;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether there is effort left for this. Rejects with the signal's reason once it is aborted. */
  async spend(units: number): Promise<boolean> {
    this.#signal.throwIfAborted();
    this.#units += units;
    if (this.#units >= this.#breathAt) {
      this.#breathAt = this.#units + breathUnits;
      await setImmediate();
    }
    return this.#units <= unitsMax;
  }
}
