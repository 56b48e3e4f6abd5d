import type { Job, JobPin, Waits } from '../../model/job.ts';
import type { ReleaseRule } from '../../model/printer.ts';
import { say, type Words } from '../../model/sentences/sentence.ts';
import type { JobRequest } from '../print-jobs.ts';

interface WaitsInput {
  readonly request: Pick<JobRequest, 'held' | 'delayed' | 'cups'>;
  readonly rule: ReleaseRule;
  /** Its printer holds all new jobs. */
  readonly onCreate: boolean;
  readonly pin: JobPin | undefined;
  readonly at: number;
}

/** What a new job waits for once it is counted; undefined: nothing. */
export function waitsOf({ request, rule, onCreate, pin, at }: WaitsInput): Waits | undefined {
  const waits: Waits = {
    ...(request.held === false ? {} : { until: request.held }),
    ...(request.delayed === undefined ? {} : { delay: request.delayed }),
    ...(onCreate ? { onCreate } : {}),
    ...(rule.by === 'nobody' ? {} : { release: true as const }),
    ...(pin === undefined ? {} : { pin }),
  };
  return normal(waits, at, expiryOf(waits, rule, at));
}

/** Only what asks a person to come is given up when nobody does; what waits for a moment prints then. */
function expiryOf(waits: Waits, rule: ReleaseRule, at: number): number | undefined {
  const asksAPerson = waits.release === true || waits.pin !== undefined;
  return asksAPerson ? expiresAt(rule, at) : undefined;
}

export function expiresAt({ expireAfterMinutes }: ReleaseRule, at: number): number {
  return at + expireAfterMinutes * 60_000;
}

/** What is left of it at this time; undefined: nothing, the job may print. */
export function stillWaiting(waits: Waits | undefined, now: number): Waits | undefined {
  return waits === undefined ? undefined : normal(waits, now, waits.expiresAt);
}

function normal(
  { until, delay, onCreate, release, pin }: Waits,
  now: number,
  expires: number | undefined,
): Waits | undefined {
  const waits: Waits = {
    ...(isAhead(until, now) ? { until } : {}),
    ...(isAhead(delay, now) ? { delay } : {}),
    ...(onCreate === undefined ? {} : { onCreate }),
    ...(release === undefined ? {} : { release }),
    ...(pin === undefined ? {} : { pin }),
  };
  if (Object.keys(waits).length === 0) return undefined;
  return expires === undefined ? waits : { ...waits, expiresAt: expires };
}

function isAhead(moment: number | true | undefined, now: number): moment is number | true {
  return moment !== undefined && (moment === true || moment > now);
}

/** The same with another job-hold-until; false: without. */
export function withHold(waits: Waits | undefined, held: boolean | number, now: number): Waits | undefined {
  const { until: _before, ...others } = waits ?? {};
  return stillWaiting(held === false ? others : { ...others, until: held }, now);
}

/** The same with another job-delay-output-until; false: without. */
export function withDelay(
  waits: Waits | undefined,
  delayed: boolean | number,
  now: number,
): Waits | undefined {
  const { delay: _before, ...others } = waits ?? {};
  return stillWaiting(delayed === false ? others : { ...others, delay: delayed }, now);
}

/** The same once its printer holds no new jobs any more. */
export function withoutHoldOnCreate(waits: Waits | undefined, now: number): Waits | undefined {
  const { onCreate: _before, ...others } = waits ?? {};
  return stillWaiting(others, now);
}

/** job-state-reasons (RFC 8011 §5.3.8, RFC 3998 §8.2, PWG 5100.11 §8), what a person can do something about first. */
export function waitReasonsOf(waits: Waits | undefined): readonly string[] {
  if (waits === undefined) return [];
  return [
    ...(waits.pin === undefined ? [] : ['job-password-wait']),
    ...(waits.release === undefined ? [] : ['job-release-wait']),
    ...(waits.onCreate === undefined ? [] : ['job-held-on-create']),
    ...(waits.until === undefined ? [] : ['job-hold-until-specified']),
    ...(waits.delay === undefined ? [] : ['job-delay-output-until-specified']),
  ];
}

/** The job as it is with these waits, when it is neither being received nor at its device. */
export function standingWith(waits: Waits | undefined): Pick<Job, 'state' | 'reasons' | 'message' | 'waits'> {
  if (waits === undefined) return { state: 'pending', reasons: ['none'], message: undefined, waits };
  return { state: 'held', reasons: waitReasonsOf(waits), message: sentenceOf(waits), waits };
}

/** For the one who sent it, who has to do something about it; nothing to say of a hold that was asked for. */
export function sentenceOf({ pin, release }: Waits): Words | undefined {
  if (pin !== undefined) return say('waits-for-pin');
  return release === undefined ? undefined : say('waits-for-release');
}
