import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWriter } from './connection.ts';
import { entriesQuery, historyQuery, jobsQuery, type Query, sqlOf } from './list-reads.ts';
import { type Database, loadSqlite, textAt } from './sqlite.ts';

describe('lists over a long history', () => {
  const folder = mkdtempSync(join(tmpdir(), 'platen-lists-'));
  let database: Database;
  beforeAll(async () => {
    database = openWriter(await loadSqlite(), join(folder, 'a.sqlite'));
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  const planOf = (query: Query): string => {
    const { sql, values } = sqlOf(query);
    const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    return rows.map((row) => textAt(row, 'detail')).join('; ');
  };

  const after = { endedAt: 9, id: 9 };
  test.each([
    [{}, 'SCAN job USING INDEX job_ended'],
    [{ from: 9 }, 'SCAN job USING INDEX job_ended'],
    [{ after }, 'SEARCH job USING INDEX job_ended ((ended_at,rowid)<(?,?))'],
    [{ printer: 'p' }, 'SEARCH job USING INDEX job_ended_printer (printer=?)'],
    [
      { printer: 'p', after },
      'SEARCH job USING INDEX job_ended_printer (printer=? AND (ended_at,rowid)<(?,?))',
    ],
    [{ owner: 'o' }, 'SEARCH job USING INDEX job_ended_owner (owner=?)'],
    [{ owner: 'o', after }, 'SEARCH job USING INDEX job_ended_owner (owner=? AND (ended_at,rowid)<(?,?))'],
  ])('ended jobs by %j are found in order, so that the limit ends the search', (filter, plan) => {
    for (const columns of ['record', 'id, revision'] as const) {
      expect(planOf(jobsQuery({ ...filter, ended: true, limit: 50 }, columns))).toBe(plan);
    }
  });

  test.each([[{}], [{ printer: 'p' }], [{ owner: 'o' }]])(
    'open jobs by %j come from the index of open jobs',
    (filter) => {
      expect(planOf(jobsQuery({ ...filter, ended: false, limit: 50 }))).toBe('SCAN job USING INDEX job_open');
    },
  );

  test.each([
    [{}, 'SCAN history USING INDEX history_at'],
    [{ since: 1, until: 2 }, 'SEARCH history USING INDEX history_at (at>? AND at<?)'],
    [{ user: 'u', since: 1 }, 'SEARCH history USING INDEX history_user (user=? AND at>?)'],
    [{ printer: 'p', until: 2 }, 'SEARCH history USING INDEX history_printer (printer=? AND at<?)'],
    [{ job: 1 }, 'SEARCH history USING INDEX history_job (job=?); USE TEMP B-TREE FOR ORDER BY'],
    [{ job: 1, user: 'u' }, 'SEARCH history USING INDEX history_job (job=?); USE TEMP B-TREE FOR ORDER BY'],
  ])('history by %j uses an index', (filter, plan) => {
    expect(planOf(historyQuery({ ...filter, limit: 50 }))).toBe(plan);
  });

  test.each([
    [{}, 'SCAN entry'],
    [{ account: 'a' }, 'SEARCH entry USING INDEX entry_account (account=?)'],
    [{ account: 'a', verb: 'grant' } as const, 'SEARCH entry USING INDEX entry_account (account=?)'],
    [{ job: 1, verb: 'post' } as const, 'SEARCH entry USING INDEX entry_job (job=?)'],
    [{ verb: 'refund' } as const, 'SEARCH entry USING INDEX entry_verb (verb=?)'],
  ])('entries by %j come newest first without sorting', (filter, plan) => {
    expect(planOf(entriesQuery({ ...filter, limit: 50 }))).toBe(plan);
  });
});
