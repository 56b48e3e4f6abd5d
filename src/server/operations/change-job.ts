import { attributeOf, type IppAttributes, outOfBand } from '../../ipp/index.ts';
import { holdNames } from '../jobs/holding.ts';
import { changedAnswer, ignoredPart, problemAnswer } from '../jobs/job-answers.ts';
import { editOf } from '../jobs/job-edit.ts';
import { actorOf } from '../requests/actor.ts';
import type { Operation } from '../requests/exchange.ts';
import { judged } from '../requests/unsupported.ts';

/** RFC 8011 §4.3.3: whose job it is and whether its state allows it is decided where the job lives. */
export const cancelJob: Operation = {
  target: 'job',
  answer: async (request, { job }, { jobs }) => {
    const actor = actorOf(request);
    return 'answer' in actor ? actor.answer : changedAnswer(await jobs.cancel(job.id, actor.found));
  },
};

/**
 * RFC 8011 §4.3.5: until the period or moment that the request names, which takes the place of the one of the job; until
 * somebody releases it where it names none, or none that the printer knows.
 */
export const holdJob: Operation = {
  target: 'job',
  answer: async (request, { job }, { jobs, printerAttributes, clock }) => {
    const actor = actorOf(request);
    if ('answer' in actor) return actor.answer;
    const printer = jobs.printer(job.printer);
    // A job may be older than the configuration.
    if (printer === undefined) return problemAnswer({ kind: 'not-found' });
    const asked = new Map([...request.operation].filter(([name]) => isHoldName(name)));
    const { accepted, refused } = judged(asked, printerAttributes.offered(printer));
    const nowMs = clock.now();
    const changed = await jobs.hold(
      job.id,
      actor.found,
      accepted.size === 0 ? undefined : (current) => editOf(current, inPlaceOfAll(accepted), { nowMs }),
    );
    const answer = changedAnswer(changed);
    return changed.kind === 'done'
      ? { ...answer, ...ignoredPart({ attributes: refused, conflicting: false }) }
      : answer;
  },
};

function inPlaceOfAll(accepted: IppAttributes): IppAttributes {
  return new Map(
    holdNames.map((name) => [name, accepted.get(name) ?? attributeOf(name, outOfBand('delete-attribute'))]),
  );
}

function isHoldName(name: string): boolean {
  return holdNames.some((each) => each === name);
}
