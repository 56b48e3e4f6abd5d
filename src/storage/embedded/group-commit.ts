import { assert, PrintServerError } from '../../base/fault.ts';
import { AccountTable } from './account-table.ts';
import { checkpoint } from './connection.ts';
import { faultOf, faultOfCommit, faultOfFile } from './faults.ts';
import { HeldConnection } from './held-connection.ts';
import { JobTable } from './job-table.ts';
import { LedgerTable } from './ledger-table.ts';
import type { FaultAnswer, SentWriteRequest, WriteAnswer, WriteBatch } from './messages.ts';
import { PrinterTable } from './printer-table.ts';
import type { Database } from './sqlite.ts';

interface Tables {
  readonly accounts: AccountTable;
  readonly ledger: LedgerTable;
  readonly jobs: JobTable;
  readonly printers: PrinterTable;
}

/**
 * Takes all requests that came while the last ones were being synced through one transaction. Nobody is answered
 * before COMMIT has returned, and a refusal undoes only itself.
 *
 * A savepoint makes SQLite copy every page that is changed after it, which is a third of the work of a job, and nearly
 * every request is judged before its first change. So only those get one that may change something before they are
 * refused; when another one has to be undone all the same, the whole batch is done again with a savepoint each.
 */
export class GroupCommit {
  private readonly connection: HeldConnection<Tables>;
  /** A commit failed and nobody knows what the log on disk says. */
  private doubtful = false;

  constructor(connect: () => Database) {
    this.connection = new HeldConnection(() => this.certain(connect()), tablesOf);
  }

  run(batch: WriteBatch): readonly WriteAnswer[] {
    try {
      return this.connection.use((tables, database) => {
        const work = { tables, database, batch };
        const answers = performAll(work, 'where needed') ?? performAll(work, 'everywhere') ?? [];
        this.commit(database);
        return answers;
      });
    } catch (error) {
      // The transaction goes with its connection.
      this.connection.close();
      const fault = faultAnswer(error);
      return batch.requests.map(() => fault);
    }
  }

  /** Brings the rest of the log into the file, so that the log is written from its beginning again. */
  restartLog(): void {
    this.bringOver('RESTART');
  }

  close(): void {
    this.bringOver('TRUNCATE');
    this.connection.close();
  }

  private bringOver(mode: 'RESTART' | 'TRUNCATE'): void {
    try {
      this.connection.use((_, database) => checkpoint(database, mode));
    } catch {
      // Every answer that was given is in the log; who opens the file next meets what is wrong.
      this.connection.close();
    }
  }

  private commit(database: Database): void {
    try {
      database.exec('COMMIT');
    } catch (error) {
      const fault = faultOfCommit(error);
      this.doubtful = fault.code === 'store-outcome-unknown';
      throw fault;
    }
  }

  /**
   * After a failed sync the kernel may have dropped the pages it could not write and report success the next time,
   * and a commit that nobody was told of may sit in the log until it is read after a power cut. Writing what is
   * readable into the file, synced, and emptying the log settles both before anyone hears yes again.
   */
  private certain(database: Database): Database {
    if (!this.doubtful) return database;
    try {
      const { busy } = checkpoint(database, 'TRUNCATE');
      if (busy)
        throw new PrintServerError('store-unreachable', 'the store file is busy after a failed commit');
    } catch (error) {
      database.close();
      throw error;
    }
    this.doubtful = false;
    return database;
  }
}

function tablesOf(database: Database): Tables {
  const ledger = new LedgerTable(database);
  const jobs = new JobTable(database, ledger);
  return { accounts: new AccountTable(database), ledger, jobs, printers: new PrinterTable(database) };
}

interface Work {
  readonly tables: Tables;
  readonly database: Database;
  readonly batch: WriteBatch;
}

/** Leaves the transaction open; undefined, and nothing changed, when a request without a savepoint had to be undone. */
function performAll(
  work: Work,
  savepoints: 'where needed' | 'everywhere',
): readonly WriteAnswer[] | undefined {
  const { database, batch } = work;
  database.exec('BEGIN IMMEDIATE');
  const answers: WriteAnswer[] = [];
  for (const request of batch.requests) {
    const guarded = savepoints === 'everywhere' || mayChangeBeforeRefusal(request);
    const answer = guarded ? performGuarded(request, work) : attempt(request, work);
    if (answer.kind === 'fault' && !guarded) {
      database.exec('ROLLBACK');
      return undefined;
    }
    answers.push(answer);
  }
  return answers;
}

/** Of several ledger writes the first may have been made when the second is refused. */
function mayChangeBeforeRefusal(request: SentWriteRequest): boolean {
  return request.kind === 'commit' && request.ledger.length > 1;
}

function performGuarded(request: SentWriteRequest, work: Work): WriteAnswer {
  work.database.exec('SAVEPOINT request');
  const answer = attempt(request, work);
  const undo = answer.kind === 'refused' || answer.kind === 'fault';
  work.database.exec(undo ? 'ROLLBACK TO request; RELEASE request' : 'RELEASE request');
  return answer;
}

/** An error about the values of one request is that request's own; one about the file is everyone's. */
function attempt(request: SentWriteRequest, work: Work): WriteAnswer {
  try {
    return answer(request, work);
  } catch (error) {
    if (faultOfFile(error) !== undefined) throw error;
    return faultAnswer(error);
  }
}

function answer(request: SentWriteRequest, { tables, batch }: Work): WriteAnswer {
  switch (request.kind) {
    case 'commit':
      return tables.jobs.commit(request, batch.documents);
    case 'apply':
      return { kind: 'applied', results: request.writes.map((write) => tables.ledger.write(write)) };
    case 'allocate':
      return { kind: 'allocated', first: tables.jobs.allocate(request.count) };
    case 'make-account':
      return { kind: 'account-made', result: makeAccount(request, tables) };
    case 'policy':
      return { kind: 'policy', result: tables.accounts.putPolicy(request) };
    case 'remove-account':
      return { kind: 'removed', result: tables.accounts.removeAccount(request.name) };
    case 'standing':
      tables.printers.setStanding(request.printer, request.standing);
      return { kind: 'standing' };
    case 'ping':
      return { kind: 'pong' };
  }
}

function makeAccount(
  { opening, ...account }: Extract<SentWriteRequest, { kind: 'make-account' }>,
  { accounts, ledger }: Tables,
): 'done' | 'exists' {
  const made = accounts.make(account);
  if (made === 'exists' || opening === undefined) return made;
  const { kind } = ledger.write(opening);
  assert(kind === 'applied', `the opening balance of ${account.name} was answered by ${kind}`);
  return made;
}

export function faultAnswer(error: unknown): FaultAnswer {
  const { code, message } = faultOf(error);
  return { kind: 'fault', code, message };
}
