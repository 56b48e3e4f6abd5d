import { lstatSync, readFileSync, statSync } from 'node:fs';
import type { AdapterServer, AdapterSettings } from '../model/adapter-settings.ts';
import {
  isInsecure,
  isProgram,
  othersMayRead,
  othersMayRun,
  runsAsRoot,
} from '../model/cups-backend-mode.ts';
import { confinementFindings } from './confinement.ts';
import { type Finding, isOk } from './finding.ts';
import {
  attachedFindings,
  bundled,
  folderFindings,
  installedPath,
  journalNames,
  withInterpreter,
} from './install.ts';
import { checkInterpreter } from './interpreter.ts';
import type { CupsPlaces } from './places.ts';
import { askProgram } from './program.ts';
import type { CupsQueue } from './queues.ts';

export interface CheckRequest {
  readonly places: CupsPlaces;
  readonly settings: AdapterSettings | string | undefined;
  readonly queues: readonly CupsQueue[];
  readonly uid: number;
}

/** Everything that has to hold for the next job to be printed, the server's answer included. */
export async function check({ places, settings, queues, uid }: CheckRequest): Promise<readonly Finding[]> {
  const path = installedPath(places);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || settings === undefined) {
    return [{ kind: 'error', text: `${path} is not installed.`, fix: 'platen cups install' }];
  }
  if (typeof settings === 'string') return [{ kind: 'error', text: settings, fix: 'platen cups install' }];
  const program = programFindings(path, uid === 0);
  const folder = folderFindings(places, uid === 0);
  // What CUPS does not start, or what is not ours, has nothing more to say.
  if (!isOk(program)) return [...program, ...folder];
  const asRoot = runsAsRoot(statSync(path).mode);
  const node = interpreterOf(path) ?? process.execPath;
  return [
    ...program,
    ...folder,
    ...versionFindings(path, node),
    ...checkInterpreter({ path: node, places, asRoot, isRoot: uid === 0 }).findings,
    ...confinementFindings(path),
    ...attachedFindings(queues, places, asRoot),
    ...journalFindings(settings.folder),
    ...tokenFindings(settings.server),
    await serverFinding(places, settings.server, uid === 0),
  ];
}

/** Everything else is put right by a copy of ours in place of what is there. */
const again = 'platen cups install';

/** cupsd judges what a link points to, AppArmor too; and a script has to be read by whom it is run as. */
export function programFindings(path: string, isRoot: boolean): readonly Finding[] {
  const isLink = lstatSync(path).isSymbolicLink();
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    return [{ kind: 'error', text: `${path} is a link to nothing; its jobs stop.`, fix: again }];
  const { mode, uid, nlink } = found;
  const shown = (mode & 0o7777).toString(8).padStart(4, '0');
  const wrong = whatIsWrong(path, { mode, uid: isRoot ? uid : 0, isFile: found.isFile() });
  if (wrong !== undefined)
    return [{ kind: 'error', text: `${path} (mode ${shown}, owner ${uid}) ${wrong}.`, fix: again }];
  const findings: Finding[] = [];
  if (isLink)
    findings.push({
      kind: 'warning',
      text: `${path} is a link; AppArmor forbids cupsd what a link points to.`,
      fix: again,
    });
  if (nlink > 1)
    findings.push({
      kind: 'warning',
      text: `${path} is a hard link; an update of what it was linked from leaves the old program here.`,
      fix: again,
    });
  return findings;
}

interface ProgramFile {
  readonly mode: number;
  readonly uid: number;
  readonly isFile: boolean;
}

function whatIsWrong(path: string, { mode, uid, isFile }: ProgramFile): string | undefined {
  if (!isFile) return 'is no file';
  if (isInsecure(mode) || uid !== 0)
    return 'can be changed by others, or runs with the rights of its owner; CUPS does not run it';
  if (!isProgram(mode)) return 'cannot be run; CUPS knows no such scheme';
  if (!runsAsRoot(mode) && !(othersMayRead(mode) && othersMayRun(mode)))
    return "cannot be read by CUPS' user; its jobs would be held for a login";
  const node = interpreterOf(path);
  if (node === undefined) return 'is not the program of Platen';
  return node.startsWith('/') && !/\s|\/env$/.test(node)
    ? undefined
    : `begins with #!${node}, which is not found from the PATH of cupsd`;
}

function versionFindings(path: string, node: string): readonly Finding[] {
  const bundle = bundled();
  const isOurs = bundle === undefined || withInterpreter(bundle, node).equals(readFileSync(path));
  const shown = (statSync(path).mode & 0o7777).toString(8).padStart(4, '0');
  return [
    isOurs
      ? { kind: 'fine', text: `${path} is the program of this version, mode ${shown}.` }
      : { kind: 'warning', text: `${path} is of another version than this command.`, fix: again },
  ];
}

function interpreterOf(path: string): string | undefined {
  const text = readFileSync(path, 'latin1');
  return text.startsWith('#!') ? text.slice(2, text.indexOf('\n')).trim() : undefined;
}

function journalFindings(folder: string): readonly Finding[] {
  const names = journalNames(folder);
  const refused = names.filter((name) => name.endsWith('.refused')).length;
  const findings: Finding[] = [];
  if (names.length > refused) {
    const text = `${names.length - refused} entries of the journal are not in the books yet.`;
    findings.push({ kind: 'warning', text, fix: 'platen cups replay' });
  }
  if (refused > 0) {
    const text = `${refused} entries of ${folder}/journal were refused by the server (names end in .refused).`;
    findings.push({
      kind: 'warning',
      text,
      fix: 'charge them by hand (platen users), then remove the files',
    });
  }
  return findings;
}

const fixes = {
  socket:
    'start the server; its socket must be open to CUPS: "adapter": { "socket": "/run/platen/adapter.sock", "group": "lp" }',
  https: 'put right what the sentence names; "platen cups install --server … --ca … --token …" sets it anew',
} as const satisfies Record<AdapterServer['kind'], string>;

/** Whoever reads it prints in the name of anybody on this machine. */
function tokenFindings(server: AdapterServer): readonly Finding[] {
  if (server.kind === 'socket') return [];
  const found = statSync(server.token, { throwIfNoEntry: false });
  if (found === undefined || (found.mode & 0o007) === 0) return [];
  const text = `${server.token} is open to every user of this machine (mode ${(found.mode & 0o777).toString(8)}).`;
  return [{ kind: 'error', text, fix: `chmod o= ${server.token}` }];
}

async function serverFinding(places: CupsPlaces, server: AdapterServer, isRoot: boolean): Promise<Finding> {
  const said = await askProgram(places, '--check', isRoot);
  if (typeof said === 'string') return { kind: 'error', text: said, fix: again };
  if (said.get('ok') === true)
    return { kind: 'fine', text: `The server answers, version ${String(said.get('version'))}.` };
  return {
    kind: 'error',
    text: String(said.get('message')),
    fix: fixes[server.kind],
  };
}
