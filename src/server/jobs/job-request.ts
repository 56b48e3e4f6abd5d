import { clippedText } from '../../base/clipped-text.ts';
import {
  attributeOf,
  definitionOf,
  deviationOf,
  firstBoolean,
  firstInteger,
  firstString,
  type IppAttribute,
  type IppAttributes,
  outOfBand,
  statuses,
  stringOf,
  strings,
} from '../../ipp/index.ts';
import type { JobPassword, JobRequest, PrinterView } from '../../jobs/index.ts';
import { nameOfSize } from '../../model/media-size.ts';
import { say } from '../../model/sentences/sentence.ts';
import type { Ticket } from '../../model/ticket.ts';
import { priorityDefault } from '../attributes/job-template.ts';
import { withoutDriverOptions } from '../driver/without-driver-options.ts';
import { type Compression, compressions } from '../http/body.ts';
import { checkSubscriptions } from '../notify/subscribing.ts';
import { badRequest, failure, type IppAnswer } from '../requests/answer.ts';
import { answerStyle } from '../requests/answers.ts';
import type { IppRequest, Services } from '../requests/exchange.ts';
import { mandatoryAnswer } from '../requests/mandatory.ts';
import type { Resolved } from '../requests/resolve.ts';
import { formatRefusal } from '../requests/unprinted-format.ts';
import { judged } from '../requests/unsupported.ts';
import { withDemands } from './demands.ts';
import { documentFormat } from './document-format.ts';
import { estimateOf } from './estimate.ts';
import { delayedOf, heldOf } from './holding.ts';
import { passwordOf } from './job-password.ts';
import { encodedForRecord, mandatoryNamesName } from './kept-attributes.ts';
import { isAscending, overridesAnswer } from './page-order.ts';
import { languageSaid } from './spoken-value.ts';
import { suppliedIn } from './supplied.ts';
import { mediaColName, sizeInMediaCol, ticketOf } from './ticket.ts';

/** What was left out of a request; told to the client. */
export interface Ignored {
  readonly attributes: readonly IppAttribute[];
  /** Attributes among them contradict each other. */
  readonly conflicting: boolean;
}

/** A request for a job, read. */
export interface ReadJobRequest {
  readonly request: JobRequest;
  readonly compression: Compression;
  readonly ignored: Ignored;
}

/** Reads what Print-Job, Create-Job and Validate-Job have in common (RFC 8011 §4.2.1.1). */
export function readJobRequest(
  request: IppRequest,
  printer: PrinterView,
  services: Services,
): Resolved<ReadJobRequest> {
  const { operation } = request;
  const wrong = checkSubscriptions(request);
  if (wrong !== undefined) return { answer: wrong };
  const compression = compressionOf(operation);
  if (compression === undefined) return { answer: compressionNotSupported(operation) };
  const asked = withoutDriverOptions(templateOf(request));
  const lacking = mandatoryAnswer([asked, operation], printer.settings, request.client);
  if (lacking !== undefined) return { answer: lacking };
  const offered = services.printerAttributes.offered(printer);
  const password = passwordOf(operation);
  if ('answer' in password) return password;
  if (!isAscending(asked.get('page-ranges'))) {
    return { answer: badRequest('page-ranges must ascend and not overlap.') };
  }
  const misplaced = overridesAnswer(asked.get('overrides'));
  if (misplaced !== undefined) return { answer: misplaced };
  const { accepted: possible, refused } = judged(asked, offered);
  const unsupported = [...refused, ...unsupportedSecrets(operation)];
  const conflict = mediaConflict(possible, printer.capabilities.media);
  const faithful = firstBoolean(operation, 'ipp-attribute-fidelity') === true;
  const mustBeDone = strings(operation, mandatoryNamesName);
  const demanded = faithful ? unsupported : unsupported.filter((each) => isDemanded(each, asked, mustBeDone));
  const outside = outsideOfRange(operation, offered);
  if (demanded.length > 0 || outside.length > 0) {
    // A format that nobody prints is the bigger problem (RFC 8011 §B.1.4.11).
    return { answer: formatRefusal(operation, printer) ?? notOffered([...outside, ...demanded]) };
  }
  if (conflict.length > 0 && (faithful || mustBeDone.includes('media'))) {
    return { answer: conflictAnswer(conflict) };
  }
  const accepted = conflict.length === 0 ? possible : without(possible, 'media');
  const attributes = encodedForRecord(withDemands(accepted, operation));
  if (attributes.length > services.limits.jobAttributesOctetsMax) return { answer: attributesTooLarge() };
  const said = saidIn(request, services);
  if ('answer' in said) return said;
  const nowMs = services.clock.now();
  const more = { attributes, pin: password.found, said: said.found, nowMs };
  const job = jobRequest(request, printer, { accepted, ...more });
  const ignored = {
    // What is still done is not among them (RFC 8011 §4.1.7).
    attributes: [...unsupported, ...conflict.filter(({ name }) => !accepted.has(name))],
    conflicting: conflict.length > 0,
  };
  return { found: { request: job, compression, ignored } };
}

/** Fidelity for attributes, or `collection.member`, that are named alone (PWG 5100.7 §3.1.2). */
function isDemanded(
  { name, values }: IppAttribute,
  asked: IppAttributes,
  mustBeDone: readonly string[],
): boolean {
  if (mustBeDone.includes(name)) return true;
  // A collection comes back with what is wrong in it, else as a whole.
  const parts = values.some(({ syntax }) => syntax === 'collection') ? values : asked.get(name)?.values;
  const inside = parts?.flatMap((value) => (value.syntax === 'collection' ? [...value.members.keys()] : []));
  return inside?.some((member) => mustBeDone.includes(`${name}.${member}`)) ?? false;
}

/** What is said of the document that comes with this request. */
export function saidIn(request: IppRequest, { limits }: Services): Resolved<Pick<JobRequest, 'supplied'>> {
  const supplied = suppliedIn(request);
  if (supplied === undefined) return { found: {} };
  return supplied.length > limits.jobAttributesOctetsMax
    ? { answer: attributesTooLarge() }
    : { found: { supplied } };
}

export function attributesTooLarge(): IppAnswer {
  return failure(statuses.clientErrorRequestEntityTooLarge, say('attributes-too-large'));
}

interface Accepted {
  readonly accepted: IppAttributes;
  /** The same, encoded. */
  readonly attributes: string;
  readonly pin: JobPassword | undefined;
  readonly said: Pick<JobRequest, 'supplied'>;
  readonly nowMs: number;
}

function jobRequest(
  request: IppRequest,
  printer: PrinterView,
  { accepted, attributes, pin, said, nowMs }: Accepted,
): JobRequest {
  const { operation, identity, client, speech } = request;
  const format = documentFormat(operation);
  const billing = billingOf(accepted);
  const delayed = delayedOf(accepted, nowMs);
  const ticket = ticketOf(accepted, printer.capabilities);
  const nameLanguage = languageSaid(nameSaid(request));
  const sizes = sizesIn(operation);
  return {
    printer: printer.settings.name,
    identity,
    name: jobName(request),
    ticket,
    attributes,
    language: firstString(operation, 'attributes-natural-language') ?? speech.language,
    ...(nameLanguage === undefined ? {} : { nameLanguage }),
    ...(sizes === undefined ? {} : { sizes }),
    priority: firstInteger(accepted, 'job-priority') ?? priorityDefault,
    held: heldOf(accepted, nowMs),
    ...(delayed === undefined ? {} : { delayed }),
    ...(pin === undefined ? {} : { pin }),
    ...(format === undefined ? {} : { format }),
    ...said,
    ...(billing === undefined ? {} : { billing }),
    estimate: { ...estimateIn(request, ticket), ...octetsIn(request) },
    answer: answerStyle(client, printer.settings),
  };
}

function billingOf(accepted: IppAttributes): JobRequest['billing'] {
  const account = firstString(accepted, 'job-account-id') ?? '';
  const user = firstString(accepted, 'job-accounting-user-id') ?? '';
  if (account === '' && user === '') return undefined;
  return {
    ...(account === '' ? {} : { account: clippedText(account, nameOctetsMax) }),
    ...(user === '' ? {} : { user: clippedText(user, nameOctetsMax) }),
  };
}

/** RFC 8011 §5.1.3. */
export const nameOctetsMax = 255;

function jobName(request: IppRequest): string {
  const uri = firstString(request.operation, 'document-uri') ?? '';
  const [said] = nameSaid(request)?.values ?? [];
  return clippedText((said && stringOf(said)) ?? lastPartOf(uri), nameOctetsMax);
}

function nameSaid({ operation, job }: IppRequest): IppAttribute | undefined {
  return operation.get('job-name') ?? job.get('job-name') ?? operation.get('document-name');
}

/** `report.pdf` of http://files.example/2026/report.pdf?x=1; '' where there is no such thing. */
function lastPartOf(uri: string): string {
  const encoded = URL.canParse(uri) ? (new URL(uri).pathname.split('/').at(-1) ?? '') : '';
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/**
 * Job Template attributes, from the job group and from the operation group: go-ipp, CUPS's own tools and the stock suite
 * put copies, job-priority and job-hold-until there. The job group wins.
 */
function templateOf({ operation, job }: IppRequest): IppAttributes {
  const misplaced = [...operation].filter(([name]) => isTemplate(name) && !job.has(name));
  const template = new Map([...job, ...misplaced]);
  // go-ipp 1.6.1 names the job here too, and cannot read an answer that calls it unsupported.
  template.delete('job-name');
  // What is taken for the estimate is not to be called unsupported.
  for (const name of figureNames) {
    const figure = template.get(name);
    if (figure !== undefined && deviationOf(figure) === undefined) template.delete(name);
  }
  return template;
}

/** Figures of a client (estimate.ts) without a registered `xxx-supported` of their own. */
const figureNames = ['job-impressions-col', 'job-media-sheets-col', 'job-pages', 'job-pages-col'] as const;

function isTemplate(name: string): boolean {
  return definitionOf(name)?.groups.includes('job-template') ?? false;
}

/** A document that only its password opens cannot be counted. */
function unsupportedSecrets(operation: IppAttributes): readonly IppAttribute[] {
  return ['document-password']
    .filter((name) => operation.has(name))
    .map((name) => attributeOf(name, outOfBand('unsupported')));
}

/** Both where media and media-col ask for different sizes; media-col says more and is done (PWG 5100.3 §3.13). */
function mediaConflict(asked: IppAttributes, offered: readonly string[]): readonly IppAttribute[] {
  const [media, column] = [asked.get('media'), asked.get('media-col')];
  if (media === undefined || column === undefined) return [];
  const named = firstString(asked, 'media') ?? '';
  const called = mediaColName(asked, offered);
  if (called !== undefined) return called === named ? [] : [media, column];
  // A size of one's own has no name among those that are offered.
  const size = sizeInMediaCol(asked);
  return size === undefined || nameOfSize(size, [named]) !== undefined ? [] : [media, column];
}

function without(asked: IppAttributes, name: string): IppAttributes {
  return new Map([...asked].filter(([each]) => each !== name));
}

function conflictAnswer(conflict: readonly IppAttribute[]): IppAnswer {
  return failure(statuses.clientErrorConflictingAttributes, say('two-sizes'), conflict);
}

export function notOffered(asked: readonly IppAttribute[]): IppAnswer {
  const names = asked.map(({ name }) => name).join(', ');
  return failure(statuses.clientErrorAttributesOrValuesNotSupported, say('not-offered', { names }), asked);
}

/** A size beyond what the printer takes is refused whatever the fidelity, and goes back as it came (RFC 8011 §4.2.1.1). */
function outsideOfRange(operation: IppAttributes, offered: IppAttributes): readonly IppAttribute[] {
  const sizes = sizeNames.flatMap((name) => operation.get(name) ?? []);
  return judged(new Map(sizes.map((each) => [each.name, each])), offered).refused;
}

function sizesIn(operation: IppAttributes): JobRequest['sizes'] {
  const [kibibytes, impressions, sheets] = sizeNames.map((name) => firstInteger(operation, name));
  if (kibibytes === undefined && impressions === undefined && sheets === undefined) return undefined;
  return {
    ...(kibibytes === undefined ? {} : { kibibytes }),
    ...(impressions === undefined ? {} : { impressions }),
    ...(sheets === undefined ? {} : { sheets }),
  };
}

const sizeNames = ['job-k-octets', 'job-impressions', 'job-media-sheets'] as const;

export function compressionOf(operation: IppAttributes): Compression | undefined {
  const asked = firstString(operation, 'compression') ?? 'none';
  return compressions.find((compression) => compression === asked);
}

export function compressionNotSupported(operation: IppAttributes): IppAnswer {
  const attribute = operation.get('compression');
  return failure(
    statuses.clientErrorCompressionNotSupported,
    say('compression-not-supported', { names: compressions.join(', ') }),
    attribute === undefined ? undefined : [attribute],
  );
}

/** Clients put them into the operation or the job group (PWG 5100.7 §6.8 allows both). */
function estimateIn({ operation, job }: IppRequest, ticket: Ticket): Pick<JobRequest['estimate'], 'sides'> {
  const sides = estimateOf(new Map([...job, ...operation]), ticket);
  return sides === undefined ? {} : { sides };
}

function octetsIn({ operation, job }: IppRequest): Pick<JobRequest['estimate'], 'octets'> {
  const kibibytes = firstInteger(operation, 'job-k-octets') ?? firstInteger(job, 'job-k-octets');
  return kibibytes === undefined || kibibytes < 0 ? {} : { octets: kibibytes * 1024 };
}
