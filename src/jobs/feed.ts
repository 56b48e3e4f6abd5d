import type { Job } from '../model/job.ts';
import type { Store } from './store.ts';

/** What happened, told after it is kept. */
export type Happening =
  /**
   * `before` is absent for a job that is new. `printing` is what the job has made of its
   * printer, where that was not so before.
   */
  | { readonly kind: 'job'; readonly before?: Job; readonly job: Job; readonly printing?: boolean }
  | { readonly kind: 'printer'; readonly printer: string; readonly what: PrinterHappening };

export type PrinterHappening = 'state' | 'config' | 'queue-order' | 'restarted' | 'shut-down';

type Listener = (happening: Happening) => void;

/** Tells whoever listens what happens to jobs and printers. Listeners must not throw. */
export class Feed {
  readonly #listeners: Listener[] = [];
  /** Jobs that have not ended, as they were last told. */
  readonly #last = new Map<number, Job>();
  /** By printer: the jobs that are at its device, as they were last told. */
  readonly #atDevice = new Map<string, Set<number>>();

  watch(listener: Listener): void {
    this.#listeners.push(listener);
  }

  printer(printer: string, what: PrinterHappening): void {
    this.#tell({ kind: 'printer', printer, what });
  }

  job(job: Job): void {
    const before = this.#last.get(job.id);
    if (job.state === 'ended') this.#last.delete(job.id);
    else this.#last.set(job.id, job);
    const wasPrinting = this.isPrinting(job.printer);
    this.#place(job);
    const printing = this.isPrinting(job.printer);
    this.#tell({
      kind: 'job',
      job,
      ...(before === undefined ? {} : { before }),
      ...(printing === wasPrinting ? {} : { printing }),
    });
  }

  /** Jobs of before the restart: some may be at their device. */
  takeUp(jobs: readonly Job[]): void {
    for (const job of jobs) {
      this.#last.set(job.id, job);
      this.#place(job);
    }
  }

  /** As told: a client that hears that a job prints finds its printer printing. */
  isPrinting(printer: string): boolean {
    return (this.#atDevice.get(printer)?.size ?? 0) > 0;
  }

  /** The same store; what it has taken is told. */
  watching(store: Store): Store {
    const commit: Store['commit'] = async (transition) => {
      const result = await store.commit(transition);
      if (result.kind === 'done' && transition.change !== undefined) this.job(transition.change);
      return result;
    };
    return new Proxy(store, {
      get(target, name): unknown {
        if (name === 'commit') return commit;
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }

  #place({ id, printer, state }: Job): void {
    const there = this.#atDevice.get(printer) ?? new Set();
    if (state === 'relaying') this.#atDevice.set(printer, there.add(id));
    else there.delete(id);
  }

  #tell(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening);
  }
}
