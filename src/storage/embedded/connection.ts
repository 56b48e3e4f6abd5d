import { assert } from '../../base/fault.ts';
import { migrate } from './schema.ts';
import { type Database, integerAt, type OpenDatabase, textAt } from './sqlite.ts';

/** Only a foreign program, such as an administrator's sqlite3, holds the file for longer than a checkpoint does. */
const busyTimeoutMs = 5_000;
/** Readers wait only where another connection recovers the log or is the last to close, which never happens here. */
const pointTimeoutMs = 50;
/** After a reset the write-ahead log is cut down to this, so that one busy hour does not keep its size for ever. */
const walOctetsKept = 64 * 1024 * 1024;
/** SQLite counts cache in KiB when the number is negative. */
const writerCacheKib = 16 * 1024;
const fullSync = 2;

/** The connection that writes: durable at COMMIT, never checkpointing by itself, on the newest schema. */
export function openWriter(open: OpenDatabase, file: string): Database {
  const database = open(file, { timeout: busyTimeoutMs });
  try {
    prepareWriter(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepareWriter(database: Database): void {
  const mode = textAt(database.prepare('PRAGMA journal_mode = WAL').get(), 'journal_mode');
  assert(
    mode === 'wal',
    `the store file is in journal mode ${mode}, not wal: is it on a network file system?`,
  );
  // What a savepoint may have to undo is kept in memory: as a temporary file it cost 0.06 ms of system time a job.
  database.exec('PRAGMA temp_store = MEMORY');
  // SQLite is often compiled with NORMAL as the default in WAL mode, which may lose the last commits with the power.
  database.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = ${walOctetsKept};
    PRAGMA cache_size = -${writerCacheKib};
  `);
  const synchronous = integerAt(database.prepare('PRAGMA synchronous').get(), 'synchronous');
  assert(
    synchronous === fullSync,
    `SQLite does not sync each commit: synchronous is ${synchronous}, not FULL`,
  );
  migrate(database);
}

/** A connection for reports and checkpoints: it waits for nobody and nobody waits for it. */
export function openReader(open: OpenDatabase, file: string): Database {
  const database = open(file, { timeout: busyTimeoutMs });
  // Its checkpoints must reach the disk before the log is used anew.
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
  return database;
}

/** A connection for single records on the event loop: it must not wait there. */
export function openPointReader(open: OpenDatabase, file: string): Database {
  return open(file, { readOnly: true, timeout: pointTimeoutMs });
}

export interface CheckpointResult {
  /** Whether somebody was in the way. */
  readonly busy: boolean;
  /** Pages in the write-ahead log, and how many of them are in the file itself. */
  readonly logPages: number;
  readonly donePages: number;
}

export function checkpoint(database: Database, mode: 'PASSIVE' | 'RESTART' | 'TRUNCATE'): CheckpointResult {
  const row = database.prepare(`PRAGMA wal_checkpoint(${mode})`).get();
  return {
    busy: integerAt(row, 'busy') !== 0,
    logPages: integerAt(row, 'log'),
    donePages: integerAt(row, 'checkpointed'),
  };
}
