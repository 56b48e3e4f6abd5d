import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { othersMayRun, runsAsRoot } from '../model/cups-backend-mode.ts';

export interface BackendProgram {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
}

/** The backend of a scheme beside us, or why it cannot be run, with the fix. */
export function findProgram(
  folder: string,
  scheme: string,
  ownUid: number | undefined,
): BackendProgram | string {
  const path = join(folder, scheme);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return `there is no backend ${path}`;
  if (!found.isFile()) return `${path} is no program`;
  const { mode } = found;
  if (ownUid === 0) {
    return runsAsRoot(mode) || othersMayRun(mode) ? { path, mode } : `${path} may not be run by CUPS' user`;
  }
  try {
    accessSync(path, constants.X_OK);
    return { path, mode };
  } catch {
    return `${path} has mode ${(mode & 0o7777).toString(8)} and runs as root only; install the adapter with "platen cups install --as-root"`;
  }
}
