import type { Collection, Db, Document, IndexDescription, Long } from 'mongodb';
import type { Calls } from './calls.ts';
import type { KeyedRow } from './group-insert.ts';

export interface NamedRow extends Document {
  _id: string;
}

export interface NumberedRow extends Document {
  _id: Long;
}

/** Where everything is kept; what a row holds is said by the parsers in records/. */
export interface Collections {
  /** Schema version and the next job number. */
  readonly meta: Collection<NamedRow>;
  /** One row a user: wallet, counters, open holds, and ledger lines on their way to the ledger. */
  readonly accounts: Collection<NamedRow>;
  /** One row a job: the record, its small document, and the plan of a commit that is being carried out. */
  readonly jobs: Collection<NumberedRow>;
  /** The books, one row a write. */
  readonly ledger: Collection<KeyedRow>;
  readonly history: Collection<KeyedRow>;
  /** Writes outside a job's commit that are being carried out. */
  readonly transfers: Collection<NamedRow>;
  /** One row a printer of which operators have said something. */
  readonly printers: Collection<NamedRow>;
}

export function collectionsOf(database: Db): Collections {
  return {
    meta: database.collection('meta'),
    accounts: database.collection('accounts'),
    jobs: database.collection('jobs'),
    ledger: database.collection('ledger'),
    history: database.collection('history'),
    transfers: database.collection('transfers'),
    printers: database.collection('paused'),
  };
}

/** Every index there is besides _id; each is one more thing to write in a commit, so each names who needs it. */
const indexes = {
  jobs: [
    // Open jobs are few, and ended ones enter their indexes once.
    { name: 'open', key: { ended: 1, _id: 1 }, partialFilterExpression: { ended: false } }, // unfinished, jobs
    { name: 'by-end', key: { 'job.endedAt': -1, _id: -1 }, partialFilterExpression: { ended: true } }, // jobs
    {
      name: 'by-printer-and-end', // jobs
      key: { 'job.printer': 1, 'job.endedAt': -1, _id: -1 },
      partialFilterExpression: { ended: true },
    },
    {
      name: 'by-owner-and-end', // jobs
      key: { 'job.owner.name': 1, 'job.endedAt': -1, _id: -1 },
      partialFilterExpression: { ended: true },
    },
    // One job a run of a job of CUPS, and cupsJobs; sparse as a partial index, because most jobs have none.
    {
      name: 'cups-run',
      key: { 'cups.key': 1, 'cups.run': 1 },
      unique: true,
      partialFilterExpression: { 'cups.key': { $exists: true } },
    },
    { name: 'planned', key: { 'plan.phase': 1 }, sparse: true }, // recovery
  ],
  ledger: [
    { name: 'by-account', key: { account: 1, at: -1, order: -1 } }, // entries
    { name: 'by-job', key: { job: 1, at: -1, order: -1 } }, // entries
    { name: 'newest', key: { at: -1, order: -1 } }, // entries
  ],
  history: [
    { name: 'by-user', key: { user: 1, at: -1, order: -1 } }, // history
    { name: 'by-printer', key: { printer: 1, at: -1, order: -1 } }, // history
    { name: 'by-job', key: { job: 1 } }, // history
    { name: 'newest', key: { at: -1, order: -1 } }, // history
  ],
} as const satisfies Partial<Record<keyof Collections, readonly IndexDescription[]>>;

export async function createIndexes(collections: Collections, calls: Calls): Promise<void> {
  await calls.write(() => collections.jobs.createIndexes([...indexes.jobs]));
  await calls.write(() => collections.ledger.createIndexes([...indexes.ledger]));
  await calls.write(() => collections.history.createIndexes([...indexes.history]));
}
