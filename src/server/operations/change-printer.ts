import { statuses } from '../../ipp/index.ts';
import type { PrintJobs } from '../../jobs/index.ts';
import { failure, success } from '../answer.ts';
import type { Operation } from '../exchange.ts';
import { operatorsOnly } from '../operators.ts';

/** RFC 8011 §4.2.7, §4.2.8. */
export const pausePrinter: Operation = changing((jobs, name) => jobs.pause(name));
export const resumePrinter: Operation = changing((jobs, name) => jobs.resume(name));

function changing(change: (jobs: PrintJobs, name: string) => Promise<boolean>): Operation {
  return {
    target: 'printer',
    answer: async (request, { settings }, { jobs }) => {
      const refused = operatorsOnly(request);
      if (refused !== undefined) return refused;
      const done = await change(jobs, settings.name);
      return done
        ? success()
        : failure(statuses.clientErrorNotFound, `There is no printer "${settings.name}".`);
    },
  };
}
