import { mayAct } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { changedAnswer, problemAnswer } from '../jobs/job-answers.ts';
import { actorOf } from '../requests/actor.ts';
import type { Operation } from '../requests/exchange.ts';

/**
 * RFC 8011 §4.3.7 and RFC 3998 §4.1: possible as long as the document is there, which is until the job has ended. A job
 * that waits for an operator is printed again on the operator's word; one that was printed was paid and is gone, and a
 * client that wants it once more sends it once more.
 */
export const restartJob: Operation = {
  target: 'job',
  answer: async (request, { job }, { jobs }) => {
    const actor = actorOf(request);
    if ('answer' in actor) return actor.answer;
    if (job.needsOperator) return changedAnswer(await jobs.resolve(job.id, { kind: 'again' }, actor.found));
    if (!mayAct(job, request.identity)) return problemAnswer({ kind: 'not-yours' });
    const message = say(job.state === 'ended' ? 'document-not-kept' : 'job-not-ended', { job: job.id });
    return problemAnswer({ kind: 'not-possible', message });
  },
};

/** PWG 5100.7 §4.4: the same with other attributes, hence never of a job in doubt. */
export const resubmitJob: Operation = {
  target: 'job',
  answer: ({ identity }, { job }) => {
    if (!mayAct(job, identity)) return problemAnswer({ kind: 'not-yours' });
    const message = say('not-submitted-again', { job: job.id });
    return problemAnswer({ kind: 'not-possible', message });
  },
};
