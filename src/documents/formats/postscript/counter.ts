import { plural } from '../../../base/plural.ts';
import type { Counted, PageCount, PageRun } from '../../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../../counter.ts';
import type { FormatContext } from '../../format.ts';
import { unsaidMedia } from '../../ghostscript/command.ts';
import { PageRunList } from '../../page-runs.ts';
import { partOf } from '../../source-part.ts';
import { openPwgRaster } from '../pwg-raster.ts';
import { programInDosFile } from './dos-file.ts';
import { DocumentReader, type PostscriptDefaults, type Verdict } from './reader.ts';

type Strong = Extract<Verdict, { readonly kind: 'strong' }>;

/** Octets kept of the end of a program, where its structure ends it. */
const tailOctets = 1_024;
const endComment = /%%(?:EOF|Trailer)/;

/**
 * Counts a program by its document structure while it streams by, when that holds; else by running it in Ghostscript.
 * The word showpage is never counted: it stands in loops, strings and comments.
 */
export class PostscriptCounter implements StreamCounter {
  readonly #context: FormatContext;
  readonly #defaults: PostscriptDefaults;
  readonly #reader: DocumentReader;
  readonly #start: number;
  readonly #end: number;
  #offset = 0;
  #tail = '';

  constructor(context: FormatContext, defaults: PostscriptDefaults) {
    this.#context = context;
    this.#defaults = defaults;
    this.#reader = new DocumentReader(defaults);
    const part = programInDosFile(context.head);
    this.#start = part?.start ?? 0;
    this.#end = part === undefined ? Infinity : part.start + part.octets;
  }

  push(chunk: Uint8Array): void {
    const from = Math.max(0, this.#start - this.#offset);
    const program = chunk.subarray(from, Math.max(from, this.#end - this.#offset));
    this.#offset += chunk.length;
    if (program.length === 0) return;
    this.#reader.push(program);
    const last = Buffer.from(program.subarray(-tailOctets)).toString('latin1');
    this.#tail = (this.#tail + last).slice(-tailOctets);
  }

  async finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    return this.#withInk(await this.#count(source, signal), source, signal);
  }

  async #count(source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    const verdict = this.#reader.finish();
    switch (verdict.kind) {
      case 'incomplete':
        return this.#unknown('incomplete', verdict.sentence, verdict.seen);
      case 'weak': {
        const count = await this.#render(source, signal);
        if (count !== undefined) return this.#judge(count, verdict.sentence);
        return this.#unknown('needs-ghostscript', `${verdict.sentence} Ghostscript is not there to run it.`);
      }
      case 'strong': {
        const own = this.#answer(verdict);
        if (!verdict.sidesUnclear) return this.#withColours(own, source, signal);
        const count = await this.#render(source, signal);
        return count?.kind === 'counted' && count.pages === own.pages ? count : own;
      }
    }
  }

  #answer({ pages, added, sidesUnclear, evidence }: Strong): Counted {
    const runs = pages.finish();
    return {
      kind: 'counted',
      format: this.#context.mediaType,
      pages: pages.pages,
      runs: sidesUnclear ? runs.map(({ sides: _, ...run }) => run) : runs,
      confidence: added ? 'estimated' : 'exact',
      source: 'document structure, each page section followed',
      evidence: [
        ...evidence,
        ...(added ? ['Nothing prints the page: print servers add what does.'] : []),
        ...(sidesUnclear ? ['Which sides are printed only running the program tells.'] : []),
      ],
    };
  }

  /** Runs a program whose pages are known for the colours that are open, where they are wished. */
  async #withColours(own: Counted, source: DocumentSource, signal: AbortSignal): Promise<Counted> {
    const { wish, lookTimeMs } = this.#context;
    if (wish.colour !== true || own.runs.every((run) => run.colour !== undefined)) return own;
    const seen = await this.#render(source, signal, { timeMs: lookTimeMs });
    if (seen === undefined) return own;
    if (seen.kind === 'counted' && seen.pages === own.pages) return coloured(own, seen);
    const [why] = seen.kind === 'unknown' ? seen.evidence : [`It printed ${plural(seen.pages, 'page')}.`];
    return { ...own, evidence: [...own.evidence, `Ghostscript did not tell the colours: ${why ?? ''}`] };
  }

  /** Runs a program whose pages are known once more for their ink, where that is wished. */
  async #withInk(count: PageCount, source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    const { wish, lookTimeMs } = this.#context;
    if (wish.ink !== true || count.kind === 'unknown') return count;
    const seen = await this.#render(source, signal, { timeMs: lookTimeMs, smooth: true });
    if (seen?.kind !== 'counted' || seen.pages !== count.pages || seen.ink === undefined) return count;
    return { ...count, ink: seen.ink };
  }

  /** Undefined when Ghostscript is not there. */
  async #render(
    source: DocumentSource,
    signal: AbortSignal,
    how: { readonly timeMs?: number; readonly smooth?: boolean } = {},
  ): Promise<PageCount | undefined> {
    const wish = { ink: how.smooth === true };
    const counter = openPwgRaster({ ...this.#context, mediaType: '', wish });
    const octets = Math.min(this.#end, source.octets) - this.#start;
    const program = this.#start === 0 ? source : partOf(source, this.#start, Math.max(0, octets));
    const rendering = { source: program, defaults: this.#defaults, counter, ...how };
    const count = await this.#context.ghostscript.render(rendering, signal);
    if (count === undefined) return undefined;
    if (count.kind === 'unknown') {
      const sentence = count.why === 'empty' ? 'The program prints nothing.' : count.evidence.join(' ');
      return this.#unknown(count.why, sentence, count.seen);
    }
    return this.#rendered(count);
  }

  #rendered({ pages, runs, ink }: Counted): Counted {
    return {
      kind: 'counted',
      format: this.#context.mediaType,
      pages,
      runs: runs.map((run) => this.#renderedRun(run)),
      ...(ink === undefined ? {} : { ink }),
      confidence: 'exact',
      source: 'run by Ghostscript',
      evidence: [`Ghostscript printed ${plural(pages, 'page')}.`],
    };
  }

  #renderedRun({ media, ...run }: PageRun): PageRun {
    // The raster has no word for "one-sided after all".
    const twoSided = this.#defaults.sides !== undefined && this.#defaults.sides !== 'one-sided';
    const sides = run.sides ?? (twoSided ? 'one-sided' : undefined);
    return {
      ...run,
      ...(media === undefined || media === unsaidMedia ? {} : { media }),
      ...(sides === undefined ? {} : { sides }),
    };
  }

  /** What Ghostscript says of a program that may have been cut: it prints what is there without a word. */
  #judge(count: PageCount, sentence: string): PageCount {
    if (count.kind === 'unknown') return count;
    const { claim } = this.#reader;
    const short = claim === 'at-end' || (claim !== undefined && claim > count.pages);
    if (short && !endComment.test(this.#tail)) {
      return this.#unknown('incomplete', 'The document structure has no end.', count.pages);
    }
    return { ...count, evidence: [...count.evidence, sentence] };
  }

  #unknown(why: Exclude<PageCount, Counted>['why'], sentence: string, seen = 0): PageCount {
    const format = this.#context.mediaType;
    return { kind: 'unknown', format, why, ...(seen === 0 ? {} : { seen }), evidence: [sentence] };
  }
}

/** What is proven stays; what was seen tells the rest. */
function coloured(own: Counted, seen: Counted): Counted {
  const runs = new PageRunList();
  for (const { first, last, newDocument, ...facts } of own.runs) {
    for (const run of seen.runs) {
      const from = Math.max(first, run.first);
      const pages = Math.min(last, run.last) - from + 1;
      if (pages <= 0) continue;
      const begins = from === first && newDocument;
      runs.add({ ...facts, colour: facts.colour ?? run.colour, newDocument: begins }, pages);
    }
  }
  return {
    ...own,
    runs: runs.finish(),
    evidence: [...own.evidence, 'Ghostscript printed it at 36 dpi to see its colours.'],
  };
}
