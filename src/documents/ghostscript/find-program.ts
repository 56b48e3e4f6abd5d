import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** Where systems install programs: Linux and BSD, macOS with Homebrew, MacPorts. PATH would let its author choose. */
const folders = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin', '/opt/local/bin'] as const;

/** The absolute path of an installed program. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
