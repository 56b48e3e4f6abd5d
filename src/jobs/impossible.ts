import type { Job, JobAction, JobState } from '../model/job.ts';
import { joined, type Sentence, say, type Words } from '../model/sentences/sentence.ts';
import type { JobProblem, Resolution } from './print-jobs.ts';
import { isUncounted } from './steps/relay.ts';

/** Why a job is not changed as somebody asks, in every language. */
export type AskedChange = 'held' | 'changed' | 'scheduled' | 'released';

type Id = { readonly id: Sentence['id'] };

const cannot = {
  held: { id: 'cannot-be-held' },
  changed: { id: 'cannot-be-changed' },
  scheduled: { id: 'cannot-be-scheduled' },
  released: { id: 'cannot-be-released' },
} as const satisfies Record<AskedChange, Id>;

const states = {
  incoming: { id: 'job-is-incoming' },
  counting: { id: 'job-is-counting' },
  held: { id: 'job-is-held' },
  pending: { id: 'job-is-pending' },
  relaying: { id: 'job-is-relaying' },
  printed: { id: 'job-is-printed' },
  refused: { id: 'job-is-refused' },
  cancelled: { id: 'job-is-cancelled' },
  failed: { id: 'job-is-failed' },
  quoted: { id: 'job-is-quoted' },
} as const satisfies Record<Exclude<JobState, 'ended'> | JobAction, Id>;

export function impossible(job: Job, what: AskedChange): { readonly no: JobProblem } {
  return { no: notPossible([...say(cannot[what].id, { job: job.id }), ...stateOf(job)]) };
}

export function operatorOnly(job: Job): Words {
  return joined([say('waits-for-operator', { job: job.id }), job.message ?? []]);
}

export function notInDoubt(job: Job): { readonly no: JobProblem } {
  return { no: notPossible([...say('not-in-doubt', { job: job.id }), ...stateOf(job)]) };
}

/** What an operator says of a job must leave it neither printed for nothing nor charged for nothing. */
export function whyUnresolvable(job: Job, how: Resolution): Words | undefined {
  if (how.kind === 'void') return undefined;
  if (job.quote === undefined) return say('never-judged', { job: job.id });
  if (how.kind === 'again' || how.impressions !== undefined || !isUncounted(job)) return undefined;
  return say('impressions-needed', { job: job.id });
}

function stateOf({ state, settlement }: Job): readonly Sentence[] {
  return say(states[state === 'ended' ? (settlement?.action ?? 'failed') : state].id);
}

export function notPossible(message: Words): JobProblem {
  return { kind: 'not-possible', message };
}
