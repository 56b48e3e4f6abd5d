import type { Attempt, Job } from '../../model/job.ts';

/** The attempts with more facts of the last one. */
export function lastAttempt(job: Job, facts: Partial<Attempt>): readonly Attempt[] {
  const last = job.attempts.at(-1);
  return last === undefined ? [] : [...job.attempts.slice(0, -1), { ...last, ...facts }];
}
