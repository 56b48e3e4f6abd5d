import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that only this account may read; after a power cut it is the old one or the new one, never a part. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const made = `${path}.new`;
  const file = await open(made, 'w', 0o600);
  try {
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
