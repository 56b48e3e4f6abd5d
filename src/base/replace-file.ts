import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file; after a power cut it is the old one or the new one, never a part. Only this account may read it, unless
 * `mode` says otherwise.
 */
export async function replaceFile(path: string, text: string, mode = 0o600): Promise<void> {
  const made = `${path}.new`;
  const file = await open(made, 'w', mode);
  try {
    // Whatever the mask of this process takes away.
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(made, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
