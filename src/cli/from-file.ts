import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { messageOf } from '../base/fault.ts';
import { type CsvRow, parseCsv } from './csv.ts';
import type { CliIo } from './deps.ts';
import { UsageError } from './errors.ts';
import type { SourcedLine } from './lines.ts';

/** About half a million users; more is taken for a wrong file. */
const fileOctetsMax = 32 * 1024 * 1024;
/** Problems told at once: enough to see the pattern. */
const problemsShownMax = 20;

/** The cells of one line by the names of the header line; '' reads as absent. */
export type Cells = (column: string) => string | undefined;

export interface LineFormat<Line> {
  readonly columns: readonly string[];
  /** Those without which a file makes no sense. */
  readonly required: readonly string[];
  /** Throws InvalidArgumentError or UsageError with what was expected. */
  readonly read: (cells: Cells) => Line;
}

/** Reads `--from FILE` (`-` is standard input): every line is read before any of them is used, all problems are told. */
export async function linesFromFile<Line>(
  io: CliIo,
  file: string,
  format: LineFormat<Line>,
): Promise<readonly SourcedLine<Line>[]> {
  const name = file === '-' ? 'standard input' : basename(file);
  const parsed = parseCsv(await textOf(io, file));
  if (parsed.kind === 'broken') throw new UsageError(`${name}:${parsed.line}: ${parsed.message}.`);
  const [header, ...rows] = parsed.rows;
  if (header === undefined) throw new UsageError(`${name} is empty; expected ${headerHint(format)}.`);
  const columns = columnsOf(name, header, format);
  const lines: SourcedLine<Line>[] = [];
  const problems: string[] = [];
  for (const row of rows) {
    const source = `${name}:${row.line}`;
    try {
      lines.push({ source, line: format.read(cellsOf(row, columns)) });
    } catch (error) {
      if (!(error instanceof InvalidArgumentError || error instanceof UsageError)) throw error;
      problems.push(`${source}: ${error.message}`);
    }
  }
  if (problems.length > 0) throw new UsageError(problemList(problems));
  if (lines.length === 0) throw new UsageError(`${name} has a header line and no other.`);
  return lines;
}

/** Reads the value of one column, and says which column it was when it cannot. */
export function cell<Value>(cells: Cells, column: string, read: (text: string) => Value): Value | undefined {
  const text = cells(column);
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch (error) {
    throw new InvalidArgumentError(`${column} is "${text}". ${messageOf(error)}`);
  }
}

export function requiredCell(cells: Cells, column: string): string {
  const text = cells(column);
  if (text === undefined) throw new InvalidArgumentError(`${column} is empty.`);
  return text;
}

async function textOf(io: CliIo, file: string): Promise<string> {
  const octets = file === '-' ? await allOf(io.stdin) : await fileOctets(io, file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw new UsageError(`${file} is not UTF-8 text; save it as "CSV UTF-8".`);
  }
}

async function fileOctets(io: CliIo, file: string): Promise<Buffer> {
  try {
    const handle = await open(resolve(io.workingFolder, file));
    return await allOf(handle.createReadStream());
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

async function allOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let octets = 0;
  const pieces: AsyncIterable<Buffer> = stream;
  for await (const piece of pieces) {
    octets += piece.length;
    if (octets > fileOctetsMax)
      throw new UsageError(`The file is larger than ${fileOctetsMax} octets; split it.`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

function columnsOf<Line>(name: string, header: CsvRow, format: LineFormat<Line>): readonly string[] {
  const columns = header.cells.map((title) => title.toLowerCase());
  const unknown = columns.filter((column) => !format.columns.includes(column));
  const missing = format.required.filter((column) => !columns.includes(column));
  const twice = columns.filter((column, index) => columns.indexOf(column) !== index);
  if (unknown.length === 0 && missing.length === 0 && twice.length === 0) return columns;
  const found = header.cells.join(', ');
  throw new UsageError(
    `${name}:${header.line}: the header line is "${found}"; expected ${headerHint(format)}.`,
  );
}

function headerHint<Line>({ columns, required }: LineFormat<Line>): string {
  const optional = columns.filter((column) => !required.includes(column));
  const others = optional.length === 0 ? '' : `, and any of ${optional.join(', ')}`;
  return `a header line with ${required.join(', ')}${others}`;
}

function cellsOf(row: CsvRow, columns: readonly string[]): Cells {
  if (row.cells.length > columns.length) {
    throw new UsageError(`${row.cells.length} cells, but the header line has ${columns.length}.`);
  }
  return (column) => {
    const index = columns.indexOf(column);
    const text = index < 0 ? '' : (row.cells[index] ?? '');
    return text === '' ? undefined : text;
  };
}

function problemList(problems: readonly string[]): string {
  const shown = problems.slice(0, problemsShownMax);
  const rest = problems.length - shown.length;
  return [
    `${problems.length} lines are wrong; nothing was changed:`,
    ...shown,
    ...(rest > 0 ? [`… and ${rest} more`] : []),
  ].join('\n');
}
