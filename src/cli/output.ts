import type { CliIo } from './deps.ts';
import { printable, printableLines } from './printable.ts';
import { type Column, renderTable } from './table.ts';

/** Where a command speaks: answers on stdout, everything else on stderr. */
export interface Output {
  /** --json: the answer is for a machine. */
  readonly json: boolean;
  /** One JSON value on a line of its own. */
  value(value: unknown): void;
  line(text: string): void;
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** A list of JSON values that may be too long for memory: one array. */
  list(): ValueList;
  /** On stderr. */
  note(text: string): void;
  /** On stderr: what ended the command, such as every problem of a configuration. */
  ending(message: string): void;
  /** On stderr, where it is a terminal; the line is overwritten by the next, `undefined` clears it. */
  progress(text: string | undefined): void;
}

interface ValueList {
  add(value: unknown): void;
  end(): void;
}

export function createOutput(io: CliIo, json: boolean): Output {
  const line = (text: string): void => void io.stdout.write(`${text}\n`);
  return {
    json,
    value: (value) => {
      line(JSON.stringify(value));
    },
    line: (text) => {
      line(printable(text));
    },
    table: (columns, rows) => {
      line(renderTable(columns, rows, io.columns));
    },
    list: () => valueList(io),
    note: (text) => void io.stderr.write(`platen: ${printable(text)}\n`),
    ending: (message) => void io.stderr.write(`platen: ${printableLines(message)}\n`),
    progress: (text) => {
      // CSI 2 K clears the line (ECMA-48 §8.3.41).
      if (io.showProgress) io.stderr.write(`\r\u001b[2K${text ?? ''}`);
    },
  };
}

function valueList(io: CliIo): ValueList {
  let separator = '[';
  return {
    add: (value) => {
      io.stdout.write(`${separator}${JSON.stringify(value)}`);
      separator = ',';
    },
    end: () => void io.stdout.write(separator === '[' ? '[]\n' : ']\n'),
  };
}
