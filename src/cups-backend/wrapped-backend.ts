import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdapterEnd } from '../model/adapter.ts';
import type { AdapterSettings } from '../model/adapter-settings.ts';
import { runsAsRoot } from '../model/cups-backend-mode.ts';
import type { BackendCall, Environment } from './backend-call.ts';
import { stderrAfterEndMs } from './limits.ts';
import { LineSplitter } from './line-splitter.ts';
import { afterLine, noPages, type PagesSaid, pagesOf } from './page-lines.ts';
import type { StatusPipe } from './status-pipe.ts';

export interface WrappedRun {
  readonly program: string;
  /** Permission bits of the program. */
  readonly mode: number;
  readonly uri: string;
  readonly call: BackendCall;
  readonly environment: Environment;
  /** Data of a job that came on standard input; without it the backend gets our own, which is /dev/null. */
  readonly input: number | undefined;
  readonly user: AdapterSettings['user'];
  readonly ownUid: number | undefined;
}

export interface RunningBackend {
  /** How it ended, without what only the adapter knows. Neither `exit` nor `signal`: it could not be started. */
  readonly ended: Promise<Omit<AdapterEnd, 'terminated'> & { readonly startError?: Error }>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Runs the real backend as cupsd would: the same arguments, environment, descriptors, user and process group, so that
 * SIGTERM from cupsd reaches it too. Only its stderr goes through us, line by line.
 */
export function startWrapped(run: WrappedRun, status: StatusPipe): RunningBackend {
  const child = spawn(run.program, run.call.args, {
    argv0: run.uri,
    env: { ...run.environment, DEVICE_URI: run.uri },
    stdio: stdioFor(run.input),
    // Root only gives up what the backend's own mode does not ask for.
    ...(run.ownUid === 0 && !runsAsRoot(run.mode) ? run.user : {}),
  });
  return {
    ended: endOf(child, status),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

/**
 * cupsd gives a back channel (a pipe) as 3 and a side channel (a socket) as 4. Run by hand, these numbers are Node's own
 * and are kept from the backend.
 */
function stdioFor(input: number | undefined): StdioOptions {
  return [input ?? 0, 1, 'pipe', isOf(3, 'pipe') ? 3 : 'ignore', isOf(4, 'socket') ? 4 : 'ignore'];
}

function isOf(fd: number, kind: 'pipe' | 'socket'): boolean {
  try {
    const found = fstatSync(fd);
    return kind === 'pipe' ? found.isFIFO() : found.isSocket();
  } catch {
    return false;
  }
}

async function endOf(child: ChildProcess, status: StatusPipe): Promise<Awaited<RunningBackend['ended']>> {
  const heard = listen(child, status);
  const end = await new Promise<Omit<AdapterEnd, 'terminated'> & { readonly startError?: Error }>(
    (resolve) => {
      child.once('error', (startError) => {
        // The same event tells of a signal that could not be sent.
        if (child.pid === undefined) resolve({ startError, octets: 0 });
      });
      child.once('exit', (exit, signal) => {
        resolve(signal === null ? { exit: exit ?? 0 } : { signal });
      });
    },
  );
  await Promise.race([heard.closed, sleep(stderrAfterEndMs)]);
  const pages = pagesOf(heard.pages());
  return pages === undefined ? end : { ...end, pages };
}

interface Heard {
  readonly closed: Promise<void>;
  readonly pages: () => PagesSaid;
}

/** Copies what the backend says to cupsd, and notes what it says of pages. */
function listen({ stderr }: ChildProcess, status: StatusPipe): Heard {
  const lines = new LineSplitter();
  let said = noPages;
  const pass = (octets: Buffer): void => {
    if (octets.length === 0) return;
    status.pass(octets);
    if (!octets.includes('PAGE:')) return;
    for (const line of octets.toString('latin1').split('\n')) said = afterLine(said, line);
  };
  const closed = new Promise<void>((resolve) => {
    if (stderr === null) {
      resolve();
      return;
    }
    stderr.on('data', (chunk: Buffer) => {
      pass(lines.take(chunk));
    });
    stderr.once('close', () => {
      pass(lines.rest());
      resolve();
    });
  });
  return { closed, pages: () => said };
}
