import { PrintServerError } from '../../base/fault.ts';
import { isRecord } from '../records.ts';

/** What is used of SQLite: the common part of @photostructure/sqlite and node:sqlite, with rows as unknown data. */
export interface Statement {
  run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
  get(...values: readonly SqlValue[]): unknown;
  all(...values: readonly SqlValue[]): readonly unknown[];
}

export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export type SqlValue = string | number | null | Uint8Array;

interface OpenOptions {
  readonly readOnly?: boolean;
  /** Milliseconds to wait for a lock that another connection holds. */
  readonly timeout: number;
}

export type OpenDatabase = (file: string, options: OpenOptions) => Database;

// A name the compiler does not look up: the types of Node 20 have no such module.
const builtIn: string = 'node:sqlite';

/**
 * The package first: its SQLite is the same on every Node, while Node 20 has none and Node 22 warns. Platforms for
 * which it has no binary have node:sqlite from Node 22.13 on; both have the same interface.
 */
export async function loadSqlite(): Promise<OpenDatabase> {
  let missing: unknown;
  for (const load of [() => import('@photostructure/sqlite'), () => import(builtIn)]) {
    try {
      const library: unknown = await load();
      if (isSqlite(library)) return (file, options) => new library.DatabaseSync(file, options);
    } catch (cause) {
      missing ??= cause;
    }
  }
  throw new PrintServerError(
    'store-unreachable',
    'there is no SQLite for this platform: use Node 22.13 or later',
    {
      cause: missing,
    },
  );
}

interface SqliteLibrary {
  readonly DatabaseSync: new (file: string, options: OpenOptions) => Database;
}

function isSqlite(library: unknown): library is SqliteLibrary {
  return isRecord(library) && typeof library['DatabaseSync'] === 'function';
}

export type Row = Readonly<Record<string, unknown>>;

/** The row of a `get`, if there was one. */
export function rowOf(found: unknown): Row | undefined {
  return isRecord(found) ? found : undefined;
}

export function textAt(row: unknown, column: string): string {
  const value = isRecord(row) ? row[column] : undefined;
  if (typeof value !== 'string') throw wrongColumn(column, 'text');
  return value;
}

export function integerAt(row: unknown, column: string): number {
  const value = isRecord(row) ? row[column] : undefined;
  if (typeof value !== 'number') throw wrongColumn(column, 'a number');
  return value;
}

// The tables are STRICT: only a damaged file, or one that something else changed, comes here.
function wrongColumn(column: string, expected: string): PrintServerError {
  return new PrintServerError('store-corrupt', `the column ${column} is not ${expected}`);
}
