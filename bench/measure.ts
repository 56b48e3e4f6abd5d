import { setTimeout as sleep } from 'node:timers/promises';
import type { Children } from './children.ts';
import { makeDocument } from './document.ts';
import type { LoadPlan, LoadResult, SinkReport } from './messages.ts';
import { machineCpuMs, rssMibOf, usageOf } from './meter.ts';
import { type RunningServer, type ServerKind, type Setting, startServer } from './servers.ts';
import type { Work } from './works.ts';

/** One run of one work on one freshly started server. */
export interface Measured {
  readonly server: string;
  readonly work: string;
  readonly repetition: number;
  readonly accepted: number;
  /** Accepted jobs that reached the device whole and once; lost, doubled and damaged are faults. */
  readonly printed: number;
  readonly doubled: number;
  readonly damaged: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly staleRetries: number;
  /** Answers a second. */
  readonly acceptedPerSecond: number;
  /** Until the last document is at its device; for questions the same as accepted. */
  readonly completedPerSecond: number;
  readonly seconds: number;
  readonly latencyMs: LoadResult['latencyMs'];
  readonly cpuMsPerRequest: number;
  /** Resident memory of the server's process: after its start, before the work, at most during it. */
  readonly rssIdleMib: number;
  readonly rssStartMib: number;
  readonly rssPeakMib: number;
  /** Cores that others used meanwhile: how far to trust it. */
  readonly othersCores: number;
}

export interface Run {
  readonly kind: ServerKind;
  readonly work: Work;
  readonly repetition: number;
  readonly setting: Setting;
}

const idleWaitMs = 1_000;
/** A server may tidy up after the last document is at the device; a doubled document would come now. */
const settleMs = 400;
const rssEveryMs = 25;

export async function measure(run: Run, children: Children): Promise<Measured> {
  const server = await startServer(run.kind, run.setting);
  try {
    await sleep(idleWaitMs);
    const rssIdleMib = rssMibOf(server.pid);
    const warmUp = run.work.before ?? run.kind.warmUpJobs;
    await printed(planOf({ ...run, work: { ...run.work, ...printing(warmUp) } }), children);
    return await measureWarm(run, { server, children, rssIdleMib });
  } finally {
    await server.stop();
  }
}

interface Warm {
  readonly server: RunningServer;
  readonly children: Children;
  readonly rssIdleMib: number;
}

async function measureWarm(run: Run, { server, children, rssIdleMib }: Warm): Promise<Measured> {
  const plan = planOf(run);
  const memory = watchMemory(server.pid);
  const before = usageOf(server.pid);
  const machineBefore = machineCpuMs() - ownCpuMs(children);
  const { load, sink, endedAt } = await printed(plan, children);
  const used = usageOf(server.pid).cpuMs - before.cpuMs;
  const others = machineCpuMs() - ownCpuMs(children) - machineBefore - used;
  const rssPeakMib = memory.end();
  const startedAt = BigInt(load.startedAt);
  const seconds = Number(endedAt - startedAt) / 1e9;
  const acceptSeconds = Number(BigInt(load.endedAt) - startedAt) / 1e9;
  const completed = isPrinting(plan) ? sink.good : load.accepted;
  return {
    server: run.kind.name,
    work: run.work.name,
    repetition: run.repetition,
    accepted: load.accepted,
    printed: sink.good,
    doubled: sink.doubled,
    damaged: sink.damaged,
    failures: load.failures,
    staleRetries: load.staleRetries,
    acceptedPerSecond: load.accepted / acceptSeconds,
    completedPerSecond: completed / seconds,
    seconds,
    latencyMs: load.latencyMs,
    cpuMsPerRequest: used / Math.max(1, load.accepted),
    rssIdleMib,
    rssStartMib: before.rssMib,
    rssPeakMib,
    othersCores: Math.max(0, others / (seconds * 1_000 + settleMs)),
  };
}

interface Printed {
  readonly load: LoadResult;
  readonly sink: SinkReport;
  /** When the last document was at its device, or the last answer at the client. */
  readonly endedAt: bigint;
}

/** Runs a plan and waits until every accepted document is at its device, or nothing moves any more. */
async function printed(plan: LoadPlan, children: Children): Promise<Printed> {
  const { octets, crc } = makeDocument(plan.document);
  await children.sink({ kind: 'expect', octets, crc });
  const load = await children.load(plan);
  if (isPrinting(plan)) await allAtDevice(load.accepted, children);
  await sleep(settleMs);
  const sink = await children.sink({ kind: 'report' });
  return { load, sink, endedAt: isPrinting(plan) ? BigInt(sink.lastEndAt) : BigInt(load.endedAt) };
}

const stalledAfterMs = 20_000;

async function allAtDevice(count: number, children: Children): Promise<void> {
  let octets = -1;
  let movedAt = performance.now();
  for (;;) {
    const report = await children.sink({ kind: 'report' });
    if (report.good + report.damaged >= count) return;
    if (report.octets !== octets) movedAt = performance.now();
    else if (performance.now() - movedAt > stalledAfterMs) return;
    octets = report.octets;
    await sleep(20);
  }
}

/** cupsd takes minutes for a long queue; a probe that stands beside a flood is soon told enough. */
const patience = { answerWithinMs: 120_000, sendWithinMs: 3_600_000 };
const probing = { answerWithinMs: 5_000, sendWithinMs: 30_000 };

/** What comes before the measured work: small documents, on all queues that the work has. */
function printing(requests: number): Partial<Work> {
  return {
    kind: 'print',
    requests,
    connections: 8,
    document: { octets: 10_240, pages: 2 },
    beside: 'nothing',
    perSecond: 0,
  };
}

function planOf({ kind, work, setting }: Run): LoadPlan {
  return {
    kind: work.kind,
    port: setting.port,
    paths: Array.from({ length: work.queues }, (_, index) => kind.path(index + 1)),
    requests: work.requests,
    connections: Math.min(work.connections, work.requests),
    document: work.document,
    firstMarker: 1,
    beside: work.beside ?? 'nothing',
    besideCount: work.besideCount ?? 0,
    perSecond: work.perSecond ?? 0,
    ...(work.perSecond === undefined || work.perSecond === 0 ? patience : probing),
  };
}

function isPrinting({ kind }: LoadPlan): boolean {
  return kind === 'print' || kind === 'create-send';
}

function ownCpuMs({ pids }: Children): number {
  return [process.pid, ...pids].reduce(
    (sum, pid) => sum + (pid === process.pid ? ownMs() : usageOf(pid).cpuMs),
    0,
  );
}

/** This process without its children, which are counted by themselves. */
function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Looks at the resident memory until `end`, which answers the most that was seen. */
function watchMemory(pid: number): { end(): number } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, rssMibOf(pid));
  };
  const timer = setInterval(look, rssEveryMs);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return peak;
    },
  };
}
