import { attributeOf, type IppAttributes, outOfBand } from '../../ipp/index.ts';
import { holdNames } from '../jobs/holding.ts';
import { changedAnswer, ignoredPart, problemAnswer } from '../jobs/job-answers.ts';
import { editOf } from '../jobs/job-edit.ts';
import type { Operation } from '../requests/exchange.ts';
import { judged } from '../requests/unsupported.ts';

/** RFC 8011 §4.3.3: whose job it is and whether its state allows it is decided where the job lives. */
export const cancelJob: Operation = {
  target: 'job',
  answer: async (request, { job }, { jobs }) => changedAnswer(await jobs.cancel(job.id, request.identity)),
};

/**
 * RFC 8011 §4.3.5: until the period or moment that the request names, which takes the place of the one of the job; until
 * somebody releases it where it names none, or none that the printer knows.
 */
export const holdJob: Operation = {
  target: 'job',
  answer: async ({ operation, identity }, { job }, { jobs, printerAttributes, clock }) => {
    const printer = jobs.printer(job.printer);
    // A job may be older than the configuration.
    if (printer === undefined) return problemAnswer({ kind: 'not-found' });
    const asked = new Map([...operation].filter(([name]) => isHoldName(name)));
    const { accepted, refused } = judged(asked, printerAttributes.offered(printer));
    const nowMs = clock.now();
    const changed = await jobs.hold(
      job.id,
      identity,
      accepted.size === 0 ? undefined : (current) => editOf(current, inPlaceOfAll(accepted), nowMs),
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
