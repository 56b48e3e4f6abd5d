import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AdapterSite, peakMebibytes, type Run } from './adapter-site.ts';
import { makeDocument } from './document.ts';
import { rssMibOf } from './meter.ts';

/*
 * What the CUPS adapter costs a small job beside the backend it runs: the same backend, alone and behind the adapter, in turn,
 * started as cupsd starts it; beside them Node with an empty program, which is the part that is not ours. Then what large
 * jobs cost in memory. After `npm run build`: npx tsx bench/adapter.ts [jobs] [megabytes of the large ones]
 */

const jobs = Number(process.argv[2] ?? '25');
const megabytes = Number(process.argv[3] ?? '500');
const small = { contentType: 'text/plain', data: Buffer.from(`page of text\n${'x'.repeat(10_000)}\n`) };

const site = new AdapterSite();
try {
  await site.start();
  await measureSmall();
  await measureLarge();
} finally {
  await site.close();
}

interface Sample {
  readonly ms: number;
  /** Of the process and those it has waited for, in steps of 10 ms: its mean over many runs is exact, one alone is not. */
  readonly cpuMs: number;
}

async function measureSmall(): Promise<void> {
  const programs = ['record', 'cupspykota', 'empty'] as const;
  const samples = { record: [] as Sample[], cupspykota: [] as Sample[], empty: [] as Sample[] };
  const peaks: number[] = [];
  // One job each before, so that programs and libraries are in memory.
  for (let run = 0; run <= jobs; run += 1) {
    for (const program of programs) {
      const sample = await timed({ program, job: run + 1, ...small });
      if (run > 0) samples[program].push(sample);
    }
    if (run > 0) peaks.push(await peak(site.run({ program: 'cupspykota', job: 100_000 + run, ...small })));
  }
  say(`${jobs} jobs of 10 KB each, Node ${process.version}, load ${round(loadavg()[0] ?? 0)}`);
  sayTimes('backend alone', samples.record);
  sayTimes('backend behind the adapter', samples.cupspykota);
  const alone = samples.record;
  const costs = samples.cupspykota.map(({ ms, cpuMs }, index) => ({
    ms: ms - (alone[index]?.ms ?? 0),
    cpuMs: cpuMs - (alone[index]?.cpuMs ?? 0),
  }));
  sayTimes('cost of the adapter', costs);
  sayTimes('of which Node itself', samples.empty);
  say(`${'memory of the adapter'.padEnd(28)} median ${round(middle(peaks))} MiB`);
}

async function measureLarge(): Promise<void> {
  const octets = megabytes * 1_000_000;
  const pdf = makeDocument({ octets, pages: 200 });
  const path = join(site.folder, 'large');
  const documents = {
    'raw data': { contentType: 'application/x-vendor', pieces: () => zeros(octets) },
    PDF: {
      contentType: 'application/pdf',
      pieces: () => piecesOf(pdf),
    },
  };
  let job = 1_000_000;
  for (const [name, { contentType, pieces }] of Object.entries(documents)) {
    await pipeline(Readable.from(pieces()), createWriteStream(path));
    for (const [how, data] of [
      ['as a stream', () => Readable.from(pieces())],
      ['as a file', () => path],
    ] as const) {
      const server = rssMibOf(site.serverPid);
      forgetPeak(site.serverPid);
      const began = performance.now();
      const adapter = await peak(
        site.run({ program: 'cupspykota', job: (job += 1), data: data(), contentType }),
      );
      const seconds = (performance.now() - began) / 1000;
      const grown = peakMebibytes(site.serverPid) - server;
      say(
        `${`${megabytes} MB of ${name} ${how}`.padEnd(28)} ${round(seconds)} s, adapter ${round(adapter)} MiB, server grows by ${round(grown)} MiB`,
      );
    }
    rmSync(path);
  }
}

async function timed(run: Run): Promise<Sample> {
  const began = performance.now();
  const cpuBefore = cpuOfEndedMs();
  const child = site.run(run);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${run.program} ended with ${child.exitCode ?? '?'}`);
  return { ms: performance.now() - began, cpuMs: cpuOfEndedMs() - cpuBefore };
}

/** Mebibytes, asked of /proc all the time in a run of its own, which that makes slower. */
async function peak(child: ChildProcess): Promise<number> {
  let mebibytes = 0;
  const watch = setInterval(() => {
    mebibytes = Math.max(mebibytes, peakMebibytes(child.pid ?? 0));
  }, 1);
  await once(child, 'exit');
  clearInterval(watch);
  if (child.exitCode !== 0) throw new Error(`the adapter ended with ${child.exitCode ?? '?'}`);
  return mebibytes;
}

/** proc(5): fields 16 and 17 of stat, of children that have been waited for. */
function cpuOfEndedMs(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** proc(5): 5 sets the peak of a process to what it has now. */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function* zeros(octets: number): Generator<Buffer> {
  const piece = Buffer.alloc(1_000_000);
  for (let left = octets; left > 0; left -= piece.length) yield piece.subarray(0, left);
}

function* piecesOf({ head, fillerOctets, tail }: ReturnType<typeof makeDocument>): Generator<Buffer> {
  yield head;
  for (const piece of zeros(fillerOctets)) yield piece;
  yield tail;
}

function sayTimes(name: string, samples: readonly Sample[]): void {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const cpu = samples.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / samples.length;
  say(
    `${name.padEnd(28)} median ${round(middle(sorted))} ms, least ${round(sorted[0] ?? 0)} ms, CPU ${round(cpu)} ms`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): string {
  return value.toFixed(1);
}
