import { attributeOf, integer, integers, statuses } from '../../ipp/index.ts';
import { type JobView, mayAct, type PrinterView } from '../../jobs/index.ts';
import { badRequest, failure, type IppAnswer, success } from '../requests/answer.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { operatorsOnly } from '../requests/operators.ts';
import { isPurged } from '../requests/resolve.ts';

/** PWG 5100.7 §6.2: all jobs of a printer, or those named; for operators. */
export const cancelJobs: Operation = {
  target: 'printer',
  answer: (request, printer, services) => operatorsOnly(request) ?? cancelSome(request, printer, services),
};

/** PWG 5100.7 §6.3: the requester's own, all or those named. */
export const cancelMyJobs: Operation = {
  target: 'printer',
  answer: (request, printer, services) => cancelSome(request, printer, services, request.identity.name),
};

/** `owner`: of this one alone, where no jobs are named. */
function cancelSome(
  request: IppRequest,
  printer: PrinterView,
  services: Services,
  owner?: string,
): Promise<IppAnswer> | IppAnswer {
  const ids = [...new Set(integers(request.operation, 'job-ids'))];
  if (ids.length === 0) return cancelOpen(request, printer, services, owner);
  if (ids.length > services.limits.jobsListedMax) {
    return failure(
      statuses.clientErrorRequestEntityTooLarge,
      `More than ${services.limits.jobsListedMax} job-ids.`,
    );
  }
  if (ids.some((id) => id < 1)) return badRequest('job-ids must be positive.');
  return cancelNamed(request, printer, services, ids);
}

/** Those that wait or print now; one that ends meanwhile needs no cancelling. */
async function cancelOpen(
  { identity }: IppRequest,
  { settings }: PrinterView,
  { jobs, limits }: Services,
  owner?: string,
): Promise<IppAnswer> {
  const query = {
    printer: settings.name,
    which: 'open',
    limit: limits.jobsListedMax,
    ...(owner === undefined ? {} : { owner }),
  } as const;
  const asked = new Set<number>();
  for (;;) {
    const fresh = await jobs.jobs({ ...query, accept: ({ id }) => !asked.has(id) });
    if (fresh.length === 0) return success();
    for (const { job } of fresh) {
      asked.add(job.id);
      await jobs.cancel(job.id, identity);
    }
  }
}

/** All or none: every job is looked at before the first is cancelled (PWG 5100.7 §6.2.1). */
async function cancelNamed(
  { identity }: IppRequest,
  { settings }: PrinterView,
  { jobs }: Services,
  ids: readonly number[],
): Promise<IppAnswer> {
  const views = new Map(await Promise.all(ids.map(async (id) => [id, await jobs.job(id)] as const)));
  const isHere = (view: JobView | undefined): boolean =>
    view?.job.printer === settings.name && !isPurged(view.job, jobs);
  const missing = ids.filter((id) => !isHere(views.get(id)));
  if (missing.length > 0) return refusal(statuses.clientErrorNotFound, 'No such job', missing);
  const found = [...views.values()].flatMap((view) => view?.job ?? []);
  const foreign = found.filter((job) => !mayAct(job, identity)).map(({ id }) => id);
  if (foreign.length > 0) {
    return refusal(statuses.clientErrorNotAuthorized, 'A job belongs to someone else', foreign);
  }
  const ended = found.filter(({ state }) => state === 'ended').map(({ id }) => id);
  if (ended.length > 0) return refusal(statuses.clientErrorNotPossible, 'A job has ended already', ended);
  for (const { id } of found) await jobs.cancel(id, identity);
  return success();
}

function refusal(status: number, reason: string, ids: readonly number[]): IppAnswer {
  return failure(status, `${reason}; no job was cancelled.`, [attributeOf('job-ids', ...ids.map(integer))]);
}
