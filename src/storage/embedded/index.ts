import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, PrintServerError } from '../../base/fault.ts';
import type { Store } from '../../jobs/index.ts';
import { PointReads } from './point-reads.ts';
import { loadSqlite } from './sqlite.ts';
import { EmbeddedStore } from './store.ts';

export { lockDataFolder } from './folder-lock.ts';

/**
 * Opens the store in the folder, making both where they are missing. The caller holds the lock of the folder.
 * A file that is damaged, or newer than this program, is a fault here and not later.
 */
export async function openEmbeddedStore(options: { readonly folder: string }): Promise<Store> {
  const file = join(options.folder, 'platen.sqlite');
  await makePrivate(options.folder, file);
  const store = new EmbeddedStore(file, new PointReads(await loadSqlite(), file));
  try {
    await store.ping();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Documents and accounts are nobody else's; SQLite gives its log the mode of the file. */
async function makePrivate(folder: string, file: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await (await open(file, 'a', 0o600)).close();
    // So that the new name itself survives a power cut; SQLite does this for its log, not for its file.
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
  } catch (cause) {
    throw new PrintServerError(
      'data-folder-unusable',
      `the store cannot be kept in ${folder}: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
}
