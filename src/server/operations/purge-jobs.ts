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
  target: 'printers',
  answer: async (request, printers, services) => {
    const refused = operatorsOnly(request);
    if (refused !== undefined) return refused;
    const answer = await purgeSome(request, printers, services);
    const message = wordOnPrinter(request.operation);
    if (answer.status === statuses.successfulOk && message !== undefined) {
      for (const { settings } of printers) await services.jobs.changePrinter(settings.name, { message });
    }
    return answer;
  },
};

async function purgeSome(
  request: IppRequest,
  printers: readonly PrinterView[],
  services: Services,
): Promise<IppAnswer> {
  const ids = jobIdsIn(request.operation, services);
  if ('answer' in ids) return ids.answer;
  if (ids.found.length > 0) return purgeNamed(request, printers, services, ids.found);
  const owner = ownAlone(request);
  if (owner === undefined) {
    for (const printer of printers) await purgeAll(request, printer, services);
    return success();
  }
  const own = await Promise.all(printers.map((printer) => jobsOf(owner, printer, services)));
  return purgeNamed(request, printers, services, own.flat());
}

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
): Promise<void> {
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
}

/** All or none. */
async function purgeNamed(
  { identity }: IppRequest,
  printers: readonly PrinterView[],
  { jobs }: Services,
  ids: readonly number[],
): Promise<IppAnswer> {
  const here = await namedJobs(ids, printers, jobs);
  if ('missing' in here) {
    return namingJobs(statuses.clientErrorNotFound, 'No such job; no job was purged.', here.missing);
  }
  const shares = printers.map(({ settings: { name } }) => ({
    name,
    purged: here.found.filter(({ printer }) => printer === name).map(({ id }) => id),
  }));
  const isTooMany = shares.some(
    ({ name, purged }) =>
      (jobs.printer(name)?.standing.purgedJobs ?? []).length + purged.length > purgedJobsMax,
  );
  if (isTooMany) {
    return failure(
      statuses.clientErrorNotPossible,
      `At most ${purgedJobsMax} jobs are purged one by one; Purge-Jobs without job-ids purges all.`,
    );
  }
  for (const { id, state } of here.found) if (state !== 'ended') await jobs.cancel(id, identity);
  for (const { name, purged } of shares) {
    if (purged.length === 0) continue;
    await jobs.changePrinter(name, (now) => ({
      purgedJobs: [...(now.purgedJobs ?? []), ...purged.filter((id) => !isPurgedBy(now, id))],
    }));
  }
  return success();
}
