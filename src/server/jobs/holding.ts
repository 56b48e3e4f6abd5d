import { firstString, type IppAttributes, msOfDateTime } from '../../ipp/index.ts';
import type { Job } from '../../model/job.ts';
import { only } from '../requests/checks.ts';
import { nextStart } from './time-periods.ts';

export const noHold = 'no-hold';
export const noDelay = 'no-delay-output';
/** Until somebody says otherwise. */
export const indefinite = 'indefinite';

/** The attributes of which each asks a job to wait (RFC 8011 §5.2.2, PWG 5100.11 §7). */
export const holdNames = ['job-hold-until', 'job-hold-until-time'] as const;

/** The same for what is to come out later. */
export const delayNames = ['job-delay-output-until', 'job-delay-output-until-time'] as const;

/** All of them. */
export const waitNames: readonly string[] = [...holdNames, ...delayNames];

/** Release-Job takes every wait away (RFC 8011 §4.3.6); the attributes are as they came until they are set anew. */
export function saysWhatIsOver({ released }: Pick<Job, 'released'>): boolean {
  return released !== undefined && released.attributesSet !== true;
}

/** As JobRequest.held: the later one when a period and a moment are named. */
export function heldOf(attributes: IppAttributes, nowMs: number): boolean | number {
  return laterOf(attributes, { period: 'job-hold-until', moment: 'job-hold-until-time', nowMs });
}

/** As JobRequest.delayed. What is to come out later is sent to the device later: it could not be stopped there. */
export function delayedOf(attributes: IppAttributes, nowMs: number): true | number | undefined {
  const delayed = laterOf(attributes, {
    period: 'job-delay-output-until',
    moment: 'job-delay-output-until-time',
    nowMs,
  });
  return delayed === false ? undefined : delayed;
}

interface Names {
  readonly period: 'job-hold-until' | 'job-delay-output-until';
  readonly moment: 'job-hold-until-time' | 'job-delay-output-until-time';
  readonly nowMs: number;
}

function laterOf(attributes: IppAttributes, { period, moment, nowMs }: Names): boolean | number {
  const keyword = firstString(attributes, period);
  if (keyword === indefinite) return true;
  const start = keyword === undefined ? undefined : nextStart(keyword, nowMs);
  const value = only(attributes.get(moment));
  const at = value?.syntax === 'dateTime' ? msOfDateTime(value.value) : undefined;
  const latest = Math.max(start ?? nowMs, at ?? nowMs);
  return latest > nowMs && latest;
}
