import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  adapterSettingsPath,
  adapterSettingsText,
  defaultJournalLimits,
  defaultServerDown,
} from '../src/model/adapter-settings.ts';

/*
 * What the CUPS adapter costs a small job beside the backend it runs: the same backend, alone and behind the adapter, in turn,
 * started as cupsd starts it. After `npm run build`: npx tsx bench/adapter.ts [runs]
 */

const runs = Number(process.argv[2] ?? '25');
const dist = (name: string): string => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'platen-bench-adapter-'));
const document = Buffer.from(`page of text\n${'x'.repeat(10_000)}\n`);

const server = await startServer();
try {
  prepare();
  const alone: number[] = [];
  const behind: number[] = [];
  const mebibytes: number[] = [];
  // One job each before, so that programs and libraries are in memory.
  for (let run = -1; run < runs; run += 1) {
    const first = await timed('record', 'record:/', run);
    const second = await timed('cupspykota', 'cupspykota:record:/', run);
    if (run < 0) continue;
    alone.push(first.ms);
    behind.push(second.ms);
    mebibytes.push((await peak(run)) / 1024);
  }
  const line = (name: string, values: readonly number[], unit: string): void => {
    const sorted = [...values].sort((a, b) => a - b);
    process.stdout.write(
      `${name.padEnd(28)} median ${round(middle(sorted))} ${unit}, least ${round(sorted[0] ?? 0)} ${unit}\n`,
    );
  };
  process.stdout.write(
    `${runs} jobs of 10 KB each, Node ${process.version}, load ${round(loadavg()[0] ?? 0)}\n`,
  );
  line('backend alone', alone, 'ms');
  line('backend behind the adapter', behind, 'ms');
  line(
    'cost of the adapter',
    behind.map((ms, index) => ms - (alone[index] ?? 0)),
    'ms',
  );
  line('memory of the adapter', mebibytes, 'MiB');
} finally {
  server.kill();
  await once(server, 'exit');
  rmSync(folder, { recursive: true });
}

/** A Platen on a folder of its own, that counts, reserves and settles every job. */
async function startServer(): Promise<ChildProcess> {
  const config = {
    listen: [`unix:${join(folder, 'ipp.sock')}`],
    data: 'data',
    adapter: { socket: join(folder, 'platen.sock') },
    logging: { level: 'error' },
    printers: [{ name: 'bench', device: 'cupspykota:' }],
  };
  writeFileSync(join(folder, 'platen.json'), JSON.stringify(config));
  const args = [dist('entry/platen.js'), 'serve', '--config', join(folder, 'platen.json')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

function prepare(): void {
  for (const name of ['backend', 'etc/platen', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'backend', 'record'), '#!/bin/sh\ncat >/dev/null\n');
  copyFileSync(dist('cupspykota'), join(folder, 'backend', 'cupspykota'));
  for (const name of ['record', 'cupspykota']) chmodSync(join(folder, 'backend', name), 0o755);
  const settings = {
    instance: 'bench',
    server: { kind: 'socket', path: join(folder, 'platen.sock') },
    ownAddresses: [],
    user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    folder: join(folder, 'spool'),
    journal: defaultJournalLimits,
    serverDown: defaultServerDown,
    queues: {},
  } as const;
  writeFileSync(adapterSettingsPath(join(folder, 'etc')), adapterSettingsText(settings));
}

async function timed(program: string, uri: string, run: number): Promise<{ readonly ms: number }> {
  const began = performance.now();
  const child = start(program, uri, run);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode ?? '?'}`);
  return { ms: performance.now() - began };
}

/** Kibibytes, asked of /proc all the time in a run of its own, which that makes slower. */
async function peak(run: number): Promise<number> {
  const child = start('cupspykota', 'cupspykota:record:/', 100_000 + run);
  let kibibytes = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'latin1');
      kibibytes = Math.max(kibibytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, 1);
  await once(child, 'exit');
  clearInterval(watch);
  return kibibytes;
}

function start(program: string, uri: string, run: number): ChildProcess {
  const args = [String(run + 2), 'alice', 'a title', '1', `time-at-creation=${1_700_000_000 + run}`];
  const child = spawn(join(folder, 'backend', program), args, {
    env: {
      PATH: '/usr/bin:/bin',
      DEVICE_URI: uri,
      PRINTER: 'bench',
      CUPS_SERVERROOT: join(folder, 'etc'),
      TMPDIR: join(folder, 'tmp'),
      CONTENT_TYPE: 'text/plain',
    },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(document);
  return child;
}

function middle(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): string {
  return value.toFixed(1);
}
