import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc a second: USER_HZ, 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;
const mib = 1_024;

export interface Usage {
  /** User and system time of the process with all its threads, its children, and theirs that have ended. */
  readonly cpuMs: number;
  readonly rssMib: number;
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  readonly ticksOfEnded: number;
}

/** Whether processes can be measured here at all: only Linux has /proc as it is read here. */
export function canMeter(): boolean {
  return statOf(process.pid) !== undefined;
}

/** Of a process and everything below it; cupsd's work is done by its children. */
export function usageOf(pid: number): Usage {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) stats.set(Number(name), stat);
  }
  let ticks = 0;
  for (const [id, stat] of stats) {
    if (isBelow(id, pid, stats)) ticks += stat.ticks + stat.ticksOfEnded;
  }
  return { cpuMs: (ticks * 1_000) / ticksPerSecond, rssMib: rssMibOf(pid) };
}

export function rssMibOf(pid: number): number {
  const status = read(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status ?? '')?.[1] ?? 0) / mib;
}

/** Milliseconds of CPU that the whole machine has used. */
export function machineCpuMs(): number {
  const [, ...ticks] = (read('/proc/stat') ?? '').split('\n', 1)[0]?.split(/\s+/).map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = ticks;
  return ((user + nice + system + irq + softirq) * 1_000) / ticksPerSecond;
}

function isBelow(id: number, ancestor: number, stats: ReadonlyMap<number, Stat>): boolean {
  for (let at: number | undefined = id; at !== undefined && at > 0; at = stats.get(at)?.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

/** proc(5): the name in brackets may hold anything; parent, times and those of ended children come after it. */
function statOf(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0] = fields.slice(1);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11);
  return { parent, ticks: user + system, ticksOfEnded: endedUser + endedSystem };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process has ended, or this is not Linux.
    return undefined;
  }
}
