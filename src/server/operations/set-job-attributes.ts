import { deviationOf, firstString, type IppAttribute, type IppAttributes } from '../../ipp/index.ts';
import type { JobEdit } from '../../jobs/index.ts';
import { isSettableOnJob, operatorMessageName } from '../attributes/settable.ts';
import { problemAnswer } from '../jobs/job-answers.ts';
import { isJobDescription } from '../jobs/job-description.ts';
import { editOf, isDeletion } from '../jobs/job-edit.ts';
import { attributesTooLarge } from '../jobs/job-request.ts';
import { refusedSettings } from '../jobs/refused-settings.ts';
import { badRequest, success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { operatorWord } from '../requests/operator-word.ts';
import { judged } from '../requests/unsupported.ts';

/** RFC 3380 §4.2: all attributes or none, by the owner or an operator, while the job waits. */
export const setJobAttributes: Operation = {
  target: 'job',
  answer: async ({ operation, job: asked, identity, speech }, { job }, services) => {
    if (asked.size === 0) return badRequest('Set-Job-Attributes without job attributes.');
    const printer = services.jobs.printer(job.printer);
    // A job may be older than the configuration.
    if (printer === undefined) return problemAnswer({ kind: 'not-found' });
    const offered = services.printerAttributes.offered(printer);
    const refused = refusedSettings(asked, {
      isSettable: (name) => isSettableOnJob(name, identity),
      isKnown: (name) => offered.has(`${name}-supported`) || isJobDescription(name),
      wrongIn: (attribute) => impossibleIn(attribute, offered),
    });
    if (refused !== undefined) return refused;
    const editing = {
      language: firstString(operation, 'attributes-natural-language') ?? speech.language,
      nowMs: services.clock.now(),
    };
    if (octetsOf(editOf(job, asked, editing)) > services.limits.jobAttributesOctetsMax) {
      return attributesTooLarge();
    }
    const changed = await services.jobs.edit(job.id, identity, (current) => editOf(current, asked, editing));
    return changed.kind === 'done' ? success() : problemAnswer(changed);
  },
};

function impossibleIn(attribute: IppAttribute, offered: IppAttributes): IppAttribute | undefined {
  const { name, values } = attribute;
  const whole = (isPossible: boolean): IppAttribute | undefined => (isPossible ? undefined : attribute);
  if (isDeletion(attribute)) return whole(name !== 'job-name');
  // To be deleted and to have a value, both, is neither.
  if (values.some(({ syntax }) => syntax === 'delete-attribute')) return attribute;
  if (name === 'job-name') return whole(deviationOf(attribute) === undefined);
  if (name === operatorMessageName) return whole(operatorWord(attribute) !== undefined);
  return judged(new Map([[name, attribute]]), offered).refused[0];
}

function octetsOf({ attributes = '' }: JobEdit): number {
  return attributes.length;
}
