import { enums } from '../../ipp/index.ts';
import type { JobQuery } from '../../jobs/index.ts';

interface WhichJobs {
  /** What the book is asked; `none`: there is nothing to ask for. */
  readonly which: JobQuery['which'] | 'none';
  /** job-state that the jobs must have then; any when absent. */
  readonly state?: number;
}

const { jobState } = enums;

/** Values of which-jobs (RFC 8011 §4.2.6.1, PWG 5100.7, PWG 5100.11); the first is the default. */
const whichJobsTable: ReadonlyMap<string, WhichJobs> = new Map([
  ['not-completed', { which: 'open' }],
  ['completed', { which: 'ended' }],
  ['all', { which: 'all' }],
  ['aborted', { which: 'ended', state: jobState.aborted }],
  ['canceled', { which: 'ended', state: jobState.canceled }],
  ['pending', { which: 'open', state: jobState.pending }],
  ['pending-held', { which: 'open', state: jobState.pendingHeld }],
  ['processing', { which: 'open', state: jobState.processing }],
  ['processing-stopped', { which: 'open', state: jobState.processingStopped }],
  // Nobody can ask for a proof here, so that there is never a job of that kind.
  ['proof-print', { which: 'none' }],
]);

export const whichJobsKeywords: readonly string[] = [...whichJobsTable.keys()];

/** undefined: no such keyword. */
export function whichJobs(keyword: string = 'not-completed'): WhichJobs | undefined {
  return whichJobsTable.get(keyword);
}
