import { setTimeout as timeout } from 'node:timers/promises';

/** Waits; answers false as soon as the signal is aborted, true when the time has passed. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  try {
    await timeout(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** Pauses that grow by half from `first` to `longest`: quick for quick devices, cheap for slow ones. */
export class GrowingPause {
  readonly #longest: number;
  #milliseconds: number;

  constructor(first: number, longest: number) {
    this.#milliseconds = first;
    this.#longest = longest;
  }

  /** Answers as `pause` does. */
  async next(signal: AbortSignal): Promise<boolean> {
    const milliseconds = this.#milliseconds;
    this.#milliseconds = Math.min(this.#longest, Math.ceil(milliseconds * 1.5));
    return await pause(milliseconds, signal);
  }
}
