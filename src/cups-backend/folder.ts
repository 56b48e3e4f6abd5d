import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** A folder of the program's own and the one around it; never more, since the installation has made the rest. */
export function makeFolder(path: string): void {
  for (const folder of [dirname(path), path]) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
}
