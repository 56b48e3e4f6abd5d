import type { PageCount } from '../model/page-count.ts';
import type { CountLimits, DocumentCounters, DocumentSource, StreamCounter } from './counter.ts';
import type { FormatCatalogue, FormatContext } from './format.ts';
import { PdfRenderer } from './formats/pdf/render/renderer.ts';
import { PdfReader } from './formats/pdf.ts';
import { formats } from './formats.ts';
import { Ghostscript } from './ghostscript/ghostscript.ts';
import { withInkExplained } from './ink-list.ts';
import { sniffOctetsMax } from './limits.ts';
import { sniff } from './sniff.ts';

/** Media types whose documents are looked into, most specific first. */
export const recognisedFormats: readonly string[] = formats
  .filter((format) => format.open !== undefined)
  .map((format) => format.mediaType);

export function createDocumentCounters(limits: CountLimits): DocumentCounters {
  const pdf = new PdfReader(limits);
  const drawer = new PdfRenderer(limits);
  const ghostscript = new Ghostscript(limits);
  const tools = { pdf, drawer, ghostscript, catalogue, lookTimeMs: limits.drawTimeMs };
  return {
    counter: (announced, wish = {}) => {
      const inner = { ...tools, wish };
      const openContent = () => new SniffingCounter(inner, undefined);
      return new SniffingCounter({ ...inner, openContent }, announced);
    },
    close: async () => {
      ghostscript.close();
      await Promise.all([pdf.close(), drawer.close()]);
    },
  };
}

const catalogue: FormatCatalogue = {
  byContent: (head) => sniff(head),
  byName: (mediaType) => formats.find((format) => format.mediaType === mediaType),
};

/** What counters of all formats may use. */
type FormatTools = Omit<FormatContext, 'mediaType' | 'head'>;

/** Holds the first octets back until they tell the format, then hands everything to that format's counter. */
class SniffingCounter implements StreamCounter {
  readonly #tools: FormatTools;
  readonly #announced: string | undefined;
  #head: Uint8Array | undefined;
  #headOctets = 0;
  #counter: StreamCounter | undefined;

  constructor(tools: FormatTools, announced: string | undefined) {
    this.#tools = tools;
    this.#announced = announced;
  }

  push(chunk: Uint8Array): void {
    if (this.#counter !== undefined) {
      this.#counter.push(chunk);
      return;
    }
    // The usual first chunk is long enough: nothing is copied.
    if (this.#headOctets === 0 && chunk.length >= sniffOctetsMax) {
      this.#open(chunk.subarray(0, sniffOctetsMax)).push(chunk);
      return;
    }
    this.#hold(chunk);
  }

  async finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    if (signal.aborted) throw reasonOf(signal);
    const counter = this.#counter ?? this.#openHeld();
    const count = await counter.finish(source, signal);
    return this.#tools.wish.ink === true ? withInkExplained(count, this.#tools.catalogue) : count;
  }

  #hold(chunk: Uint8Array): void {
    this.#head ??= new Uint8Array(sniffOctetsMax);
    const taken = Math.min(chunk.length, sniffOctetsMax - this.#headOctets);
    this.#head.set(chunk.subarray(0, taken), this.#headOctets);
    this.#headOctets += taken;
    if (this.#headOctets < sniffOctetsMax) return;
    const counter = this.#openHeld();
    if (taken < chunk.length) counter.push(chunk.subarray(taken));
  }

  #openHeld(): StreamCounter {
    const head = this.#head?.subarray(0, this.#headOctets) ?? new Uint8Array(0);
    const counter = this.#open(head);
    counter.push(head);
    return counter;
  }

  #open(head: Uint8Array): StreamCounter {
    this.#counter = openCounter({ head, announced: this.#announced, tools: this.#tools });
    return this.#counter;
  }
}

interface Opening {
  readonly head: Uint8Array;
  readonly announced: string | undefined;
  readonly tools: FormatTools;
}

function openCounter({ head, announced, tools }: Opening): StreamCounter {
  if (head.length === 0) {
    return answering({ kind: 'unknown', why: 'empty', evidence: ['The document has no octets.'] });
  }
  const format = sniff(head, announced);
  if (format === undefined) {
    const evidence = ['The content begins like no format that is known here.'];
    return answering({ kind: 'unknown', why: 'unsupported', evidence });
  }
  const { mediaType, open } = format;
  if (open === undefined) {
    const evidence = [`The content is ${mediaType}, which is not counted.`];
    return answering({ kind: 'unknown', format: mediaType, why: 'unsupported', evidence });
  }
  return open({ mediaType, head, ...tools });
}

/** A counter whose answer is known from the start. */
function answering(answer: PageCount): StreamCounter {
  return { push: () => undefined, finish: () => Promise.resolve(answer) };
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('Counting was stopped.');
}
