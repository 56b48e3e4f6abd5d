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

  /** Leaves an open transaction undone. */
  close(): void {
    const held = this.held;
    this.held = undefined;
    held?.database.close();
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
