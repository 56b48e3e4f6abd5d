/** One line of a table of text, with the number of the line it began on. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvResult =
  | { readonly kind: 'rows'; readonly rows: readonly CsvRow[] }
  | { readonly kind: 'broken'; readonly line: number; readonly message: string };

/** Spreadsheets of many countries write a semicolon, because the comma is their decimal sign. */
const delimiters = [',', ';', '\t'] as const;

/** RFC 4180 with any line end; the delimiter is the one that the first line has most of. Empty lines are left out. */
export function parseCsv(text: string): CsvResult {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const delimiter = delimiterOf(text.slice(start));
  const rows: CsvRow[] = [];
  let line = 1;
  for (let at = start; at < text.length; ) {
    const row = readRow(text, at, delimiter);
    if (row === undefined) return { kind: 'broken', line, message: 'a quote (") is not closed' };
    if (row.cells.length > 1 || row.cells[0] !== '') rows.push({ line, cells: row.cells });
    line += row.lines;
    at = row.next;
  }
  return { kind: 'rows', rows };
}

function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

interface ReadRow {
  readonly cells: readonly string[];
  /** Lines of text it took: a quoted cell may hold line ends. */
  readonly lines: number;
  readonly next: number;
}

function readRow(text: string, start: number, delimiter: string): ReadRow | undefined {
  const cells: string[] = [];
  let lines = 1;
  for (let at = start; ; ) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, delimiter);
    if (cell === undefined) return undefined;
    cells.push(cell.text.trim());
    lines += cell.text.split('\n').length - 1;
    at = cell.next;
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    // What stands between a closing quote and the delimiter is left out.
    if (at < text.length && text[at] !== '\r' && text[at] !== '\n') {
      at = readPlain(text, at, delimiter).next;
      if (text[at] === delimiter) {
        at += 1;
        continue;
      }
    }
    const ended = text.startsWith('\r\n', at) ? 2 : 1;
    return { cells, lines, next: at + ended };
  }
}

interface ReadCell {
  readonly text: string;
  readonly next: number;
}

function readPlain(text: string, start: number, delimiter: string): ReadCell {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\r' && text[at] !== '\n') at += 1;
  return { text: text.slice(start, at), next: at };
}

/** `""` inside quotes is one quote. */
function readQuoted(text: string, start: number): ReadCell | undefined {
  let content = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    content += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { text: content, next: quote + 1 };
    content += '"';
    at = quote + 2;
  }
}
