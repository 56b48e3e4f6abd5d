import type { WireLimits } from './limits.ts';
import type { Upload } from './upload.ts';

interface Seen {
  octets: number;
  idleMs: number;
  waitedMs: number;
}

/**
 * Gives up uploads that stand still or trickle. Only the time in which we wanted octets counts: a client is not slow
 * because our disk or our queue is. One timer for all, so that an upload costs an entry in a set.
 */
export class UploadWatch {
  readonly #limits: WireLimits;
  readonly #uploads = new Set<Upload>();
  /** Of those that have lasted until a look at them; most requests are over before. */
  readonly #seen = new WeakMap<Upload, Seen>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: WireLimits) {
    this.#limits = limits;
  }

  start(): void {
    const sweepMs = this.#limits.uploadSweepMs;
    this.#timer = setInterval(() => {
      this.#sweep(sweepMs);
    }, sweepMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  add(upload: Upload): void {
    this.#uploads.add(upload);
  }

  remove(upload: Upload): void {
    this.#uploads.delete(upload);
  }

  #sweep(sweepMs: number): void {
    for (const upload of this.#uploads) {
      if (!upload.waiting) continue;
      const seen = this.#seen.get(upload) ?? { octets: 0, idleMs: 0, waitedMs: 0 };
      this.#seen.set(upload, seen);
      seen.idleMs = upload.octets === seen.octets ? seen.idleMs + sweepMs : 0;
      seen.waitedMs += sweepMs;
      seen.octets = upload.octets;
      if (this.#isTooSlow(seen)) upload.abort();
    }
  }

  #isTooSlow({ octets, idleMs, waitedMs }: Seen): boolean {
    const { uploadIdleMs, uploadGraceMs, uploadOctetsPerSecondMin } = this.#limits;
    if (idleMs >= uploadIdleMs) return true;
    return waitedMs > uploadGraceMs && (octets * 1000) / waitedMs < uploadOctetsPerSecondMin;
  }
}
