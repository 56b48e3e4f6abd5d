import { faultOfFile } from './faults.ts';
import type { Database } from './sqlite.ts';

interface Held<Tables> {
  readonly database: Database;
  readonly tables: Tables;
}

/**
 * A connection that is opened when it is first needed, and closed when the file failed: after an I/O error SQLite's
 * view of the file is not to be trusted, so the next use opens it and reads it again.
 */
export class HeldConnection<Tables> {
  private readonly connect: () => Database;
  private readonly prepare: (database: Database) => Tables;
  private held: Held<Tables> | undefined;

  constructor(connect: () => Database, prepare: (database: Database) => Tables) {
    this.connect = connect;
    this.prepare = prepare;
  }

  use<Result>(work: (tables: Tables, database: Database) => Result): Result {
    const { tables, database } = this.open();
    try {
      return work(tables, database);
    } catch (error) {
      if (faultOfFile(error) !== undefined) this.close();
      throw error;
    }
  }

  /** What was not committed is undone. */
  close(): void {
    const held = this.held;
    this.held = undefined;
    if (held === undefined) return;
    // Closing alone does not do it: a connection whose statements were not collected yet lives on, with its locks.
    undo(held.database);
    held.database.close();
  }

  private open(): Held<Tables> {
    if (this.held !== undefined) return this.held;
    const database = this.connect();
    try {
      this.held = { database, tables: this.prepare(database) };
      return this.held;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}

function undo(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There is no transaction: none was begun, or SQLite undid it when the file failed.
  }
}
