import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { countFile } from '../src/documents/count-file.ts';
import { PdfRenderer } from '../src/documents/formats/pdf/render/renderer.ts';
import { createDocumentCounters, defaultCountLimits } from '../src/documents/index.ts';
import type { Counted } from '../src/model/page-count.ts';
import { median } from './count/median.ts';

const help = `npm run bench -- drawn [options] FILE.pdf …

What it costs to draw pages for their colour and their ink, beside Ghostscript at the same 36 dpi: milliseconds of CPU a page of
this process with its worker, warm, and of the whole process of Ghostscript over the same pages. Medians; ratios are taken
within a repetition.

  --reps N         repetitions (5)
  --pages N        pages of each document that are drawn, from the first (40)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reps: { type: 'string', default: '5' },
    pages: { type: 'string', default: '40' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** What is asked of a page: one drawing tells its colour, a second one its ink. */
const wishes = ['colour', 'ink'] as const;
type Wish = (typeof wishes)[number];

/** Ghostscript's own way to the same answer. */
const devices = { colour: ['-sDEVICE=ppmraw'], ink: ['-sDEVICE=ink_cov'] } as const;

const generous = { ...defaultCountLimits, workerTimeMs: 60_000, drawTimeMs: 60_000, workers: 1 };
const renderer = new PdfRenderer({ ...generous, drawPagesMax: Number(values.pages) });
const counters = createDocumentCounters(generous);

if (values.help || positionals.length === 0) process.stdout.write(help);
else await main();

async function main(): Promise<void> {
  const heads = wishes.flatMap((wish) => [wish, 'gs', 'ratio']).map((head) => head.padStart(9));
  process.stdout.write(`${'ms of CPU a page'.padEnd(34)}${'pages'.padStart(6)}${heads.join('')}\n`);
  const ratios: Record<Wish, number[]> = { colour: [], ink: [] };
  for (const path of positionals) {
    const count = await countFile(path, counters, undefined, new AbortController().signal);
    if (count.kind !== 'counted') {
      process.stdout.write(`${basename(path)}: ${count.why}\n`);
      continue;
    }
    const pages = Math.min(count.pages, Number(values.pages));
    const cells: string[] = [];
    for (const wish of wishes) {
      const { own, theirs, ratio } = await compare(path, { count, pages, wish });
      ratios[wish].push(ratio);
      cells.push(own.toFixed(1), theirs.toFixed(1), `${ratio.toFixed(2)} ×`);
    }
    const figures = cells.map((cell) => cell.padStart(9)).join('');
    process.stdout.write(`${basename(path).slice(0, 33).padEnd(34)}${String(pages).padStart(6)}${figures}\n`);
  }
  for (const wish of wishes)
    process.stdout.write(`${wish}: ${median(ratios[wish]).toFixed(2)} × in the middle\n`);
  await Promise.all([counters.close(), renderer.close()]);
}

interface Question {
  readonly count: Counted;
  readonly pages: number;
  readonly wish: Wish;
}

async function compare(
  path: string,
  question: Question,
): Promise<{ own: number; theirs: number; ratio: number }> {
  // The first drawing compiles PDFium for what this document needs of it.
  await ownMs(path, question);
  const rounds: { readonly own: number; readonly theirs: number }[] = [];
  for (let round = 0; round < Number(values.reps); round += 1) {
    rounds.push({ own: await ownMs(path, question), theirs: ghostscriptMs(path, question) });
  }
  return {
    own: median(rounds.map(({ own }) => own)) / question.pages,
    theirs: median(rounds.map(({ theirs }) => theirs)) / question.pages,
    ratio: median(rounds.map(({ own, theirs }) => own / theirs)),
  };
}

/** Every page is drawn, as if nothing were known of its colour. */
async function ownMs(path: string, { count, pages, wish }: Question): Promise<number> {
  const open: Counted = { ...count, runs: [{ first: 1, last: count.pages }] };
  const document = { source: { path, octets: statSync(path).size }, wish: { [wish]: true } };
  const before = process.cpuUsage();
  const { evidence } = await renderer.complete(open, document, new AbortController().signal);
  const { user, system } = process.cpuUsage(before);
  const drawn = evidence.find((sentence) => sentence.startsWith(`${pages} page`));
  if (drawn === undefined) throw new Error(`${path}: ${evidence.join(' ')}`);
  return (user + system) / 1_000;
}

/** CPU of one whole run, as the shell tells it. */
function ghostscriptMs(path: string, { pages, wish }: Question): number {
  const script = 'TIMEFORMAT="%3U %3S"; time gs "$@" >/dev/null 2>&1';
  const args = ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', ...devices[wish], '-r36', `-dLastPage=${pages}`];
  const run = spawnSync('bash', ['-c', script, 'bash', ...args, '-o', '/dev/null', path], {
    encoding: 'latin1',
  });
  const [user, system] = run.stderr.trim().split(' ').map(Number);
  return 1_000 * ((user ?? Number.NaN) + (system ?? Number.NaN));
}
