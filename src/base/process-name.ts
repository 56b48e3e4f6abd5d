import { readFileSync } from 'node:fs';

/** A process number comes again; with the time of its start it does not. */
export interface ProcessName {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat; '' on systems without it. */
  readonly startedAt: string;
}

export function ownProcess(): ProcessName {
  return processName(process.pid);
}

export function processName(pid: number): ProcessName {
  return { pid, startedAt: startOf(pid) };
}

/** Whether what was written down is a process that still runs. */
export function isProcess(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value))
    return false;
  const { pid, startedAt } = value;
  return typeof pid === 'number' && isAlive(pid) && startOf(pid) === startedAt;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, field 2, may hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
