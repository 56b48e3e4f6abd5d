import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInsecure, othersMayRun, runsAsRoot } from '../model/cups-backend-mode.ts';

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
  const { mode, uid } = found;
  // As cupsd: what others could have changed is run by nobody, least of all as root.
  // A cupsd without privileges runs what its own user has.
  const isOwn = ownUid !== 0 && uid === ownUid;
  if (!isOwn && (isInsecure(mode) || uid !== 0)) {
    return `${path} has insecure permissions or another owner than root (mode ${(mode & 0o7777).toString(8)}, owner ${uid})`;
  }
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
