import { setImmediate } from 'node:timers/promises';
import { LookBudget } from '../pixels/look-budget.ts';

/** Directory entries and strip addresses of one document: 25 000 scanned pages have 500 000. */
const unitsMax = 2_000_000;
/** Entries between two breaths of the event loop; they take about a millisecond. */
const breathUnits = 8_192;

/** Octets out of decompression between two breaths of the event loop: some milliseconds. */
const breathOctets = 1_048_576;

/** Meters the reading of one document, lets others run in between, and stops when asked to. */
export class TiffEffort {
  readonly sentence: string = `It has more than ${unitsMax} entries and strips.`;
  readonly #signal: AbortSignal;
  readonly #budget = new LookBudget();
  readonly #lookUntil: number;
  #units = 0;
  #breathAt = breathUnits;
  #octetsToBreath = breathOctets;
  #lookedEnough = false;

  /** `lookTimeMs`: how long pixels of the document may be looked at, from now on. */
  constructor(signal: AbortSignal, lookTimeMs: number) {
    this.#signal = signal;
    this.#lookUntil = performance.now() + lookTimeMs;
  }

  /** Whether time or budget for looking at pixels are over: colours stay open from here on. */
  get lookedEnough(): boolean {
    return this.#lookedEnough;
  }

  throwIfAborted(): void {
    this.#signal.throwIfAborted();
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

  /** Whether more pixels may be looked at after so many octets out of so much data. Rejects like `spend`. */
  async look(octets: number, data: number): Promise<boolean> {
    this.#signal.throwIfAborted();
    this.#octetsToBreath -= octets;
    if (this.#octetsToBreath < 0) {
      this.#octetsToBreath = breathOctets;
      await setImmediate();
    }
    this.#lookedEnough ||= performance.now() > this.#lookUntil || !this.#budget.spend(octets, data);
    return !this.#lookedEnough;
  }
}
