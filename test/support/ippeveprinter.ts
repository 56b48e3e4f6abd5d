import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { busConfig } from './bus-config.ts';
import { freePort } from './free-port.ts';
import { describeNeeding, needs } from './needs.ts';

export interface IppeveprinterOptions {
  /** What the print command reports as ATTR: job-impressions-completed; absent: it reports nothing. */
  readonly impressions?: number;
  /** Seconds that the print command takes; 0 by default. */
  readonly printSeconds?: number;
  readonly formats?: readonly string[];
}

export interface Ippeveprinter {
  /** `ipp://127.0.0.1:PORT/ipp/print` */
  readonly uri: string;
  /** The documents it kept, by file name, in order of job. */
  documents(): Promise<readonly string[]>;
  /** Environment that the print command had, one text per job: IPP_COPIES=2 and so on. */
  tickets(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const folderPrefix = 'platen-ippeveprinter-';

const how =
  'apt-get install cups-ipp-utils dbus avahi-daemon, and run as root unless avahi-daemon runs already';

/**
 * ippeveprinter registers itself by Avahi over D-Bus and ends when it cannot. Where the system runs both they are used,
 * else private ones are started, for which avahi-daemon must be root (its pid file is in /run).
 */
function isStartable(): boolean {
  if (systemAvahiRuns()) return true;
  const programs = ['dbus-daemon', 'avahi-daemon'].every((name) => findProgram(name) !== undefined);
  return programs && process.getuid?.() === 0;
}

/** As describeNeeding: left out by name where it cannot run, a failure there with PLATEN_TEST_ALL=1. */
export function describeWithIppeveprinter(title: string, suite: () => void): void {
  if (!needs('ippeveprinter').available || isStartable()) {
    describeNeeding('ippeveprinter', title, suite);
    return;
  }
  const reason = `needs what ippeveprinter needs: ${how}`;
  if (process.env['PLATEN_TEST_ALL'] !== '1') {
    describe.skip(`${title} (${reason})`, () => {
      test('is left out', () => undefined);
    });
    return;
  }
  describe(title, () => {
    test(reason, () => {
      throw new Error(`PLATEN_TEST_ALL=1 forbids to leave this out; ${reason}`);
    });
  });
}

/** One printer with a folder, a bus and an Avahi of its own; `close` ends them and removes the folder. */
export async function startIppeveprinter(options: IppeveprinterOptions = {}): Promise<Ippeveprinter> {
  const folder = await mkdtemp(join(tmpdir(), folderPrefix));
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of children.reverse()) await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const bus = systemAvahiRuns() ? {} : await startPrivateBus(folder, children);
    const port = await start(folder, options, { children, bus });
    return {
      uri: `ipp://127.0.0.1:${port}/ipp/print`,
      documents: () => filesIn(join(folder, 'spool')),
      tickets: () => filesIn(join(folder, 'tickets')),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Surroundings {
  readonly children: ChildProcess[];
  readonly bus: NodeJS.ProcessEnv;
}

async function start(folder: string, options: IppeveprinterOptions, around: Surroundings): Promise<number> {
  const command = join(folder, 'print');
  await mkdir(join(folder, 'spool'));
  await mkdir(join(folder, 'tickets'));
  await writeFile(command, printCommand(folder, options));
  await chmod(command, 0o755);
  const formats = options.formats ?? ['application/pdf', 'image/jpeg', 'image/pwg-raster', 'text/plain'];
  const port = await freePort();
  const args = ['-2', '-s', '10,5', '-k', '-d', join(folder, 'spool'), '-c', command];
  const child = spawn(
    needs('ippeveprinter').found,
    [...args, '-f', formats.join(','), '-n', 'localhost', '-p', String(port), `Platen test ${port}`],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...around.bus } },
  );
  around.children.push(child);
  const said: string[] = [];
  child.stderr.on('data', (data: Buffer) => said.push(data.toString()));
  await until(
    () => answers(port),
    child,
    () => said.join(''),
  );
  return port;
}

/** Writes the ticket down, reports impressions as told and prints nothing. */
function printCommand(folder: string, { impressions, printSeconds = 0 }: IppeveprinterOptions): string {
  const report =
    impressions === undefined ? '' : `echo "ATTR: job-impressions-completed=${impressions}" >&2\n`;
  return `#!/bin/sh
env | grep '^IPP_' >'${folder}/tickets/'"$IPP_JOB_ID.txt"
sleep ${printSeconds}
${report}exit 0
`;
}

async function startPrivateBus(folder: string, children: ChildProcess[]): Promise<NodeJS.ProcessEnv> {
  const socket = join(folder, 'bus');
  await writeFile(join(folder, 'bus.conf'), busConfig(socket));
  await writeFile(join(folder, 'avahi.conf'), avahiConfig);
  const bus = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` };
  const busArgs = [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nopidfile'];
  const daemon = spawn(findProgram('dbus-daemon') ?? '', busArgs, { stdio: 'ignore' });
  children.push(daemon);
  await until(
    () => Promise.resolve(existsSync(socket)),
    daemon,
    () => '',
  );
  await startPrivateAvahi(folder, children, bus);
  return bus;
}

/** A machine has one Avahi at a time: another suite that has its own is waited for. */
async function startPrivateAvahi(
  folder: string,
  children: ChildProcess[],
  bus: NodeJS.ProcessEnv,
): Promise<void> {
  const args = [
    '-f',
    join(folder, 'avahi.conf'),
    '--no-rlimits',
    '--no-drop-root',
    '--no-chroot',
    '--no-proc-title',
  ];
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const avahi = spawn(findProgram('avahi-daemon') ?? '', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...bus },
    });
    let said = '';
    avahi.stderr.on('data', (data: Buffer) => {
      said += data.toString();
    });
    while (avahi.exitCode === null && !said.includes('startup complete') && Date.now() < giveUpAt)
      await sleep(20);
    if (avahi.exitCode === null && said.includes('startup complete')) {
      children.push(avahi);
      return;
    }
    await end(avahi);
    if (Date.now() >= giveUpAt) throw new Error(`avahi-daemon does not start: ${said}`);
    await sleep(200);
  }
}

/** Loopback only: nothing of a test is told to the network. */
const avahiConfig = `[server]
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[wide-area]
enable-wide-area=no
`;

async function until(done: () => Promise<boolean>, child: ChildProcess, said: () => string): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!(await done())) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended: ${said()}`);
    if (Date.now() > giveUpAt) throw new Error(`${child.spawnfile} does not come up: ${said()}`);
    await sleep(20);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(hard);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => join(folder, name));
}

/** An Avahi of another suite listens on that suite's bus: its command line names the folder of its printer. */
function systemAvahiRuns(): boolean {
  if (!existsSync('/run/dbus/system_bus_socket') || !existsSync('/run/avahi-daemon/socket')) return false;
  try {
    const pid = readFileSync('/run/avahi-daemon/pid', 'utf8').trim();
    return !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folderPrefix);
  } catch {
    return false;
  }
}

function findProgram(name: string): string | undefined {
  const folders = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
