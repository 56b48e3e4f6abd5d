import { type Database, rowOf, type Statement, textAt } from './sqlite.ts';

/** Reads which printers are paused, from any connection. */
export class PrinterReads {
  private readonly select: Statement;

  constructor(database: Database) {
    this.select = database.prepare('SELECT name FROM paused_printer ORDER BY name');
  }

  paused(): readonly string[] {
    return this.select.all().flatMap((found) => {
      const row = rowOf(found);
      return row === undefined ? [] : [textAt(row, 'name')];
    });
  }
}

/** Used inside a transaction of the writer only. */
export class PrinterTable {
  private readonly insert: Statement;
  private readonly remove: Statement;

  constructor(database: Database) {
    this.insert = database.prepare('INSERT INTO paused_printer VALUES (?) ON CONFLICT DO NOTHING');
    this.remove = database.prepare('DELETE FROM paused_printer WHERE name = ?');
  }

  setPaused(printer: string, paused: boolean): void {
    (paused ? this.insert : this.remove).run(printer);
  }
}
