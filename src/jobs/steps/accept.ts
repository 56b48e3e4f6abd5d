import type { QuoteResult } from '../../accounting/index.ts';
import type { DocumentRef, Job } from '../../model/job.ts';
import type { PageCount } from '../../model/page-count.ts';
import type { Change } from '../commit.ts';
import type { JobRequest } from '../print-jobs.ts';
import type { Reservation } from './reserve.ts';
import { waitingForOperator } from './verdict.ts';

const holdWanted = 'job-hold-until-specified';

export interface NewJob {
  readonly id: number;
  readonly uuid: string;
  readonly request: JobRequest;
  readonly at: number;
}

/** The record of a job before its document is in; revision 0 is what no store has yet. */
export function newJob({ id, uuid, request, at }: NewJob): Job {
  return {
    id,
    uuid,
    revision: 0,
    printer: request.printer,
    owner: request.identity,
    name: request.name,
    ticket: request.ticket,
    attributes: request.attributes,
    priority: request.priority,
    state: 'incoming',
    reasons: request.held ? ['job-incoming', holdWanted] : ['job-incoming'],
    needsOperator: false,
    attempts: [],
    submittedAt: at,
  };
}

/** Accepted before the count is there: the client hears yes, the judgement follows. */
export function acceptUncounted(
  document: DocumentRef,
  bytes: Uint8Array | undefined,
  at: number,
): (job: Job) => Change {
  return (job) => ({
    step: 'accept',
    job: {
      state: 'counting',
      reasons: job.reasons.includes(holdWanted) ? ['job-interpreting', holdWanted] : ['job-interpreting'],
      document,
      acceptedAt: at,
    },
    ...(bytes === undefined ? {} : { document: bytes }),
  });
}

export interface Accepted {
  readonly step: 'accept' | 'judge';
  readonly count: PageCount;
  readonly quoted: Exclude<QuoteResult, { kind: 'refused' }>;
  readonly reservation: Reservation;
  readonly document: DocumentRef;
  /** Absent when the store has them already, or in a file. */
  readonly bytes?: Uint8Array;
  readonly at: number;
}

/** Counted and reserved: the commit after which the client hears yes. */
export function accept(accepted: Accepted): (job: Job) => Change {
  const { step, count, quoted, reservation, document, bytes, at } = accepted;
  return (job) => ({
    step,
    job: {
      ...standing(job, accepted),
      count,
      quote: quoted.quote,
      document,
      acceptedAt: job.acceptedAt ?? at,
      ...(reservation.account === undefined ? {} : { account: reservation.account, hold: reservation.hold }),
    },
    ledger: reservation.ledger,
    ...(bytes === undefined ? {} : { document: bytes }),
  });
}

function standing(job: Job, { quoted, count, reservation }: Accepted): Partial<Job> {
  if (quoted.kind === 'operator') {
    const why = count.kind === 'unknown' ? count.why : 'rule';
    return waitingForOperator('not-counted', `The pages could not be counted (${why}); an operator decides.`);
  }
  const message = reservation.warnings.length === 0 ? undefined : reservation.warnings.join(' ');
  return job.reasons.includes(holdWanted)
    ? { state: 'held', reasons: [holdWanted], message }
    : { state: 'pending', reasons: ['none'], message };
}
