import {
  attributeOf,
  firstBoolean,
  type IppAttributes,
  integer,
  integers,
  statuses,
} from '../../ipp/index.ts';
import { isInDoubt, type JobView, mayAct, type PrinterView, type PrintJobs } from '../../jobs/index.ts';
import type { Actor } from '../../model/identity.ts';
import type { Job } from '../../model/job.ts';
import { actorOf } from '../requests/actor.ts';
import { badRequest, failure, type IppAnswer, success } from '../requests/answer.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { operatorsOnly } from '../requests/operators.ts';
import { isPurged, type Resolved } from '../requests/resolve.ts';

/** PWG 5100.7 §6.2: all jobs of a printer, or those named; for operators. */
export const cancelJobs: Operation = {
  target: 'printers',
  answer: (request, printers, services) =>
    operatorsOnly(request) ?? cancelSome(request, printers, services, ownAlone(request)),
};

/** PWG 5100.7 §6.3: the requester's own, all or those named. */
export const cancelMyJobs: Operation = {
  target: 'printers',
  answer: (request, printers, services) => cancelSome(request, printers, services, request.identity.name),
};

/** Whose jobs are meant where an operator asks for no others than its own (`cancel -x -u`, as cupsd). */
export function ownAlone({ operation, identity }: IppRequest): string | undefined {
  return firstBoolean(operation, 'my-jobs') === true ? identity.name : undefined;
}

/** `owner`: of this one alone, where no jobs are named. */
async function cancelSome(
  request: IppRequest,
  printers: readonly PrinterView[],
  services: Services,
  owner?: string,
): Promise<IppAnswer> {
  const ids = jobIdsIn(request.operation, services);
  if ('answer' in ids) return ids.answer;
  const actor = actorOf(request);
  if ('answer' in actor) return actor.answer;
  if (ids.found.length > 0) return cancelNamed(actor.found, printers, services, ids.found);
  for (const printer of printers) await cancelOpen(actor.found, printer, services, owner);
  return success();
}

/** job-ids (PWG 5100.7 §6.2): each once, none where all jobs are meant. */
export function jobIdsIn(operation: IppAttributes, { limits }: Services): Resolved<readonly number[]> {
  const ids = [...new Set(integers(operation, 'job-ids'))];
  const most = limits.jobsListedMax;
  if (ids.length > most) {
    return { answer: failure(statuses.clientErrorRequestEntityTooLarge, `More than ${most} job-ids.`) };
  }
  return ids.some((id) => id < 1) ? { answer: badRequest('job-ids must be positive.') } : { found: ids };
}

/** Those that wait or print now; one that ends meanwhile needs no cancelling. */
async function cancelOpen(
  actor: Actor,
  { settings }: PrinterView,
  { jobs, limits }: Services,
  owner?: string,
): Promise<void> {
  const query = {
    printer: settings.name,
    which: 'open',
    limit: limits.jobsListedMax,
    ...(owner === undefined ? {} : { owner }),
  } as const;
  const asked = new Set<number>();
  for (;;) {
    const fresh = await jobs.jobs({ ...query, accept: ({ id }) => !asked.has(id) });
    if (fresh.length === 0) return;
    for (const { job } of fresh) {
      asked.add(job.id);
      await jobs.cancel(job.id, actor);
    }
  }
}

/** All or none: every job is looked at before the first is cancelled (PWG 5100.7 §6.2.1). */
async function cancelNamed(
  actor: Actor,
  printers: readonly PrinterView[],
  { jobs }: Services,
  ids: readonly number[],
): Promise<IppAnswer> {
  const here = await namedJobs(ids, printers, jobs);
  if ('missing' in here) return refusal(statuses.clientErrorNotFound, 'No such job', here.missing);
  const { found } = here;
  const foreign = found.filter((job) => !mayAct(job, actor)).map(({ id }) => id);
  if (foreign.length > 0) {
    return refusal(statuses.clientErrorNotAuthorized, 'A job belongs to someone else', foreign);
  }
  const ended = found.filter(({ state }) => state === 'ended').map(({ id }) => id);
  if (ended.length > 0) return refusal(statuses.clientErrorNotPossible, 'A job has ended already', ended);
  const doubtful = found.filter(isInDoubt).map(({ id }) => id);
  if (doubtful.length > 0) {
    return refusal(
      statuses.clientErrorNotPossible,
      'An operator has to say what was printed of a job',
      doubtful,
    );
  }
  for (const { id } of found) await jobs.cancel(id, actor);
  return success();
}

/** The jobs of the printers with these numbers, or the numbers that they have no job of, or none that is shown. */
export async function namedJobs(
  ids: readonly number[],
  printers: readonly PrinterView[],
  jobs: PrintJobs,
): Promise<{ readonly found: readonly Job[] } | { readonly missing: readonly number[] }> {
  const views = new Map(await Promise.all(ids.map(async (id) => [id, await jobs.job(id)] as const)));
  const names = new Set(printers.map(({ settings }) => settings.name));
  const isHere = (view: JobView | undefined): boolean =>
    view !== undefined && names.has(view.job.printer) && !isPurged(view.job, jobs);
  const missing = ids.filter((id) => !isHere(views.get(id)));
  if (missing.length > 0) return { missing };
  return { found: [...views.values()].flatMap((view) => view?.job ?? []) };
}

function refusal(status: number, reason: string, ids: readonly number[]): IppAnswer {
  return namingJobs(status, `${reason}; no job was cancelled.`, ids);
}

export function namingJobs(status: number, message: string, ids: readonly number[]): IppAnswer {
  return failure(status, message, [attributeOf('job-ids', ...ids.map(integer))]);
}
