import { copiesMax } from '../../../model/money.ts';
import type { PageCount, UncountableWhy } from '../../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../../counter.ts';
import type { FormatContext } from '../../format.ts';
import { mediaTypeOfLanguage, type PjlCommand, readPjlCommand } from './command.ts';
import { JoinedCounts } from './join.ts';
import { PjlSection } from './section.ts';
import { PjlSettings } from './settings.ts';

/** Jobs of one stream; each keeps its counter until the end. */
const jobsMax = 1_000;
/** Octets of a PJL line that are read; what is longer is a comment or a name. */
const lineOctetsMax = 512;

const uelText = '\u001b%-12345X';
const pjlText = '@PJL';
/** NULs that wake a device, line ends, and the end of transmission that PostScript drivers send. */
const blanks: ReadonlySet<number> = new Set([0x00, 0x04, 0x09, 0x0a, 0x0d, 0x20]);

/**
 * A stream of jobs (HP Printer Job Language, 5021-0380):
 *
 *     UEL? ( @PJL … LF )* data UEL …       the data begins behind the LF of ENTER LANGUAGE, or with what is no @PJL
 *
 * Data is handed to the counter of its own format. What SET gives lasts to the end of the job, DEFAULT stays.
 */
export class JobStreamCounter implements StreamCounter {
  readonly #context: FormatContext;
  readonly #settings = new PjlSettings();
  readonly #sections: PjlSection[] = [];
  #section: PjlSection | undefined;
  #token = '';
  #line: string | undefined;
  #offset = 0;
  /** A UEL or a line of PJL has been seen: what follows is a job that ends with a UEL. */
  #wrapped = false;
  /** Lines of PJL stand behind the last job as if another were to come; a UEL shows that they were all, unless they open a job. */
  #prologue: 'none' | 'lines' | 'job' = 'none';
  #problem: PageCount | undefined;

  constructor(context: FormatContext) {
    this.#context = context;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && this.#problem === undefined) {
      if (this.#section !== undefined) at = this.#takeData(this.#section, chunk, at);
      else if (this.#line !== undefined) at = this.#takeLine(this.#line, chunk, at);
      else at = this.#takeToken(chunk, at);
    }
    this.#offset += chunk.length;
  }

  async finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    if (this.#line !== undefined) this.#endLine(this.#line);
    const joined = new JoinedCounts(this.#context.mediaType);
    for (const section of this.#sections) {
      const count = await section.finish(source, signal);
      if (count.kind === 'counted') joined.add(count, section.doubt);
      else if (count.why !== 'empty') return this.#unknown(count, joined.pages + (count.seen ?? 0));
    }
    if (this.#problem !== undefined) return this.#problem;
    const entered = this.#section?.octets === 0;
    if (this.#token !== '' || ((entered || this.#prologue !== 'none') && joined.pages > 0)) {
      const evidence = ['The stream ends where a job begins.'];
      return this.#unknown({ kind: 'unknown', why: 'incomplete', evidence }, joined.pages);
    }
    return joined.finish();
  }

  #unknown(count: PageCount & { kind: 'unknown' }, seen: number): PageCount {
    return { ...count, format: this.#context.mediaType, ...(seen === 0 ? {} : { seen }) };
  }

  #takeData(section: PjlSection, chunk: Uint8Array, start: number): number {
    const at = section.take(chunk, start);
    if (section.ended) this.#endJob();
    return at;
  }

  #endJob(): void {
    this.#section = undefined;
    this.#wrapped = true;
    this.#settings.endJob();
    this.#prologue = 'none';
  }

  /** Between jobs: the next octets are a UEL, a line of PJL, or data. */
  #takeToken(chunk: Uint8Array, at: number): number {
    const octet = chunk[at] ?? 0;
    if (this.#token === '' && blanks.has(octet)) return at + 1;
    const token = this.#token + String.fromCharCode(octet);
    if (uelText.startsWith(token) || pjlText.startsWith(token)) {
      this.#token = token;
      if (token === uelText || token === pjlText) this.#endToken();
      return at + 1;
    }
    const begun = Buffer.from(this.#token, 'latin1');
    this.#token = '';
    this.#begin(undefined, this.#offset + at - begun.length)?.take(begun, 0);
    return at;
  }

  #endToken(): void {
    this.#wrapped = true;
    if (this.#token === pjlText) this.#line = '';
    else if (this.#prologue === 'lines') this.#prologue = 'none';
    this.#token = '';
  }

  /** A line ends with LF; an ESC ends it too, for UELs without a line end before them. */
  #takeLine(line: string, chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && chunk[at] !== 0x0a && chunk[at] !== 0x1b) at += 1;
    const room = Math.min(at, start + lineOctetsMax - line.length);
    const read = line + Buffer.from(chunk.subarray(start, room)).toString('latin1');
    this.#line = read;
    if (at === chunk.length) return at;
    const feed = chunk[at] === 0x0a;
    this.#endLine(read, this.#offset + at + (feed ? 1 : 0));
    return feed ? at + 1 : at;
  }

  #endLine(line: string, end = 0): void {
    this.#line = undefined;
    const command = readPjlCommand(line);
    switch (command.kind) {
      case 'setting':
        this.#settings.set(command.name, command.value, command.persistent);
        this.#addLine();
        if (isDdst(command)) this.#begin('application/x-ddst', end);
        return;
      case 'enter':
        this.#enter(command.language, end);
        return;
      case 'job':
        this.#settings.endJob();
        this.#prologue = 'job';
        return;
      case 'end':
        this.#settings.endJob();
        this.#prologue = 'none';
        return;
      case 'binary':
        this.#stop('unsupported', `@PJL ${command.name} carries octets for the device itself.`);
        return;
      case 'other':
        this.#addLine();
        return;
      case 'query':
        return;
    }
  }

  #addLine(): void {
    if (this.#prologue === 'none') this.#prologue = 'lines';
  }

  #enter(language: string, start: number): void {
    const mediaType = mediaTypeOfLanguage(language);
    const told = mediaType !== undefined || language === 'AUTO';
    if (told) this.#begin(mediaType, start);
    else this.#stop('unsupported', `The language "${language.slice(0, 40)}" is not counted.`);
  }

  #begin(mediaType: string | undefined, start: number): PjlSection | undefined {
    const context = this.#context;
    const { doubt, defaults } = this.#settings;
    if (this.#sections.length === jobsMax) this.#stop('limit:jobs', `More than ${jobsMax} jobs.`);
    else if (defaults.copies > copiesMax) this.#stop('limit:copies', `${defaults.copies} copies.`);
    if (this.#problem !== undefined) return undefined;
    const section = new PjlSection({
      context,
      defaults: { ...defaults, closed: this.#wrapped },
      mediaType,
      start,
      doubt,
    });
    this.#sections.push(section);
    this.#section = section;
    this.#prologue = 'none';
    return section;
  }

  #stop(why: UncountableWhy, sentence: string): void {
    this.#problem = { kind: 'unknown', format: this.#context.mediaType, why, evidence: [sentence] };
  }
}

/** Pages of DDST begin with a SET, and no ENTER LANGUAGE before it. */
function isDdst(command: PjlCommand & { kind: 'setting' }): boolean {
  return command.name.toUpperCase() === 'PAGESTATUS' && command.value.toUpperCase() === 'START';
}
