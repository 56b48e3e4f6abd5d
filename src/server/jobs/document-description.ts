import { impressionsOnce } from '../../accounting/index.ts';
import {
  attribute,
  attributeOf,
  enums,
  type IppAttribute,
  type IppAttributes,
  integer,
  mimeMediaType,
  naturalLanguage,
  outOfBand,
  uri,
} from '../../ipp/index.ts';
import { countOfDocument, type JobView } from '../../jobs/index.ts';
import { type DocumentCancel, type DocumentRef, documentsOf, type Job } from '../../model/job.ts';
import { secondsOf } from '../attributes/seconds.ts';
import { jobUri, type WebAddress } from '../http/web-address.ts';
import { documentCompleted } from './job-counts.ts';
import { ippJobReasons, ippJobState } from './job-state.ts';

/** What the attributes of a document are made from. */
interface DocumentFacts {
  readonly view: JobView;
  readonly job: Job;
  readonly document: DocumentRef;
  /** What its client said of it. */
  readonly said: IppAttributes;
  /** From 1. */
  readonly number: number;
  readonly address: WebAddress;
  readonly printerUri: string;
  /** In which its job was made. */
  readonly language: string;
  readonly nowMs: number;
}

export interface DocumentAttribute {
  readonly name: string;
  /** Shown to everybody; the others are for the owner of the job and operators. */
  readonly open: boolean;
  /** undefined: nothing to tell. */
  readonly make: (facts: DocumentFacts) => IppAttribute | undefined;
}

const { documentState, jobState } = enums;

const completedNames = {
  impressions: 'impressions-completed',
  sheets: 'media-sheets-completed',
  pages: 'pages-completed',
} as const;

/** PWG 5100.5 §5. Documents of one job go their way together: all but those that are cancelled are in the state of the job. */
export const documentDescription: readonly DocumentAttribute[] = [
  toAll('document-number', ({ number }) => attributeOf('document-number', integer(number))),
  toAll('document-state', ({ job, document }) =>
    attribute('document-state', document.cancelled === undefined ? stateOf(job) : documentState.canceled),
  ),
  toAll('document-state-reasons', ({ job, document: { cancelled } }) =>
    attribute(
      'document-state-reasons',
      ...(cancelled === undefined ? reasonsOf(job) : cancelReasons(job, cancelled)),
    ),
  ),
  toAll('document-job-id', ({ job }) => attributeOf('document-job-id', integer(job.id))),
  toAll('document-job-uri', ({ job, address }) =>
    attributeOf('document-job-uri', uri(jobUri(address, job.id))),
  ),
  toAll('document-printer-uri', ({ printerUri }) => attributeOf('document-printer-uri', uri(printerUri))),
  toOwner(
    'document-name',
    ({ said, job }) =>
      said.get('document-name') ??
      (job.name === '' ? undefined : attribute('document-name', { syntax: 'name', value: job.name })),
  ),
  toOwner(
    'document-format',
    ({ said, document }) =>
      said.get('document-format') ?? attributeOf('document-format', mimeMediaType(document.format)),
  ),
  // Until it is counted the format of its record is what its client said.
  toOwner('document-format-detected', ({ job, document, number }) =>
    countOfDocument(job, number) === undefined
      ? undefined
      : attributeOf('document-format-detected', mimeMediaType(document.format)),
  ),
  toOwner('attributes-charset', () => attribute('attributes-charset', 'utf-8')),
  toOwner('attributes-natural-language', ({ language }) =>
    attributeOf('attributes-natural-language', naturalLanguage(language)),
  ),
  toAll('k-octets', ({ document }) => attributeOf('k-octets', integer(Math.ceil(document.octets / 1024)))),
  toAll('last-document', ({ job, number }) =>
    attribute('last-document', job.state !== 'incoming' && number === documentsOf(job).length),
  ),
  toAll('printer-up-time', ({ nowMs }) => attribute('printer-up-time', secondsOf(nowMs))),
  toAll('time-at-creation', ({ job, document: { at = job.submittedAt } }) =>
    attribute('time-at-creation', secondsOf(at)),
  ),
  toAll('time-at-processing', ({ job, document }) =>
    attribute('time-at-processing', moment(document.cancelled === undefined ? job.startedAt : undefined)),
  ),
  toAll('time-at-completed', ({ job, document }) =>
    attribute('time-at-completed', moment(document.cancelled?.at ?? job.endedAt)),
  ),
  // PWG 5100.5 §9: of one copy, as of the job.
  toAll('impressions', ({ job, number }) => {
    const count = countOfDocument(job, number);
    return count === undefined
      ? undefined
      : attributeOf('impressions', integer(impressionsOnce(count, job.ticket)));
  }),
  toAll('pages', ({ job, number }) => {
    const count = countOfDocument(job, number);
    return count === undefined ? undefined : attributeOf('pages', integer(count.pages));
  }),
  ...(['impressions', 'sheets', 'pages'] as const).map((what) =>
    toAll(completedNames[what], ({ view, number }) => {
      const value = documentCompleted(view, number)?.[what];
      return value === undefined ? undefined : attributeOf(completedNames[what], integer(value));
    }),
  ),
  ...[
    'compression',
    'document-charset',
    'document-digital-signature',
    'document-format-version',
    'document-message',
    'document-natural-language',
    'document-uri',
    'document-format-details',
  ].map((name) => toOwner(name, ({ said }) => said.get(name))),
];

function toAll(name: string, make: DocumentAttribute['make']): DocumentAttribute {
  return { name, open: true, make };
}

function toOwner(name: string, make: DocumentAttribute['make']): DocumentAttribute {
  return { name, open: false, make };
}

function stateOf(job: Job): number {
  switch (ippJobState(job)) {
    case jobState.processing:
      return documentState.processing;
    case jobState.processingStopped:
      return documentState.processingStopped;
    case jobState.canceled:
      return documentState.canceled;
    case jobState.aborted:
      return documentState.aborted;
    case jobState.completed:
      return documentState.completed;
    default:
      return documentState.pending;
  }
}

/** document-state-reasons are the keywords of job-state-reasons that can be said of a document (PWG 5100.5 §5.2). */
function reasonsOf(job: Job): readonly [string, ...string[]] {
  const [first, ...further] = ippJobReasons(job)
    .filter((reason) => !reason.startsWith('job-hold') && !reason.startsWith('job-held'))
    .map((reason) => documentReasons.get(reason) ?? reason);
  return first === undefined ? ['none'] : [first, ...further];
}

function cancelReasons({ owner }: Job, { by }: DocumentCancel): readonly [string] {
  return [by === owner.name ? 'canceled-by-user' : 'canceled-by-operator'];
}

const documentReasons: ReadonlyMap<string, string> = new Map([
  ['job-incoming', 'incoming'],
  ['job-interpreting', 'interpreting'],
  ['job-printing', 'printing'],
  ['job-canceled-by-user', 'canceled-by-user'],
  ['job-canceled-by-operator', 'canceled-by-operator'],
  ['job-completed-successfully', 'completed-successfully'],
]);

function moment(ms: number | undefined): ReturnType<typeof integer> {
  return ms === undefined ? outOfBand('no-value') : integer(secondsOf(ms));
}
