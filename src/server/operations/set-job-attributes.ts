import { clippedText } from '../../base/clipped-text.ts';
import {
  deviationOf,
  firstInteger,
  firstString,
  type IppAttribute,
  type IppAttributes,
} from '../../ipp/index.ts';
import type { JobEdit, PrinterView } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { badRequest, success } from '../answer.ts';
import { priorityDefault } from '../attributes/job-template.ts';
import { isSettableOnJob } from '../attributes/settable.ts';
import type { Operation, Services } from '../exchange.ts';
import { heldOf, holdNames } from '../holding.ts';
import { problemAnswer } from '../job-answers.ts';
import { isJobDescription } from '../job-description.ts';
import { attributesTooLarge, isTemplate, nameOctetsMax } from '../job-request.ts';
import { decodedFromRecord, encodedForRecord } from '../kept-attributes.ts';
import { refusedSettings } from '../refused-settings.ts';
import { judged } from '../unsupported.ts';

/** RFC 3380 §4.2: all attributes or none, by the owner or an operator, while the job waits. */
export const setJobAttributes: Operation = {
  target: 'job',
  answer: async ({ job: asked, identity }, { job }, services) => {
    if (asked.size === 0) return badRequest('Set-Job-Attributes without job attributes.');
    const printer = services.jobs.printer(job.printer);
    // A job may be older than the configuration.
    if (printer === undefined) return problemAnswer({ kind: 'not-found' });
    const refused = refusedSettings(asked, {
      isSettable: isSettableOnJob,
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
  if (attribute.name === 'job-name') {
    return deviationOf(attribute) === undefined;
  }
  const offered = printerAttributes.offered(printer);
  return judged(new Map([[attribute.name, attribute]]), offered).refused.length === 0;
}

function editOf(job: Job, asked: IppAttributes, nowMs: number): JobEdit {
  const name = firstString(asked, 'job-name');
  const templates = new Map(decodedFromRecord(job.attributes));
  for (const attribute of asked.values()) {
    if (attribute.name === 'job-name') continue;
    if (isDeletion(attribute)) templates.delete(attribute.name);
    else templates.set(attribute.name, attribute);
  }
  return {
    ...(name === undefined ? {} : { name: clippedText(name, nameOctetsMax) }),
    ...(asked.has('job-priority')
      ? { priority: firstInteger(asked, 'job-priority') ?? priorityDefault }
      : {}),
    ...(holdNames.some((name) => asked.has(name)) ? { held: heldOf(templates, nowMs) } : {}),
    attributes: encodedForRecord(templates),
  };
}

function isDeletion({ values }: IppAttribute): boolean {
  return values.length === 1 && values[0]?.syntax === 'delete-attribute';
}

function octetsOf({ attributes = '' }: JobEdit): number {
  return attributes.length;
}
