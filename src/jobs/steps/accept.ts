import type { QuoteResult } from '../../accounting/index.ts';
import { type DocumentRef, isRunByCups, type Job, type Waits } from '../../model/job.ts';
import type { PageCount } from '../../model/page-count.ts';
import { joined, say } from '../../model/sentences/sentence.ts';
import type { Change } from '../commit.ts';
import { type RunStart, runStarted } from '../cups/run.ts';
import type { JobRequest } from '../print-jobs.ts';
import type { Reservation } from './reserve.ts';
import { waitingForOperator } from './verdict.ts';
import { sentenceOf, standingWith, stillWaiting, waitReasonsOf } from './waits.ts';

export interface NewJob {
  readonly id: number;
  readonly uuid: string;
  readonly request: JobRequest;
  readonly waits: Waits | undefined;
  readonly at: number;
}

/** The record of a job before its document is in; revision 0 is what no store has yet. */
export function newJob({ id, uuid, request, waits, at }: NewJob): Job {
  return {
    id,
    uuid,
    revision: 0,
    printer: request.printer,
    owner: request.identity,
    name: request.name,
    ticket: request.ticket,
    attributes: request.attributes,
    ...(request.language === undefined ? {} : { language: request.language }),
    ...(request.nameLanguage === undefined ? {} : { nameLanguage: request.nameLanguage }),
    ...(request.sizes === undefined ? {} : { sizes: request.sizes }),
    priority: request.priority,
    ...(request.billing === undefined ? {} : { billing: request.billing }),
    ...(waits === undefined ? {} : { waits }),
    ...(request.cups === undefined ? {} : { cups: request.cups }),
    state: 'incoming',
    reasons: ['job-incoming', ...waitReasonsOf(waits)],
    needsOperator: false,
    attempts: [],
    submittedAt: at,
  };
}

/** Accepted before the count is there: the client hears yes, the judgement follows. */
export function acceptUncounted(
  { document, further }: AcceptedDocuments,
  bytes: Uint8Array | undefined,
  at: number,
): (job: Job) => Change {
  return (job) => ({
    step: 'accept',
    job: {
      state: 'counting',
      reasons: ['job-interpreting', ...waitReasonsOf(job.waits)],
      document,
      ...furtherPart(further),
      acceptedAt: at,
    },
    ...(bytes === undefined ? {} : { document: bytes }),
  });
}

export interface AcceptedDocuments {
  readonly document: DocumentRef;
  /** Behind it. */
  readonly further: readonly DocumentRef[];
}

function furtherPart(further: readonly DocumentRef[]): Pick<Job, 'further'> {
  return further.length === 0 ? {} : { further };
}

export interface Accepted extends AcceptedDocuments {
  readonly step: 'accept' | 'judge';
  readonly count: PageCount;
  readonly quoted: Exclude<QuoteResult, { kind: 'refused' }>;
  readonly reservation: Reservation;
  /** Absent when the store has them already, or in a file. */
  readonly bytes?: Uint8Array;
  readonly at: number;
  /** Of a backend of CUPS that has printed it already. */
  readonly offline?: RunStart;
}

/** Counted and reserved: the commit after which the client hears yes. */
export function accept(accepted: Accepted): (job: Job) => Change {
  const { step, count, quoted, reservation, document, further, bytes, at } = accepted;
  return (job) => ({
    step,
    job: {
      ...standing(job, accepted),
      count,
      quote: quoted.quote,
      document,
      ...furtherPart(further),
      acceptedAt: job.acceptedAt ?? at,
      ...(reservation.account === undefined ? {} : { account: reservation.account, hold: reservation.hold }),
    },
    ledger: reservation.ledger,
    ...(bytes === undefined ? {} : { document: bytes }),
  });
}

function standing(job: Job, accepted: Accepted): Partial<Job> {
  const { quoted, count, reservation, at, offline } = accepted;
  if (quoted.kind === 'operator') {
    const why = count.kind === 'unknown' ? count.why : 'rule';
    return waitingForOperator('not-counted', say('operator-counts', { why }));
  }
  const waits = offline === undefined ? stillWaiting(job.waits, at) : undefined;
  const told = waits === undefined ? undefined : sentenceOf(waits);
  const sentences = [...reservation.warnings, ...(told === undefined ? [] : [told])];
  const message = sentences.length === 0 ? undefined : joined(sentences);
  if (waits !== undefined) return { ...standingWith(waits), message };
  // Started in the same commit: the answer is what makes the backend run.
  if (isRunByCups(job)) return { ...runStarted(job, offline ?? { at }), message };
  return { ...standingWith(undefined), message };
}
