import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import { newUuid } from '../base/ids.ts';
import type { DocumentCounters } from '../documents/index.ts';
import type { Job, Waits } from '../model/job.ts';
import { englishOf, say, type Words } from '../model/sentences/sentence.ts';
import { change } from './commit.ts';
import { FreeSpace } from './free-space.ts';
import { type IncomingDocument, IncomingDocumentError } from './incoming-document.ts';
import { type Candidate, handleOf, type JobHandle, toPrint } from './job-handle.ts';
import type { JobIds } from './job-ids.ts';
import { type Judged, Judging, type JudgingOptions } from './judging.ts';
import type { JobLimits, SpoolOptions } from './options.ts';
import { keptPin } from './pin.ts';
import type {
  AnswerStyle,
  Created,
  DocumentDelivery,
  JobProblem,
  JobRequest,
  JobView,
  Submission,
} from './print-jobs.ts';
import type { Printer, Printers } from './printers.ts';
import { documentsPerJobMax } from './several-documents.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { newJob } from './steps/accept.ts';
import { cancelled } from './steps/cancelled.ts';
import { wishFor } from './steps/quote.ts';
import { type Receipt, type Received, receive } from './steps/receive.ts';
import { type Ending, settle } from './steps/settle.ts';
import { type Spooled, type SpooledDocument, spool } from './steps/spool.ts';
import { waitsOf } from './steps/waits.ts';

export interface SubmittingOptions extends JudgingOptions {
  readonly ids: JobIds;
  readonly printers: Printers;
  readonly counters: DocumentCounters;
  readonly folder: SpoolFolder;
  readonly spool: SpoolOptions;
  readonly limits: JobLimits;
  readonly clock: Clock;
  readonly view: (handle: JobHandle) => JobView;
}

interface Upload {
  readonly body: IncomingDocument;
  readonly format?: string | undefined;
  readonly supplied?: string | undefined;
}

/** From the client's request to a job that waits for its device, or a refusal. */
export class Submitting {
  readonly #options: SubmittingOptions;
  readonly judging: Judging;
  readonly #freeSpace: FreeSpace;
  #stopping = false;

  constructor(options: SubmittingOptions) {
    this.#options = options;
    this.#freeSpace = new FreeSpace(options.folder, options.spool.freeOctetsMin, options.clock);
    this.judging = new Judging(options);
  }

  /** From now on nothing is accepted. */
  stop(): void {
    this.#stopping = true;
    this.judging.stop();
  }

  /** What speaks against a job before its document is there. */
  validate(request: JobRequest): Promise<Received> {
    return this.#receive(request, { asking: true });
  }

  receive(request: JobRequest): Promise<Received> {
    return this.#receive(request, { asking: false });
  }

  async #receive(request: JobRequest, { asking }: { readonly asking: boolean }): Promise<Received> {
    const { printers, accounts, book, limits } = this.#options;
    return receive({
      request,
      asking,
      printer: printers.get(request.printer),
      accounts,
      stopping: this.#stopping,
      queueFull: book.countOf(request.printer) >= limits.openJobsPerPrinterMax,
      diskFull: await this.#freeSpace.isShort(),
    });
  }

  async create(request: JobRequest): Promise<Created> {
    const received = await this.receive(request);
    if (received.kind === 'refused') return this.refusedAtDoor(request, received);
    const handle = await this.draft(request);
    await change(this.#options.store, handle, () => ({ step: 'open', job: {} }));
    this.#options.book.add(handle);
    return { kind: 'created', job: this.#options.view(handle), decision: received.receipt.decision };
  }

  async print(request: JobRequest, body: IncomingDocument): Promise<Submission> {
    const received = await this.receive(request);
    if (received.kind === 'refused') return this.refusedAtDoor(request, received);
    const handle = await this.draft(request);
    const spooled = await this.spool(handle, received.receipt, { body, ...saidIn(request) });
    if (spooled.kind === 'refused') return this.#refused(handle, spooled, request.answer);
    return this.#judge(spooled.candidate, request.answer);
  }

  /** Send-Document and Close-Job for a job that waits for its document; the caller has checked whose it is. */
  async deliver(handle: JobHandle, delivery: DocumentDelivery): Promise<Submission> {
    const printer = this.#options.printers.get(handle.job.printer);
    const problem = problemOf(handle, delivery, printer?.device.takesSeveral === true);
    if (problem !== undefined) return problem;
    if (delivery.body !== undefined) {
      const upload = { body: delivery.body, ...saidIn(delivery) };
      const failed = await this.#receiveInto(handle, upload, delivery.answer);
      if (failed !== undefined) return failed;
    }
    if (!delivery.last) return { kind: 'accepted', job: this.#options.view(handle) };
    return this.#close(handle, delivery.answer);
  }

  async #close(handle: JobHandle, answer: AnswerStyle): Promise<Submission> {
    const { candidate } = handle;
    if (candidate === undefined) return this.#closeEmpty(handle);
    const cancelledBy = candidate.documents.at(-1)?.document.ref.cancelled?.by ?? '';
    if (toPrint(candidate).length === 0) return this.#closeCancelled(handle, cancelledBy);
    handle.closing = true;
    try {
      return await this.#judge(candidate, answer);
    } finally {
      delete handle.closing;
    }
  }

  /**
   * Ends jobs for which nothing more came, counted from the last document (multiple-operation-time-out, RFC 8011 §5.4.31;
   * its action is abort-job, PWG 5100.13 §5.4).
   */
  async abandonOverdue(): Promise<void> {
    const { book, clock, limits } = this.#options;
    const before = clock.now() - limits.documentWaitMs;
    const overdue = [...book.all()].filter(
      ({ job, receiving, heardAt = job.submittedAt }) =>
        job.state === 'incoming' && receiving !== true && heardAt < before,
    );
    for (const handle of overdue) await this.#abort(handle, say('document-late'));
  }

  /** Its line in the books needs a job number, which a store that is away does not give: the answer is no all the same. */
  async refusedAtDoor(request: JobRequest, refused: RefusedAtDoor): Promise<RefusedAtDoor> {
    if (refused.refusals.some(({ kind }) => kind === 'store-away')) return refused;
    try {
      await this.judging.noteRefusal(await this.draft(request), refused);
    } catch (error) {
      this.#options.log.error('refusal without a job number', { why: messageOf(error) });
    }
    return refused;
  }

  /** A job that no store knows yet. */
  async draft(request: JobRequest, submittedAt?: number): Promise<JobHandle> {
    const { ids, printers, clock } = this.#options;
    const printer = printers.get(request.printer);
    const at = submittedAt ?? clock.now();
    const waits = printer === undefined ? undefined : await waitsAt(printer, request, at);
    return handleOf(newJob({ id: await ids.next(), uuid: newUuid(), request, waits, at }));
  }

  async #receiveInto(
    handle: JobHandle,
    upload: Upload,
    answer: AnswerStyle,
  ): Promise<Submission | undefined> {
    const { printers, accounts } = this.#options;
    const printer = printers.get(handle.job.printer);
    if (printer === undefined) return { kind: 'not-found' };
    handle.receiving = true;
    try {
      const payer = await accounts.payer(handle.job.owner.name);
      const spooled = await this.spool(handle, { printer, payer }, upload);
      if (spooled.kind === 'refused') return await this.#refused(handle, spooled, answer);
      return handle.job.state === 'ended' ? this.#gone(handle) : undefined;
    } catch (error) {
      await this.#abort(handle, ...brokenOff(error));
      throw error;
    } finally {
      handle.receiving = false;
      handle.heardAt = this.#options.clock.now();
    }
  }

  /** Takes the document; what counts it goes on. */
  async spool(handle: JobHandle, receipt: Payable, upload: Upload): Promise<SpooledCandidate> {
    const { clock, counters, folder, printers, spool: limits } = this.#options;
    const at = clock.now();
    const asked = {
      outlets: printers.outletsOf(receipt.printer),
      payer: receipt.payer,
      ticket: handle.job.ticket,
    };
    const wish = { ...wishFor(asked), driverCopies: receipt.printer.copiesBy === 'driver' };
    const counter = counters.counter(upload.format, wish);
    const number = (handle.candidate?.documents.length ?? 0) + 1;
    const spooled: Spooled = await spool({
      file: folder.nameOf(handle.job.id, number),
      body: upload.body,
      counter,
      folder,
      // The record has room for the first one only.
      inMemoryOctetsMax: number === 1 ? limits.inMemoryOctetsMax : -1,
      freeOctetsMin: limits.freeOctetsMin,
      documentOctetsMax: receipt.printer.settings.documentOctetsMax,
      octetsBefore: octetsReceived(handle.candidate),
    });
    if (spooled.kind === 'refused') return { kind: 'refused', refusals: [spooled.refusal] };
    const stop = handle.stop ?? new AbortController();
    handle.stop = stop;
    const document = withSaid(spooled.document, {
      ...(handle.job.revision === 0 ? {} : { at }),
      ...(upload.supplied === undefined ? {} : { supplied: upload.supplied }),
    });
    const count = counter.finish(document.source, stop.signal);
    // Awaited by whoever judges; until then a failure must not count as unhandled.
    count.catch(() => undefined);
    const received = { document, format: upload.format, count };
    // Looked at only now: one of its documents may have been cancelled meanwhile.
    const { candidate } = handle;
    const { printer, payer } = receipt;
    handle.candidate =
      candidate === undefined
        ? { handle, printer, payer, documents: [received] }
        : { ...candidate, documents: [...candidate.documents, received] };
    return { kind: 'candidate', candidate: handle.candidate };
  }

  async #judge(candidate: Candidate, answer: AnswerStyle): Promise<Submission> {
    const { handle } = candidate;
    try {
      const judged = await this.judging.judge(candidate, answer.withinMs);
      switch (judged.kind) {
        case 'accepted':
          return { kind: 'accepted', job: this.#options.view(handle) };
        case 'gone':
        case 'taken':
          return this.#gone(handle);
        case 'refused':
          return await this.#refused(handle, judged, answer);
      }
    } catch (error) {
      if (handle.job.state === 'ended') return this.#gone(handle);
      // Nobody knows the job: its document goes with it.
      if (handle.job.revision === 0) this.#options.relaying.forget(handle);
      throw error;
    }
  }

  /** Ended by somebody else while its document came in or was counted. */
  #gone(handle: JobHandle): JobProblem {
    this.#options.relaying.forget(handle);
    return { kind: 'not-possible', message: say('job-cancelled-meanwhile', { job: handle.job.id }) };
  }

  /** A client that has only just sent its document hears no; one that cannot show it gets a job that is aborted. */
  async #refused(
    handle: JobHandle,
    refused: Omit<Extract<Judged, { kind: 'refused' }>, 'kind'>,
    answer: AnswerStyle,
  ): Promise<Submission> {
    const known = handle.job.revision > 0;
    const { refusals } = refused;
    if (!known && answer.lateRefusal === 'status') {
      await this.judging.noteRefusal(handle, refused);
      return { kind: 'refused', refusals };
    }
    await this.judging.refuse(handle, refused);
    if (answer.lateRefusal === 'status') return { kind: 'refused', refusals };
    return { kind: 'accepted', job: this.#options.view(handle) };
  }

  /** A job without a document has printed all that it has (RFC 3196 §4.5). */
  async #closeEmpty(handle: JobHandle): Promise<Submission> {
    await this.#end(handle, {
      action: 'printed',
      reasons: ['job-completed-successfully'],
      message: say('document-missing'),
    });
    return { kind: 'accepted', job: this.#options.view(handle) };
  }

  /** Nothing of it is left to print. */
  async #closeCancelled(handle: JobHandle, by: string): Promise<Submission> {
    const { store, relaying, clock, view } = this.#options;
    await change<'ended'>(store, handle, (job) =>
      job.state === 'ended' ? { no: 'ended' } : cancelled(job, by, clock.now()),
    );
    relaying.forget(handle);
    return { kind: 'accepted', job: view(handle) };
  }

  async #abort(handle: JobHandle, message: Words, reason = 'submission-interrupted'): Promise<void> {
    handle.stop?.abort();
    await this.#end(handle, { action: 'failed', reasons: ['aborted-by-system', reason], message });
  }

  /** Before anything of it was printed. */
  async #end(
    handle: JobHandle,
    ending: Pick<Ending, 'action' | 'reasons'> & { readonly message: Words },
  ): Promise<void> {
    const { store, relaying, clock } = this.#options;
    const evidence = [englishOf(ending.message)];
    await change<'ended'>(store, handle, (job: Job) =>
      job.state === 'ended'
        ? { no: 'ended' }
        : settle(job, { ...ending, impressions: 0, overrun: false, evidence, at: clock.now() }),
    );
    relaying.forget(handle);
  }
}

/** The sentence, and the keyword of RFC 8011 §5.3.8, for a document that could not be read to its end. */
function brokenOff(error: unknown): readonly [Words, string] {
  return error instanceof IncomingDocumentError && error.failure === 'compression'
    ? [say('compression-damaged'), 'compression-error']
    : [say('upload-broke-off'), 'submission-interrupted'];
}

/** Who pays, and where. */
type Payable = Pick<Receipt, 'printer' | 'payer'>;

type RefusedAtDoor = Extract<Received, { kind: 'refused' }>;

type SpooledCandidate =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | Omit<Extract<Judged, { kind: 'refused' }>, 'count'>;

async function waitsAt(
  { settings, standing }: Printer,
  request: JobRequest,
  at: number,
): Promise<Waits | undefined> {
  const pin = request.pin === undefined ? undefined : await keptPin(request.pin);
  return waitsOf({ request, rule: settings.release, onCreate: standing.holdsNewJobs, pin, at });
}

function saidIn({ format, supplied }: Pick<JobRequest, 'format' | 'supplied'>): Omit<Upload, 'body'> {
  return { format, supplied };
}

function withSaid(
  document: SpooledDocument,
  said: Pick<SpooledDocument['ref'], 'at' | 'supplied'>,
): SpooledDocument {
  return { ...document, ref: { ...document.ref, ...said } };
}

function octetsReceived(candidate: Candidate | undefined): number {
  if (candidate === undefined) return 0;
  return toPrint(candidate).reduce((sum, { document }) => sum + document.ref.octets, 0);
}

/** Documents come only while the job waits for them, one at a time, and no more than its device takes. */
function problemOf(
  { job, receiving = false, closing = false, candidate }: JobHandle,
  { body }: DocumentDelivery,
  takesSeveral: boolean,
): JobProblem | undefined {
  if (job.state !== 'incoming' || closing) {
    return { kind: 'not-possible', message: say('job-closed', { job: job.id }) };
  }
  const isFurther = body !== undefined && (receiving || candidate !== undefined);
  if (isFurther && !takesSeveral) return { kind: 'one-document', message: say('one-document') };
  if (receiving) return { kind: 'receiving', message: say('job-receiving', { job: job.id }) };
  if (isFurther && (candidate?.documents.length ?? 0) >= documentsPerJobMax) {
    const message = say('documents-max', { limit: documentsPerJobMax });
    return { kind: 'too-many-documents', message };
  }
  return undefined;
}
