import Table from 'cli-table3';
import { printable } from './printable.ts';

export interface Column {
  readonly head: string;
  readonly align?: 'right';
  /** Is cut first, and down to `shrunkMin`, where the terminal is too narrow. */
  readonly shrinks?: boolean;
}

const gap = 2;
const shrunkMin = 8;
const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** Aligned columns without lines; `width` is that of the terminal, absent where nothing may be cut. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width?: number,
): string {
  const cells = rows.map((row) => row.map(printable));
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    ...(width === undefined ? {} : { colWidths: [...fitted(columns, cells, width)] }),
  });
  for (const row of cells) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Widths with the gap taken in; the widest column that may shrink gives way first. null leaves it to the content. */
function fitted(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly (number | null)[] {
  const widths = columns.map((column, index) =>
    Math.max(column.head.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const shrunk = new Map<number, number>();
  const total = (): number =>
    widths.reduce((sum, wide, index) => sum + (shrunk.get(index) ?? wide) + gap, -gap);
  while (total() > width) {
    const widest = widestToShrink(columns, widths, shrunk);
    if (widest === undefined) break;
    shrunk.set(widest.index, Math.max(shrunkMin, widest.width - (total() - width)));
  }
  return widths.map((_, index) => {
    const cut = shrunk.get(index);
    return cut === undefined ? null : cut + gap;
  });
}

function widestToShrink(
  columns: readonly Column[],
  widths: readonly number[],
  shrunk: ReadonlyMap<number, number>,
): { readonly index: number; readonly width: number } | undefined {
  const candidates = widths
    .map((wide, index) => ({ index, width: shrunk.get(index) ?? wide }))
    .filter(({ index, width }) => columns[index]?.shrinks === true && width > shrunkMin);
  return candidates.sort((a, b) => b.width - a.width)[0];
}
