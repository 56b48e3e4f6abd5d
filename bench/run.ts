import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Children, startChildren } from './children.ts';
import { findCupsd } from './cupsd.ts';
import { type Measured, measure } from './measure.ts';
import { canMeter } from './meter.ts';
import { figure, formatReport } from './report.ts';
import { cupsd, platen, type ServerKind } from './servers.ts';
import { type Work, works } from './works.ts';

const help = `npm run bench -- [options]

  --reps N            repetitions (3); the result is the median of the ratios within a repetition
  --work a,b          ${works.map(({ name }) => name).join(', ')}
  --targets a,b       platen, cupsd (both, where cupsd is installed)
  --quick             a tenth of the work, one repetition
  --dir FOLDER        where spools and stores go; a journaled file system, best the one you would use (${tmpdir()})
  --port PORT         first of 32 free ports (18710)
`;

const queues = 16;
const kinds: readonly ServerKind[] = [platen, cupsd];

interface Options {
  readonly repetitions: number;
  readonly works: readonly Work[];
  readonly kinds: readonly ServerKind[];
  readonly folder: string;
  readonly port: number;
}

const { values } = parseArgs({
  options: {
    reps: { type: 'string' },
    work: { type: 'string' },
    targets: { type: 'string' },
    quick: { type: 'boolean', default: false },
    dir: { type: 'string' },
    port: { type: 'string', default: '18710' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) say(help);
else await main(optionsOf());

async function main(options: Options): Promise<void> {
  if (!canMeter()) say('CPU and memory are read from /proc and stay empty on this system.\n');
  const devicePort = options.port + queues;
  const children = await startChildren({ port: devicePort, count: queues });
  const rows: Measured[] = [];
  const startedAt = new Date();
  process.once('exit', () => {
    rmSync(options.folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    for (let repetition = 0; repetition < options.repetitions; repetition += 1) {
      for (const work of options.works)
        await compare({ options, repetition, work, devicePort }, children, rows);
    }
  } finally {
    children.end();
  }
  say(
    `\n${machine()}, ${options.repetitions} repetitions${values.quick ? ' of a tenth of the work' : ''}, medians; (×) is the ratio to cupsd within a repetition.\n`,
  );
  say(formatReport(rows, options.works, cupsd.name));
  say(`\nEvery run: ${save(rows, startedAt)}\n`);
}

interface Comparison {
  readonly options: Options;
  readonly repetition: number;
  readonly work: Work;
  readonly devicePort: number;
}

/** All servers on the same work, one after the other; who is first changes, so that drift hits all alike. */
async function compare(
  { options, repetition, work, devicePort }: Comparison,
  children: Children,
  rows: Measured[],
): Promise<void> {
  for (const [place] of options.kinds.entries()) {
    const kind = options.kinds[(place + repetition) % options.kinds.length];
    if (kind === undefined) return;
    const folder = mkdtempSync(join(options.folder, `${kind.name}-`));
    const setting = { folder, port: options.port, devicePort, queues };
    const row = await measure({ kind, work, repetition, setting }, children);
    rows.push(row);
    say(
      `${work.name.padEnd(11)} ${String(repetition + 1).padStart(2)}  ${kind.name.padEnd(7)}` +
        `${figure(row.completedPerSecond).padStart(8)}/s  p99 ${figure(row.latencyMs.p99)} ms  ` +
        `CPU ${figure(row.cpuMsPerRequest)} ms  RSS ${figure(row.rssStartMib)} to ${figure(row.rssPeakMib)} MiB\n`,
    );
    rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOf(): Options {
  const { quick } = values;
  const folder = mkdtempSync(join(values.dir ?? tmpdir(), 'platen-bench-'));
  // Where root starts it, cupsd works for lp, who must get in.
  chmodSync(folder, 0o755);
  return {
    repetitions: Number(values.reps ?? (quick ? 1 : 3)),
    works: chosenWorks().map((work) => (quick ? tenthOf(work) : work)),
    kinds: chosenKinds(),
    folder,
    port: Number(values.port),
  };
}

function chosenWorks(): readonly Work[] {
  if (values.work === undefined) return works.filter(({ onRequest }) => onRequest === undefined);
  return values.work.split(',').map((name) => chosen(name, works));
}

function chosenKinds(): readonly ServerKind[] {
  const named = values.targets?.split(',').map((name) => chosen(name, kinds)) ?? kinds;
  if (findCupsd() !== undefined || !named.includes(cupsd)) return named;
  say(
    'cupsd is not installed, so that there is nothing to compare with (Debian: apt install cups-daemon).\n',
  );
  return named.filter((kind) => kind !== cupsd);
}

function chosen<Named extends { readonly name: string }>(name: string, all: readonly Named[]): Named {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is none of ${all.map((one) => one.name).join(', ')}`);
  return found;
}

function tenthOf(work: Work): Work {
  const { requests, document, before } = work;
  const tenth = (count: number): number => Math.max(1, Math.round(count / 10));
  const octets = requests === 1 ? tenth(document.octets) : document.octets;
  return {
    ...work,
    requests: tenth(requests),
    document: { ...document, octets },
    ...(before === undefined ? {} : { before: tenth(before) }),
  };
}

function machine(): string {
  const [first] = cpus();
  const load = loadavg()[0] ?? 0;
  return `${cpus().length} × ${first?.model ?? '?'}, Linux ${release()}, Node ${process.version}, load ${load.toFixed(1)}`;
}

function save(rows: readonly Measured[], startedAt: Date): string {
  const folder = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const name = `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify({ machine: machine(), rows }, null, 1)}\n`);
  return join('bench', 'results', name);
}

function say(text: string): void {
  process.stdout.write(text);
}
