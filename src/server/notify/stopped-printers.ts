import type { Happening, PrinterView, PrintJobs } from '../../jobs/index.ts';
import { isStopped } from '../attributes/live.ts';
import type { PrinterSeen } from './occurrences.ts';

/** Which printers stood still when they were last looked at: an event tells of one only when it stops. */
export class StoppedPrinters {
  readonly #jobs: Pick<PrintJobs, 'printer' | 'printers'>;
  readonly #names = new Set<string>();

  constructor(jobs: Pick<PrintJobs, 'printer' | 'printers'>) {
    this.#jobs = jobs;
  }

  lookAtAll(): void {
    for (const view of this.#jobs.printers()) this.#look(view);
  }

  /** undefined: what has happened is no matter of a printer. */
  seenAt(happening: Happening): PrinterSeen | undefined {
    const isOfJobAlone = happening.kind === 'job' && happening.printing === undefined;
    if (isOfJobAlone) return undefined;
    const name = happening.kind === 'job' ? happening.job.printer : happening.printer;
    const view = this.#jobs.printer(name);
    return view === undefined ? undefined : { view, hasStopped: this.#look(view) };
  }

  #look(view: PrinterView): boolean {
    const { name } = view.settings;
    const stood = this.#names.has(name);
    const stands = isStopped(view);
    if (stands) this.#names.add(name);
    else this.#names.delete(name);
    return stands && !stood;
  }
}
