import { spawn } from 'node:child_process';
import { fieldsOf } from '../model/adapter-settings.ts';
import { installedPath, isInstalledAsRoot } from './install.ts';
import type { CupsPlaces } from './places.ts';

const runMs = 600_000;

/** What the installed program answers, run as cupsd runs it; a sentence when it gives none. */
export async function askProgram(
  places: CupsPlaces,
  what: '--check' | '--replay',
  isRoot: boolean,
): Promise<ReadonlyMap<string, unknown> | string> {
  const asRoot = isInstalledAsRoot(places);
  if (asRoot === undefined) return `${installedPath(places)} is missing; run "platen cups install"`;
  const { uid, gid } = places.user;
  const child = spawn(installedPath(places), [what], {
    cwd: '/',
    env: { PATH: '/usr/bin:/usr/sbin:/bin', CUPS_SERVERROOT: places.serverRoot, TMPDIR: '/tmp' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: runMs,
    ...(isRoot ? (asRoot ? { gid } : { uid, gid }) : {}),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const problem = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', () => {
      resolve(undefined);
    });
  });
  if (problem !== undefined) return `${installedPath(places)} cannot be started: ${problem}`;
  try {
    return fieldsOf(JSON.parse(said));
  } catch {
    return `${installedPath(places)} does not answer: ${said.slice(0, 500).trim()}`;
  }
}
