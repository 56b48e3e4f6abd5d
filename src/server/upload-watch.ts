import type { WireLimits } from './limits.ts';
import type { Upload } from './upload.ts';

interface Seen {
  octets: number;
  idleMs: number;
  waitedMs: number;
}

/**
 * Gives up uploads that stand still or trickle. Only the time in which we wanted octets counts: a client is not slow
 * because our disk or our queue is. One timer for all, so that an upload costs a map entry.
 */
export class UploadWatch {
  readonly #limits: WireLimits;
  readonly #uploads = new Map<Upload, Seen>();
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
    this.#uploads.set(upload, { octets: 0, idleMs: 0, waitedMs: 0 });
  }

  remove(upload: Upload): void {
    this.#uploads.delete(upload);
  }

  #sweep(sweepMs: number): void {
    for (const [upload, seen] of this.#uploads) {
      if (!upload.waiting) continue;
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
