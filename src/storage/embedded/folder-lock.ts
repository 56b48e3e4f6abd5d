import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, PrintServerError } from '../../base/fault.ts';
import { isBusy } from './faults.ts';
import { type Database, loadSqlite } from './sqlite.ts';

export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Keeps a second server off the folder. The lock is an open transaction on a small SQLite file, which is a lock of
 * the operating system: it goes with the process however that ends, and nothing stale is left to be removed by hand.
 * Keep the answer for as long as the folder is used: the lock is dropped with it.
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const open = await loadSqlite();
  let database: Database | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // No waiting: who holds this lock holds it for as long as it runs.
    database = open(join(folder, 'lock.sqlite'), { timeout: 0 });
    // The write makes sure of a folder that can be read but not written.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1');
  } catch (error) {
    database?.close();
    throw folderFault(folder, error);
  }
  const held = database;
  return {
    release: () => {
      held.close();
      return Promise.resolve();
    },
  };
}

function folderFault(folder: string, cause: unknown): PrintServerError {
  // SQLITE_BUSY is the one result that is another's lock; everything else is about the folder.
  if (isBusy(cause)) {
    return new PrintServerError(
      'data-folder-in-use',
      `another Platen uses the data folder ${folder}: stop it, or name another folder as "data" in the configuration`,
      { cause },
    );
  }
  return new PrintServerError(
    'data-folder-unusable',
    `the data folder ${folder} cannot be used (${messageOf(cause)}): make it a folder that this user may write, or name another as "data"`,
    { cause },
  );
}
