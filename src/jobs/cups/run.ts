import type { AdapterEnd } from '../../model/adapter.ts';
import type { Attempt, BackendEnd, Job } from '../../model/job.ts';
import { englishOf, type Sentence, say } from '../../model/sentences/sentence.ts';
import { lastAttempt } from '../steps/attempts.ts';

/** The start of a backend: now, or when it ran while the server was away. */
export interface RunStart {
  readonly at: number;
  readonly offline?: true;
}

/** The record of a job whose backend is about to run. */
export function runStarted(job: Job, start: RunStart): Partial<Job> {
  return {
    state: 'relaying',
    reasons: ['job-outgoing'],
    needsOperator: false,
    message: undefined,
    startedAt: job.startedAt ?? start.at,
    attempts: [...job.attempts, attemptOf(job, start)],
    ...waiting(job, undefined),
  };
}

function attemptOf({ attempts, cups }: Job, { at, offline }: RunStart): Attempt {
  return {
    number: attempts.length + 1,
    device: `cups:${cups?.instance ?? ''}/${cups?.queue ?? ''}`,
    startedAt: at,
    ...(offline === undefined ? {} : { offline }),
  };
}

/** Sets or ends the time until which CUPS may come again. */
export function waiting({ cups }: Job, waitsSince: number | undefined): Partial<Job> {
  return cups === undefined ? {} : { cups: { ...cups, waitsSince } };
}

/** The attempts with what the adapter told of one of them. */
export function withEnd(job: Job, attempt: number, end: AdapterEnd, at: number): readonly Attempt[] {
  const facts = { backend: backendEnd(end, at), ...octetsOf(end), ...failureOf(end) };
  if (attempt === job.attempts.length) return lastAttempt(job, facts);
  return job.attempts.map((each) => (each.number === attempt ? { ...each, ...facts } : each));
}

function backendEnd({ exit, signal, terminated, cancelled, pages }: AdapterEnd, at: number): BackendEnd {
  return {
    at,
    ...(exit === undefined ? {} : { exit }),
    ...(signal === undefined ? {} : { signal }),
    terminated,
    ...(cancelled === undefined ? {} : { cancelled }),
    ...(pages === undefined ? {} : { pages }),
  };
}

function octetsOf({ octets }: AdapterEnd): Pick<Attempt, 'octetsSent'> {
  return octets === undefined ? {} : { octetsSent: octets };
}

function failureOf(end: AdapterEnd): Pick<Attempt, 'failure'> {
  return end.exit === 0 && !end.terminated ? {} : { failure: englishOf(endWords(end)) };
}

/** What happened to the backend. */
export function endWords({ exit, signal, terminated }: AdapterEnd | BackendEnd): readonly Sentence[] {
  return [...(terminated ? say('backend-stopped') : []), ...howItEnded({ exit, signal })];
}

function howItEnded({
  exit,
  signal,
}: {
  readonly exit?: number | undefined;
  readonly signal?: string | undefined;
}): readonly Sentence[] {
  if (signal !== undefined) return say('backend-killed', { signal });
  if (exit === undefined) return say('backend-not-started');
  return exit === 0 ? say('backend-ended-well') : say('backend-ended', { exit });
}
