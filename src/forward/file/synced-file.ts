import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Documents belong to people: no one else on the machine reads them. */
const fileMode = 0o600;

/** Where a file grows until it is whole. Hidden, so that whoever watches the folder does not take it. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.${path.slice(dirname(path).length + 1)}.part`);
}

/** Writes a file under its temporary name and syncs it. Who calls it publishes or discards it. */
export async function writeSynced(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  const file = await open(temporaryPath(path), 'w', fileMode);
  let octets = 0;
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      await file.writeFile(chunk);
      octets += chunk.length;
    }
    signal.throwIfAborted();
    await file.sync();
    return octets;
  } finally {
    await file.close();
  }
}

/** Gives a written file its name. It is there after a power cut only once the folder is synced too. */
export async function publish(path: string): Promise<void> {
  await rename(temporaryPath(path), path);
}

/** Leaves nothing of a file that was not published. */
export async function discard(path: string): Promise<void> {
  await rm(temporaryPath(path), { force: true });
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
