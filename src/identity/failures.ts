/** Wrong passwords of one address, or for one user, before the next are not even looked at. */
const failuresMax = 10;
/** Milliseconds after which one failure is forgotten: 30 tries an hour, whoever tries. */
const forgiveMs = 120_000;
/** Keys remembered; beyond it the oldest go, so that strangers cannot fill the memory. */
const remembered = 10_000;

interface Failures {
  readonly count: number;
  readonly at: number;
}

/** Slows down whoever guesses passwords. A leak a key: each failure fills it, time empties it. */
export class FailureLimit {
  readonly #known = new Map<string, Failures>();

  /** Whether this key has failed too often to be heard now. */
  isShut(key: string, nowMs: number): boolean {
    return this.#level(key, nowMs) >= failuresMax;
  }

  fail(key: string, nowMs: number): void {
    const count = this.#level(key, nowMs) + 1;
    this.#known.delete(key);
    this.#known.set(key, { count, at: nowMs });
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
  }

  #level(key: string, nowMs: number): number {
    const known = this.#known.get(key);
    return known === undefined ? 0 : Math.max(0, known.count - Math.floor((nowMs - known.at) / forgiveMs));
  }
}
