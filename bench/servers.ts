import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { prepareCupsd } from './cupsd.ts';

/** Where a server is to listen and where its queue K sends to: 127.0.0.1, device port + K − 1. */
export interface Setting {
  /** An empty folder of its own. */
  readonly folder: string;
  readonly port: number;
  readonly devicePort: number;
  readonly queues: number;
}

/** A kind of server to be measured. */
export interface ServerKind {
  readonly name: string;
  /** Makes what it needs in its folder and says how to start it; it is to stay in the foreground. */
  readonly command: (setting: Setting) => readonly [program: string, ...args: string[]];
  /** Path of queue K, counted from 1. */
  readonly path: (queue: number) => string;
  /** Small jobs before anything is measured. */
  readonly warmUpJobs: number;
}

export interface RunningServer {
  readonly pid: number;
  stop(): Promise<void>;
}

const serve = fileURLToPath(new URL('serve.mjs', import.meta.url));

export const platen: ServerKind = {
  name: 'platen',
  command: ({ folder, port, devicePort, queues }) => [
    process.execPath,
    serve,
    ...['--dir', folder, '--port', String(port), '--device-port', String(devicePort)],
    ...['--queues', String(queues)],
  ],
  path: (queue) => `/ipp/print/q${queue}`,
  // The just-in-time compiler is done with nearly everything by then: a server runs for months, not for 2 000 jobs.
  warmUpJobs: 1_500,
};

export const cupsd: ServerKind = {
  name: 'cupsd',
  command: prepareCupsd,
  path: (queue) => `/printers/q${queue}`,
  warmUpJobs: 100,
};

const readyWithinMs = 20_000;
const stopWithinMs = 10_000;

/** Starts it and waits until it takes connections. What it says goes to `server.log` in its folder. */
export async function startServer(kind: ServerKind, setting: Setting): Promise<RunningServer> {
  // Else the stranger would be measured.
  if (await takesConnections(setting.port)) {
    throw new Error(`port ${setting.port} is taken; name another one by --port`);
  }
  const [program, ...args] = kind.command(setting);
  const log = openSync(join(setting.folder, 'server.log'), 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'spawn');
  // Before the folder goes: a measurement that is ended in the middle leaves no server behind.
  const kill = (): boolean => child.kill('SIGKILL');
  process.prependOnceListener('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const deadline = performance.now() + readyWithinMs;
  while (!(await takesConnections(setting.port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop(child);
      throw new Error(`${kind.name} does not start; see ${join(setting.folder, 'server.log')}`);
    }
    await sleep(50);
  }
  return { pid: child.pid ?? 0, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(late);
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
