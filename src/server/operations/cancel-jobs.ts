import { attributeOf, type IppAttributes, integer, integers, statuses } from '../../ipp/index.ts';
import { type JobView, mayAct, type PrinterView } from '../../jobs/index.ts';
import { failure, type IppAnswer, success } from '../answer.ts';
import type { IppRequest, Operation, Services } from '../exchange.ts';
import { operatorsOnly } from '../operators.ts';

/** PWG 5100.7 §6.2: all jobs of a printer, or those named; for operators. */
export const cancelJobs: Operation = {
  target: 'printer',
  answer: (request, printer, services) =>
    operatorsOnly(request) ?? cancelAll(request, services, openJobs(request, printer, services)),
};

/** PWG 5100.7 §6.3: the requester's own, all or those named. */
export const cancelMyJobs: Operation = {
  target: 'printer',
  answer: (request, printer, services) =>
    cancelAll(request, services, openJobs(request, printer, services, request.identity.name)),
};

/** Job numbers in one request, as many as Get-Jobs lists. */
const named = (operation: IppAttributes): readonly number[] => integers(operation, 'job-ids');

async function openJobs(
  { operation }: IppRequest,
  { settings }: PrinterView,
  { jobs, limits }: Services,
  owner?: string,
): Promise<readonly (JobView | undefined)[]> {
  const ids = named(operation);
  if (ids.length > 0) return Promise.all(ids.slice(0, limits.jobsListedMax).map((id) => jobs.job(id)));
  const query = { printer: settings.name, which: 'open', limit: limits.jobsListedMax } as const;
  return jobs.jobs(owner === undefined ? query : { ...query, owner });
}

/** All or none: every job is looked at before the first is cancelled (PWG 5100.7 §6.2.1). */
async function cancelAll(
  { operation, identity }: IppRequest,
  { jobs }: Services,
  looking: Promise<readonly (JobView | undefined)[]>,
): Promise<IppAnswer> {
  const views = await looking;
  const found = views.filter((view) => view !== undefined);
  if (found.length < views.length) return refusal(statuses.clientErrorNotFound, 'No such job', operation);
  if (found.some(({ job }) => !mayAct(job, identity))) {
    return refusal(statuses.clientErrorNotAuthorized, 'A job belongs to someone else', operation);
  }
  if (found.some(({ job }) => job.state === 'ended')) {
    return refusal(statuses.clientErrorNotPossible, 'A job has ended already', operation);
  }
  for (const { job } of found) await jobs.cancel(job.id, identity);
  return success();
}

function refusal(status: number, reason: string, operation: IppAttributes): IppAnswer {
  const ids = named(operation).map(integer);
  return failure(status, `${reason}; no job was cancelled.`, [attributeOf('job-ids', ...ids)]);
}
