import { spawn } from 'node:child_process';
import { readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterSettings } from '../model/adapter-settings.ts';
import { isInsecure, isProgram, runsAsRoot } from '../model/cups-backend-mode.ts';
import type { Environment } from './backend-call.ts';
import { wrapDeviceLine } from './device-line.ts';
import { discoveryMs } from './limits.ts';
import { LineSplitter } from './line-splitter.ts';

/** Set for the backends that we run: a wrapper like us that runs us again gets nothing, and the circle ends. */
const guard = 'CUPSPYKOTA_DISCOVERY';
const stdout = 1;
/** Octets of one backend's list; a line has some hundred. */
const listOctetsMax = 4 * 1024 * 1024;

export interface Discovery {
  /** The folder we were started from. */
  readonly folder: string;
  /** Our own name in it. */
  readonly own: string;
  readonly environment: Environment;
  readonly user: AdapterSettings['user'] | undefined;
  readonly ownUid: number | undefined;
}

/** Lists the devices of all other backends under our scheme: all at once, each line as soon as it is there. */
export async function discover(discovery: Discovery): Promise<void> {
  const { own, environment } = discovery;
  if (environment[guard] !== undefined) return;
  writeSync(stdout, `network ${own} "Unknown" "Any printer, its jobs kept in the books of Platen"\n`);
  const abort = AbortSignal.timeout(discoveryMs);
  await Promise.all(othersIn(discovery).map((name) => list(discovery, name, abort)));
}

function othersIn({ folder, own }: Discovery): readonly string[] {
  return readdirSync(folder).filter((name) => {
    if (name === own || !/^[A-Za-z0-9]/.test(name)) return false;
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found?.isFile() === true && isProgram(found.mode) && !isInsecure(found.mode);
  });
}

/** Never rejects: a backend that cannot be run, as root's from lp, has no devices for us. */
function list(discovery: Discovery, name: string, abort: AbortSignal): Promise<void> {
  const { folder, own, environment } = discovery;
  const path = join(folder, name);
  const user = userFor(discovery, statSync(path).mode);
  // As root without a user to give it up to, what is meant for that user is not run at all.
  if (user === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const child = spawn(path, [], {
      argv0: name,
      env: { ...environment, [guard]: '1' },
      stdio: ['ignore', 'pipe', 2],
      ...user,
    });
    const lines = new LineSplitter();
    let octets = 0;
    const pass = (whole: Buffer): void => {
      for (const line of whole.toString('latin1').split('\n')) {
        const wrapped = wrapDeviceLine(line, own);
        if (wrapped !== undefined) writeSync(stdout, Buffer.from(`${wrapped}\n`, 'latin1'));
      }
    };
    const stop = (): void => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      resolve();
    };
    abort.addEventListener('abort', stop, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      if (octets > listOctetsMax) stop();
      else pass(lines.take(chunk));
    });
    child.once('error', () => {
      resolve();
    });
    child.once('close', () => {
      pass(lines.rest());
      resolve();
    });
  });
}

/** Nothing to change, the user to become, or `undefined` when that one is not known. */
function userFor(
  { ownUid, user }: Discovery,
  mode: number,
): AdapterSettings['user'] | Readonly<Record<string, never>> | undefined {
  return ownUid !== 0 || runsAsRoot(mode) ? {} : user;
}
