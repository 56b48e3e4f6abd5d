import type { Attempt, BackendEnd, Job } from '../../model/job.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { englishOf, say, type Words } from '../../model/sentences/sentence.ts';
import { judgeOutcome, type Verdict } from '../steps/relay.ts';
import { endWords } from './run.ts';
import { endedWell } from './standing.ts';

/** What becomes of a job after a run of its backend. `wait`: the reservation stays, because CUPS may run it again. */
export type EndVerdict = Verdict | { readonly kind: 'wait'; readonly message: Words };

/** Exit codes of CUPS backends (backend(7)). */
const exits = { authenticationRequired: 2, hold: 3, stopQueue: 4, cancel: 5 } as const;
/** After these the job waits for a person, and is tried anew for itself. */
const releasing = [exits.authenticationRequired, exits.hold, exits.stopQueue] as const;

/** An attempt whose end is known. */
interface Ended extends Attempt {
  readonly backend: BackendEnd;
}

/** The table of ends against the printer's rules; pure. `job` has the end in its last attempt. */
export function judgeEnd(job: Job, rules: PrinterSettings): EndVerdict {
  const attempt = endedAttempt(job);
  if (attempt === undefined) return { kind: 'wait', message: say('cups-no-run') };
  const { backend } = attempt;
  if (endedWell(backend)) return printed(attempt, job, rules);
  if (backend.terminated) return judgeStopped(attempt, job, rules);
  if (backend.exit === undefined && backend.signal === undefined) return released(attempt, 'failed');
  if (backend.exit === exits.cancel) return released(attempt, 'cancelled');
  const isReleased = releasing.some((exit) => exit === backend.exit);
  return isReleased ? released(attempt, 'failed') : judgeFailed(attempt, job, rules);
}

/** The same when nobody has come again for too long, or the job is cancelled with us: nothing more will run. */
export function judgeGivenUp(job: Job, rules: PrinterSettings): Verdict {
  const attempt = endedAttempt(job);
  if (attempt === undefined) return released(undefined, 'cancelled');
  return attempt.backend.terminated ? cancelled(attempt, job, rules) : finallyFailed(attempt, job, rules);
}

/** Nobody knows what became of the last run. */
export const noNews: Extract<Verdict, { kind: 'operator' }> = {
  kind: 'operator',
  reason: 'no-news',
  message: say('cups-silent'),
};

function printed(attempt: Ended, job: Job, rules: PrinterSettings): Verdict {
  const offline =
    attempt.offline === true ? ['Printed while the server was away; charged without asking.'] : [];
  const { pages } = attempt.backend;
  return judgeOutcome(
    {
      kind: 'completed',
      octetsSent: attempt.octetsSent ?? job.document?.octets ?? 0,
      // A good end without a single page is a backend whose printer does not count.
      ...(pages === undefined || pages === 0 ? {} : { impressions: pages }),
      evidence: [englishOf(endWords(attempt.backend)), ...offline],
    },
    job,
    rules,
  );
}

/** SIGTERM: cancelled, held, the queue disabled or cupsd at its end; in all but the first it runs again later. */
function judgeStopped(attempt: Ended, job: Job, rules: PrinterSettings): EndVerdict {
  const { pages, cancelled: isCancelled } = attempt.backend;
  if (isCancelled === true) return cancelled(attempt, job, rules);
  const all = job.quote?.impressions ?? 0;
  if (pages !== undefined && all > 0 && pages >= all) return printed(attempt, job, rules);
  return { kind: 'wait', message: [...endWords(attempt.backend), ...say('cups-may-print-again')] };
}

/** A job that was stopped and will not come again: the pages the backend told, else the rule of the printer. */
function cancelled(attempt: Ended, job: Job, rules: PrinterSettings): Verdict {
  const { pages } = attempt.backend;
  // Without word of the octets some may have left.
  const octetsSent = attempt.octetsSent ?? 1;
  const outcome = {
    kind: 'cancelled',
    octetsSent,
    ...(pages === undefined ? {} : { impressions: pages }),
  } as const;
  const sure = attempt.backend.cancelled === true || job.cancelRequested !== undefined;
  const verdict = judgeOutcome(outcome, job, rules);
  // Charged in full only when it is certain that nobody prints it later.
  return sure || verdict.kind !== 'ended' || verdict.impressions !== 'quoted' ? verdict : stoppedForGood;
}

const stoppedForGood: Verdict = {
  kind: 'operator',
  reason: 'cancelled-while-printing',
  message: say('cups-stopped-for-good'),
};

function judgeFailed(attempt: Ended, job: Job, rules: PrinterSettings): EndVerdict {
  const message = endWords(attempt.backend);
  switch (rules.onError.action) {
    case 'retry':
      return job.attempts.length < rules.onError.tries
        ? { kind: 'wait', message: [...message, ...say('cups-may-try-again')] }
        : finallyFailed(attempt, job, rules);
    case 'hold':
      return { kind: 'operator', reason: 'device-failed', message };
    case 'abort':
      return finallyFailed(attempt, job, rules);
    case 'stop':
      return { kind: 'stop-printer', message };
  }
}

function finallyFailed(attempt: Ended, job: Job, rules: PrinterSettings): Verdict {
  const { backend, octetsSent } = attempt;
  const message = endWords(backend);
  if (octetsSent === 0 || backend.pages === 0)
    return { kind: 'ended', action: 'failed', impressions: 0, message };
  if (rules.onError.charge) {
    const failed = {
      kind: 'failed',
      octetsSent: octetsSent ?? 1,
      retry: false,
      message: englishOf(message),
    } as const;
    const outcome = backend.pages === undefined ? failed : { ...failed, impressions: backend.pages };
    return judgeOutcome(outcome, job, rules);
  }
  switch (rules.afterPartial) {
    case 'hold':
      return { kind: 'operator', reason: 'after-partial', message };
    case 'printed':
      return printed(attempt, job, rules);
    // CUPS alone tries again; whoever comes then is a job for itself.
    case 'again':
    case 'void':
      return { kind: 'ended', action: 'failed', impressions: 0, message };
  }
}

/** It has not printed, but for the pages that the backend told of. */
function released(attempt: Ended | undefined, action: 'failed' | 'cancelled'): Verdict {
  if (attempt === undefined) return { kind: 'ended', action, impressions: 0, message: say('never-printed') };
  const { pages } = attempt.backend;
  const ended = {
    kind: 'ended',
    action,
    impressions: pages ?? 0,
    message: endWords(attempt.backend),
  } as const;
  return pages === undefined ? ended : { ...ended, reported: pages };
}

function endedAttempt({ attempts }: Job): Ended | undefined {
  const last = attempts.at(-1);
  return last?.backend === undefined ? undefined : { ...last, backend: last.backend };
}
