import type { Account, Hold } from '../../model/account.ts';
import { parseCounters, parseHolds, parsePolicy } from '../records.ts';
import { type Database, integerAt, type Row, rowOf, type Statement, textAt } from './sqlite.ts';

const accountColumns = 'name, policy, policy_revision, balance, held, created_at';

// One statement reads all of an account, so that its parts are of one moment.
const selectWhole = `
  SELECT ${accountColumns}, (
    SELECT json_group_object(printer, json_object('impressions', impressions, 'held', held))
    FROM counter WHERE account = name
  ) AS counters`;
const selectHolds = `
  SELECT json_group_array(
    json_object('id', id, 'job', job, 'amount', amount, 'printer', printer, 'impressions', impressions)
  ) AS holds
  FROM hold WHERE account = `;

/** Reads whole accounts, from any connection. */
export class AccountReads {
  private readonly selectOne: Statement;
  private readonly selectPage: Statement;
  private readonly selectHolds: Statement;

  constructor(database: Database) {
    this.selectOne = database.prepare(`${selectWhole} FROM account WHERE name = ?`);
    this.selectPage = database.prepare(
      `${selectWhole}, (${selectHolds} name) AS holds FROM account WHERE name > ? ORDER BY name LIMIT ?`,
    );
    this.selectHolds = database.prepare(`${selectHolds} ?`);
  }

  /** All of the account but its holds. */
  account(name: string): Omit<Account, 'holds'> | undefined {
    const row = rowOf(this.selectOne.get(name));
    return row && accountOf(row);
  }

  holds(account: string): readonly Hold[] {
    return parseHolds(textAt(this.selectHolds.get(account), 'holds'));
  }

  page({ after = '', limit }: { readonly after?: string; readonly limit: number }): readonly Account[] {
    return this.selectPage.all(after, limit).flatMap((found) => {
      const row = rowOf(found);
      return row === undefined ? [] : [{ ...accountOf(row), holds: parseHolds(textAt(row, 'holds')) }];
    });
  }
}

function accountOf(row: Row): Omit<Account, 'holds'> {
  return {
    name: textAt(row, 'name'),
    policy: parsePolicy(textAt(row, 'policy')),
    policyRevision: integerAt(row, 'policy_revision'),
    balance: integerAt(row, 'balance'),
    held: integerAt(row, 'held'),
    counters: parseCounters(textAt(row, 'counters')),
    createdAt: integerAt(row, 'created_at'),
  };
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

  /** An empty account. */
  make(account: { readonly name: string; readonly policy: string; readonly at: number }): 'done' | 'exists' {
    const { name, policy, at } = account;
    return Number(this.insert.run(name, policy, at).changes) === 1 ? 'done' : 'exists';
  }

  putPolicy(change: {
    readonly name: string;
    readonly policy: string;
    readonly expectedPolicyRevision: number;
  }): 'done' | 'stale' {
    const { name, policy, expectedPolicyRevision } = change;
    const { changes } = this.update.run(policy, name, expectedPolicyRevision);
    return Number(changes) === 1 ? 'done' : 'stale';
  }

  removeAccount(name: string): 'done' | 'not-found' | 'held' {
    if (integerAt(this.countHolds.get(name), 'held') !== 0) return 'held';
    return Number(this.remove.run(name).changes) === 1 ? 'done' : 'not-found';
  }
}
