import { type JobHandle, receivedRefs } from './job-handle.ts';
import type { JobView } from './print-jobs.ts';

/**
 * Octets of small documents that wait in memory for their device, all jobs together. What does not fit is read back
 * from the store when its turn comes, so that a long queue costs no memory.
 */
const documentOctetsInMemoryMax = 16 * 1024 * 1024;

/** The jobs that have not ended, by number. */
export class JobBook {
  readonly #handles = new Map<number, JobHandle>();
  readonly #perPrinter = new Map<string, number>();
  #octets = 0;

  add(handle: JobHandle): void {
    if (this.#handles.has(handle.job.id)) return;
    this.#handles.set(handle.job.id, handle);
    const { printer } = handle.job;
    this.#perPrinter.set(printer, this.countOf(printer) + 1);
  }

  /** It is a job of another printer now. */
  moved({ job }: JobHandle, from: string): void {
    if (!this.#handles.has(job.id)) return;
    this.#perPrinter.set(from, this.countOf(from) - 1);
    this.#perPrinter.set(job.printer, this.countOf(job.printer) + 1);
  }

  /** Jobs of a printer that have not ended. */
  countOf(printer: string): number {
    return this.#perPrinter.get(printer) ?? 0;
  }

  get(id: number): JobHandle | undefined {
    return this.#handles.get(id);
  }

  remove(handle: JobHandle): void {
    this.dropDocument(handle);
    if (!this.#handles.delete(handle.job.id)) return;
    const { printer } = handle.job;
    this.#perPrinter.set(printer, this.countOf(printer) - 1);
  }

  all(): Iterable<JobHandle> {
    return this.#handles.values();
  }

  keepDocument(handle: JobHandle, document: Uint8Array): void {
    if (this.#octets + document.length > documentOctetsInMemoryMax) return;
    this.#octets += document.length;
    handle.document = document;
  }

  dropDocument(handle: JobHandle): void {
    this.#octets -= handle.document?.length ?? 0;
    delete handle.document;
  }
}

export function viewOf(handle: JobHandle, intervening: number): JobView {
  const { job, impressionsCompleted, candidate } = handle;
  return {
    job,
    intervening,
    ...(impressionsCompleted === undefined ? {} : { impressionsCompleted }),
    ...(candidate === undefined ? {} : { received: receivedRefs(candidate) }),
  };
}
