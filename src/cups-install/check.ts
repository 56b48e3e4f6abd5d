import { lstatSync, readFileSync, statSync } from 'node:fs';
import type { AdapterServer, AdapterSettings } from '../model/adapter-settings.ts';
import { isInsecure, runsAsRoot } from '../model/cups-backend-mode.ts';
import { confinementFindings } from './confinement.ts';
import type { Finding } from './finding.ts';
import { attachedFindings, bundled, installedPath, journalNames, withInterpreter } from './install.ts';
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
  const asRoot = runsAsRoot(statSync(path).mode);
  const node = interpreterOf(path);
  return [
    ...fileFindings(path, node, uid === 0),
    ...checkInterpreter({ path: node, places, asRoot, isRoot: uid === 0 }).findings,
    ...confinementFindings(path),
    ...attachedFindings(queues, places, asRoot),
    ...journalFindings(settings.folder),
    ...tokenFindings(settings.server),
    await serverFinding(places, settings.server, uid === 0),
  ];
}

function fileFindings(path: string, node: string, isRoot: boolean): readonly Finding[] {
  const fix = 'platen cups install';
  if (lstatSync(path).isSymbolicLink()) {
    return [
      { kind: 'warning', text: `${path} is a link; AppArmor forbids cupsd what a link points to.`, fix },
    ];
  }
  const { mode, uid } = statSync(path);
  const shown = (mode & 0o7777).toString(8);
  if (isInsecure(mode) || (isRoot && uid !== 0)) {
    return [
      { kind: 'error', text: `${path} has mode ${shown} and owner ${uid}; CUPS does not run it.`, fix },
    ];
  }
  const bundle = bundled();
  const isOurs = bundle === undefined || withInterpreter(bundle, node).equals(readFileSync(path));
  return [
    isOurs
      ? { kind: 'fine', text: `${path} is the program of this version, mode ${shown}.` }
      : { kind: 'warning', text: `${path} is of another version than this command.`, fix },
  ];
}

function interpreterOf(path: string): string {
  const text = readFileSync(path, 'latin1');
  return text.startsWith('#!') ? text.slice(2, text.indexOf('\n')) : process.execPath;
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
  if (typeof said === 'string') return { kind: 'error', text: said };
  if (said.get('ok') === true)
    return { kind: 'fine', text: `The server answers, version ${String(said.get('version'))}.` };
  return {
    kind: 'error',
    text: String(said.get('message')),
    fix: fixes[server.kind],
  };
}
