import type { EntryFilter, LedgerEntry } from '../../accounting/index.ts';
import type { HistoryFilter, JobFilter } from '../../jobs/index.ts';
import { AccountReads } from './account-table.ts';
import { checkpoint } from './connection.ts';
import type { ReadAnswer, ReadRequest } from './messages.ts';
import { entryColumns, entryOf } from './rows.ts';
import { type Database, integerAt, rowOf, type SqlValue, type Statement, textAt } from './sqlite.ts';

/** A condition that holds only where its values were asked for. */
type Condition = readonly [sql: string, ...values: readonly (SqlValue | undefined)[]];

export interface Query {
  /** Everything before the conditions that are only sometimes asked for; ends in a WHERE with its own. */
  readonly select: string;
  readonly conditions: readonly Condition[];
  readonly order: string;
  readonly limit: number;
}

/** Lists and reports, over a connection of their own. */
export class ListReads {
  private readonly database: Database;
  private readonly accounts: AccountReads;
  /** By text; the filters make a few dozen different ones. */
  private readonly statements = new Map<string, Statement>();

  constructor(database: Database) {
    this.database = database;
    this.accounts = new AccountReads(database);
  }

  answer(request: ReadRequest): ReadAnswer {
    switch (request.kind) {
      case 'accounts':
        return { kind: 'accounts', accounts: this.accounts.page(request.page) };
      case 'entries':
        return { kind: 'entries', entries: this.entries(request.filter) };
      case 'jobs':
        return this.jobs(request.filter, request.known);
      case 'unfinished':
        return this.records(jobsQuery({ ended: false, limit: Number.MAX_SAFE_INTEGER }));
      case 'history':
        return this.records(historyQuery(request.filter));
      case 'checkpoint': {
        const { logPages, donePages } = checkpoint(this.database, 'PASSIVE');
        return { kind: 'checkpointed', logPages, leftPages: logPages - donePages };
      }
    }
  }

  private entries(filter: EntryFilter): readonly LedgerEntry[] {
    return this.rows(entriesQuery(filter)).flatMap((found) => {
      const row = rowOf(found);
      return row === undefined ? [] : [entryOf(row)];
    });
  }

  private jobs(filter: JobFilter, known: Float64Array): ReadAnswer {
    if (known.length === 0) return { kind: 'jobs', records: this.recordsOf(jobsQuery(filter)) };
    const revisions = revisionsOf(known);
    const order: number[] = [];
    const lacking: number[] = [];
    for (const row of this.rows(jobsQuery(filter, 'id, revision'))) {
      const id = integerAt(row, 'id');
      order.push(id);
      if (revisions.get(id) !== integerAt(row, 'revision')) lacking.push(id);
    }
    const records = lacking.length === 0 ? '[]' : this.recordsOf(namedQuery(lacking));
    return { kind: 'jobs', order, records };
  }

  private records(query: Query): ReadAnswer {
    return { kind: 'records', records: this.recordsOf(query) };
  }

  private recordsOf(query: Query): string {
    return `[${this.rows(query)
      .map((row) => textAt(row, 'record'))
      .join(',')}]`;
  }

  private rows(query: Query): readonly unknown[] {
    const { sql, values } = sqlOf(query);
    return this.prepared(sql).all(...values);
  }

  private prepared(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

export function sqlOf({ select, conditions, order, limit }: Query): {
  readonly sql: string;
  readonly values: readonly SqlValue[];
} {
  const asked = conditions.flatMap(([sql, ...given]) => {
    const values = given.filter((value) => value !== undefined);
    return values.length < given.length ? [] : [{ sql, values }];
  });
  const more = asked.map(({ sql }) => ` AND ${sql}`).join('');
  return {
    sql: `${select}${more} ORDER BY ${order} LIMIT ?`,
    values: [...asked.flatMap(({ values }) => values), limit],
  };
}

// `ended` is written out, not bound: only then are the partial indexes used. Every index ends with the row's id, so
// that the rows come in the order that is asked for and the limit ends the search. A `+` keeps the planner from another order.
export function jobsQuery(
  { ended, printer, owner, from, after, byId = false, limit }: JobFilter,
  columns: 'record' | 'id, revision' = 'record',
): Query {
  return {
    select: `SELECT ${columns} FROM job WHERE ended = ${ended ? 1 : 0}`,
    conditions: [
      ['printer = ?', printer],
      ['owner = ?', owner],
      ['+id >= ?', from],
      ['(ended_at, id) < (?, ?)', after?.endedAt, after?.id],
    ],
    order: ended ? (byId ? 'id DESC' : 'ended_at DESC, id DESC') : 'id',
    limit,
  };
}

function namedQuery(ids: readonly number[]): Query {
  return {
    select: 'SELECT record FROM job WHERE true',
    conditions: [['id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)]],
    order: 'id',
    limit: ids.length,
  };
}

function revisionsOf(known: Float64Array): ReadonlyMap<number, number> {
  const revisions = new Map<number, number>();
  for (let at = 0; at + 1 < known.length; at += 2) revisions.set(known[at] ?? 0, known[at + 1] ?? 0);
  return revisions;
}

export function historyQuery({ user, printer, job, action, since, until, limit }: HistoryFilter): Query {
  return {
    select: 'SELECT record FROM history WHERE true',
    conditions: [
      // A `+` keeps the planner from an index: a job has a row or two, its user may have a hundred thousand.
      [job === undefined ? 'user = ?' : '+user = ?', user],
      [job === undefined ? 'printer = ?' : '+printer = ?', printer],
      ['job = ?', job],
      ['action = ?', action],
      ['at >= ?', since],
      ['at < ?', until],
    ],
    order: 'at DESC, sequence DESC',
    limit,
  };
}

export function entriesQuery({ account, job, verb, limit }: EntryFilter): Query {
  return {
    select: `SELECT ${entryColumns} FROM entry WHERE true`,
    conditions: [
      ['account = ?', account],
      ['job = ?', job],
      [verbCondition(verb, account !== undefined || job !== undefined), verb],
    ],
    order: 'sequence DESC',
    limit,
  };
}

/** The index of rare verbs is used only when its own condition is said, and only when nothing narrower is asked. */
function verbCondition(verb: EntryFilter['verb'], narrowed: boolean): string {
  if (narrowed) return '+verb = ?';
  const rare = verb === 'grant' || verb === 'refund';
  return rare ? "verb IN ('grant', 'refund') AND verb = ?" : 'verb = ?';
}
