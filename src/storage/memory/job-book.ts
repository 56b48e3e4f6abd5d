import { assert } from '../../base/fault.ts';
import type { CommitResult, HistoryFilter, JobFilter, Transition } from '../../jobs/index.ts';
import { endedPlaceOf, isBehind } from '../../model/ended-place.ts';
import type { HistoryRow, Job } from '../../model/job.ts';
import type { MemoryLedger } from './ledger.ts';

interface StoredJob {
  readonly job: Job;
  readonly transition: string;
}

/** Jobs, their documents and the history in maps; `ledger` takes part in each commit. */
export class MemoryJobBook {
  private readonly ledger: MemoryLedger;
  private readonly stored = new Map<number, StoredJob>();
  private readonly documents = new Map<number, Uint8Array>();
  private readonly rows: HistoryRow[] = [];
  private readonly refusals = new Set<string>();
  /** By key, in the order of the runs. */
  private readonly cups = new Map<string, Map<number, number>>();
  private nextJobId = 1;

  constructor(ledger: MemoryLedger) {
    this.ledger = ledger;
  }

  allocateJobIds(count: number): number {
    assert(Number.isInteger(count) && count > 0, `job numbers are set aside by ones or more, not ${count}`);
    const first = this.nextJobId;
    this.nextJobId += count;
    return first;
  }

  commit(transition: Transition): CommitResult {
    const { id, change, expectedRevision } = transition;
    const before = change && this.stored.get(change.id);
    if (change === undefined) {
      if (this.refusals.has(id)) return { kind: 'done' };
    } else if ((before?.job.revision ?? 0) !== expectedRevision) {
      const repeated = before?.job.revision === change.revision && before.transition === id;
      if (repeated) return { kind: 'done' };
      return before === undefined ? { kind: 'stale' } : { kind: 'stale', job: before.job };
    } else if (before === undefined && this.isTaken(change)) return { kind: 'taken' };
    const results = this.ledger.applyAll(transition.ledger);
    if (results !== undefined) return { kind: 'refused', results };
    if (change === undefined) this.refusals.add(id);
    else this.store(change, transition);
    if (transition.history !== undefined) this.rows.push(transition.history);
    return { kind: 'done' };
  }

  job(id: number): Job | undefined {
    return this.stored.get(id)?.job;
  }

  cupsJobs(key: string, limit: number): readonly Job[] {
    const runs = [...(this.cups.get(key) ?? [])].sort(([a], [b]) => b - a).slice(0, limit);
    return runs.flatMap(([, id]) => this.job(id) ?? []);
  }

  document(id: number): Uint8Array | undefined {
    return this.documents.get(id)?.slice();
  }

  unfinished(): readonly Job[] {
    return this.jobs({ ended: false, limit: this.stored.size });
  }

  jobs({ printer, owner, ended, from = 0, after, byId = false, limit }: JobFilter): readonly Job[] {
    const found = [...this.stored.values()]
      .map((stored) => stored.job)
      .filter(
        (job) =>
          (job.state === 'ended') === ended &&
          (printer === undefined || job.printer === printer) &&
          (owner === undefined || job.owner.name === owner) &&
          job.id >= from &&
          (after === undefined || isBehind(endedPlaceOf(job), after)),
      );
    if (!ended) found.sort((one, other) => one.id - other.id);
    else if (byId) found.sort((one, other) => other.id - one.id);
    else found.sort((one, other) => (isBehind(endedPlaceOf(one), endedPlaceOf(other)) ? 1 : -1));
    return found.slice(0, limit);
  }

  history(filter: HistoryFilter): readonly HistoryRow[] {
    const found = this.rows.filter((row) => matches(row, filter)).reverse();
    // The sort is stable: rows of the same millisecond stay newest first.
    return found.sort((a, b) => b.at - a.at).slice(0, filter.limit);
  }

  private isTaken({ cups }: Job): boolean {
    return cups !== undefined && this.cups.get(cups.key)?.has(cups.run) === true;
  }

  private store(job: Job, { id, document }: Transition): void {
    this.stored.set(job.id, { job, transition: id });
    if (job.cups !== undefined) {
      const { key, run } = job.cups;
      this.cups.set(key, (this.cups.get(key) ?? new Map<number, number>()).set(run, job.id));
    }
    if (document === 'remove') this.documents.delete(job.id);
    else if (document !== undefined) this.documents.set(job.id, document.slice());
  }
}

function matches(row: HistoryRow, filter: HistoryFilter): boolean {
  return (
    (filter.user === undefined || row.user === filter.user) &&
    (filter.printer === undefined || row.printer === filter.printer) &&
    (filter.job === undefined || row.job === filter.job) &&
    (filter.action === undefined || row.action === filter.action) &&
    (filter.since === undefined || row.at >= filter.since) &&
    (filter.until === undefined || row.at < filter.until)
  );
}
