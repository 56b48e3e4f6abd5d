import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DocumentSource } from '../counter.ts';
import { streamSource } from '../source-stream.ts';
import type { Command } from './command.ts';

/** How a run ended. `stopped`: what it put out was enough or too much. */
export type RunEnd = 'done' | 'failed' | 'timeout' | 'stopped';

export interface ContainedRun {
  readonly command: Command;
  readonly source: DocumentSource;
  readonly timeMs: number;
  /** Takes what the program puts out; false stops it. */
  readonly take: (chunk: Uint8Array) => boolean;
  /** Takes the beginning of what it complains of. */
  readonly complain: (text: string) => void;
}

/** Octets of complaints that are read; a program may print without end. */
const complaintOctetsMax = 16_384;

/**
 * Runs a program on a document that it gets by standard input: no shell, no file name, no environment but a folder of
 * its own, which is removed afterwards. It is killed at its time, when it is told to stop, and when the signal aborts;
 * that rejects with the signal's reason.
 */
export async function runContained(run: ContainedRun, signal: AbortSignal): Promise<RunEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-gs-'));
  try {
    const end = await runIn(folder, run, signal);
    signal.throwIfAborted();
    return end;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runIn(folder: string, run: ContainedRun, signal: AbortSignal): Promise<RunEnd> {
  const { command, source, timeMs } = run;
  const child = spawn(command.file, command.args, {
    cwd: folder,
    env: { HOME: folder, TMPDIR: folder, TEMP: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let end: RunEnd | undefined;
  const kill = (why: RunEnd) => {
    end ??= why;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => {
    kill('timeout');
  }, timeMs);
  const onAbort = () => {
    kill('stopped');
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  child.stdout.on('data', (chunk: Buffer) => {
    if (end === undefined && !run.take(chunk)) kill('stopped');
  });
  listenToComplaints(child, run.complain);
  void feed(child, source);
  return new Promise((resolve) => {
    const onEnd = (code: number | null) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(end ?? (code === 0 ? 'done' : 'failed'));
    };
    // A program that cannot be started has an error and may have no close.
    child.once('error', () => {
      onEnd(null);
    });
    child.once('close', onEnd);
  });
}

function listenToComplaints(child: ChildProcess, complain: (text: string) => void): void {
  let octets = 0;
  child.stderr?.on('data', (chunk: Buffer) => {
    if (octets < complaintOctetsMax) complain(chunk.toString('latin1', 0, complaintOctetsMax - octets));
    octets += chunk.length;
  });
}

/** The program may end before it has read all: that is its own matter, and how it ended tells. */
async function feed({ stdin }: ChildProcess, source: DocumentSource): Promise<void> {
  if (stdin === null) return;
  try {
    await pipeline(streamSource(source), stdin);
  } catch {
    stdin.destroy();
  }
}
