import { statuses } from '../../ipp/index.ts';
import { type JobView, mayAct, type PrinterView } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { changedAnswer, problemAnswer } from '../jobs/job-answers.ts';
import { actorOf } from '../requests/actor.ts';
import { failure, type IppAnswer } from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';

/** RFC 3998 §4.2: cancels what is at the device now; with a job-id only when it is that one. */
export const cancelCurrentJob: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const current = await currentJob(request, printer, services);
    if ('status' in current) return current;
    const actor = actorOf(request);
    if ('answer' in actor) return actor.answer;
    return changedAnswer(await services.jobs.cancel(current.job.id, actor.found));
  },
};

/**
 * RFC 3998 §4.3.1. No device that we send to can lay a job aside and take another one, so that the answer is always that
 * it is not possible now; a client that must have it for IPP/2.2 hears why.
 */
export const suspendCurrentJob: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const current = await currentJob(request, printer, services);
    if ('status' in current) return current;
    if (!mayAct(current.job, request.identity)) return problemAnswer({ kind: 'not-yours' });
    const message = say('cannot-lay-aside', { job: current.job.id });
    return problemAnswer({ kind: 'not-possible', message });
  },
};

/** RFC 3998 §4.3.2: of a job that Suspend-Current-Job has laid aside. */
export const resumeJob: Operation = {
  target: 'job',
  answer: ({ identity }, { job }) =>
    problemAnswer(
      mayAct(job, identity)
        ? { kind: 'not-possible', message: say('not-suspended', { job: job.id }) }
        : { kind: 'not-yours' },
    ),
};

async function currentJob(
  { operation }: IppRequest,
  { settings }: PrinterView,
  { jobs, limits }: Services,
): Promise<JobView | IppAnswer> {
  const views = await jobs.jobs({ printer: settings.name, which: 'open', limit: limits.jobsListedMax });
  // One that was sent here and released elsewhere is listed here too, and is at another device.
  const current = views.find(({ job }) => job.state === 'relaying' && job.printer === settings.name);
  if (current === undefined) {
    return failure(statuses.clientErrorNotPossible, say('nothing-printing', { printer: settings.name }));
  }
  const named = only(operation.get('job-id'));
  return named?.syntax === 'integer' && named.value !== current.job.id
    ? failure(statuses.clientErrorNotPossible, say('not-printing', { job: named.value }))
    : current;
}
