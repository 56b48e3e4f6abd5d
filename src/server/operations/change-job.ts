import type { Changed, PrintJobs } from '../../jobs/index.ts';
import type { Identity } from '../../model/identity.ts';
import type { Operation } from '../exchange.ts';
import { changedAnswer } from '../job-answers.ts';

/** RFC 8011 §4.3.3, §4.3.5: whose job it is and whether its state allows it is decided where the job lives. */
export const cancelJob: Operation = changing((jobs, id, by) => jobs.cancel(id, by));
export const holdJob: Operation = changing((jobs, id, by) => jobs.hold(id, by));

function changing(change: (jobs: PrintJobs, id: number, by: Identity) => Promise<Changed>): Operation {
  return {
    target: 'job',
    answer: async (request, { job }, { jobs }) => changedAnswer(await change(jobs, job.id, request.identity)),
  };
}
