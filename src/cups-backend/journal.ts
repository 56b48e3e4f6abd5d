import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { isProcess, type ProcessName } from '../base/process-name.ts';
import type { AdapterEnd, AdapterJob, AdapterKey, AdapterPrinted } from '../model/adapter.ts';
import { fieldsOf } from '../model/adapter-settings.ts';
import { eachPiece, openDocument, type PrintData, writeAll } from './document.ts';
import { makeFolder } from './folder.ts';
import { uniqueName } from './unique-name.ts';

/*
 * What the server has still to hear, one entry each in FOLDER/journal:
 *
 *   TIME-ID.print   line 1: the job and which process prints it, synced before the backend starts
 *                   line 2: how it ended, synced after it
 *   TIME-ID.data    its document, of which the server counts the pages
 *   TIME-ID.end     the end of a run that the server had allowed
 *
 * An entry is removed when the server has it; told twice it is known by its key. What the server will never take is renamed
 * to .refused and shown by `platen cups status`.
 */

export type JournalEntry = PrintEntry | EndEntry;

interface PrintEntry {
  readonly kind: 'print';
  readonly name: string;
  readonly job: AdapterJob;
  readonly at: number;
  readonly octets: number;
  /** Absent while the backend runs, and for ever when the program was killed. */
  readonly printed?: AdapterPrinted;
  readonly isRunning: boolean;
}

interface EndEntry {
  readonly kind: 'end';
  readonly name: string;
  /** Absent in an entry of an earlier version. */
  readonly job?: AdapterKey;
  readonly attempt: string;
  readonly end: AdapterEnd;
}

export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'journal');
  }

  /** Oldest first. A journal that cannot be read throws: whoever cannot see what is owed lets nobody print on trust. */
  entries(): readonly JournalEntry[] {
    return this.#names()
      .filter((name) => /\.(print|end)$/.test(name))
      .flatMap((name) => {
        const entry = this.#read(name);
        return entry === undefined ? [] : [entry];
      });
  }

  /** Cheaper than entries(): whether there is anything to tell. */
  get isEmpty(): boolean {
    try {
      return !this.#names().some((name) => /\.(print|end)$/.test(name));
    } catch {
      return true;
    }
  }

  /** Durable when it returns; throws when it cannot be made so. Answers what to call at the end of the run. */
  async openPrint(
    job: AdapterJob,
    data: PrintData,
    facts: PrintFacts,
  ): Promise<(end: AdapterPrinted) => void> {
    const name = this.#newName(facts.at);
    try {
      const octets = await this.#keep(`${name}.data`, data);
      this.#write(`${name}.print`, { job, at: facts.at, octets, by: facts.by });
    } catch (error) {
      this.#remove(name);
      throw error;
    }
    return (printed) => {
      const fd = openSync(join(this.#folder, `${name}.print`), constants.O_WRONLY | constants.O_APPEND);
      try {
        writeAll(fd, lineOf(printed));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    };
  }

  /** The end of a run that the server could not be told. */
  keepEnd(
    { instance, queue, job, createdAt }: AdapterKey,
    attempt: string,
    end: AdapterEnd,
    at: number,
  ): void {
    const key: AdapterKey = { instance, queue, job, createdAt };
    this.#write(`${this.#newName(at)}.end`, { job: key, attempt, end });
  }

  document(entry: PrintEntry): PrintData {
    return openDocument(join(this.#folder, `${entry.name}.data`));
  }

  done({ name }: JournalEntry): void {
    this.#remove(name);
  }

  refused({ name, kind }: JournalEntry): void {
    const path = join(this.#folder, `${name}.${kind}`);
    // Another run may have told it meanwhile.
    if (existsSync(path)) renameSync(path, `${path}.refused`);
  }

  #names(): readonly string[] {
    makeFolder(this.#folder);
    return readdirSync(this.#folder).sort();
  }

  #newName(at: number): string {
    return `${String(at).padStart(15, '0')}-${uniqueName()}`;
  }

  async #keep(name: string, data: PrintData): Promise<number> {
    const fd = this.#create(name);
    try {
      let octets = 0;
      await eachPiece(data, (piece) => {
        writeAll(fd, piece);
        octets += piece.length;
        return true;
      });
      fsyncSync(fd);
      return octets;
    } finally {
      closeSync(fd);
    }
  }

  /** A line that does not fit leaves nothing behind. */
  #write(name: string, line: unknown): void {
    const fd = this.#create(name);
    try {
      writeAll(fd, lineOf(line));
      fsyncSync(fd);
    } catch (error) {
      rmSync(join(this.#folder, name), { force: true });
      throw error;
    } finally {
      closeSync(fd);
    }
    // The name too must outlive a power cut.
    const folder = openSync(this.#folder, constants.O_RDONLY);
    fsyncSync(folder);
    closeSync(folder);
  }

  #create(name: string): number {
    makeFolder(this.#folder);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    return openSync(join(this.#folder, name), flags, 0o600);
  }

  #remove(name: string): void {
    // The document last: an entry without it could not be told.
    for (const ending of ['print', 'end', 'data'])
      rmSync(join(this.#folder, `${name}.${ending}`), { force: true });
  }

  #read(file: string): JournalEntry | undefined {
    const text = textOf(join(this.#folder, file));
    const [first, second] = text.split('\n').map((line) => parsed(line));
    const name = file.replace(/\.(print|end)$/, '');
    const fields = fieldsOf(first);
    if (isEnd(first)) return { kind: 'end', name, ...first };
    if (!isPrint(first)) return undefined;
    const { job, at, octets } = first;
    const entry = { kind: 'print', name, job, at, octets, isRunning: isProcess(fields.get('by')) } as const;
    return isPrinted(second) ? { ...entry, printed: second } : entry;
  }
}

export interface PrintFacts {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: ProcessName;
}

/** '' when another run has told and removed it meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function lineOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

// The folder is ours alone and the lines are what this program wrote; a torn line is not JSON.

function isEnd(value: unknown): value is Pick<EndEntry, 'job' | 'attempt' | 'end'> {
  const fields = fieldsOf(value);
  return typeof fields.get('attempt') === 'string' && fields.has('end');
}

function isPrint(value: unknown): value is Pick<PrintEntry, 'job' | 'at' | 'octets'> {
  const fields = fieldsOf(value);
  return (
    fields.has('job') && typeof fields.get('at') === 'number' && typeof fields.get('octets') === 'number'
  );
}

function isPrinted(value: unknown): value is AdapterPrinted {
  const fields = fieldsOf(value);
  return typeof fields.get('at') === 'number' && typeof fields.get('exit') === 'number';
}
