import { ownProcess, processName } from '../base/process-name.ts';
import type { AdapterKey } from '../model/adapter.ts';
import { fieldsOf } from '../model/adapter-settings.ts';
import type { Notes } from './notes.ts';

/**
 * A note for as long as a job runs, which tells the next run of the job why it runs. Its owner may restart what has printed:
 * that is another print. A cupsd that died or stopped before it heard how the job had ended starts it as well, and that is
 * none. The note that is found then is of another cupsd, or says itself that nobody was there to hear of the end.
 */
export class BegunRun {
  /** cupsd runs the job again by itself. */
  readonly isRerun: boolean;
  readonly #notes: Notes;
  readonly #key: AdapterKey;
  readonly #cupsd: number;

  constructor(notes: Notes, job: AdapterKey, cupsd: number) {
    this.#notes = notes;
    this.#key = job;
    this.#cupsd = cupsd;
    const left = fieldsOf(notes.read(job));
    const { pid, startedAt } = processName(cupsd);
    const isOfThis = left.get('pid') === pid && left.get('startedAt') === startedAt;
    this.isRerun = left.size > 0 && (!isOfThis || left.get('unheard') === true);
    // `by` is for `platen cups status`: a run whose process is gone, and whose note is not, was killed.
    notes.write(job, { ...processName(cupsd), queue: job.queue, job: job.job, by: ownProcess() });
  }

  /** At the very end. cupsd hears of it unless it has asked us to stop, or is gone. */
  end(isHeard: boolean): void {
    if (isHeard) this.#notes.remove(this.#key);
    else this.#notes.write(this.#key, { ...processName(this.#cupsd), unheard: true });
  }
}
