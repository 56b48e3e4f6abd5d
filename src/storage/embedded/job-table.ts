import { assert } from '../../base/fault.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { CommitRequest, Extent, StoredHistory, StoredJob, WriteAnswer } from './messages.ts';
import { type Database, integerAt, rowOf, type Statement, textAt } from './sqlite.ts';

/** Jobs, documents and history; used inside a transaction of the writer only. */
export class JobTable {
  private readonly ledger: LedgerTable;
  private readonly selectStanding: Statement;
  private readonly selectRecord: Statement;
  private readonly selectTaken: Statement;
  private readonly selectRefusal: Statement;
  private readonly insertJob: Statement;
  private readonly updateJob: Statement;
  private readonly putDocument: Statement;
  private readonly removeDocument: Statement;
  private readonly insertHistory: Statement;
  private readonly takeNumbers: Statement;

  constructor(database: Database, ledger: LedgerTable) {
    this.ledger = ledger;
    this.selectStanding = database.prepare('SELECT revision, transition_id FROM job WHERE id = ?');
    this.selectRecord = database.prepare('SELECT record FROM job WHERE id = ?');
    this.selectTaken = database.prepare('SELECT 1 FROM job WHERE cups_key = ? AND cups_run = ?');
    this.selectRefusal = database.prepare('SELECT 1 FROM history WHERE transition_id = ?');
    this.insertJob = database.prepare(
      'INSERT INTO job (revision, transition_id, printer, owner, ended, ended_at, record, id, cups_key, cups_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.updateJob = database.prepare(
      'UPDATE job SET revision = ?, transition_id = ?, printer = ?, owner = ?, ended = ?, ended_at = ?, record = ? WHERE id = ?',
    );
    this.putDocument = database.prepare(
      'INSERT INTO document (job, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
    );
    this.removeDocument = database.prepare('DELETE FROM document WHERE job = ?');
    this.insertHistory = database.prepare(
      'INSERT INTO history (job, at, user, printer, action, transition_id, record) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.takeNumbers = database.prepare(
      'UPDATE counter_of_jobs SET next = next + ? RETURNING next - ? AS first',
    );
  }

  allocate(count: number): number {
    return integerAt(this.takeNumbers.get(count, count), 'first');
  }

  /** The caller undoes what was written when the answer is a refusal. */
  commit(request: CommitRequest<Extent>, documents: Uint8Array): WriteAnswer {
    const { transition, job, ledger, document, history } = request;
    const early = job === undefined ? this.refusalOf(transition) : this.standingOf(job, transition);
    if (early !== undefined) return early;
    const results = ledger.map((write) => this.ledger.write(write));
    if (results.some((result) => result.kind !== 'applied' && result.kind !== 'exists')) {
      return { kind: 'refused', results };
    }
    if (job !== undefined) {
      this.storeJob(job, transition);
      this.storeDocument(job.id, document, documents);
    }
    if (history !== undefined) this.storeHistory(history, job === undefined ? transition : null);
    return { kind: 'done' };
  }

  /** What stands against a change of the job: another revision, or this very commit. */
  private standingOf(job: StoredJob, transition: string): WriteAnswer | undefined {
    const row = rowOf(this.selectStanding.get(job.id));
    if (row === undefined) return job.expectedRevision === 0 ? this.takenOf(job) : { kind: 'stale' };
    const revision = integerAt(row, 'revision');
    if (revision === job.expectedRevision) return undefined;
    if (revision === job.expectedRevision + 1 && textAt(row, 'transition_id') === transition)
      return { kind: 'done' };
    return { kind: 'stale', record: textAt(this.selectRecord.get(job.id), 'record') };
  }

  private takenOf({ cups }: StoredJob): WriteAnswer | undefined {
    if (cups === undefined || this.selectTaken.get(cups.key, cups.run) === undefined) return undefined;
    return { kind: 'taken' };
  }

  private refusalOf(transition: string): WriteAnswer | undefined {
    return this.selectRefusal.get(transition) === undefined ? undefined : { kind: 'done' };
  }

  private storeJob(job: StoredJob, transition: string): void {
    const { cups, expectedRevision } = job;
    const values = [
      expectedRevision + 1,
      transition,
      job.printer,
      job.owner,
      job.ended ? 1 : 0,
      job.endedAt ?? null,
      job.record,
      job.id,
    ] as const;
    const { changes } =
      expectedRevision === 0
        ? this.insertJob.run(...values, cups?.key ?? null, cups?.run ?? null)
        : this.updateJob.run(...values);
    assert(Number(changes) === 1, `storing job ${job.id} changed ${changes} rows`);
  }

  private storeDocument(job: number, document: Extent | 'remove' | undefined, documents: Uint8Array): void {
    if (document === undefined) return;
    if (document === 'remove') {
      this.removeDocument.run(job);
      return;
    }
    this.putDocument.run(job, documents.subarray(document.offset, document.offset + document.length));
  }

  private storeHistory(row: StoredHistory, transition: string | null): void {
    this.insertHistory.run(row.job, row.at, row.user, row.printer, row.action, transition, row.record);
  }
}
