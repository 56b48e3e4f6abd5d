import type { AdapterDecision, AdapterEnd } from '../model/adapter.ts';
import type { ServerDownPolicy } from '../model/adapter-settings.ts';

/** What cupsd does for each (backend.h of CUPS 2.4; measured, all of them). */
export const cupsExits = {
  ok: 0,
  /** By the queue's printer-error-policy. */
  failed: 1,
  /** The job is held until somebody authenticates. */
  authRequired: 2,
  /** The job is held until it is released; the queue goes on. */
  hold: 3,
  /** The queue stops for everybody: for a broken installation only. */
  stop: 4,
  /** The job is cancelled. */
  cancel: 5,
  /** Held for JobRetryInterval, at most JobRetryLimit times; others print meanwhile. */
  retry: 6,
  /** Again at once and without limit, some 45 times a second; the queue is blocked. */
  retryCurrent: 7,
} as const;

/** CUPS tries so long with its defaults (5 times 30 s); a longer wait would end in an aborted job. */
const retriesLastSeconds = 150;

/** For a decision that ends the job here; `undefined` when the backend is to be run. */
export function exitOfDecision(decision: AdapterDecision): number | undefined {
  switch (decision.decision) {
    case 'allow':
    case 'relayed':
      return undefined;
    case 'deny':
    case 'hold':
      return cupsExits.hold;
    case 'cancel':
      return cupsExits.cancel;
    case 'later':
      return decision.seconds <= retriesLastSeconds ? cupsExits.retry : cupsExits.hold;
    case 'done':
      return cupsExits.ok;
  }
}

export type DownExit = { readonly kind: 'print' } | { readonly kind: 'exit'; readonly code: number };

export function exitWhenDown(policy: ServerDownPolicy): DownExit {
  switch (policy) {
    case 'open':
      return { kind: 'print' };
    case 'hold':
      return { kind: 'exit', code: cupsExits.hold };
    case 'closed':
      return { kind: 'exit', code: cupsExits.retry };
  }
}

export interface RunEnd {
  readonly end: AdapterEnd;
  /** How often this job has asked already to be run again at once. */
  readonly againBefore: number;
}

/** A backend that asks for it is run again at once so often, a pause before each; then CUPS decides when. */
export const againMax = 6;

/**
 * cupsd takes a backend that is killed for one that has printed (SIGKILL, SIGTERM, SIGPIPE: "completed"); here it has
 * failed. After SIGTERM to us nobody reads the code.
 */
export function exitOfRun({ end, againBefore }: RunEnd): number {
  if (end.signal !== undefined) return end.terminated ? cupsExits.ok : cupsExits.failed;
  // Neither: it could not be started.
  if (end.exit === undefined) return end.terminated ? cupsExits.ok : cupsExits.stop;
  if (end.exit === cupsExits.retryCurrent && againBefore >= againMax) return cupsExits.retry;
  return end.exit;
}
