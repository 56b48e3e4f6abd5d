import {
  attributeOf,
  deviationOf,
  firstInteger,
  firstString,
  type IppAttribute,
  type IppAttributes,
  keyword,
  outOfBand,
  statuses,
  strings,
} from '../../ipp/index.ts';
import { type Language, languageOf, spokenLanguage } from '../../model/sentences/languages.ts';
import { only } from '../requests/checks.ts';
import {
  type EventKeyword,
  eventDefault,
  eventKeywords,
  subscriptionLimits as limits,
  pullMethod,
  type SubscriptionTemplate,
} from './subscription.ts';

export type ReadTemplate =
  | {
      readonly kind: 'possible';
      readonly template: SubscriptionTemplate;
      /** Absent when all is done as it was asked for. */
      readonly status?: number;
      readonly ignored: readonly IppAttribute[];
    }
  | { readonly kind: 'refused'; readonly status: number; readonly refused: readonly IppAttribute[] };

/**
 * Reads one group of subscription attributes (RFC 3995 §5.3); what can be left out is told and left out, also of one that
 * cannot be granted (§5.2 rule 9). `language` is that of the request, which holds where the group names none that we have
 * (§5.3.7).
 */
export function readTemplate(asked: IppAttributes, subject: Subject, language: Language): ReadTemplate {
  const { events, unknown, tooMany } = eventsIn(asked);
  const names = subject === 'printer' ? templateNames : jobTemplateNames;
  const ignored = [...unknown, ...[...asked.values()].flatMap((each) => unsupportedPart(each, names))];
  const why = whyRefused(asked);
  if (why !== undefined) {
    const others = ignored.filter(({ name }) => name !== why.attribute.name);
    return { kind: 'refused', status: why.status, refused: [why.attribute, ...others] };
  }
  const userData = userDataIn(asked);
  const template: SubscriptionTemplate = {
    events,
    ...(userData === undefined ? {} : { userData }),
    language: languageOf(firstString(asked, 'notify-natural-language') ?? '', language),
    leaseSeconds: leaseOf(asked),
  };
  const status = tooMany
    ? statuses.successfulOkTooManyEvents
    : statuses.successfulOkIgnoredOrSubstitutedAttributes;
  return { kind: 'possible', template, ignored, ...(ignored.length === 0 ? {} : { status }) };
}

interface WhyRefused {
  readonly status: number;
  readonly attribute: IppAttribute;
}

/** Nothing else keeps a subscription from being made (RFC 3995 §5.2 rules 3 and 6, §5.3.3.4.1). */
function whyRefused(asked: IppAttributes): WhyRefused | undefined {
  const recipient = asked.get('notify-recipient-uri');
  if (recipient !== undefined) {
    return { status: statuses.clientErrorUriSchemeNotSupported, attribute: recipient };
  }
  const status = statuses.clientErrorAttributesOrValuesNotSupported;
  const method = asked.get('notify-pull-method');
  if (method !== undefined && !isOurWay(method)) return { status, attribute: method };
  const events = asked.get('notify-events');
  return events !== undefined && isNone(events) ? { status, attribute: events } : undefined;
}

/** What a subscription is made of. */
type Subject = 'printer' | 'job';

function isOurWay(method: IppAttribute): boolean {
  const value = only(method);
  return value?.syntax === 'keyword' && value.value === pullMethod;
}

interface EventsAsked {
  readonly events: readonly EventKeyword[];
  readonly unknown: readonly IppAttribute[];
  readonly tooMany: boolean;
}

/** To hear of nothing. */
function isNone(events: IppAttribute): boolean {
  const value = only(events);
  return value?.syntax === 'keyword' && value.value === 'none';
}

/**
 * Of more than there can be the first ones are heard (RFC 3995 §5.3.3); one of another syntax is told as a whole. Where none
 * is left it is as if none had been named.
 */
function eventsIn(asked: IppAttributes): EventsAsked {
  const wish = asked.get('notify-events');
  if (wish === undefined || deviationOf(wish) !== undefined) {
    return { events: [eventDefault], unknown: [], tooMany: false };
  }
  const named = strings(asked, 'notify-events');
  const heard = named.slice(0, eventKeywords.length);
  const extra = named.slice(eventKeywords.length);
  const unheard = [...heard.filter((event) => !isKnown(event)), ...extra];
  const known = eventKeywords.filter((event) => heard.includes(event));
  return {
    events: known.length === 0 ? [eventDefault] : known,
    unknown: unheard.length === 0 ? [] : [attributeOf('notify-events', ...unheard.map(keyword))],
    tooMany: extra.length > 0,
  };
}

function userDataIn(asked: IppAttributes): Uint8Array | undefined {
  const value = only(asked.get('notify-user-data'));
  return value?.syntax === 'octetString' && value.value.length <= limits.userDataOctetsMax
    ? value.value
    : undefined;
}

/**
 * What a subscription is made from; of all else its client hears that it is left out (RFC 3995 §11.1.3.2), of
 * notify-time-interval too, which is of no use without job-progress (§5.3.9).
 */
const templateNames: ReadonlySet<string> = new Set([
  'notify-charset',
  'notify-events',
  'notify-lease-duration',
  'notify-natural-language',
  'notify-pull-method',
  'notify-user-data',
]);

/** A subscription of a job lasts as long as the job (RFC 3995 §5.3.8). */
const jobTemplateNames: ReadonlySet<string> = new Set(
  [...templateNames].filter((name) => name !== 'notify-lease-duration'),
);

function unsupportedPart(asked: IppAttribute, names: ReadonlySet<string>): readonly IppAttribute[] {
  if (!names.has(asked.name)) return [attributeOf(asked.name, outOfBand('unsupported'))];
  const isDone = deviationOf(asked) === undefined && (isDoneAs[asked.name]?.(asked) ?? true);
  return isDone ? [] : [asked];
}

/** Whether what is given is what was asked for; of attributes that can be given otherwise. */
const isDoneAs: Readonly<Record<string, (asked: IppAttribute) => boolean>> = {
  'notify-charset': ({ values: [value] }) =>
    value?.syntax === 'charset' && value.value.toLowerCase() === 'utf-8',
  'notify-lease-duration': ({ values: [value] }) =>
    value?.syntax === 'integer' && grantedLease(value.value) === value.value,
  // `de-AT` is spoken as `de`, which is what its client means.
  'notify-natural-language': ({ values: [value] }) =>
    value?.syntax === 'naturalLanguage' && spokenLanguage(value.value) !== undefined,
  'notify-user-data': ({ values: [value] }) =>
    value?.syntax === 'octetString' && value.value.length <= limits.userDataOctetsMax,
};

/** The nearest that we give, also for what is no time at all; 0 asks for one without end (RFC 3995 §5.3.8), which is the longest here. */
export function leaseOf(asked: IppAttributes): number {
  return grantedLease(firstInteger(asked, 'notify-lease-duration') ?? limits.leaseSecondsDefault);
}

function grantedLease(wished: number): number {
  if (wished === 0) return limits.leaseSecondsMax;
  return Math.min(Math.max(wished, limits.leaseSecondsMin), limits.leaseSecondsMax);
}

function isKnown(event: string): event is EventKeyword {
  return eventKeywords.some((known) => known === event);
}
