import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Grant, Reserve } from '../../accounting/index.ts';
import { openWriter } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import type { SentWriteRequest, WriteAnswer } from './messages.ts';
import { type Database, integerAt, loadSqlite, type OpenDatabase } from './sqlite.ts';

let open: OpenDatabase;
let folder: string;
let file: string;
beforeAll(async () => {
  open = await loadSqlite();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platen-group-'));
  file = join(folder, 'a.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A writer over the file; `wrap` stands between it and SQLite, for each connection that is opened. */
function writer(
  wrap: (database: Database, opened: number) => Database = (database) => database,
): GroupCommit {
  let opened = 0;
  return new GroupCommit(() => {
    opened += 1;
    return wrap(openWriter(open, file), opened);
  });
}

const run = (group: GroupCommit, ...requests: readonly SentWriteRequest[]): readonly WriteAnswer[] =>
  group.run({ requests, documents: new Uint8Array(0), restartLog: false });

const freeOfLimits = '{"mode":"balance","overdraft":0,"limits":{}}';

const account = (name: string): SentWriteRequest => ({
  kind: 'make-account',
  name,
  policy: freeOfLimits,
  at: 0,
  opening: undefined,
});

const grant = (name: string, values: Partial<Grant> = {}): Grant => ({
  verb: 'grant',
  id: `grant:${name}`,
  digest: 'g',
  account: name,
  at: 0,
  amount: 100,
  reason: '',
  by: 'root',
  ...values,
});

const reserve = (name: string, values: Partial<Reserve> = {}): Reserve => ({
  verb: 'reserve',
  id: `hold:${name}`,
  digest: 'r',
  account: name,
  at: 0,
  job: 1,
  printer: 'p',
  amount: 10,
  impressions: 1,
  policyRevision: 1,
  guards: [],
  ...values,
});

const commit = (values: Partial<Extract<SentWriteRequest, { kind: 'commit' }>>): SentWriteRequest => ({
  kind: 'commit',
  transition: 't',
  job: undefined,
  ledger: [],
  document: undefined,
  history: undefined,
  ...values,
});

const kinds = (answers: readonly WriteAnswer[]): readonly string[] =>
  answers.map((answer) => (answer.kind === 'fault' ? answer.code : answer.kind));

/** What the file says, over a connection of its own. */
function sum(column: 'balance' | 'held'): number {
  const database = open(file, { timeout: 0 });
  const total = integerAt(
    database.prepare(`SELECT coalesce(sum(${column}), 0) AS total FROM account`).get(),
    'total',
  );
  database.close();
  return total;
}

describe('one batch', () => {
  test('is one transaction: nothing is seen from outside before all of it is', () => {
    const commits: string[] = [];
    const group = writer((database) => ({
      exec: (sql) => {
        if (sql === 'COMMIT') commits.push(sql);
        database.exec(sql);
      },
      prepare: (sql) => database.prepare(sql),
      close: () => {
        database.close();
      },
    }));
    const answers = run(group, account('a'), account('b'), {
      kind: 'apply',
      writes: [grant('a'), grant('b')],
    });
    expect(kinds(answers)).toEqual(['account-made', 'account-made', 'applied']);
    expect(commits).toHaveLength(1);
    expect(sum('balance')).toBe(200);
    group.close();
  });

  test('a refusal undoes only itself, also when part of it was written', () => {
    const group = writer();
    run(group, account('a'));
    const answers = run(
      group,
      { kind: 'apply', writes: [grant('a')] },
      commit({ ledger: [reserve('a'), reserve('nobody')] }),
      commit({ transition: 'u', ledger: [reserve('a', { id: 'other', amount: 30 })] }),
    );
    expect(kinds(answers)).toEqual(['applied', 'refused', 'done']);
    expect([sum('balance'), sum('held')]).toEqual([100, 30]);
    group.close();
  });

  test('an account whose opening balance breaks a rule is not made', () => {
    const group = writer();
    const opened = (name: string, amount: number): SentWriteRequest => {
      const opening = grant(name, { amount });
      return { kind: 'make-account', name, policy: freeOfLimits, at: 0, opening };
    };
    expect(kinds(run(group, opened('a', 70), opened('b', 0.5)))).toEqual(['account-made', 'assertion']);
    expect(kinds(run(group, account('b')))).toEqual(['account-made']);
    expect(sum('balance')).toBe(70);
    group.close();
  });

  test('a request that breaks a rule is its own fault, and the others are done once', () => {
    const group = writer();
    run(group, account('a'));
    const answers = run(
      group,
      { kind: 'apply', writes: [grant('a')] },
      { kind: 'apply', writes: [grant('a', { id: 'first' }), grant('a', { id: 'broken', amount: 0.5 })] },
      { kind: 'apply', writes: [grant('a', { id: 'not a time', at: 0.5 })] },
      { kind: 'apply', writes: [grant('a', { id: 'last' })] },
    );
    expect(kinds(answers)).toEqual(['applied', 'assertion', 'assertion', 'applied']);
    expect(sum('balance')).toBe(200);
    group.close();
  });
});

describe('a file that fails', () => {
  /** Fails once where `sql` is executed. */
  const failingOnce = (sql: string, errcode: number): ((database: Database, opened: number) => Database) => {
    let armed = false;
    return (database, opened) => ({
      exec: (text) => {
        if (text === sql && opened === 1 && armed) throw Object.assign(new Error('failed'), { errcode });
        if (text === sql) armed = true;
        database.exec(text);
      },
      prepare: (text) => database.prepare(text),
      close: () => {
        database.close();
      },
    });
  };

  test('at COMMIT leaves the outcome unknown to everyone; the repeat is answered from the file read again', () => {
    const statements: string[] = [];
    const failing = failingOnce('COMMIT', 1034);
    const group = writer((database, opened) => {
      const wrapped = failing(database, opened);
      return {
        ...wrapped,
        prepare: (sql) => {
          statements.push(sql);
          return wrapped.prepare(sql);
        },
      };
    });
    run(group, account('a'));
    statements.length = 0;
    const batch = [{ kind: 'apply', writes: [grant('a')] }, { kind: 'ping' }] as const;
    expect(kinds(run(group, ...batch))).toEqual(['store-outcome-unknown', 'store-outcome-unknown']);
    expect(statements).toEqual([]);
    expect(kinds(run(group, ...batch))).toEqual(['applied', 'pong']);
    expect(statements[0]).toBe('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(sum('balance')).toBe(100);
    group.close();
  });

  test('before COMMIT is a plain fault for everyone and changes nothing', () => {
    const group = writer(failingOnce('BEGIN IMMEDIATE', 10));
    run(group, account('a'));
    expect(kinds(run(group, { kind: 'apply', writes: [grant('a')] }))).toEqual(['store-unreachable']);
    expect(sum('balance')).toBe(0);
    expect(kinds(run(group, { kind: 'apply', writes: [grant('a')] }))).toEqual(['applied']);
    group.close();
  });

  test('because the disk is full refuses until there is room, and keeps what was there', () => {
    const group = writer((database, opened) => {
      if (opened === 1) database.exec('PRAGMA max_page_count = 40');
      return database;
    });
    run(group, account('a'), { kind: 'apply', writes: [grant('a')] });
    const large = new Uint8Array(200_000);
    const job = {
      id: 1,
      expectedRevision: 0,
      printer: 'p',
      owner: 'a',
      cups: undefined,
      ended: false,
      endedAt: undefined,
      record: '{}',
    };
    const batch = {
      requests: [
        { kind: 'apply', writes: [grant('a', { id: 'second' })] },
        commit({ job, document: { offset: 0, length: large.byteLength } }),
      ],
      documents: large,
      restartLog: false,
    } as const;
    expect(kinds(group.run(batch))).toEqual(['disk-full', 'disk-full']);
    expect(sum('balance')).toBe(100);
    expect(kinds(group.run(batch))).toEqual(['applied', 'done']);
    expect(sum('balance')).toBe(200);
    group.close();
  });

  test('because it is no SQLite file says so, again and again, and leaves it as it is', () => {
    writeFileSync(file, 'not a database, and longer than a header of one hundred octets'.repeat(4));
    const group = writer();
    expect(kinds(run(group, { kind: 'ping' }))).toEqual(['store-corrupt']);
    expect(kinds(run(group, { kind: 'ping' }))).toEqual(['store-corrupt']);
    group.close();
  });

  test('because another program holds it waits, then says so', { timeout: 20_000 }, () => {
    const group = writer((database) => {
      database.exec('PRAGMA busy_timeout = 20');
      return database;
    });
    run(group, account('a'));
    const other = open(file, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    expect(kinds(run(group, { kind: 'ping' }))).toEqual(['store-unreachable']);
    other.close();
    expect(kinds(run(group, { kind: 'ping' }))).toEqual(['pong']);
    group.close();
  });
});

test('the log can be used from its beginning again', () => {
  const group = writer();
  run(group, account('a'));
  group.restartLog();
  expect(kinds(run(group, { kind: 'apply', writes: [grant('a')] }))).toEqual(['applied']);
  group.close();
});
