import { setImmediate } from 'node:timers/promises';
import { problem, type ZipProblem } from './problem.ts';

/** Octets searched and inflated of one document: 10 000 pages of text have 60 MB of XML. */
const octetsMax = 268_435_456;
/** Octets between two breaths of the event loop; as XML they take about 5 ms. */
const breathOctets = 262_144;
/** What reading anything costs, however short: a part of 100 octets takes 50 µs. */
const stepOctets = 4_096;

/** Meters the reading of one document, lets others run in between, and stops when asked to. */
export class ZipEffort {
  readonly #signal: AbortSignal;
  #octets = 0;
  #sinceBreath = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get octets(): number {
    return this.#octets;
  }

  /** Rejects with the signal's reason once that is aborted. */
  async spend(octets: number): Promise<ZipProblem | undefined> {
    this.#signal.throwIfAborted();
    this.#octets += octets;
    this.#sinceBreath += octets + stepOctets;
    if (this.#sinceBreath >= breathOctets) {
      this.#sinceBreath = 0;
      await setImmediate();
    }
    if (this.#octets <= octetsMax) return undefined;
    return problem('limit:inflated-octets', `More than ${octetsMax} octets of it would have to be read.`);
  }
}
