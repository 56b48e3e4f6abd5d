import { changedAnswer } from '../jobs/job-answers.ts';
import { actorOf } from '../requests/actor.ts';
import { badRequest, type IppAnswer } from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { operatorsOnly } from '../requests/operators.ts';
import { isPurged, noSuchJob } from '../requests/resolve.ts';

/** RFC 3998 §4.4.1: this one next. */
export const promoteJob: Operation = {
  target: 'job',
  answer: (request, { job }, services) =>
    operatorsOnly(request) ?? schedule(request, services, { id: job.id, after: undefined }),
};

/** RFC 3998 §4.4.2: behind `predecessor-job-id`; next when none is named. */
export const scheduleJobAfter: Operation = {
  target: 'job',
  answer: async (request, { job }, services) => {
    const refused = operatorsOnly(request);
    if (refused !== undefined) return refused;
    const asked = request.operation.get('predecessor-job-id');
    const predecessor = only(asked);
    if (asked === undefined) return schedule(request, services, { id: job.id, after: undefined });
    if (predecessor?.syntax !== 'integer' || predecessor.value < 1) {
      return badRequest('predecessor-job-id must be one positive integer.');
    }
    const before = await services.jobs.job(predecessor.value);
    if (before === undefined || isPurged(before.job, services.jobs)) return noSuchJob(predecessor.value);
    return schedule(request, services, { id: job.id, after: predecessor.value });
  },
};

async function schedule(
  request: IppRequest,
  { jobs }: Services,
  { id, after }: { readonly id: number; readonly after: number | undefined },
): Promise<IppAnswer> {
  const actor = actorOf(request);
  return 'answer' in actor ? actor.answer : changedAnswer(await jobs.schedule(id, after, actor.found));
}
