import { spawnSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from './finding.ts';
import type { CupsPlaces } from './places.ts';

/** Homes and snaps are closed to other users and, where systemd protects homes, to cupsd as a whole. */
const closedFolders = ['/home/', '/root/', '/snap/', '/run/user/'];
const runMs = 20_000;

export interface InterpreterCheck {
  /** As given, or the one that runs this command. */
  readonly path: string;
  readonly places: CupsPlaces;
  readonly asRoot: boolean;
  /** Only root may start a program as another user. */
  readonly isRoot: boolean;
}

export interface Interpreter {
  /** What the first line of the program names. */
  readonly path: string;
  readonly findings: readonly Finding[];
}

/** Whether cupsd can start our program with this Node. */
export function checkInterpreter({ path, places, asRoot, isRoot }: InterpreterCheck): Interpreter {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    return {
      path,
      findings: [{ kind: 'error', text: `There is no ${path}.`, fix: 'name a Node.js with --node PATH' }],
    };
  }
  const errors = [...placeErrors(real, asRoot), ...(isRoot ? ownerErrors(real) : [])];
  if (errors.length > 0) return { path: real, findings: errors };
  const failed = tryRun(real, isRoot && !asRoot ? places.user : undefined);
  if (failed !== undefined) {
    const text = `${real} does not run as ${places.user.name}: ${failed}.`;
    return { path: real, findings: [{ kind: 'error', text, fix: forAll(real) }] };
  }
  return { path: real, findings: [{ kind: 'fine', text: `Node.js is ${real}.` }] };
}

function placeErrors(real: string, asRoot: boolean): readonly Finding[] {
  const closed = closedFolders.find((folder) => real.startsWith(folder));
  if (closed === undefined) return [];
  const why = asRoot ? 'systemd may close it to cupsd' : "CUPS' user cannot get in";
  return [
    {
      kind: asRoot ? 'warning' : 'error',
      text: `Node.js is ${real}, in ${closed}: ${why}.`,
      fix: forAll(real),
    },
  ];
}

/** What others may change is run with CUPS' rights, or root's. */
function ownerErrors(real: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (let path = real; ; path = dirname(path)) {
    const { uid, mode } = statSync(path);
    const isSticky = (mode & 0o1000) !== 0;
    if (uid !== 0 || ((mode & 0o022) !== 0 && !isSticky)) {
      const text = `${path} can be changed by others than root (owner ${uid}, mode ${(mode & 0o7777).toString(8)}).`;
      findings.push({ kind: 'error', text, fix: forAll(real) });
    }
    if (path === dirname(path)) return findings;
  }
}

function tryRun(
  real: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
): string | undefined {
  const run = spawnSync(real, ['-e', '0'], {
    env: { PATH: '/usr/bin:/usr/sbin:/bin' },
    cwd: '/',
    timeout: runMs,
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  if (run.error !== undefined) return run.error.message;
  return run.status === 0 ? undefined : `it ends with ${run.status ?? run.signal ?? '?'}`;
}

function forAll(real: string): string {
  return `install Node.js for all users (Debian: apt-get install nodejs), or: install -D -o root -g root -m 755 ${real} /usr/local/bin/node, then add --node /usr/local/bin/node`;
}
