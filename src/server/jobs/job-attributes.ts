import {
  attribute,
  attributes,
  encodeGroups,
  groupTags,
  type IppAttribute,
  type IppAttributes,
} from '../../ipp/index.ts';
import { type JobView, mayAct } from '../../jobs/index.ts';
import type { Identity } from '../../model/identity.ts';
import type { Job } from '../../model/job.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { printerUri, type WebAddress } from '../http/web-address.ts';
import { noAttributes } from '../requests/answer.ts';
import type { Requested } from '../requests/requested.ts';
import { actualAttributes, actualGroups, actualNames, type Told } from './actuals.ts';
import { demandNames } from './demands.ts';
import { delayNames, holdNames, indefinite, saysWhatIsOver } from './holding.ts';
import { paperOf } from './job-counts.ts';
import {
  documentsIn,
  isJobDescription,
  type JobDescriptionAttribute,
  type JobFacts,
  jobDescription,
} from './job-description.ts';
import { decodedFromRecord } from './kept-attributes.ts';
import { spokenIn } from './spoken-value.ts';
import { suppliedAttributes, suppliedNames } from './supplied.ts';

/** Who looks at jobs, and from where. */
export interface JobViewer {
  readonly identity: Identity;
  readonly address: WebAddress;
  readonly speech: Speech;
  /** printer-uri of the request and the printer it led to, so that job-printer-uri is what the client sent. */
  readonly asked?: { readonly uri: string; readonly printer: string };
  /** Whether this is the state of the printer now. */
  readonly isPrinterStopped: (printer: string) => boolean;
  readonly actuals: (printer: string) => Told | undefined;
  readonly nowMs: number;
}

/** One group of attributes for each job, encoded one after the other. */
export function jobGroups(views: Iterable<JobView>, viewer: JobViewer, requested: Requested): Buffer {
  return encodeGroups(groupTags.job, attributesOfEach(views, viewer, requested));
}

// One by one, so that what is made of a job is garbage before the next is: not five hundred of them live at once.
function* attributesOfEach(
  views: Iterable<JobView>,
  viewer: JobViewer,
  requested: Requested,
): Generator<IppAttributes> {
  const wish = wishOf(requested);
  for (const view of views) yield attributes(...jobAttributes(view, viewer, wish));
}

const submissionNames: ReadonlySet<string> = new Set([
  'job-id',
  'job-uri',
  'job-state',
  'job-state-reasons',
  'job-state-message',
  'number-of-intervening-jobs',
  'job-charge-info',
  'platen-charge-amount',
]);

/** What a client that has just submitted a job is told about it (RFC 8011 §4.2.1.2). */
export const afterSubmission: Requested = {
  key: undefined,
  names: submissionNames,
  wants: (name) => submissionNames.has(name),
};

/** What is asked for of every job, found out once for all of them. */
interface Wish {
  readonly requested: Requested;
  readonly description: readonly JobDescriptionAttribute[];
  /** Whether anything is that stands encoded in the record: it is decoded for nothing else. */
  readonly supplied: boolean;
  readonly submitted: boolean;
  /** Of what is told of how it was printed. */
  readonly actual: readonly string[];
}

function wishOf(requested: Requested): Wish {
  const isWanted = ({ name }: { readonly name: string }) => requested.wants(name, descriptionGroups);
  // A job may have been submitted with anything that we do not tell ourselves.
  const others = [...requested.names].filter((name) => !isJobDescription(name) && !isDescriptionGroup(name));
  return {
    requested,
    description: jobDescription.filter(isWanted),
    supplied: suppliedNames.some((name) => isWanted({ name })),
    submitted: others.length > 0 || demandNames.some((name) => isWanted({ name })),
    actual: actualNames.filter((name) => requested.wants(name, printedGroups)),
  };
}

function jobAttributes(view: JobView, viewer: JobViewer, wish: Wish): readonly IppAttribute[] {
  const inside = mayAct(view.job, viewer.identity);
  const facts = factsOf(view, viewer);
  const list: IppAttribute[] = [];
  for (const { open, make } of wish.description) {
    if (!(open || inside)) continue;
    const made = make(facts);
    if (made !== undefined) list.push(made);
  }
  if (!inside) return list;
  const isKeptAsked = wish.submitted || wish.actual.length > 0;
  const kept = isKeptAsked ? withPriorityOf(view.job, decodedFromRecord(view.job.attributes)) : noAttributes;
  return [
    ...list,
    ...[...saidOfDocument(view, wish), ...asSubmitted(view.job, kept, wish)].map((each) =>
      spokenIn(each, view.job.language, viewer.speech.language),
    ),
    ...asPrinted(view.job, kept, { viewer, wish }),
  ];
}

const descriptionGroups = ['job-description', 'job-status'] as const;
const templateGroups = ['job-template'] as const;
const printedGroups = [...descriptionGroups, ...actualGroups];

function isDescriptionGroup(name: string): boolean {
  return printedGroups.some((group) => group === name);
}

function factsOf(view: JobView, viewer: JobViewer): JobFacts {
  const { address, speech, isPrinterStopped, nowMs } = viewer;
  const { job } = view;
  let paper: ReturnType<JobFacts['paper']> | 'not asked' = 'not asked';
  return {
    view,
    job,
    address,
    speech,
    isPrinterStopped,
    nowMs,
    printerUri: () => printerUriFor(job, viewer),
    paper: () => {
      if (paper === 'not asked') paper = paperOf(job);
      return paper;
    },
  };
}

/** The printer of a job under the name by which this client asked for it. */
export function printerUriFor(job: Job, { address, asked }: JobViewer): string {
  const sameAsAsked = asked?.printer === job.printer && /^ipps?:/i.test(asked.uri);
  return sameAsAsked ? asked.uri : printerUri(address, job.printer);
}

function saidOfDocument(view: JobView, { requested, supplied }: Wish): readonly IppAttribute[] {
  if (!supplied) return [];
  const said = suppliedAttributes(documentsIn(view));
  return said.filter(({ name }) => requested.wants(name, descriptionGroups));
}

function asPrinted(
  job: Job,
  kept: IppAttributes,
  { viewer, wish: { actual } }: { readonly viewer: JobViewer; readonly wish: Wish },
): readonly IppAttribute[] {
  const at = actual.length === 0 ? undefined : viewer.actuals(job.printer);
  const known = at === undefined ? undefined : actualAttributes(job, kept, at);
  return actual.flatMap((name) => known?.get(name) ?? []);
}

function asSubmitted(
  job: Job,
  submitted: IppAttributes,
  { requested, submitted: isWanted }: Wish,
): readonly IppAttribute[] {
  if (!isWanted) return [];
  return withHoldOf(job, [...submitted.values()]).filter(({ name }) =>
    requested.wants(name, demandNames.includes(name) ? descriptionGroups : templateGroups),
  );
}

/** Promote-Job and Schedule-Job-After give a job another priority than it came with (RFC 3998 §4.4). */
function withPriorityOf({ turn }: Job, submitted: IppAttributes): IppAttributes {
  if (turn === undefined) return submitted;
  return new Map([...submitted, ['job-priority', attribute('job-priority', turn.priority)]]);
}

/** Hold-Job without a period is `indefinite`, and Release-Job takes every hold away (RFC 8011 §4.3.5, §4.3.6). */
function withHoldOf(job: Job, submitted: readonly IppAttribute[]): readonly IppAttribute[] {
  const { waits } = job;
  const endless = waits?.until === true;
  const isStale = saysWhatIsOver(job);
  const over: readonly string[] = [
    ...(endless || (isStale && waits?.until === undefined) ? holdNames : []),
    ...(isStale && waits?.delay === undefined ? delayNames : []),
  ];
  const others = submitted.filter(({ name }) => !over.includes(name));
  return endless ? [...others, attribute('job-hold-until', indefinite)] : others;
}
