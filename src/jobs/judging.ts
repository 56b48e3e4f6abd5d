import type { QuoteResult } from '../accounting/index.ts';
import type { Clock } from '../base/clock.ts';
import { assert, messageOf } from '../base/fault.ts';
import type { Log } from '../logging/index.ts';
import { type DocumentRef, isRunByCups } from '../model/job.ts';
import type { PageCount } from '../model/page-count.ts';
import { byPrecedence, type Refusal } from '../model/refusal.ts';
import { say } from '../model/sentences/sentence.ts';
import type { Ticket } from '../model/ticket.ts';
import type { Accounts, Payer } from './accounts.ts';
import { change, commit, isStoreAway } from './commit.ts';
import type { JobBook } from './job-book.ts';
import { type Candidate, type JobHandle, type ReceivedDocument, receivedOf, toPrint } from './job-handle.ts';
import type { Relaying } from './relaying.ts';
import { joinedCount, rangesInEach } from './several-documents.ts';
import { type AcceptedDocuments, accept, acceptUncounted } from './steps/accept.ts';
import { decide } from './steps/decide.ts';
import { quoteDocument } from './steps/quote.ts';
import { quotedChange } from './steps/quoted.ts';
import { isAnyFormat } from './steps/receive.ts';
import { refusalWithoutJob, refuseJob } from './steps/refuse.ts';
import { judgeResults, planReservation } from './steps/reserve.ts';
import type { Store } from './store.ts';
import { StorePause } from './store-pause.ts';

export type Judged =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[]; readonly count?: PageCount }
  /** Cancelled meanwhile. */
  | { readonly kind: 'gone' }
  /** Another job is this run of the job of CUPS. */
  | { readonly kind: 'taken' };

export interface JudgingOptions {
  readonly store: Store;
  readonly book: JobBook;
  readonly accounts: Accounts;
  readonly relaying: Relaying;
  readonly clock: Clock;
  readonly log: Log;
}

/** An account that changed under our hands so often is not just busy. */
const rereadsMax = 5;
const late = Symbol('late');

/** Count, quote, reserve: decides about a document at rest and commits the decision. */
export class Judging {
  readonly #options: JudgingOptions;
  #stopping = false;

  constructor(options: JudgingOptions) {
    this.#options = options;
  }

  /** Judges within the time that the client is given; later, the job is accepted first and judged afterwards. */
  async judge(candidate: Candidate, withinMs: number): Promise<Judged> {
    const count = await within(countOf(candidate), withinMs);
    if (count !== late) return this.#decide(candidate, count, 'accept');
    const { handle } = candidate;
    const uncounted = acceptUncounted(
      refsOf(candidate, undefined),
      bytesOf(candidate),
      this.#options.clock.now(),
    );
    const result = await change<'gone'>(this.#options.store, handle, (job) =>
      job.state === 'incoming' ? uncounted(job) : { no: 'gone' },
    );
    if (result.kind === 'no') return { kind: 'gone' };
    delete handle.candidate;
    this.#options.book.add(handle);
    void this.judgeLater(handle, () => Promise.resolve(candidate));
    return { kind: 'accepted' };
  }

  /** For a client that prints only after our answer: however long the count takes. */
  async judgeCounted(candidate: Candidate): Promise<Judged> {
    return this.#decide(candidate, await countOf(candidate), 'accept');
  }

  /** From now on nobody waits for the store to come back. */
  stop(): void {
    this.#stopping = true;
  }

  /** For a job whose client has heard yes. Never throws: it goes on until the store takes the decision. */
  async judgeLater(handle: JobHandle, candidateOf: () => Promise<Candidate>): Promise<void> {
    const pause = new StorePause();
    for (;;) {
      try {
        const candidate = await candidateOf();
        const judged = await this.#decide(candidate, await countOf(candidate), 'judge');
        if (judged.kind === 'refused') await this.refuse(handle, judged);
        return;
      } catch (error) {
        if (handle.stop?.signal.aborted === true) return;
        this.#options.log.forJob(handle.job.id).error('job not judged', { why: messageOf(error) });
        // The record says `counting`; the next start judges it again.
        if (this.#stopping || !isStoreAway(error)) return;
      }
      await pause.next();
    }
  }

  /** Ends a job that its client knows of, unless somebody has ended it meanwhile. */
  async refuse(
    handle: JobHandle,
    refused: { readonly refusals: readonly Refusal[]; readonly count?: PageCount },
  ): Promise<void> {
    const { store, relaying, clock } = this.#options;
    const refusal = refuseJob({ ...refused, at: clock.now() });
    await change<'ended'>(store, handle, (job) => (job.state === 'ended' ? { no: 'ended' } : refusal(job)));
    relaying.forget(handle);
  }

  /**
   * Leaves the line in the books; a job without a record is gone with it. A job of CUPS leaves a record, whose key is that
   * of the question: asked again, because the answer was lost, it is taken, and the line is there once.
   */
  async noteRefusal(
    handle: JobHandle,
    refused: { readonly refusals: readonly Refusal[]; readonly count?: PageCount },
  ): Promise<void> {
    const { store, relaying, clock, log } = this.#options;
    const facts = { ...refused, at: clock.now() };
    try {
      const job = { ...handle.job, ...receivedOf(handle) };
      if (job.cups === undefined) await commit(store, refusalWithoutJob(job, facts));
      else await change(store, handle, refuseJob(facts));
    } catch (error) {
      // The answer is no in any case; only the line in the books is lost.
      log.forJob(handle.job.id).error('refusal not in the history', { why: messageOf(error) });
    }
    relaying.forget(handle);
  }

  async #decide(candidate: Candidate, count: PageCount, step: 'accept' | 'judge'): Promise<Judged> {
    const { handle, printer } = candidate;
    const parts = await partsOf(candidate);
    const ticket = rangesInEach(handle.job.ticket, parts.pages);
    let { payer } = candidate;
    if (printer.device.kind === 'quote') return this.#quote(candidate, { parts, ticket, count });
    for (let reads = 0; ; reads += 1) {
      assert(reads <= rereadsMax, `the account of job ${handle.job.id} changed all the time`);
      const refusal = refusalOfFormat(candidate, parts.counts) ?? refusalOfUnknown(parts.counts, count);
      if (refusal !== undefined) return { kind: 'refused', refusals: [refusal], count };
      const quoted = quoteDocument({ printer, ticket, payer }, count, parts.octets);
      if (quoted.kind === 'refused') return { kind: 'refused', refusals: [quoted.refusal], count };
      const outcome = await this.#reserve({ candidate, parts, payer, count, quoted, step });
      if (outcome.kind !== 'again') return outcome;
      payer = payerOf(candidate, await this.#options.accounts.payer(handle.job.owner.name));
    }
  }

  /** Of a printer that only tells prices: what is found out is the end of the job. */
  async #quote(
    candidate: Candidate,
    { parts, ticket, count }: Pick<ReserveInput, 'parts' | 'count'> & { readonly ticket: Ticket },
  ): Promise<Judged> {
    const { store, accounts, relaying, clock } = this.#options;
    const { handle, printer } = candidate;
    const payer = await accounts.known(handle.job.owner.name);
    const refusal = refusalOfFormat(candidate, parts.counts) ?? refusalOfUnknown(parts.counts, count);
    const result: QuoteResult =
      refusal === undefined
        ? quoteDocument({ printer, ticket, payer }, count, parts.octets)
        : { kind: 'refused', refusal };
    const quoted = quotedChange({
      decision: decide(payer, printer.counters, result),
      count,
      document: refsOf(candidate, parts).document,
      settings: printer.settings,
      at: clock.now(),
    });
    const changed = await change<'gone'>(store, handle, (job) =>
      job.state === 'incoming' || job.state === 'counting' ? quoted(job) : { no: 'gone' },
    );
    if (changed.kind === 'no') return { kind: 'gone' };
    assert(changed.kind === 'done', `the quote of job ${handle.job.id} was refused`);
    relaying.forget(handle);
    return { kind: 'accepted' };
  }

  async #reserve(input: ReserveInput): Promise<Judged | { readonly kind: 'again' }> {
    const { candidate, parts, payer, count, quoted, step } = input;
    const { handle, printer } = candidate;
    const at = this.#options.clock.now();
    const plan = planReservation({
      payer,
      job: handle.job.id,
      printer: printer.settings.name,
      quote: quoted.quote,
      at,
      unguarded: candidate.offline !== undefined,
    });
    if (plan.kind === 'refused') {
      // The account was read before the document came; what was refused then may be paid by now.
      const fresh = payer !== candidate.payer;
      return fresh ? { ...plan, refusals: byPrecedence(plan.refusals), count } : { kind: 'again' };
    }
    const { reservation } = plan;
    const bytes = step === 'accept' && !isRunByCups(handle.job) ? bytesOf(candidate) : undefined;
    const next = accept({
      step,
      count,
      quoted,
      reservation,
      ...refsOf(candidate, parts),
      ...(bytes === undefined ? {} : { bytes }),
      at,
      ...(candidate.offline === undefined ? {} : { offline: candidate.offline }),
    });
    const result = await change<'gone'>(this.#options.store, handle, (job) =>
      job.state === 'incoming' || job.state === 'counting' ? next(job) : { no: 'gone' },
    );
    if (result.kind === 'no') return { kind: 'gone' };
    if (result.kind === 'taken') return result;
    if (result.kind === 'refused') {
      const judged = judgeResults(result.result.results, quoted.quote);
      return judged.kind === 'again' ? judged : { ...judged, count };
    }
    this.#accepted(candidate);
    return { kind: 'accepted' };
  }

  #accepted(candidate: Candidate): void {
    const { book, relaying, log } = this.#options;
    const { handle } = candidate;
    const bytes = bytesOf(candidate);
    delete handle.candidate;
    book.add(handle);
    if (isRunByCups(handle.job)) relaying.dropFile(candidate.documents[0].document.ref);
    else if (bytes !== undefined) book.keepDocument(handle, bytes);
    const { id, printer, owner, quote, state } = handle.job;
    log
      .forJob(id)
      .info('job accepted', { printer, account: owner.name, impressions: quote?.impressions, state });
    if (state === 'pending') relaying.enqueue(handle);
  }
}

interface ReserveInput {
  readonly candidate: Candidate;
  readonly parts: Parts;
  readonly payer: Payer;
  readonly count: PageCount;
  readonly quoted: Exclude<QuoteResult, { kind: 'refused' }>;
  readonly step: 'accept' | 'judge';
}

/** Of all documents that are printed together. */
function countOf(candidate: Candidate): Promise<PageCount> {
  return joinedCount(toPrint(candidate).map(({ count }) => count));
}

/** The bytes that the record keeps: only of the first document. */
function bytesOf({ documents: [{ document }] }: Candidate): Uint8Array | undefined {
  return document.ref.cancelled === undefined ? document.memory : undefined;
}

/** The documents as the record has them, with what was found out of each once they are counted. */
function refsOf({ handle, documents }: Candidate, parts: Parts | undefined): AcceptedDocuments {
  const counts = [...(parts?.counts ?? [])];
  const pages = [...(parts?.pages ?? [])];
  const [document, ...further] = documents.map((each) =>
    each.document.ref.cancelled === undefined
      ? withPages(refOf(handle, each, counts.shift()), pages.shift())
      : refOf(handle, each, undefined),
  );
  assert(document !== undefined, `job ${handle.job.id} is judged without a document`);
  return { document, further };
}

/** The type by content decides; what nobody recognises keeps the announced one for the device. */
function refOf(
  { job }: JobHandle,
  { document, format }: ReceivedDocument,
  count: PageCount | undefined,
): DocumentRef {
  const announced = format === undefined || isAnyFormat(format) ? undefined : format;
  const ref = { ...document.ref, format: count?.format ?? announced ?? 'application/octet-stream' };
  // CUPS keeps it, and prints it from there.
  return isRunByCups(job) ? { ...ref, place: 'elsewhere', file: '' } : ref;
}

/** Of a single document the count of the job says it. */
function withPages(document: DocumentRef, pages: number | undefined): DocumentRef {
  return pages === undefined ? document : { ...document, pages };
}

/** What has printed already is in the books even when there is nobody to charge. */
function payerOf({ offline }: Candidate, payer: Payer): Payer {
  return offline !== undefined && payer.kind === 'refused' ? { kind: 'nobody' } : payer;
}

/** What is printed of a job, document by document. */
interface Parts {
  readonly counts: readonly PageCount[];
  /** Empty where a document could not be counted, and of a job that has only ever had one. */
  readonly pages: readonly number[];
  readonly octets: number;
}

async function partsOf(candidate: Candidate): Promise<Parts> {
  const printed = toPrint(candidate);
  const octets = printed.reduce((sum, { document }) => sum + document.ref.octets, 0);
  const counts = await Promise.all(printed.map(({ count }) => count));
  const pages = counts.flatMap((each) => (each.kind === 'counted' ? [each.pages] : []));
  const isTold = candidate.documents.length > 1 && pages.length === counts.length;
  return { counts, pages: isTold ? pages : [], octets };
}

/** The rules for what cannot be counted are made for one document; no guess is made for some of several. */
function refusalOfUnknown(counts: readonly PageCount[], all: PageCount): Refusal | undefined {
  if (counts.length === 1 || all.kind !== 'unknown') return undefined;
  const { why } = all;
  return { kind: 'not-countable', message: say('one-not-countable', { why }), why };
}

/** A document of a type that the device does not take is refused whatever it was announced as. */
function refusalOfFormat({ handle, printer }: Candidate, counts: readonly PageCount[]): Refusal | undefined {
  // The backend that CUPS runs takes what the driver made for it.
  if (isRunByCups(handle.job)) return undefined;
  const { formats } = printer.description.capabilities;
  const format = counts.flatMap((count) => count.format ?? []).find((each) => !formats.includes(each));
  if (format === undefined) return undefined;
  return {
    kind: 'format-not-supported',
    message: say('format-found', { format, printer: printer.settings.name, formats: formats.join(', ') }),
  };
}

async function within<Value>(value: Promise<Value>, milliseconds: number): Promise<Value | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => {
      resolve(late);
    }, milliseconds);
  });
  try {
    return await Promise.race([value, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
