import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, PrintServerError } from '../base/fault.ts';
import { newUuid } from '../base/ids.ts';

/** The version of this program, from its package.json two folders up, in src and in dist alike. */
export async function readVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url);
  const text: unknown = JSON.parse(await readFile(file, 'utf8'));
  const isPackage = typeof text === 'object' && text !== null && 'version' in text;
  return isPackage && typeof text.version === 'string' ? text.version : '0.0.0';
}

/** Makes the data folder, closed to everybody else. Throws `data-folder-unusable`. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new PrintServerError(
      'data-folder-unusable',
      `The data folder ${folder} cannot be made (${messageOf(cause)}); make it, or name another one as "data".`,
      { cause },
    );
  }
}

/**
 * An id that is made once and kept beside the data. Printer UUIDs come from it: they must not change at a restart
 * (clients would list every printer twice), nor be the same in two installations.
 */
export async function installationId(folder: string): Promise<string> {
  const file = join(folder, 'installation-id');
  try {
    await writeFile(file, `${newUuid()}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
