import { extname } from 'node:path';
import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { CountLimits, StreamCounter } from '../counter.ts';
import type { DocumentQuestion, DocumentReader, FormatContext, WishedDocument } from '../format.ts';
import type { TaskOutcome } from '../pooled-worker.ts';
import { WorkerPool } from '../worker-pool.ts';
import { inlineEffort } from './pdf/effort.ts';
import { isPageCount } from './pdf/message.ts';
import { readSource } from './pdf/reader.ts';

const header = /%PDF-/;
/** No text begins like this, but a PDF whose header is damaged or cut off. */
const remainsAtStart = /^\s*(?:%PDF|\d+ \d+ obj\b)/;
/** What is left of a PDF whose header is gone. */
const remains = /%PDF|\d \d+ obj|startxref/;

/** Without a header it may still be a damaged PDF: the announced type breaks the tie with text. */
export function recognisePdf(head: Uint8Array, announced: string): boolean {
  const text = latin1(head);
  if (header.test(text) || remainsAtStart.test(text)) return true;
  return announced === 'application/pdf' && remains.test(text);
}

/** PCLm is a PDF whose second line says so (PWG 5102.5 draft §3.1). */
export function recognisePclm(head: Uint8Array): boolean {
  return /%PDF-[^\r\n]*[\r\n]+%PCLm/.test(latin1(head));
}

function latin1(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
}

/** Where things are is said at the end of a PDF: nothing is read while it streams by. */
export function openPdf({ mediaType, pdf, drawer, wish }: FormatContext): StreamCounter {
  return {
    push: () => undefined,
    finish: async (source, signal) => {
      const question = { mediaType, driverCopies: wish.driverCopies === true };
      const count = await pdf.count(question, { source, wish }, signal);
      return drawer.complete(count, { source, wish }, signal);
    },
  };
}

/**
 * Small and sound documents are counted at once; what takes longer, is damaged, or may be hostile, in a worker that is
 * killed when it takes too much time or memory.
 */
export class PdfReader implements DocumentReader {
  readonly #pool: WorkerPool<PageCount>;
  readonly #colourTimeMs: number;

  constructor(limits: CountLimits) {
    // At most half of the worker's time, whatever drawing may take: the pages come first.
    this.#colourTimeMs = Math.min(limits.drawTimeMs, limits.workerTimeMs / 2);
    // The worker is the file beside this one: .ts under a loader, .js when built.
    const script = new URL(`./pdf.worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
    this.#pool = new WorkerPool({ script, limits, accepts: isPageCount });
  }

  async count(
    question: DocumentQuestion,
    { source, wish }: WishedDocument,
    signal: AbortSignal,
  ): Promise<PageCount> {
    const counting = readSource(question, source, inlineEffort);
    const known = counting.kind === 'answer' ? counting.count : undefined;
    if (known !== undefined && !(wish.colour === true && hasOpenColour(known))) return known;
    const asked = { ...question, colourTimeMs: this.#colourTimeMs, ...source };
    const outcome = await this.#pool.run(asked, signal);
    const answer = outcome.kind === 'reply' ? outcome.value : unanswered(question.mediaType, outcome);
    // What was counted stays so, whatever became of its colours.
    return answer.kind === 'unknown' && known !== undefined ? known : answer;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function unanswered(
  mediaType: string,
  outcome: Exclude<TaskOutcome<PageCount>, { readonly kind: 'reply' }>,
): PageCount {
  switch (outcome.kind) {
    case 'timeout':
      return unknown(mediaType, 'timeout', 'Counting took too long and was stopped.');
    case 'busy':
      return unknown(mediaType, 'limit:workers-busy', 'Too many documents wait for a worker.');
    case 'failed':
      return unknown(mediaType, 'worker-failed', `The worker failed: ${outcome.message}`);
  }
}

/** A worker tells colours of larger contents, and of photographs. */
function hasOpenColour(count: PageCount): boolean {
  return count.kind === 'counted' && count.runs.some((run) => run.colour === undefined);
}

function unknown(format: string, why: UncountableWhy, sentence: string): PageCount {
  return { kind: 'unknown', format, why, evidence: [sentence] };
}
