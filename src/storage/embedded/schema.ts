import { PrintServerError } from '../../base/fault.ts';
import { type Database, integerAt } from './sqlite.ts';

/**
 * Each migration takes the file from its place in this list to the next; `user_version` says how many were done.
 * They are never changed once released, only added to.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE counter_of_jobs (only INTEGER PRIMARY KEY CHECK (only = 1), next INTEGER NOT NULL) STRICT;
  INSERT INTO counter_of_jobs VALUES (1, 1);

  CREATE TABLE account (
    name TEXT PRIMARY KEY,
    policy TEXT NOT NULL,
    policy_revision INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    held INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE counter (
    account TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
    printer TEXT NOT NULL,
    impressions INTEGER NOT NULL,
    held INTEGER NOT NULL,
    PRIMARY KEY (account, printer)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hold (
    account TEXT NOT NULL REFERENCES account,
    id TEXT NOT NULL,
    job INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    printer TEXT NOT NULL,
    impressions INTEGER NOT NULL,
    PRIMARY KEY (account, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    verb TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    impressions INTEGER NOT NULL,
    printer TEXT,
    job INTEGER,
    of TEXT,
    reason TEXT NOT NULL,
    by TEXT
  ) STRICT;
  CREATE INDEX entry_account ON entry (account);
  CREATE INDEX entry_job ON entry (job) WHERE job IS NOT NULL;
  -- Grants and refunds are few among the entries of jobs.
  CREATE INDEX entry_verb ON entry (verb) WHERE verb IN ('grant', 'refund');
  CREATE INDEX entry_refund ON entry (of) WHERE verb = 'refund';

  CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    transition_id TEXT NOT NULL,
    printer TEXT NOT NULL,
    owner TEXT NOT NULL,
    ended INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  -- Open jobs are few: this index stays small. Ended ones enter theirs once, when they end.
  CREATE INDEX job_open ON job (id) WHERE ended = 0;
  CREATE INDEX job_ended_printer ON job (printer) WHERE ended = 1;
  CREATE INDEX job_ended_owner ON job (owner) WHERE ended = 1;

  CREATE TABLE paused_printer (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE document (job INTEGER PRIMARY KEY REFERENCES job, bytes BLOB NOT NULL) STRICT;

  CREATE TABLE history (
    sequence INTEGER PRIMARY KEY,
    job INTEGER NOT NULL,
    at INTEGER NOT NULL,
    user TEXT NOT NULL,
    printer TEXT NOT NULL,
    action TEXT NOT NULL,
    -- Of a refusal that left no job record, so that a repeat finds it.
    transition_id TEXT,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX history_at ON history (at);
  CREATE INDEX history_job ON history (job);
  CREATE INDEX history_user ON history (user, at);
  CREATE INDEX history_printer ON history (printer, at);
  CREATE UNIQUE INDEX history_transition ON history (transition_id) WHERE transition_id IS NOT NULL;
  `,
  // What operators say of a printer is more than that it is paused.
  `
  CREATE TABLE printer (name TEXT PRIMARY KEY, standing TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO printer SELECT name, '{"paused":true}' FROM paused_printer;
  DROP TABLE paused_printer;
  `,
  `
  -- Of a job that came by the CUPS adapter.
  ALTER TABLE job ADD COLUMN cups_key TEXT;
  ALTER TABLE job ADD COLUMN cups_run INTEGER;
  CREATE UNIQUE INDEX job_cups ON job (cups_key, cups_run) WHERE cups_key IS NOT NULL;
  `,
  // Ended jobs are listed by their end, which is not the order of their numbers where some wait for others to be let go.
  `
  ALTER TABLE job ADD COLUMN ended_at INTEGER;
  UPDATE job SET ended_at = coalesce(json_extract(record, '$.endedAt'), 0) WHERE ended = 1;
  DROP INDEX job_ended_printer;
  DROP INDEX job_ended_owner;
  CREATE INDEX job_ended ON job (ended_at) WHERE ended = 1;
  CREATE INDEX job_ended_printer ON job (printer, ended_at) WHERE ended = 1;
  CREATE INDEX job_ended_owner ON job (owner, ended_at) WHERE ended = 1;
  `,
];

/** Brings the file to the newest schema, all steps in one transaction. */
export function migrate(database: Database, known: readonly string[] = migrations): void {
  const version = schemaVersionOf(database);
  if (version > known.length) {
    throw new PrintServerError(
      'store-schema',
      `the store file has schema ${version}, this program knows up to ${known.length}: start the newer program`,
    );
  }
  if (version === known.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const migration of known.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${known.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

export function schemaVersionOf(database: Database): number {
  return integerAt(database.prepare('PRAGMA user_version').get(), 'user_version');
}
