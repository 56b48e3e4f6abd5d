import type { Job } from '../../model/job.ts';
import { englishOf, say } from '../../model/sentences/sentence.ts';
import type { Change } from '../commit.ts';
import { settle } from './settle.ts';

/** The end of a job of which nothing has left for its device. */
export function cancelled(job: Job, by: string, at: number): Change {
  const byOwner = by === job.owner.name;
  const message = say(byOwner ? 'cancelled-by-owner' : 'cancelled-by-operator');
  return settle(job, {
    action: 'cancelled',
    impressions: 0,
    overrun: false,
    reasons: [byOwner ? 'job-canceled-by-user' : 'job-canceled-by-operator'],
    message,
    evidence: [englishOf(message)],
    at,
  });
}
