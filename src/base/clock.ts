/** Where time comes from, so that tests and simulations can own it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };
