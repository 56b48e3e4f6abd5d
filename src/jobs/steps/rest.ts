import { type QuoteResult, quoteJob } from '../../accounting/index.ts';
import { type DocumentCancel, type DocumentRef, documentsOf, type Job, octetsOf } from '../../model/job.ts';
import { impressionsMax } from '../../model/money.ts';
import type { Counted } from '../../model/page-count.ts';
import type { Quote } from '../../model/quote.ts';
import type { Printer } from '../printers.ts';
import { countWithout, ticketForAll } from '../several-documents.ts';

/** What of a job changes when it goes on without one of its documents. */
export interface Rest {
  readonly documents: Pick<Job, 'document' | 'further'>;
  readonly count: Counted;
  readonly quoted: QuoteResult;
}

/**
 * Counts and quotes the other documents, by the prices that were agreed. undefined: it is not known which pages are those of
 * the document, or the job has no quote.
 */
export function restWithout(
  job: Job,
  number: number,
  { cancel, printer }: { readonly cancel: DocumentCancel; readonly printer: Printer },
): Rest | undefined {
  const count = countWithout(job, number);
  if (count === undefined || job.quote === undefined) return undefined;
  const documents = withCancelled(documentsOf(job), number, cancel);
  const left = { ...job, ...documents, count };
  const quoted = quoteJob({
    count,
    octets: octetsOf(left),
    ticket: ticketForAll(left),
    copiesBy: printer.copiesBy,
    colourDevice: printer.description.capabilities.colour,
    prices: job.quote.prices,
    // It is less than what was accepted: no limit has to be asked again.
    rules: { unknownCount: { kind: 'deny' }, jobImpressionsMax: impressionsMax },
  });
  return { documents, count, quoted: explained(quoted, number, cancel) };
}

function withCancelled(
  documents: readonly DocumentRef[],
  number: number,
  cancel: DocumentCancel,
): Pick<Job, 'document' | 'further'> {
  const [document, ...further] = documents.map((each, index) =>
    index + 1 === number ? asCancelled(each, cancel) : each,
  );
  return document === undefined ? {} : { document, further };
}

/** What is left of a document: that it was there. */
export function asCancelled<Ref extends Omit<DocumentRef, 'format'>>(
  ref: Ref,
  cancelled: DocumentCancel,
): Ref {
  return { ...ref, place: 'gone', file: '', cancelled };
}

function explained(quoted: QuoteResult, number: number, { by }: DocumentCancel): QuoteResult {
  if (quoted.kind === 'refused') return quoted;
  const sentence = `Document ${number} was cancelled by ${by}; counted anew without it.`;
  const quote: Quote = { ...quoted.quote, evidence: [sentence, ...quoted.quote.evidence] };
  return { ...quoted, quote };
}
