import { attribute, groupTags, type IppAttribute } from '../../ipp/index.ts';
import { type JobView, mayAct } from '../../jobs/index.ts';
import type { Identity } from '../../model/identity.ts';
import type { Job } from '../../model/job.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { printerUri, type WebAddress } from '../http/web-address.ts';
import { encodeGroup } from '../requests/answer.ts';
import type { Requested } from '../requests/requested.ts';
import { holdNames, indefinite } from './holding.ts';
import { documentsIn, type JobFacts, jobDescription } from './job-description.ts';
import { decodedFromRecord } from './kept-attributes.ts';
import { suppliedAttributes } from './supplied.ts';

/** Who looks at jobs, and from where. */
export interface JobViewer {
  readonly identity: Identity;
  readonly address: WebAddress;
  readonly speech: Speech;
  /** printer-uri of the request and the printer it led to, so that job-printer-uri is what the client sent. */
  readonly asked?: { readonly uri: string; readonly printer: string };
  /** Whether this is the state of the printer now. */
  readonly isPrinterStopped: (printer: string) => boolean;
  readonly nowMs: number;
}

/** One group of job attributes, encoded. */
export function jobGroup(view: JobView, viewer: JobViewer, requested: Requested): Buffer {
  return encodeGroup(groupTags.job, jobAttributes(view, viewer, requested));
}

const submissionNames: ReadonlySet<string> = new Set([
  'job-id',
  'job-uri',
  'job-state',
  'job-state-reasons',
  'job-state-message',
  'number-of-intervening-jobs',
  'job-charge-info',
]);

/** What a client that has just submitted a job is told about it (RFC 8011 §4.2.1.2). */
export const afterSubmission: Requested = {
  key: undefined,
  names: submissionNames,
  wants: (name) => submissionNames.has(name),
};

function jobAttributes(view: JobView, viewer: JobViewer, requested: Requested): readonly IppAttribute[] {
  const inside = mayAct(view.job, viewer.identity);
  const facts = factsOf(view, viewer);
  const list: IppAttribute[] = [];
  for (const { name, open, make } of jobDescription) {
    if (!(open || inside) || !requested.wants(name, descriptionGroups)) continue;
    const made = make(facts);
    if (made !== undefined) list.push(made);
  }
  return inside ? [...list, ...saidOfDocument(view, requested), ...asSubmitted(view.job, requested)] : list;
}

const descriptionGroups = ['job-description', 'job-status'] as const;
const templateGroups = ['job-template'] as const;

function factsOf(view: JobView, viewer: JobViewer): JobFacts {
  const { address, speech, isPrinterStopped, nowMs } = viewer;
  const { job } = view;
  return { view, job, address, speech, isPrinterStopped, nowMs, printerUri: printerUriFor(job, viewer) };
}

/** The printer of a job under the name by which this client asked for it. */
export function printerUriFor(job: Job, { address, asked }: JobViewer): string {
  const sameAsAsked = asked?.printer === job.printer && /^ipps?:/i.test(asked.uri);
  return sameAsAsked ? asked.uri : printerUri(address, job.printer);
}

function saidOfDocument(view: JobView, requested: Requested): readonly IppAttribute[] {
  const said = suppliedAttributes(documentsIn(view));
  return said.filter(({ name }) => requested.wants(name, descriptionGroups));
}

function asSubmitted(job: Job, requested: Requested): readonly IppAttribute[] {
  const submitted = decodedFromRecord(job.attributes);
  return withHoldOf(job, [...submitted.values()]).filter(({ name }) => requested.wants(name, templateGroups));
}

/** Hold-Job without a period is `indefinite`, and Release-Job takes every hold away (RFC 8011 §4.3.5, §4.3.6). */
function withHoldOf({ waits, released }: Job, submitted: readonly IppAttribute[]): readonly IppAttribute[] {
  const endless = waits?.until === true;
  if (!endless && (released === undefined || waits?.until !== undefined)) return submitted;
  const others = submitted.filter(({ name }) => !holdNames.some((each) => each === name));
  return endless ? [...others, attribute('job-hold-until', indefinite)] : others;
}
