import { plural } from '../../base/plural.ts';
import type { RelayOutcome } from '../../forward/index.ts';
import type { Job } from '../../model/job.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { englishOf, type Words } from '../../model/sentences/sentence.ts';
import type { Change } from '../commit.ts';
import { lastAttempt } from './attempts.ts';
import { isUncounted, type OperatorReason, type Verdict } from './relay.ts';
import { type Ending, settle } from './settle.ts';

/** The commit that a verdict on a relay asks for. */
export function changeOf(verdict: Verdict, job: Job, rules: PrinterSettings, at: number): Change {
  switch (verdict.kind) {
    case 'printed':
      return withAttempts(job, settle(job, printedEnding(verdict, job, rules, at)));
    case 'ended':
      return withAttempts(job, settle(job, otherEnding(verdict, job, rules, at)));
    case 'again':
    case 'stop-printer':
      return {
        step: 'update',
        job: { attempts: job.attempts, state: 'pending', reasons: ['none'], message: verdict.message },
      };
    case 'operator':
      return {
        step: 'update',
        job: { attempts: job.attempts, ...waitingForOperator(verdict.reason, verdict.message) },
      };
  }
}

/** Listed for the operator: the hold stays until `platen jobs resolve` says what was printed. */
export function waitingForOperator(reason: OperatorReason, message: Words): Partial<Job> {
  return { state: 'held', reasons: [reason], message, needsOperator: true, cancelRequested: undefined };
}

/** The record of the last attempt, completed. */
export function withOutcome(job: Job, outcome: RelayOutcome | { readonly kind: 'unknown' }): Job {
  if (outcome.kind === 'unknown') return job;
  const failure = outcome.kind === 'failed' || outcome.kind === 'lost' ? { failure: outcome.message } : {};
  return { ...job, attempts: lastAttempt(job, { octetsSent: outcome.octetsSent, ...failure }) };
}

function withAttempts(job: Job, change: Change): Change {
  return { ...change, job: { ...change.job, attempts: job.attempts } };
}

type PrintedVerdict = Extract<Verdict, { kind: 'printed' }>;
type EndedVerdict = Extract<Verdict, { kind: 'ended' }>;

function printedEnding(
  { reported, evidence }: PrintedVerdict,
  job: Job,
  rules: PrinterSettings,
  at: number,
): Ending {
  const said = reported === undefined ? [] : [`The device reported ${plural(reported, 'impression')}.`];
  return {
    action: 'printed',
    impressions: reported ?? 'quoted',
    ...reportedBy(reported),
    // Of an uncounted job nothing was reserved, because only the device can tell.
    overrun: isUncounted(job) || rules.overrun === 'device',
    reasons: ['job-completed-successfully'],
    evidence: [...evidence, ...said],
    at,
  };
}

function otherEnding(verdict: EndedVerdict, job: Job, rules: PrinterSettings, at: number): Ending {
  const byOwner = job.cancelRequested?.by === job.owner.name;
  const cancelled = byOwner ? 'job-canceled-by-user' : 'job-canceled-by-operator';
  return {
    action: verdict.action,
    impressions: verdict.impressions,
    ...reportedBy(verdict.reported),
    overrun: rules.overrun === 'device',
    reasons: [verdict.action === 'cancelled' ? cancelled : 'aborted-by-system'],
    message: verdict.message,
    evidence: [englishOf(verdict.message)],
    at,
  };
}

function reportedBy(reported: number | undefined): { readonly reported?: number } {
  return reported === undefined ? {} : { reported };
}
