import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { newId } from '../base/ids.ts';
import {
  type AdapterSettings,
  adapterSettingsPath,
  adapterSettingsText,
  parseAdapterSettings,
} from '../model/adapter-settings.ts';

/** Owner and permission bits of a file that is put in place; without an owner it stays with whoever writes it. */
export interface FileRights {
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** The settings; a sentence when they cannot be used, undefined when there are none. */
export function readSettings(serverRoot: string): AdapterSettings | string | undefined {
  const path = adapterSettingsPath(serverRoot);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return `${path} cannot be read; run this as root`;
  }
  try {
    const settings = parseAdapterSettings(JSON.parse(text));
    return typeof settings === 'string' ? `${path}: ${settings}` : settings;
  } catch {
    return `${path} is no JSON`;
  }
}

/** Readable for CUPS' group where the adapter runs as CUPS' user, for root alone where it runs as root. */
export function writeSettings(serverRoot: string, settings: AdapterSettings, rights: FileRights): void {
  const path = adapterSettingsPath(serverRoot);
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  putFile(path, Buffer.from(adapterSettingsText(settings)), rights);
}

/** Whole or not at all: under a name of its own, synced, then renamed over whatever had the name, a link included. */
export function putFile(path: string, octets: Buffer, { mode, owner }: FileRights): void {
  // cupsd takes no file for a backend whose name begins with a dot.
  const temporary = join(dirname(path), `.platen-${newId()}`);
  try {
    const fd = openSync(temporary, 'wx', 0o600);
    for (let at = 0; at < octets.length; ) at += writeSync(fd, octets, at);
    fsyncSync(fd);
    closeSync(fd);
    if (owner !== undefined) chownSync(temporary, owner.uid, owner.gid);
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
