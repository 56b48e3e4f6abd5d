import { impressionsOnce, type PaperDetail, quoteWords } from '../../accounting/index.ts';
import { clippedText } from '../../base/clipped-text.ts';
import {
  attribute,
  attributeOf,
  dateTime,
  type IppAttribute,
  integer,
  mimeMediaType,
  name,
  naturalLanguage,
  outOfBand,
  type PlainValue,
  uri,
} from '../../ipp/index.ts';
import { type JobView, ticketForAll } from '../../jobs/index.ts';
import { type DocumentRef, documentsOf, documentsToPrint, type Job, octetsOf } from '../../model/job.ts';
import { type Speech, say, type Words, wordsIn } from '../../model/sentences/sentence.ts';
import { secondsOf } from '../attributes/seconds.ts';
import { operatorTextOctetsMax } from '../attributes/settable.ts';
import { jobUri, pageUri, type WebAddress } from '../http/web-address.ts';
import { actualNames } from './actuals.ts';
import { amountAttribute, outcomeAttribute, textAttribute } from './charge.ts';
import { demandNames } from './demands.ts';
import { countsByKind, impressionsCompleted, pagesCompleted, sheetsCompleted } from './job-counts.ts';
import { ippJobReasons, ippJobState } from './job-state.ts';
import { spokenIn } from './spoken-value.ts';
import { suppliedNames } from './supplied.ts';

/** What the attributes of a job are made from. */
export interface JobFacts {
  readonly view: JobView;
  readonly job: Job;
  readonly address: WebAddress;
  readonly speech: Speech;
  /** The printer as the client of this request names it: clients compare it with what they sent. */
  readonly printerUri: () => string;
  /** What it prints, kind by kind; undefined where nobody has counted pages. */
  readonly paper: () => PaperDetail | undefined;
  readonly isPrinterStopped: (printer: string) => boolean;
  readonly nowMs: number;
}

export interface JobDescriptionAttribute {
  readonly name: string;
  /** Shown to everybody; the others tell about a person's document and are for the owner and operators. */
  readonly open: boolean;
  /** undefined: nothing to tell. */
  readonly make: (facts: JobFacts) => IppAttribute | undefined;
}

type Make = JobDescriptionAttribute['make'];
const toAll = (name: string, make: Make): JobDescriptionAttribute => ({ name, open: true, make });
const toOwner = (name: string, make: Make): JobDescriptionAttribute => ({ name, open: false, make });

/**
 * Every attribute of a job but those it was submitted with (RFC 8011 §5.3, PWG 5100.7). Those that may be collections or
 * have no value come last: the parser of cups4j ends at the first of them.
 */
export const jobDescription: readonly JobDescriptionAttribute[] = [
  toAll('job-id', ({ job }) => attribute('job-id', job.id)),
  toAll('job-uri', ({ job, address }) => attribute('job-uri', jobUri(address, job.id))),
  toAll('job-state', ({ job }) => attribute('job-state', ippJobState(job))),
  toAll('job-state-reasons', ({ job, isPrinterStopped }) =>
    attribute('job-state-reasons', ...ippJobReasons(job, isPrinterStopped)),
  ),
  toOwner('job-state-message', ({ job, speech }) =>
    attribute('job-state-message', clippedText(wordsIn(job.message ?? '', speech), textOctetsMax)),
  ),
  toAll('job-printer-uri', ({ printerUri }) => attributeOf('job-printer-uri', uri(printerUri()))),
  toAll('job-uuid', ({ job }) => attribute('job-uuid', `urn:uuid:${job.uuid}`)),
  toOwner('job-name', ({ job, speech }) => {
    const named = attributeOf('job-name', name(clippedText(nameOf(job), nameOctetsMax)));
    return job.name === '' ? named : spokenIn(named, job.nameLanguage ?? job.language, speech.language);
  }),
  toOwner('job-originating-user-name', ({ job }) =>
    attribute('job-originating-user-name', name(clippedText(job.owner.name, nameOctetsMax))),
  ),
  toAll('job-more-info', ({ job, address }) =>
    attribute('job-more-info', pageUri(address, `/printers/${encodeURIComponent(job.printer)}`)),
  ),
  toAll('number-of-documents', ({ view }) => attribute('number-of-documents', documentsIn(view).length)),
  toAll('number-of-intervening-jobs', ({ view }) =>
    attribute('number-of-intervening-jobs', view.intervening),
  ),
  toAll('output-device-assigned', ({ job }) =>
    attribute('output-device-assigned', name(clippedText(job.printer, deviceNameOctetsMax))),
  ),
  toAll('job-printer-up-time', ({ nowMs }) => attribute('job-printer-up-time', secondsOf(nowMs))),
  toAll('time-at-creation', ({ job }) => attribute('time-at-creation', secondsOf(job.submittedAt))),
  toAll('date-time-at-creation', ({ job }) => attribute('date-time-at-creation', dateTime(job.submittedAt))),
  toAll('job-k-octets', ({ view }) => attribute('job-k-octets', kibibytesIn(view))),
  toAll('job-k-octets-processed', ({ job }) => attribute('job-k-octets-processed', kibibytesProcessed(job))),
  toAll('job-impressions-completed', ({ view }) =>
    attribute('job-impressions-completed', impressionsCompleted(view)),
  ),
  toAll('job-media-sheets-completed', ({ view }) =>
    attribute('job-media-sheets-completed', sheetsCompleted(view)),
  ),
  toAll('job-pages-completed', ({ view, paper }) => {
    const pages = pagesCompleted(view, paper());
    return pages === undefined ? undefined : attributeOf('job-pages-completed', integer(pages));
  }),
  toOwner('document-format', ({ job }) => {
    const document = documentsToPrint(job)[0] ?? job.document;
    return document === undefined
      ? undefined
      : attributeOf('document-format', mimeMediaType(document.format));
  }),
  // PWG 5100.16 §5.4: what the job costs, and was charged in the end.
  toOwner('job-charge-info', ({ job, speech }) => {
    const words = chargeOf(job);
    return words === undefined ? undefined : textAttribute('job-charge-info', words, speech);
  }),
  toOwner('platen-charge-amount', ({ job, speech }) => {
    const { settlement, quote } = job;
    const amount = settlement?.action === 'quoted' ? quote?.amount : (settlement?.amount ?? quote?.amount);
    return amount === undefined ? undefined : amountAttribute('platen-charge-amount', amount, speech);
  }),
  toOwner('platen-outcome', ({ job: { settlement } }) =>
    settlement?.outcome === undefined ? undefined : outcomeAttribute(settlement.outcome),
  ),
  toOwner('attributes-charset', () => attribute('attributes-charset', 'utf-8')),
  toOwner('attributes-natural-language', ({ job, speech }) =>
    attributeOf('attributes-natural-language', naturalLanguage(job.language ?? speech.language)),
  ),
  toOwner('job-message-from-operator', ({ job: { operatorMessage: said } }) =>
    said === undefined
      ? undefined
      : attribute(
          'job-message-from-operator',
          said === null ? outOfBand('no-value') : clippedText(said, operatorTextOctetsMax),
        ),
  ),
  toAll('job-impressions', ({ job }) =>
    attribute('job-impressions', known(impressionsOfOneCopy(job) ?? job.sizes?.impressions)),
  ),
  toAll('job-media-sheets', ({ job }) =>
    attribute('job-media-sheets', known(job.quote?.sheets ?? job.sizes?.sheets)),
  ),
  toAll('job-pages', ({ job }) => attributeOf('job-pages', integerOrNoValue(pagesOf(job)))),
  toAll('time-at-processing', ({ job }) => attribute('time-at-processing', known(seconds(job.startedAt)))),
  toAll('time-at-completed', ({ job }) => attribute('time-at-completed', known(seconds(job.endedAt)))),
  toAll('date-time-at-processing', ({ job }) => attribute('date-time-at-processing', moment(job.startedAt))),
  toAll('date-time-at-completed', ({ job }) => attribute('date-time-at-completed', moment(job.endedAt))),
  ...(
    [
      'job-impressions-col',
      'job-impressions-completed-col',
      'job-media-sheets-col',
      'job-media-sheets-completed-col',
      'job-pages-col',
      'job-pages-completed-col',
    ] as const
  ).map((each) => toAll(each, ({ view, paper }) => countsByKind(each, view, paper()))),
];

/** Those of a job that is still open too. */
export function documentsIn({ job, received = [] }: JobView): readonly DocumentRef[] {
  return job.document === undefined ? received : documentsOf(job);
}

/** Of a job that is still open what its client said of the whole (RFC 8011 §4.2.1.1), else what is here. */
function kibibytesIn({ job, received = [] }: JobView): number {
  if (job.document !== undefined) return kibibytesOf(octetsOf(job));
  return job.sizes?.kibibytes ?? kibibytesOf(received.reduce((sum, { octets }) => sum + octets, 0));
}

const descriptionNames: ReadonlySet<string> = new Set([
  ...jobDescription.map((each) => each.name),
  ...suppliedNames,
  ...demandNames,
  ...actualNames,
]);

export function isJobDescription(name: string): boolean {
  return descriptionNames.has(name);
}

/** job-privacy-attributes: names, and the group of what the client asked for, which the owner alone is told too. */
export const privateJobAttributes: readonly string[] = [
  ...jobDescription.filter((each) => !each.open).map((each) => each.name),
  ...suppliedNames,
  ...demandNames,
  ...actualNames,
  'job-template',
];

/** RFC 8011 §5.1.2, §5.1.3. */
const nameOctetsMax = 255;
const textOctetsMax = 1_023;
/** RFC 8011 §5.3.13. */
const deviceNameOctetsMax = 127;

const noValue = outOfBand('no-value');

function chargeOf({ settlement, quote }: Job): readonly Words[] | undefined {
  if (settlement !== undefined && settlement.action !== 'quoted') {
    return [say('charged', { cost: settlement.amount })];
  }
  return quote === undefined ? undefined : quoteWords(quote);
}

function known(value: number | undefined): PlainValue {
  return value ?? noValue;
}

function integerOrNoValue(value: number | undefined): ReturnType<typeof integer> {
  return value === undefined ? noValue : integer(value);
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : secondsOf(ms);
}

function moment(ms: number | undefined): PlainValue {
  return ms === undefined ? noValue : dateTime(ms);
}

function nameOf(job: Job): string {
  return job.name === '' ? `Job ${job.id}` : job.name;
}

function kibibytesOf(octets: number): number {
  return Math.ceil(octets / 1024);
}

function kibibytesProcessed(job: Job): number {
  if (job.settlement?.action === 'printed') return kibibytesOf(octetsOf(job));
  return kibibytesOf(job.attempts.at(-1)?.octetsSent ?? 0);
}

/** RFC 8011 §5.3.17.2 keeps copies out of job-impressions; the quote has them in. */
function impressionsOfOneCopy(job: Job): number | undefined {
  const { quote, ticket, count } = job;
  if (quote === undefined) return undefined;
  if (count?.kind === 'counted') return impressionsOnce(count, ticketForAll(job));
  return Math.ceil(quote.impressions / ticket.copies);
}

function pagesOf({ count }: Job): number | undefined {
  return count?.kind === 'counted' ? count.pages : undefined;
}
