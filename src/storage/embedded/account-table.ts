import type { Account, Counter, Hold } from '../../model/account.ts';
import { parsePolicy } from '../records.ts';
import { holdOf } from './rows.ts';
import { type Database, integerAt, type Row, rowOf, type Statement, textAt } from './sqlite.ts';

const accountColumns = 'name, policy, policy_revision, balance, held, created_at';

/** Reads whole accounts, from any connection. */
export class AccountReads {
  private readonly selectOne: Statement;
  private readonly selectPage: Statement;
  private readonly selectCounters: Statement;
  private readonly selectHolds: Statement;

  constructor(database: Database) {
    this.selectOne = database.prepare(`SELECT ${accountColumns} FROM account WHERE name = ?`);
    this.selectPage = database.prepare(
      `SELECT ${accountColumns} FROM account WHERE name > ? ORDER BY name LIMIT ?`,
    );
    this.selectCounters = database.prepare(
      'SELECT printer, impressions, held FROM counter WHERE account = ?',
    );
    this.selectHolds = database.prepare(
      'SELECT id, job, amount, printer, impressions FROM hold WHERE account = ?',
    );
  }

  account(name: string): Account | undefined {
    const row = rowOf(this.selectOne.get(name));
    return row && this.whole(row);
  }

  page({ after = '', limit }: { readonly after?: string; readonly limit: number }): readonly Account[] {
    return this.selectPage.all(after, limit).flatMap((found) => {
      const row = rowOf(found);
      return row === undefined ? [] : [this.whole(row)];
    });
  }

  private whole(row: Row): Account {
    const name = textAt(row, 'name');
    return {
      name,
      policy: parsePolicy(textAt(row, 'policy')),
      policyRevision: integerAt(row, 'policy_revision'),
      balance: integerAt(row, 'balance'),
      held: integerAt(row, 'held'),
      counters: this.counters(name),
      holds: this.holds(name),
      createdAt: integerAt(row, 'created_at'),
    };
  }

  private counters(account: string): Readonly<Record<string, Counter>> {
    const rows = this.selectCounters.all(account);
    return Object.fromEntries(
      rows.map((row) => [
        textAt(row, 'printer'),
        { impressions: integerAt(row, 'impressions'), held: integerAt(row, 'held') },
      ]),
    );
  }

  private holds(account: string): readonly Hold[] {
    return this.selectHolds.all(account).flatMap((found) => {
      const row = rowOf(found);
      return row === undefined ? [] : [holdOf(row)];
    });
  }
}

/** Makes, changes and removes accounts; used inside a transaction of the writer only. */
export class AccountTable {
  private readonly insert: Statement;
  private readonly update: Statement;
  private readonly countHolds: Statement;
  private readonly remove: Statement;

  constructor(database: Database) {
    this.insert = database.prepare(
      `INSERT INTO account (${accountColumns}) VALUES (?, ?, 1, 0, 0, ?) ON CONFLICT DO NOTHING`,
    );
    this.update = database.prepare(
      'UPDATE account SET policy = ?, policy_revision = policy_revision + 1 WHERE name = ? AND policy_revision = ?',
    );
    this.countHolds = database.prepare('SELECT EXISTS (SELECT 1 FROM hold WHERE account = ?) AS held');
    this.remove = database.prepare('DELETE FROM account WHERE name = ?');
  }

  putPolicy(change: {
    readonly name: string;
    readonly policy: string;
    readonly expectedPolicyRevision: number;
    readonly at: number;
  }): 'done' | 'stale' {
    const { name, policy, expectedPolicyRevision, at } = change;
    const { changes } =
      expectedPolicyRevision === 0
        ? this.insert.run(name, policy, at)
        : this.update.run(policy, name, expectedPolicyRevision);
    return Number(changes) === 1 ? 'done' : 'stale';
  }

  removeAccount(name: string): 'done' | 'not-found' | 'held' {
    if (integerAt(this.countHolds.get(name), 'held') !== 0) return 'held';
    return Number(this.remove.run(name).changes) === 1 ? 'done' : 'not-found';
  }
}
