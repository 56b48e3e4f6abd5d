import { deviationOf, firstString, type IppAttribute } from '../../ipp/index.ts';
import type { JobEdit, PrinterView } from '../../jobs/index.ts';
import { isSettableOnJob, operatorMessageName, operatorTextOctetsMax } from '../attributes/settable.ts';
import { problemAnswer } from '../jobs/job-answers.ts';
import { isJobDescription } from '../jobs/job-description.ts';
import { editOf, isDeletion } from '../jobs/job-edit.ts';
import { attributesTooLarge, isTemplate } from '../jobs/job-request.ts';
import { refusedSettings } from '../jobs/refused-settings.ts';
import { badRequest, success } from '../requests/answer.ts';
import type { Operation, Services } from '../requests/exchange.ts';
import { judged } from '../requests/unsupported.ts';

/** RFC 3380 §4.2: all attributes or none, by the owner or an operator, while the job waits. */
export const setJobAttributes: Operation = {
  target: 'job',
  answer: async ({ job: asked, identity }, { job }, services) => {
    if (asked.size === 0) return badRequest('Set-Job-Attributes without job attributes.');
    const printer = services.jobs.printer(job.printer);
    // A job may be older than the configuration.
    if (printer === undefined) return problemAnswer({ kind: 'not-found' });
    const refused = refusedSettings(asked, {
      isSettable: (name) => isSettableOnJob(name, identity),
      isKnown: (name) => isTemplate(name) || isJobDescription(name),
      isValue: (attribute) => isPossible(attribute, printer, services),
    });
    if (refused !== undefined) return refused;
    if (octetsOf(editOf(job, asked, 0)) > services.limits.jobAttributesOctetsMax) {
      return attributesTooLarge();
    }
    const nowMs = services.clock.now();
    const changed = await services.jobs.edit(job.id, identity, (current) => editOf(current, asked, nowMs));
    return changed.kind === 'done' ? success() : problemAnswer(changed);
  },
};

function isPossible(attribute: IppAttribute, printer: PrinterView, { printerAttributes }: Services): boolean {
  if (isDeletion(attribute)) return attribute.name !== 'job-name';
  // To be deleted and to have a value, both, is neither.
  if (attribute.values.some(({ syntax }) => syntax === 'delete-attribute')) return false;
  if (attribute.name === 'job-name') return deviationOf(attribute) === undefined;
  if (attribute.name === operatorMessageName) {
    const text = firstString(new Map([[attribute.name, attribute]]), attribute.name) ?? '';
    return deviationOf(attribute) === undefined && Buffer.byteLength(text) <= operatorTextOctetsMax;
  }
  const offered = printerAttributes.offered(printer);
  return judged(new Map([[attribute.name, attribute]]), offered).refused.length === 0;
}

function octetsOf({ attributes = '' }: JobEdit): number {
  return attributes.length;
}
