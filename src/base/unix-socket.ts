import { chmod, chown, mkdir, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { dirname } from 'node:path';
import { messageOf, PrintServerError } from './fault.ts';
import { shortSocketPath } from './socket-path.ts';

export interface UnixSocket {
  /** What an earlier server left there is replaced: only with the data folder's lock held. */
  readonly path: string;
  /** What it is for, in the fault: `adapter`, `control`. */
  readonly purpose: string;
  /** Of its folder, where that is missing. */
  readonly folderMode: number;
  /** Name or number of the group that may use it beside its owner. */
  readonly group?: string;
}

/** Open to its owner, and to the group where one is given; never to others, not for a moment. */
export async function listenOnUnixSocket(server: Server, socket: UnixSocket): Promise<void> {
  const { path, purpose, folderMode, group } = socket;
  const address = shortSocketPath(path);
  try {
    const gid = group === undefined ? undefined : await groupId(group);
    await mkdir(dirname(path), { recursive: true, mode: folderMode });
    await rm(path, { force: true });
    await listen(server, address);
    if (gid !== undefined) await chown(path, -1, gid);
    await chmod(path, gid === undefined ? 0o600 : 0o660);
  } catch (cause) {
    server.close();
    throw new PrintServerError('listen-failed', `No ${purpose} socket at ${path}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is made within the call, so that nothing else is made under this mask.
    const before = process.umask(0o177);
    server.listen(address, resolve);
    process.umask(before);
  });
}

/** Takes no new calls, waits for those under way, removes the socket. */
export async function closeUnixSocket(server: Server, path: string): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  await closed;
  await rm(path, { force: true });
}

async function groupId(group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group);
  const lines = (await readFile('/etc/group', 'utf8')).split('\n');
  const fields = lines.map((line) => line.split(':')).find(([name]) => name === group);
  if (fields?.[2] === undefined) throw new Error(`there is no group ${group} in /etc/group; give its number`);
  return Number(fields[2]);
}
