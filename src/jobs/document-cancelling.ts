import { Lanes } from '../base/lanes.ts';
import type { Identity } from '../model/identity.ts';
import { type DocumentCancel, type DocumentRef, documentsOf, type Job } from '../model/job.ts';
import type { Quote } from '../model/quote.ts';
import { byPrecedence, type Refusal } from '../model/refusal.ts';
import { joined, say } from '../model/sentences/sentence.ts';
import type { Accounts, Payer } from './accounts.ts';
import { type Changing, type ChangingOptions, mayAct, mayHaveLeft } from './changing.ts';
import { changeAnew, type DecisionAnew } from './changing-anew.ts';
import { impossible, notPossible, operatorOnly } from './impossible.ts';
import { type Candidate, handleFrom, type JobHandle, type ReceivedDocument } from './job-handle.ts';
import type { Changed, JobProblem } from './print-jobs.ts';
import { reserveAnew } from './steps/reserve.ts';
import { asCancelled, restWithout } from './steps/rest.ts';

export interface DocumentCancellingOptions extends ChangingOptions {
  readonly accounts: Accounts;
  readonly changing: Changing;
}

/**
 * Takes one document out of a job (PWG 5100.5 §4.1): as long as nothing of the job is on its way to the device. Without any
 * document left an accepted job is cancelled.
 */
export class DocumentCancelling {
  readonly #options: DocumentCancellingOptions;
  /** Of one job one after the other: each makes the account another one. */
  readonly #lanes = new Lanes<number>();

  constructor(options: DocumentCancellingOptions) {
    this.#options = options;
  }

  async cancel(id: number, number: number, by: Identity): Promise<Changed> {
    const { store, book, view, changing } = this.#options;
    const handle = book.get(id) ?? (await handleFrom(store, id));
    if (handle === undefined) return { kind: 'not-found' };
    if (!mayAct(handle.job, by)) return { kind: 'not-yours' };
    const isOpen = handle.job.state === 'incoming' && handle.closing !== true;
    if (isOpen) return this.#takeOut(handle, number, by) ?? { kind: 'done', job: view(handle) };
    return this.#lanes.run(id, async () => {
      if (isLast(refsOf(handle), number)) return changing.cancel(id, by);
      const problem = await this.#takeOutOfRecord(handle, number, by);
      return problem ?? { kind: 'done', job: view(handle) };
    });
  }

  /** Of a job that is still open: no record has its documents yet, and nothing is reserved. */
  #takeOut(handle: JobHandle, number: number, by: Identity): JobProblem | undefined {
    const { candidate } = handle;
    const received = candidate?.documents[number - 1];
    if (candidate === undefined || received === undefined) return noDocument(handle.job, number);
    const { ref } = received.document;
    if (ref.cancelled !== undefined) return alreadyCancelled(handle.job, number);
    const cancel = this.#cancelBy(by);
    const documents = replaced(candidate, number, withoutOctets(received, cancel));
    handle.candidate = { ...candidate, documents };
    this.#options.relaying.dropFile(ref);
    return undefined;
  }

  /** Counts, quotes and reserves the rest anew, in place of what was reserved. */
  async #takeOutOfRecord(handle: JobHandle, number: number, by: Identity): Promise<JobProblem | undefined> {
    const { book, relaying } = this.#options;
    const cancel = this.#cancelBy(by);
    let before = documentsOf(handle.job)[number - 1];
    const stopped = await changeAnew<JobProblem>(this.#options, handle, (job, payer) => {
      before = documentsOf(job)[number - 1];
      return this.#decide(job, number, { cancel, payer });
    });
    if (stopped?.kind === 'refused') return refused(stopped.refusals);
    if (stopped !== undefined) return stopped;
    if (before?.place === 'record') book.dropDocument(handle);
    else if (before !== undefined) relaying.dropFile(before);
    return undefined;
  }

  #decide(
    job: Job,
    number: number,
    { cancel, payer }: { readonly cancel: DocumentCancel; readonly payer: Payer },
  ): DecisionAnew<JobProblem> {
    const problem = problemOf(job, number);
    if (problem !== undefined) return { no: problem };
    const printer = this.#options.printers.get(job.printer);
    const rest = printer === undefined ? undefined : restWithout(job, number, { cancel, printer });
    if (rest === undefined) return { no: notPossible(say('documents-together', { job: job.id })) };
    const { quoted } = rest;
    if (quoted.kind === 'refused') return { no: refused([quoted.refusal]) };
    const { quote } = quoted;
    const plan = reserveAnew({
      job,
      payer,
      printer: job.printer,
      quote,
      at: cancel.at,
      // What the account allowed already is only given back in part.
      unguarded: isLess(quote, job.quote),
      reason: 'a document was cancelled',
    });
    if (plan.kind === 'again') return { no: plan };
    if (plan.kind === 'refused') return { no: refused(plan.refusals) };
    const { ledger, account, hold } = plan.reservation;
    return {
      quote,
      change: {
        step: 'update',
        job: {
          ...rest.documents,
          count: rest.count,
          quote,
          hold,
          ...(account === undefined ? {} : { account }),
        },
        ledger,
        ...(documentsOf(job)[number - 1]?.place === 'record' ? { document: 'remove' } : {}),
      },
    };
  }

  #cancelBy({ name }: Identity): DocumentCancel {
    return { by: name, at: this.#options.clock.now() };
  }
}

type Refs = readonly Pick<DocumentRef, 'cancelled'>[];

function refsOf({ job, candidate }: JobHandle): Refs {
  return candidate?.documents.map(({ document }) => document.ref) ?? documentsOf(job);
}

/** Whether the job prints nothing but this document. */
function isLast(refs: Refs, number: number): boolean {
  return refs.every(({ cancelled }, index) => (cancelled === undefined) === (index + 1 === number));
}

/** Only what waits, and of which no device has got an octet: an attempt that failed has had all of it as it was. */
function problemOf(job: Job, number: number): JobProblem | undefined {
  const document = documentsOf(job)[number - 1];
  if (job.state !== 'held' && job.state !== 'pending') return impossible(job, 'changed').no;
  if (document === undefined) return noDocument(job, number);
  if (document.cancelled !== undefined) return alreadyCancelled(job, number);
  if (job.needsOperator) return notPossible(operatorOnly(job));
  if (mayHaveLeft(job) || isLast(documentsOf(job), number)) return impossible(job, 'changed').no;
  return undefined;
}

function isLess(rest: Quote, whole: Quote | undefined): boolean {
  return whole !== undefined && rest.impressions <= whole.impressions && rest.amount <= whole.amount;
}

function withoutOctets({ document, ...rest }: ReceivedDocument, cancel: DocumentCancel): ReceivedDocument {
  const { ref, source } = document;
  return { ...rest, document: { ref: asCancelled(ref, cancel), source } };
}

function replaced({ documents }: Candidate, number: number, by: ReceivedDocument): Candidate['documents'] {
  const [first, ...further] = documents;
  if (number === 1) return [by, ...further];
  return [first, ...further.map((each, index) => (index + 2 === number ? by : each))];
}

function noDocument({ id }: Job, number: number): JobProblem {
  return notPossible(say('no-document', { job: id, number }));
}

function alreadyCancelled({ id }: Job, number: number): JobProblem {
  return notPossible(say('document-cancelled', { job: id, number }));
}

function refused(refusals: readonly Refusal[]): JobProblem {
  return notPossible(joined(byPrecedence(refusals).map(({ message }) => message)));
}
