import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';

export interface LogFile {
  readonly path: string;
  /** The file is renamed to PATH.1 (and PATH.1 to PATH.2 …) before it grows beyond this size. */
  readonly octetsMax: number;
  /** So many files are kept, the current one included; at least 2. */
  readonly filesMax: number;
}

/**
 * The log file as a stream that never fails and never fills up: a line that cannot be written (disk full, folder gone) is
 * dropped, `onFailure` is told once, and the next line tries again. Winston's own File transport swallows such an
 * error, stops taking lines and with it stops every other transport, while memory grows (seen with 3.19.0).
 *
 * Lines are written synchronously, some microseconds each, so that what was logged before a crash is there after it.
 */
export class LogFileStream extends Writable {
  readonly #file: LogFile;
  readonly #onFailure: (error: unknown) => void;
  #open: { readonly descriptor: number; octets: number } | undefined;
  #failing = false;

  constructor(file: LogFile, onFailure: (error: unknown) => void) {
    super({ decodeStrings: true });
    this.#file = file;
    this.#onFailure = onFailure;
  }

  override _write(line: Buffer, _encoding: string, done: () => void): void {
    try {
      this.#append(line);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#onFailure(error);
      this.#failing = true;
      this.#close();
    }
    done();
  }

  override _final(done: () => void): void {
    this.#close();
    done();
  }

  #append(line: Buffer): void {
    this.#open ??= open(this.#file.path);
    if (this.#open.octets > 0 && this.#open.octets + line.length > this.#file.octetsMax) {
      this.#close();
      rotate(this.#file);
      this.#open = open(this.#file.path);
    }
    // A short write (disk nearly full) is repeated from where it ended.
    for (let from = 0; from < line.length; ) from += writeSync(this.#open.descriptor, line, from);
    this.#open.octets += line.length;
  }

  #close(): void {
    if (this.#open !== undefined) closeSync(this.#open.descriptor);
    this.#open = undefined;
  }
}

function open(path: string): { readonly descriptor: number; octets: number } {
  mkdirSync(dirname(path), { recursive: true });
  // Names of jobs and users are nobody else's business.
  const descriptor = openSync(path, 'a', 0o600);
  return { descriptor, octets: statSync(path).size };
}

function rotate({ path, filesMax }: LogFile): void {
  for (let number = filesMax - 1; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    try {
      renameSync(from, `${path}.${number}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}
