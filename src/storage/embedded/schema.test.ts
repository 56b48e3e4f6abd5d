import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWriter } from './connection.ts';
import { migrate, migrations, schemaVersionOf } from './schema.ts';
import { type Database, integerAt, loadSqlite, type OpenDatabase, textAt } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'platen-schema-'));
let open: OpenDatabase;
beforeAll(async () => {
  open = await loadSqlite();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fresh = (name: string): Database => open(join(folder, name), { timeout: 0 });

test('a new file gets the newest schema, and getting it twice changes nothing', () => {
  const database = fresh('new.sqlite');
  migrate(database);
  migrate(database);
  expect(schemaVersionOf(database)).toBe(migrations.length);
  database.close();
});

test('an older file is brought on from where it is', () => {
  const database = fresh('older.sqlite');
  const steps = ['CREATE TABLE one (a)', 'CREATE TABLE two (b); INSERT INTO two SELECT 7'];
  migrate(database, steps.slice(0, 1));
  migrate(database, steps);
  expect(schemaVersionOf(database)).toBe(2);
  expect(integerAt(database.prepare('SELECT b FROM two').get(), 'b')).toBe(7);
  database.close();
});

test('a migration that fails leaves the file as it was', () => {
  const database = fresh('failing.sqlite');
  expect(() => {
    migrate(database, ['CREATE TABLE one (a)', 'CREATE TABLE one (a)']);
  }).toThrow();
  expect(schemaVersionOf(database)).toBe(0);
  expect(database.prepare('SELECT * FROM sqlite_schema').all()).toEqual([]);
  database.close();
});

test('a file of a newer program is not touched', () => {
  const database = fresh('newer.sqlite');
  database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
  expect(() => {
    migrate(database);
  }).toThrow(expect.objectContaining({ code: 'store-schema' }));
  database.close();
  expect(() => openWriter(open, join(folder, 'newer.sqlite'))).toThrow(
    expect.objectContaining({ code: 'store-schema' }),
  );
});

test('the writer syncs each commit, which is not what SQLite is compiled to do', () => {
  const database = openWriter(open, join(folder, 'writer.sqlite'));
  expect(integerAt(database.prepare('PRAGMA synchronous').get(), 'synchronous')).toBe(2);
  expect(textAt(database.prepare('PRAGMA journal_mode').get(), 'journal_mode')).toBe('wal');
  expect(integerAt(database.prepare('PRAGMA foreign_keys').get(), 'foreign_keys')).toBe(1);
  database.close();
});

test('a SQLite that does not sync is not used', () => {
  const lazy: OpenDatabase = (file, options) => {
    const database = open(file, options);
    return {
      exec: (sql) => {
        database.exec(sql.replace('synchronous = FULL', 'synchronous = NORMAL'));
      },
      prepare: (sql) => database.prepare(sql),
      close: () => {
        database.close();
      },
    };
  };
  expect(() => openWriter(lazy, join(folder, 'lazy.sqlite'))).toThrow('does not sync each commit');
});
