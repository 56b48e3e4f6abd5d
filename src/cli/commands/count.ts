import type { Command } from 'commander';
import { messageOf } from '../../base/fault.ts';
import { plural } from '../../base/plural.ts';
import type { CountWish, DocumentCounters } from '../../documents/index.ts';
import type { PageCount } from '../../model/page-count.ts';
import type { Cli } from '../cli.ts';
import { countDocument } from '../count-document.ts';
import { copiesOf, countJson, paperOf, shortFormat } from '../count-json.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import type { Column } from '../table.ts';

const columns: readonly Column[] = [
  { head: 'file', shrinks: true },
  { head: 'format' },
  { head: 'pages', align: 'right' },
  { head: 'copies', align: 'right' },
  { head: 'impressions', align: 'right' },
  { head: 'sheets', align: 'right' },
  { head: 'how', shrinks: true },
];

/** Behind the others, where it was asked for. */
const inkColumn: Column = { head: 'ink C M Y K %', align: 'right' };

export function defineCount(command: Command, cli: Cli): void {
  command
    .argument('<files...>', 'documents; - is standard input')
    .option('--announced <type>', 'media type that a client would have announced; it breaks ties only')
    .option('--ink', 'the ink of each page too: percent of cyan, magenta, yellow and black')
    .action(async (files: readonly string[], { announced, ink }: Options) => {
      await cli.run(async (out) => {
        const counters = await cli.deps.openCounters();
        try {
          const wish = { colour: true, ink: ink === true };
          return await countAll({ cli, out, counters, announced, wish }, files);
        } finally {
          await counters.close();
        }
      });
    });
}

interface Options {
  readonly announced?: string;
  readonly ink?: boolean;
}

interface Counting {
  readonly cli: Cli;
  readonly out: Output;
  readonly counters: DocumentCounters;
  readonly announced: string | undefined;
  readonly wish: CountWish;
}

async function countAll(counting: Counting, files: readonly string[]): Promise<ExitCode> {
  const { cli, out, counters, announced, wish } = counting;
  const rows: (readonly string[])[] = [];
  let unknown = false;
  let unreadable = false;
  for (const [index, file] of files.entries()) {
    if (files.length > 1) out.progress(`counted: ${index} of ${files.length}`);
    try {
      const { count } = await countDocument(cli.io, counters, { file, announced, wish });
      unknown ||= count.kind === 'unknown';
      if (out.json) out.value(countJson(file, count));
      else rows.push([...rowOf(file, count), ...(wish.ink === true ? [inkOf(count)] : [])]);
    } catch (error) {
      unreadable = true;
      out.progress(undefined);
      out.note(`${file} cannot be read: ${messageOf(error)}`);
    }
  }
  out.progress(undefined);
  if (rows.length > 0) out.table(wish.ink === true ? [...columns, inkColumn] : columns, rows);
  if (unreadable) return exitCodes.usage;
  return unknown ? exitCodes.refused : exitCodes.done;
}

function rowOf(file: string, count: PageCount): readonly string[] {
  const format = shortFormat(count.format);
  if (count.kind === 'unknown') {
    const seen = count.seen === undefined ? '' : `, ${plural(count.seen, 'page')} seen`;
    return [file, format ?? '?', '?', '?', '?', '?', `unknown: ${count.why}${seen}`];
  }
  const { impressions, sheets } = paperOf(count);
  const numbers = [count.pages, copiesOf(count), impressions, sheets].map(String);
  return [file, format ?? '?', ...numbers, `${count.source} (${count.confidence})`];
}

/** The mean of all pages; of each by itself in JSON. */
function inkOf(count: PageCount): string {
  if (count.kind === 'unknown') return '?';
  const { ink } = count;
  if (ink === undefined)
    return count.evidence.find((sentence) => sentence.startsWith('ink: '))?.slice(5) ?? '?';
  const means = [0, 1, 2, 3].map(
    (place) => ink.reduce((sum, page) => sum + (page[place] ?? 0), 0) / ink.length,
  );
  return means.map((mean) => mean.toFixed(1)).join(' ');
}
