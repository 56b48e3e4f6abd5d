import type { Measured } from './measure.ts';
import type { Work } from './works.ts';

/** One table for each work: medians over the repetitions, and beside them the ratio to the base. */
export function formatReport(rows: readonly Measured[], works: readonly Work[], base: string): string {
  return works.map((work) => formatWork(work, rows, base)).join('\n');
}

interface Column {
  readonly title: string;
  readonly value: (row: Measured) => number;
  /** Beside the value: median of the ratios within a repetition, which outlast the drift of a shared machine. */
  readonly ratio?: true;
}

const columns: readonly Column[] = [
  { title: 'accepted/s', value: (row) => row.acceptedPerSecond },
  { title: 'completed/s', value: (row) => row.completedPerSecond, ratio: true },
  { title: 'p50 ms', value: (row) => row.latencyMs.p50 },
  { title: 'p99 ms', value: (row) => row.latencyMs.p99, ratio: true },
  { title: 'CPU ms each', value: (row) => row.cpuMsPerRequest, ratio: true },
  { title: 'RSS idle MiB', value: (row) => row.rssIdleMib },
  { title: 'at start', value: (row) => row.rssStartMib },
  { title: 'at most', value: (row) => row.rssPeakMib },
  { title: 'growth', value: (row) => row.rssPeakMib - row.rssStartMib },
  { title: 'others’ cores', value: (row) => row.othersCores },
];

function formatWork(work: Work, rows: readonly Measured[], base: string): string {
  const ofWork = rows.filter((row) => row.work === work.name);
  const servers = [...new Set(ofWork.map((row) => row.server))];
  const lines = servers.map((server) => {
    const own = ofWork.filter((row) => row.server === server);
    const bases = server === base ? [] : ofWork.filter((row) => row.server === base);
    return [server, ...columns.map((column) => cell(column, own, bases)), faultsOf(own, work)];
  });
  const head = ['', ...columns.map(({ title }) => title), 'faults'];
  return `\n${work.name}: ${work.what}\n\n${align([head, ...lines])}`;
}

function cell({ value, ratio }: Column, own: readonly Measured[], bases: readonly Measured[]): string {
  const shown = figure(median(own.map(value)));
  if (ratio === undefined || bases.length === 0) return shown;
  const ratios = own.flatMap((row) => {
    const other = bases.find(({ repetition }) => repetition === row.repetition);
    return other === undefined || value(other) === 0 ? [] : [value(row) / value(other)];
  });
  return ratios.length === 0 ? shown : `${shown} (${figure(median(ratios))} ×)`;
}

/** Everything that should not have happened, summed up over the repetitions. */
function faultsOf(rows: readonly Measured[], work: Work): string {
  const faults = new Map<string, number>();
  const add = (what: string, count: number): void => {
    if (count > 0) faults.set(what, (faults.get(what) ?? 0) + count);
  };
  for (const row of rows) {
    if (work.kind === 'print' || work.kind === 'create-send') {
      add('lost', row.accepted - row.printed - row.damaged);
    }
    add('doubled', row.doubled);
    add('damaged', row.damaged);
    for (const [what, count] of Object.entries(row.failures)) add(what, count);
  }
  return [...faults].map(([what, count]) => `${count} ${what}`).join(', ') || '–';
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.slice(
    sorted.length % 2 === 1 ? middle : middle - 1,
    middle + 1,
  );
  return (low + high) / 2;
}

/** Three digits that mean something. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A Markdown table that can be read as it is, too. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => {
    const cells = row.map((text, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === row.length - 1 ? text.padEnd(width) : text.padStart(width);
    });
    return `| ${cells.join(' | ')} |`;
  });
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return `${[lines[0], rule, ...lines.slice(1)].join('\n')}\n`;
}
