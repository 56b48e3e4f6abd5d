import type { ReleaseArgs } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { challengeOf } from '../http/challenge.ts';
import { changedAnswer } from '../jobs/job-answers.ts';
import { passwordOf } from '../jobs/job-password.ts';
import { actorOf } from '../requests/actor.ts';
import { type IppAnswer, success } from '../requests/answer.ts';
import { refusalAnswer } from '../requests/answers.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { printerAsked } from '../requests/resolve.ts';

/**
 * RFC 8011 §4.3.6. The job is printed at the printer that the request names: at its own, or at another one where it may be
 * released. The password that it waits for comes as it came with the job, in job-password and job-password-encryption.
 */
export const releaseJob: Operation = {
  target: 'job',
  answer: async (request, { job }, services) => {
    const password = passwordOf(request.operation);
    if ('answer' in password) return password.answer;
    const asked = printerAsked(request);
    const elsewhere = asked !== undefined && asked !== job.releasedFrom && asked !== job.printer;
    const challenge = challengeAt(request, services, job, elsewhere ? asked : undefined);
    if (challenge !== undefined) return challenge;
    const actor = actorOf(request);
    if ('answer' in actor) return actor.answer;
    const how: ReleaseArgs = {
      ...(elsewhere ? { printer: asked } : {}),
      ...(password.found === undefined ? {} : { pin: password.found }),
    };
    const released = await services.jobs.release(job.id, actor.found, how);
    const isFree = job.state === 'incoming' || job.state === 'pending' || job.state === 'relaying';
    // What waits for nothing is released as far as it can be (RFC 8011 §4.3.6).
    if (released.kind === 'not-possible' && isFree && !elsewhere) return success();
    if (released.kind !== 'refused') return changedAnswer(released);
    return refusalAnswer(released.refusals, { client: request.client, phase: 'before-document' });
  },
};

/** Asks for a password where only that lets somebody release, and none was given. */
function challengeAt(
  request: IppRequest,
  { jobs }: Services,
  { printer, waits }: Job,
  elsewhere: string | undefined,
): IppAnswer | undefined {
  const own = jobs.printer(printer)?.settings;
  const target = elsewhere === undefined ? undefined : jobs.printer(elsewhere)?.settings;
  const levels = waits?.release === true ? own?.release.levels : undefined;
  return (
    (own === undefined || levels === undefined
      ? undefined
      : challengeOf(request, { ...own, identity: { levels } })) ??
    (target === undefined ? undefined : challengeOf(request, target))
  );
}
