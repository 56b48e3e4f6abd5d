import type { LedgerEntry, LedgerWrite, WriteResult } from '../../accounting/index.ts';
import type { Counter, Hold } from '../../model/account.ts';
import {
  type AccountFigures,
  judgeWrite,
  type LedgerBooks,
  type LedgerEffect,
  type Refunded,
} from '../ledger-rules.ts';
import { entryColumns, entryOf, holdOf } from './rows.ts';
import { type Database, integerAt, rowOf, type Statement } from './sqlite.ts';

const nothing: Counter = { impressions: 0, held: 0 };

/** The books of the rules over the tables; used inside a transaction of the writer only. */
export class LedgerTable implements LedgerBooks {
  private readonly selectEntry: Statement;
  private readonly selectFigures: Statement;
  private readonly selectCounter: Statement;
  private readonly selectHold: Statement;
  private readonly selectRefunded: Statement;
  private readonly insertEntry: Statement;
  private readonly updateAccount: Statement;
  private readonly addToCounter: Statement;
  private readonly insertHold: Statement;
  private readonly deleteHold: Statement;

  constructor(database: Database) {
    this.selectEntry = database.prepare(`SELECT ${entryColumns} FROM entry WHERE id = ?`);
    this.selectFigures = database.prepare(
      'SELECT policy_revision, balance, held FROM account WHERE name = ?',
    );
    this.selectCounter = database.prepare(
      'SELECT impressions, held FROM counter WHERE account = ? AND printer = ?',
    );
    this.selectHold = database.prepare(
      'SELECT id, job, amount, printer, impressions FROM hold WHERE account = ? AND id = ?',
    );
    this.selectRefunded = database.prepare(
      `SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(impressions), 0) AS impressions
       FROM entry WHERE of = ? AND verb = 'refund'`,
    );
    this.insertEntry = database.prepare(
      `INSERT INTO entry (${entryColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.updateAccount = database.prepare(
      'UPDATE account SET balance = balance + ?, held = held + ? WHERE name = ?',
    );
    this.addToCounter = database.prepare(
      `INSERT INTO counter (account, printer, impressions, held) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET impressions = impressions + excluded.impressions, held = held + excluded.held`,
    );
    this.insertHold = database.prepare(
      'INSERT INTO hold (account, id, job, amount, printer, impressions) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.deleteHold = database.prepare('DELETE FROM hold WHERE account = ? AND id = ?');
  }

  entry(id: string): LedgerEntry | undefined {
    const row = rowOf(this.selectEntry.get(id));
    return row && entryOf(row);
  }

  figures(account: string): AccountFigures | undefined {
    const row = rowOf(this.selectFigures.get(account));
    if (row === undefined) return undefined;
    return {
      policyRevision: integerAt(row, 'policy_revision'),
      balance: integerAt(row, 'balance'),
      held: integerAt(row, 'held'),
    };
  }

  counter(account: string, printer: string): Counter {
    const row = rowOf(this.selectCounter.get(account, printer));
    if (row === undefined) return nothing;
    return { impressions: integerAt(row, 'impressions'), held: integerAt(row, 'held') };
  }

  hold(account: string, id: string): Hold | undefined {
    const row = rowOf(this.selectHold.get(account, id));
    return row && holdOf(row);
  }

  refunded(posting: string): Refunded {
    const row = this.selectRefunded.get(posting);
    return { amount: integerAt(row, 'amount'), impressions: 0 - integerAt(row, 'impressions') };
  }

  /** Decides about one write and stores what it changes. */
  write(write: LedgerWrite): WriteResult {
    const verdict = judgeWrite(this, write);
    if (verdict.kind !== 'applied') return verdict;
    this.store(verdict.effect);
    return { kind: 'applied' };
  }

  private store({ entry, balance, held, counter, opened, closed }: LedgerEffect): void {
    this.insertEntry.run(
      entry.id,
      entry.digest,
      entry.verb,
      entry.account,
      entry.at,
      entry.amount,
      entry.impressions,
      entry.printer ?? null,
      entry.job ?? null,
      entry.of ?? null,
      entry.reason,
      entry.by ?? null,
    );
    this.updateAccount.run(balance, held, entry.account);
    if (entry.printer !== undefined) {
      this.addToCounter.run(entry.account, entry.printer, counter.impressions, counter.held);
    }
    if (closed !== undefined) this.deleteHold.run(entry.account, closed.id);
    if (opened !== undefined) {
      const { id, job, amount, printer, impressions } = opened;
      this.insertHold.run(entry.account, id, job, amount, printer, impressions);
    }
  }
}
