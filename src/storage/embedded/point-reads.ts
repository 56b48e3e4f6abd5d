import type { LedgerEntry } from '../../accounting/index.ts';
import type { Account, Hold } from '../../model/account.ts';
import type { Job } from '../../model/job.ts';
import { parseJob } from '../records.ts';
import { AccountReads } from './account-table.ts';
import { openPointReader } from './connection.ts';
import { faultOf } from './faults.ts';
import { HeldConnection } from './held-connection.ts';
import { PrinterReads } from './printer-table.ts';
import { entryColumns, entryOf } from './rows.ts';
import { type Database, type OpenDatabase, rowOf, type Statement, textAt } from './sqlite.ts';

/**
 * Looks up single records on the caller's own thread: some microseconds each, where a worker's answer would cost a
 * wake-up of two threads and wait behind the commit that is being synced. What COMMIT has returned for is seen.
 */
export class PointReads {
  private readonly connection: HeldConnection<PointStatements>;

  constructor(open: OpenDatabase, file: string) {
    this.connection = new HeldConnection(
      () => openPointReader(open, file),
      (database) => new PointStatements(database),
    );
  }

  /**
   * An account with its holds read when they are looked at. A user with a thousand jobs waiting has a thousand of
   * them: with each account they cost a millisecond a job, and no decision about a job looks at them.
   */
  account(name: string): Account | undefined {
    const account = this.read((statements) => statements.accounts.account(name));
    if (account === undefined) return undefined;
    let holds: readonly Hold[] | undefined;
    const readHolds = (): readonly Hold[] => this.read((statements) => statements.accounts.holds(name));
    return {
      ...account,
      get holds() {
        holds ??= readHolds();
        return holds;
      },
    };
  }

  read<Result>(look: (statements: PointStatements) => Result): Result {
    try {
      return this.connection.use(look);
    } catch (error) {
      throw faultOf(error);
    }
  }

  close(): void {
    this.connection.close();
  }
}

export class PointStatements {
  readonly accounts: AccountReads;
  readonly printers: PrinterReads;
  private readonly selectJob: Statement;
  private readonly selectCups: Statement;
  private readonly selectDocument: Statement;
  private readonly selectEntry: Statement;

  constructor(database: Database) {
    this.accounts = new AccountReads(database);
    this.printers = new PrinterReads(database);
    this.selectJob = database.prepare('SELECT record FROM job WHERE id = ?');
    this.selectCups = database.prepare(
      'SELECT record FROM job WHERE cups_key = ? ORDER BY cups_run DESC LIMIT ?',
    );
    this.selectDocument = database.prepare('SELECT bytes FROM document WHERE job = ?');
    this.selectEntry = database.prepare(`SELECT ${entryColumns} FROM entry WHERE id = ?`);
  }

  job(id: number): Job | undefined {
    const row = rowOf(this.selectJob.get(id));
    return row && parseJob(textAt(row, 'record'));
  }

  cupsJobs(key: string, limit: number): readonly Job[] {
    return this.selectCups.all(key, limit).map((row) => parseJob(textAt(row, 'record')));
  }

  document(id: number): Uint8Array | undefined {
    const bytes = rowOf(this.selectDocument.get(id))?.['bytes'];
    return bytes instanceof Uint8Array ? bytes : undefined;
  }

  entry(id: string): LedgerEntry | undefined {
    const row = rowOf(this.selectEntry.get(id));
    return row && entryOf(row);
  }
}
