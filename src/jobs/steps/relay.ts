import type { RelayOutcome } from '../../forward/index.ts';
import type { Job } from '../../model/job.ts';
import type { DoubtRule, PrinterSettings } from '../../model/printer.ts';
import { englishOf, say, type Words } from '../../model/sentences/sentence.ts';

/** What the printer's rules make of a relay's outcome. */
export type Verdict =
  | { readonly kind: 'printed'; readonly reported?: number; readonly evidence: readonly string[] }
  | {
      readonly kind: 'ended';
      readonly action: 'cancelled' | 'failed';
      readonly impressions: number | 'quoted';
      readonly reported?: number;
      readonly message: Words;
    }
  /** Free: nothing of the document left, or the rule says to print again. */
  | { readonly kind: 'again'; readonly afterMs: number; readonly message: Words }
  | { readonly kind: 'operator'; readonly reason: OperatorReason; readonly message: Words }
  | { readonly kind: 'stop-printer'; readonly message: Words };

/** Why a job waits for `platen jobs resolve`; also a job-state-reasons keyword of our own. */
export type OperatorReason =
  | 'after-crash'
  | 'after-partial'
  | 'cancelled-while-printing'
  | 'device-failed'
  | 'document-lost'
  | 'no-news'
  | 'not-counted';

/** What the printer's rules make of the outcome; pure. */
export function judgeOutcome(
  outcome: RelayOutcome | { readonly kind: 'unknown' },
  job: Job,
  rules: PrinterSettings,
): Verdict {
  const verdict = judgeByRules(outcome, job, rules);
  const byQuote =
    (verdict.kind === 'printed' && verdict.reported === undefined) ||
    (verdict.kind === 'ended' && verdict.impressions === 'quoted');
  return byQuote && isUncounted(job) ? notCounted : verdict;
}

/** No job is free because it could not be read: when the device tells nothing either, a person does. */
const notCounted: Verdict = {
  kind: 'operator',
  reason: 'not-counted',
  message: say('nobody-counted'),
};

/** Nothing could be agreed on, because the pages could not be counted and no rule assumed a number. */
export function isUncounted({ count, quote }: Job): boolean {
  return quote === undefined || (count?.kind === 'unknown' && quote.impressions === 0);
}

/** One table of outcomes against rules. */
function judgeByRules(
  outcome: RelayOutcome | { readonly kind: 'unknown' },
  job: Job,
  rules: PrinterSettings,
): Verdict {
  switch (outcome.kind) {
    case 'completed':
      return printed(outcome.impressions, outcome.evidence);
    case 'cancelled':
      return judgeCancelled(outcome, rules);
    case 'lost':
      return judgeDoubt({
        rule: rules.afterPartial,
        reason: 'after-partial',
        message: outcome.message,
        job,
        rules,
      });
    case 'unknown':
      return judgeDoubt({
        rule: rules.afterCrash,
        reason: 'after-crash',
        message: say('server-ended'),
        job,
        rules,
      });
    case 'failed':
      return judgeFailed(outcome, job, rules);
  }
}

function printed(reported: number | undefined, evidence: readonly string[]): Verdict {
  return reported === undefined ? { kind: 'printed', evidence } : { kind: 'printed', reported, evidence };
}

type Cancelled = Extract<RelayOutcome, { kind: 'cancelled' }>;
type Failed = Extract<RelayOutcome, { kind: 'failed' }>;

const cancelledUnsent: Verdict = {
  kind: 'ended',
  action: 'cancelled',
  impressions: 0,
  message: say('cancelled-unsent'),
};

function judgeCancelled({ octetsSent, impressions }: Cancelled, rules: PrinterSettings): Verdict {
  if (octetsSent === 0) return cancelledUnsent;
  if (impressions !== undefined) {
    return {
      kind: 'ended',
      action: 'cancelled',
      impressions,
      reported: impressions,
      message: say('cancelled-told'),
    };
  }
  return cancelledHalfWay(rules);
}

/** Nobody can tell how much of it was printed. */
function cancelledHalfWay(rules: PrinterSettings): Verdict {
  const ended = { kind: 'ended', action: 'cancelled' } as const;
  switch (rules.cancelled) {
    case 'full':
      return {
        ...ended,
        impressions: 'quoted',
        message: say('cancelled-full'),
      };
    case 'none':
      return { ...ended, impressions: 0, message: say('cancelled-free') };
    case 'operator':
      return {
        kind: 'operator',
        reason: 'cancelled-while-printing',
        message: say('cancelled-operator'),
      };
  }
}

function judgeFailed(outcome: Failed, job: Job, rules: PrinterSettings): Verdict {
  const { message, impressions } = outcome;
  // A device that says 0 of a job that failed has begun nothing of it, whatever it was sent.
  const untouched = outcome.octetsSent === 0 || impressions === 0;
  if (!outcome.retry) return endedFailed(outcome, rules, untouched);
  if (!untouched)
    return judgeDoubt({ rule: rules.afterPartial, reason: 'after-partial', message, job, rules });
  // The cancel came while the device failed: it holds for a job that would wait now, for its device or for a person.
  if (job.cancelRequested !== undefined) return cancelledUnsent;
  switch (rules.onError.action) {
    case 'retry':
      return again(job, rules, message);
    case 'hold':
      return { kind: 'operator', reason: 'device-failed', message };
    case 'abort':
      return { kind: 'ended', action: 'failed', impressions: 0, message };
    case 'stop':
      return { kind: 'stop-printer', message };
  }
}

/** The device refused this very job, or gave it up for good. */
function endedFailed(
  { message, impressions }: Failed,
  { onError }: PrinterSettings,
  untouched: boolean,
): Verdict {
  const charged = onError.charge && !untouched ? (impressions ?? 'quoted') : 0;
  const ended = { kind: 'ended', action: 'failed', impressions: charged, message } as const;
  return impressions === undefined ? ended : { ...ended, reported: impressions };
}

interface Doubt {
  readonly rule: DoubtRule;
  readonly reason: OperatorReason;
  readonly message: Words;
  readonly job: Job;
  readonly rules: PrinterSettings;
}

function judgeDoubt({ rule, reason, message, job, rules }: Doubt): Verdict {
  // Its client has heard yes: the cancel holds for a job that would wait now, for its device or for a person.
  const isCancelled = job.cancelRequested !== undefined;
  switch (rule) {
    case 'hold':
      return isCancelled ? cancelledHalfWay(rules) : { kind: 'operator', reason, message };
    case 'again':
      return isCancelled ? cancelledHalfWay(rules) : again(job, rules, message);
    case 'printed':
      return {
        kind: 'printed',
        evidence: [`Taken as printed by the rule of ${rules.name}: ${englishOf(message)}`],
      };
    case 'void':
      return { kind: 'ended', action: 'failed', impressions: 0, message };
  }
}

/** Attempts are bounded; the pause grows by the factor of the rule. */
function again(job: Job, { onError }: PrinterSettings, message: Words): Verdict {
  const made = job.attempts.length;
  if (made >= onError.tries) return { kind: 'operator', reason: 'device-failed', message };
  const afterMs = Math.min(onError.delayMaxMs, onError.delayMs * onError.backoff ** Math.max(0, made - 1));
  return { kind: 'again', afterMs, message };
}
