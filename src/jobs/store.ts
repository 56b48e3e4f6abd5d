import type { AccountStore, LedgerWrite, WriteResult } from '../accounting/index.ts';
import type { EndedPlace } from '../model/ended-place.ts';
import type { HistoryRow, Job, JobAction } from '../model/job.ts';
import type { PrinterStanding } from '../model/printer.ts';

/**
 * One commit: the job's next record, the ledger writes, the document and the history row take effect together or not
 * at all. `change.revision` is `expectedRevision` + 1; expected 0 means the job must not exist yet.
 *
 * `cups.key` and `cups.run` are unique among the jobs, and never changed.
 *
 * A transition may be repeated: when the stored job already has `change.revision` and this `id`, the answer is `done`
 * and nothing changes.
 */
export interface Transition {
  /** Unique for this commit; stored with the job so that a repeat is recognised. */
  readonly id: string;
  /** The name of the commit, for crash tests and logs. */
  readonly step: 'open' | 'accept' | 'judge' | 'start' | 'remote' | 'update' | 'finish' | 'refuse';
  /** The job as it is afterwards; absent in a `refuse`, which leaves only the history row. */
  readonly change?: Job;
  readonly expectedRevision: number;
  /** All or none; those of one transition name different accounts or different verbs on one. */
  readonly ledger: readonly LedgerWrite[];
  /** Bytes to keep in the record (≤ 64 KiB), or `remove` to forget them. */
  readonly document?: Uint8Array | 'remove';
  readonly history?: HistoryRow;
}

export type CommitResult =
  | { readonly kind: 'done' }
  /** Another writer was first: nothing changed; the job as it is now, if it exists. */
  | { readonly kind: 'stale'; readonly job?: Job }
  /** The first record of a job whose `cups.key` and `cups.run` another job has: nothing changed. */
  | { readonly kind: 'taken' }
  /** A ledger write was refused: nothing changed; one result a write, the first refused one decides. */
  | { readonly kind: 'refused'; readonly results: readonly WriteResult[] };

export interface JobFilter {
  readonly printer?: string;
  /** Owner's name. */
  readonly owner?: string;
  readonly ended: boolean;
  /** From this id on. */
  readonly from?: number;
  /** Ended jobs that come behind this one. */
  readonly after?: EndedPlace;
  /** Ended jobs by id, the highest first, instead of by their end. */
  readonly byId?: boolean;
  readonly limit: number;
}

export interface HistoryFilter {
  readonly user?: string;
  readonly printer?: string;
  readonly job?: number;
  readonly action?: JobAction;
  /** Milliseconds since 1970; from inclusive, until exclusive. */
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
}

/** The port of the job book. Faults as in AccountStore. */
export interface JobStore {
  /** Sets aside `count` job numbers that nobody else gets; answers the first. Numbers grow from 1. */
  allocateJobIds(count: number): Promise<number>;
  commit(transition: Transition): Promise<CommitResult>;
  job(id: number): Promise<Job | undefined>;
  /** The jobs with this `cups.key`, the last run first. */
  cupsJobs(key: string, limit: number): Promise<readonly Job[]>;
  /** The document kept in the record. */
  document(id: number): Promise<Uint8Array | undefined>;
  /** Every job that has not ended, in order of id. */
  unfinished(): Promise<readonly Job[]>;
  /** Open jobs in order of id, ended ones by their end, the last first (RFC 8011 §4.2.6.2). */
  jobs(filter: JobFilter): Promise<readonly Job[]>;
  /** Newest first. */
  history(filter: HistoryFilter): Promise<readonly HistoryRow[]>;
  /** By printer: what operators, or the rule `onError: stop`, have said. A printer of which nothing was said is absent. */
  standings(): Promise<ReadonlyMap<string, PrinterStanding>>;
  /** Kept over restarts; the last word counts. */
  setStanding(printer: string, standing: PrinterStanding): Promise<void>;
}

/** What `entry` opens and hands to jobs and admin: one engine behind both ports. */
export interface Store extends AccountStore, JobStore {
  /** Completes or undoes what an earlier crash left half done; called once before the first job. */
  recover(): Promise<void>;
  /** Throws `store-unreachable` when the store cannot be used now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
