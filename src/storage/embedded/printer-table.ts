import type { PrinterStanding } from '../../model/printer.ts';
import { parseStanding } from '../records.ts';
import { type Database, rowOf, type Statement, textAt } from './sqlite.ts';

/** Reads what operators have said of printers, from any connection. */
export class PrinterReads {
  private readonly select: Statement;

  constructor(database: Database) {
    this.select = database.prepare('SELECT name, standing FROM printer ORDER BY name');
  }

  standings(): ReadonlyMap<string, PrinterStanding> {
    const rows = this.select.all().flatMap((found) => rowOf(found) ?? []);
    return new Map(rows.map((row) => [textAt(row, 'name'), parseStanding(textAt(row, 'standing'))]));
  }
}

/** Used inside a transaction of the writer only. */
export class PrinterTable {
  private readonly upsert: Statement;

  constructor(database: Database) {
    this.upsert = database.prepare(
      'INSERT INTO printer VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET standing = excluded.standing',
    );
  }

  setStanding(printer: string, standing: string): void {
    this.upsert.run(printer, standing);
  }
}
