import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newUuid } from '../base/ids.ts';
import {
  type AdapterServer,
  type AdapterSettings,
  adapterSettingsPath,
  defaultJournalLimits,
  defaultServerDown,
  type ServerDownRule,
} from '../model/adapter-settings.ts';
import { isInsecure, runsAsRoot } from '../model/cups-backend-mode.ts';
import { parseAdapterUri } from '../model/cups-device-uri.ts';
import { confinementFindings } from './confinement.ts';
import { type Finding, isOk } from './finding.ts';
import { checkInterpreter } from './interpreter.ts';
import type { CupsPlaces } from './places.ts';
import type { CupsQueue } from './queues.ts';
import { type FileRights, putFile, readSettings, writeSettings } from './settings-file.ts';
import { checkWrapped } from './wrapped-check.ts';

const programName = 'cupspykota';

export interface InstallRequest {
  readonly places: CupsPlaces;
  readonly server: AdapterServer;
  readonly ownAddresses: readonly string[];
  /** Node.js to run it with. */
  readonly node: string;
  readonly asRoot: boolean;
  readonly rule?: ServerDownRule;
  readonly dryRun: boolean;
  /** User number of who runs the command. */
  readonly uid: number;
  readonly queues: readonly CupsQueue[];
}

export function installedPath({ backends }: CupsPlaces): string {
  return join(backends, programName);
}

/** Everything is checked before anything is written. */
export function install(request: InstallRequest): readonly Finding[] {
  const { places, dryRun, asRoot } = request;
  const isRoot = request.uid === 0;
  const bundle = bundled();
  if (bundle === undefined) {
    return [{ kind: 'error', text: 'The program is not built.', fix: 'npm run build' }];
  }
  const interpreter = checkInterpreter({ path: request.node, places, asRoot, isRoot });
  const before = readSettings(places.serverRoot);
  const problems = [...rightsFindings(request), ...folderFindings(places, isRoot), ...interpreter.findings];
  if (typeof before === 'string') problems.push({ kind: 'error', text: before, fix: 'remove the file' });
  if (!isOk(problems) || typeof before === 'string') return problems;
  const path = installedPath(places);
  const rights: FileRights = {
    mode: asRoot ? 0o700 : 0o755,
    ...(isRoot ? { owner: { uid: 0, gid: 0 } } : {}),
  };
  if (!dryRun) {
    putSettings(request, before);
    putFile(path, withInterpreter(bundle, interpreter.path), rights);
  }
  return [
    ...problems,
    {
      kind: 'done',
      text: `${path} ${dryRun ? 'would be' : 'is'} a copy of the program, mode ${rights.mode.toString(8)}: ${modeReason(asRoot)}.`,
    },
    {
      kind: 'done',
      text: `${adapterSettingsPath(places.serverRoot)} ${dryRun ? 'would tell' : 'tells'} it how to reach the server.`,
    },
    ...confinementFindings(path),
    ...attachedFindings(request.queues, places, asRoot),
    { kind: 'fine', text: 'CUPS looks for backends at every job: it need not be restarted.' },
  ];
}

function modeReason(asRoot: boolean): string {
  return asRoot
    ? 'CUPS runs it as root, and it runs each backend as that one asks for'
    : 'CUPS runs it as its own user, who can run every backend that is open to all; usb, lpd, serial and dnssd mostly are not (--as-root)';
}

function rightsFindings({ uid, places }: InstallRequest): readonly Finding[] {
  if (uid === 0 || statSync(places.backends).uid === uid) return [];
  return [
    {
      kind: 'error',
      text: `Only root can write into ${places.backends}.`,
      fix: 'run the same command with sudo',
    },
  ];
}

/** cupsd judges the directory as it judges the program (cups/file.c, _cupsFileCheck). */
export function folderFindings({ backends }: CupsPlaces, isRoot: boolean): readonly Finding[] {
  const { mode, uid } = statSync(backends);
  const isOwned = !isRoot || uid === 0;
  if (!isInsecure(mode & 0o777) && isOwned) return [];
  const text = `Others can write into ${backends} (owner ${uid}, mode ${(mode & 0o777).toString(8)}); CUPS runs no backend from there.`;
  const fix = `${isOwned ? '' : `chown root ${backends}; `}chmod go-w ${backends}`;
  return [{ kind: 'error', text, fix }];
}

function putSettings(request: InstallRequest, before: AdapterSettings | undefined): void {
  const { places, server, ownAddresses, asRoot, rule, uid } = request;
  const { uid: cupsUid, gid } = places.user;
  const folder = join(places.requestRoot, 'platen');
  const settings: AdapterSettings = {
    // Made once: another instance would be another cupsd to the server, and its retries would be charged again.
    instance: before?.instance ?? newUuid(),
    server,
    ownAddresses,
    user: { uid: cupsUid, gid },
    folder,
    journal: before?.journal ?? defaultJournalLimits,
    serverDown: rule ?? before?.serverDown ?? defaultServerDown,
    queues: before?.queues ?? {},
  };
  if (before === undefined || before.folder !== folder || !existsSync(folder))
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (uid === 0) giveAll(folder, asRoot ? { uid: 0, gid: 0 } : { uid: cupsUid, gid });
  const rights = settingsRights(uid === 0, asRoot, gid);
  writeSettings(places.serverRoot, settings, rights);
}

/** Who runs the adapter reads them, and nobody else: with a remote server they lead to its token. */
export function settingsRights(isRoot: boolean, asRoot: boolean, gid: number): FileRights {
  if (!isRoot) return { mode: 0o600 };
  return asRoot ? { mode: 0o600, owner: { uid: 0, gid: 0 } } : { mode: 0o640, owner: { uid: 0, gid } };
}

/** Journal and notes go to whom the adapter runs as from now on. */
function giveAll(folder: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, entry), uid, gid);
  chownSync(folder, uid, gid);
}

export function attachedFindings(
  queues: readonly CupsQueue[],
  places: CupsPlaces,
  asRoot: boolean,
): readonly Finding[] {
  const schemes = new Set(
    queues.flatMap(({ uri }) => {
      const target = parseAdapterUri(uri);
      return target.kind === 'wrapped' ? [target.scheme] : [];
    }),
  );
  return [...schemes].map((scheme) => checkWrapped(places.backends, scheme, asRoot));
}

/** Whether what is installed runs as root. */
export function isInstalledAsRoot(places: CupsPlaces): boolean | undefined {
  const found = statSync(installedPath(places), { throwIfNoEntry: false });
  return found === undefined ? undefined : runsAsRoot(found.mode);
}

/** The program as `npm run build` made it, beside the compiled folders. */
export function bundled(): Buffer | undefined {
  const path = fileURLToPath(new URL('../cupspykota', import.meta.url));
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** The first line names the interpreter; everything after it stays. */
export function withInterpreter(bundle: Buffer, node: string): Buffer {
  return Buffer.concat([Buffer.from(`#!${node}`), bundle.subarray(bundle.indexOf(0x0a))]);
}

export interface UninstallRequest {
  readonly places: CupsPlaces;
  readonly queues: readonly CupsQueue[];
  readonly dryRun: boolean;
  readonly uid: number;
}

/** Refused while queues need it, and while the journal holds what is not yet in the books. */
export function uninstall({ places, queues, dryRun, uid }: UninstallRequest): readonly Finding[] {
  const attached = queues.filter(({ uri }) => uri.startsWith(`${programName}:`)).map(({ name }) => name);
  if (attached.length > 0) {
    const text = `These queues still print through it: ${attached.join(', ')}.`;
    return [{ kind: 'error', text, fix: `platen cups detach ${attached.join(' ')}` }];
  }
  if (uid !== 0 && statSync(places.backends).uid !== uid) {
    return [
      {
        kind: 'error',
        text: `Only root can remove it from ${places.backends}.`,
        fix: 'run the same command with sudo',
      },
    ];
  }
  const settings = readSettings(places.serverRoot);
  const folder = typeof settings === 'object' ? settings.folder : join(places.requestRoot, 'platen');
  const owed = journalNames(folder);
  if (owed.length > 0) {
    return [
      {
        kind: 'error',
        text: `${owed.length} entries of ${folder}/journal are not in the books yet.`,
        fix: 'platen cups replay',
      },
    ];
  }
  const paths = [installedPath(places), adapterSettingsPath(places.serverRoot), folder];
  const there = paths.filter((path) => existsSync(path));
  if (!dryRun) for (const path of there) rmSync(path, { recursive: true });
  if (there.length === 0) return [{ kind: 'fine', text: 'It is not installed.' }];
  return there.map((path) => ({ kind: 'done', text: `${path} ${dryRun ? 'would be' : 'is'} removed.` }));
}

export function journalNames(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, 'journal')).filter((name) => !name.endsWith('.data'));
  } catch {
    return [];
  }
}
