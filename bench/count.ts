import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createDocumentCounters, defaultCountLimits } from '../src/documents/index.ts';
import { measurePdf, type PdfRow } from './count/pdf.ts';
import { makePdfDocuments } from './count/pdf-documents.ts';
import { findPeers } from './count/peers.ts';
import { measureStream, type StreamRow } from './count/stream.ts';
import { streamDocuments } from './count/stream-documents.ts';

const help = `npm run bench -- count [options]

  --reps N         repetitions of each PDF (9); ratios are taken within a repetition
  --megabytes N    length of each streamed document (1000)
  --only TEXT      documents whose name holds this text
  --quick          3 repetitions, 100 MB
  --dir FOLDER     where the documents are made (${tmpdir()})
`;

const { values } = parseArgs({
  options: {
    reps: { type: 'string' },
    megabytes: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    dir: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) say(help);
else await main();

async function main(): Promise<void> {
  const pdf = await countPdfs(Number(values.reps ?? (values.quick ? 3 : 9)));
  const streams = await countStreams(Number(values.megabytes ?? (values.quick ? 100 : 1_000)) * 1e6);
  const folder = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const name = `count-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify({ machine: machine(), pdf, streams }, null, 1)}\n`);
  say(`\n${machine()}\nAll figures: ${join('bench', 'results', name)}\n`);
}

async function countPdfs(repetitions: number): Promise<readonly PdfRow[]> {
  const folder = mkdtempSync(join(values.dir, 'platen-count-'));
  const peers = findPeers();
  const rows: PdfRow[] = [];
  say(
    `PDF: ms of CPU in this process, warm (with colour: by the clock) · of each peer's whole process (our share)\n\n`,
  );
  say(line(['', 'counted', 'with colour', ...peers.map(({ name }) => name), 'read', 'loop held']));
  try {
    for (const document of makePdfDocuments(folder, values.only)) {
      const row = await measurePdf(document, peers, repetitions);
      rows.push(row);
      const beside = peers.map(({ name }) => {
        const { ms = Number.NaN, ratio = Number.NaN } = row.peers[name] ?? {};
        return `${figure(ms)} (${figure(ratio)} ×)`;
      });
      const read = row.readOctets === undefined ? '' : `${figure(row.readOctets / 1e6)} MB`;
      const own = [figure(row.countedMs), figure(row.withColourMs)];
      say(line([row.document, ...own, ...beside, read, `${figure(row.loopHeldMs)} ms`]));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

async function countStreams(octets: number): Promise<readonly StreamRow[]> {
  const counters = createDocumentCounters(defaultCountLimits);
  const rows: StreamRow[] = [];
  say(`\nStreams of ${octets / 1e6} MB in chunks of 64 KiB\n\n`);
  say(line(['', 'MB/s of CPU', 'memory grows', 'loop held', 'cold', 'answer']));
  for (const document of streamDocuments) {
    if (values.only !== undefined && !document.name.includes(values.only)) continue;
    const row = await measureStream(document, octets, counters);
    rows.push(row);
    const figures = [
      figure(row.megabytesPerSecond),
      `${figure(row.growthMib)} MiB`,
      `${figure(row.chunkMs)} ms`,
      `${figure(row.coldChunkMs)} ms`,
    ];
    say(line([row.document, ...figures, row.answer]));
  }
  await counters.close();
  return rows;
}

function line([first = '', ...cells]: readonly string[]): string {
  return `${first.padEnd(26)}${cells.map((cell) => cell.padStart(18)).join('')}\n`;
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model ?? '?'}, Linux ${release()}, Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

function say(text: string): void {
  process.stdout.write(text);
}
