import { statuses } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { isPurgedBy, purgedJobsMax } from '../../model/printer.ts';
import { failure, type IppAnswer, success } from '../requests/answer.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { wordOnPrinter } from '../requests/operator-word.ts';
import { operatorsOnly } from '../requests/operators.ts';
import { isPurged } from '../requests/resolve.ts';
import { jobIdsIn, namedJobs, namingJobs, ownAlone } from './cancel-jobs.ts';

/**
 * RFC 8011 §4.2.9: cancels every job of the printer and shows none of them to clients any more; with job-ids (PWG 5100.11 §5.7)
 * those jobs alone, with my-jobs those of whoever asks (cupsd). The books keep their lines: who printed what is not a client's
 * to wipe away.
 */
export const purgeJobs: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const refused = operatorsOnly(request);
    if (refused !== undefined) return refused;
    const ids = jobIdsIn(request.operation, services);
    if ('answer' in ids) return ids.answer;
    const owner = ownAlone(request);
    const own = owner === undefined ? [] : await jobsOf(owner, printer, services);
    if (ids.found.length === 0 && owner !== undefined && own.length === 0) return success();
    const named = ids.found.length === 0 ? own : ids.found;
    const answer =
      named.length === 0
        ? await purgeAll(request, printer, services)
        : await purgeNamed(request, printer, services, named);
    const message = wordOnPrinter(request.operation);
    if (answer.status === statuses.successfulOk && message !== undefined) {
      await services.jobs.changePrinter(printer.settings.name, { message });
    }
    return answer;
  },
};

/** All that are shown of somebody, one more than can be purged one by one so that those are refused. */
async function jobsOf(
  owner: string,
  { settings }: PrinterView,
  { jobs }: Services,
): Promise<readonly number[]> {
  const accept = (job: Job): boolean => job.printer === settings.name && !isPurged(job, jobs);
  const limit = purgedJobsMax + 1;
  const views = await jobs.jobs({ printer: settings.name, which: 'all', owner, limit, accept });
  return views.map(({ job }) => job.id);
}

async function purgeAll(
  { identity }: IppRequest,
  { settings }: PrinterView,
  { jobs, limits }: Services,
): Promise<IppAnswer> {
  const printer = settings.name;
  let last = 0;
  for (;;) {
    const open = await jobs.jobs({ printer, which: 'open', limit: limits.jobsListedMax });
    const fresh = open.filter(({ job }) => job.id > last);
    if (fresh.length === 0) break;
    for (const { job } of fresh) await jobs.cancel(job.id, identity);
    last = Math.max(...fresh.map(({ job }) => job.id));
  }
  const [newest] = await jobs.jobs({ printer, which: 'ended', byId: true, limit: 1 });
  await jobs.changePrinter(printer, ({ purgedUpTo }) => ({
    purgedUpTo: Math.max(purgedUpTo, last, newest?.job.id ?? 0),
    purgedJobs: [],
  }));
  return success();
}

/** All or none. */
async function purgeNamed(
  { identity }: IppRequest,
  { settings: { name } }: PrinterView,
  { jobs }: Services,
  ids: readonly number[],
): Promise<IppAnswer> {
  const here = await namedJobs(ids, name, jobs);
  if ('missing' in here) {
    return namingJobs(statuses.clientErrorNotFound, 'No such job; no job was purged.', here.missing);
  }
  const before = jobs.printer(name)?.standing;
  if ((before?.purgedJobs ?? []).length + ids.length > purgedJobsMax) {
    return failure(
      statuses.clientErrorNotPossible,
      `At most ${purgedJobsMax} jobs are purged one by one; Purge-Jobs without job-ids purges all.`,
    );
  }
  for (const { id, state } of here.found) if (state !== 'ended') await jobs.cancel(id, identity);
  await jobs.changePrinter(name, (now) => ({
    purgedJobs: [...(now.purgedJobs ?? []), ...ids.filter((id) => !isPurgedBy(now, id))],
  }));
  return success();
}
