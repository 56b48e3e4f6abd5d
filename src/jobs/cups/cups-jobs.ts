import type { AdapterEnd, AdapterJob } from '../../model/adapter.ts';
import type { Identity } from '../../model/identity.ts';
import type { Job } from '../../model/job.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { IncomingDocument } from '../incoming-document.ts';

/** A job of a CUPS queue as its adapter asks about it. */
export interface CupsAsk {
  readonly call: AdapterJob;
  /** The printer that the configuration has for that queue. */
  readonly printer: string;
  readonly identity: Identity;
}

export type CupsAnswer =
  /** Committed: the backend may run; `attempt` is the number of this run. */
  | { readonly kind: 'started'; readonly job: Job; readonly attempt: number }
  /** It waits with us for an operator or its owner, and is printed when CUPS asks again after that. */
  | { readonly kind: 'held'; readonly job: Job }
  | { readonly kind: 'paused'; readonly message: string }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  /** A job of our own device. */
  | { readonly kind: 'relayed'; readonly job: number }
  /** What had printed already is in the books. */
  | { readonly kind: 'booked'; readonly job: number };

export interface RunName {
  readonly job: number;
  /** Of the job, so that nobody ends a run he was not told of. */
  readonly uuid: string;
  readonly attempt: number;
}

/** Jobs that come by the CUPS adapter. Faults are thrown as by PrintJobs. */
export interface CupsJobs {
  submit(ask: CupsAsk, body: IncomingDocument): Promise<CupsAnswer>;
  /** How a run ended; the first word about a run counts, however often it is told. */
  end(run: RunName, end: AdapterEnd): Promise<'settled' | 'not-found'>;
}

/** How long is waited for an adapter that says nothing. */
export interface CupsLimits {
  /** Milliseconds from the start of a backend until its job is listed for the operator. */
  readonly openAttemptMs: number;
  /** Milliseconds that a reservation waits for CUPS to try again after a run that did not print. */
  readonly retryWaitMs: number;
}
