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
import { type Language, languageOf } from '../../model/sentences/languages.ts';
import { only } from '../requests/checks.ts';
import {
  type EventKeyword,
  eventDefault,
  eventKeywords,
  subscriptionLimits as limits,
  pullMethod,
  type SubscriptionSubject,
  type SubscriptionTemplate,
} from './subscription.ts';

export type ReadTemplate =
  | {
      readonly kind: 'possible';
      readonly template: SubscriptionTemplate;
      readonly ignored: readonly IppAttribute[];
    }
  | { readonly kind: 'refused'; readonly status: number; readonly refused: readonly IppAttribute[] };

/** Reads one group of subscription attributes (RFC 3995 §5.3); what can be left out is told and left out. */
export function readTemplate(
  asked: IppAttributes,
  { job }: SubscriptionSubject,
  otherwise: Language,
): ReadTemplate {
  const method = asked.get('notify-pull-method');
  const recipient = asked.get('notify-recipient-uri');
  if (recipient !== undefined) return refused(statuses.clientErrorUriSchemeNotSupported, recipient);
  if (method !== undefined && firstString(asked, 'notify-pull-method') !== pullMethod) {
    return refused(statuses.clientErrorAttributesOrValuesNotSupported, method);
  }
  const userData = asked.get('notify-user-data');
  const data = only(userData);
  if (userData !== undefined && data?.syntax !== 'octetString') {
    return refused(statuses.clientErrorBadRequest, userData);
  }
  if (data?.syntax === 'octetString' && data.value.length > limits.userDataOctetsMax) {
    return refused(statuses.clientErrorRequestValueTooLong, attributeOf('notify-user-data', data));
  }
  const named = strings(asked, 'notify-events');
  const events = eventKeywords.filter((event) => named.includes(event));
  const unknown = named.filter((event) => !isKnown(event));
  const names = job === undefined ? templateNames : jobTemplateNames;
  const rest = [...asked.values()].flatMap((each) => unsupportedPart(each, names));
  const ignored = rest.some((each) => each.name === 'notify-events')
    ? rest
    : [...(unknown.length > 0 ? [attributeOf('notify-events', ...unknown.map(keyword))] : []), ...rest];
  if (named.length > 0 && events.length === 0) {
    return refused(statuses.clientErrorAttributesOrValuesNotSupported, ...ignored);
  }
  const template: SubscriptionTemplate = {
    events: named.length === 0 ? [eventDefault] : events,
    ...(data?.syntax === 'octetString' ? { userData: data.value } : {}),
    // RFC 3995 §5.3.7: in a language that we do not have we speak our own.
    language: languageOf(firstString(asked, 'notify-natural-language') ?? '', otherwise),
    leaseSeconds: leaseOf(asked),
  };
  return { kind: 'possible', template, ignored };
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
  if (deviationOf(asked) !== undefined) return [asked];
  const [value] = asked.values;
  const isOtherCharset =
    asked.name === 'notify-charset' && value?.syntax === 'charset' && value.value.toLowerCase() !== 'utf-8';
  return isOtherCharset ? [asked] : [];
}

/** The nearest that we give; 0 asks for one without end (RFC 3995 §5.3.8), which is the longest here. */
export function leaseOf(asked: IppAttributes): number {
  const wished = firstInteger(asked, 'notify-lease-duration') ?? limits.leaseSecondsDefault;
  if (wished <= 0) return limits.leaseSecondsMax;
  return Math.min(Math.max(wished, limits.leaseSecondsMin), limits.leaseSecondsMax);
}

function refused(status: number, ...attributes: readonly IppAttribute[]): ReadTemplate {
  return { kind: 'refused', status, refused: attributes };
}

function isKnown(event: string): event is EventKeyword {
  return eventKeywords.some((known) => known === event);
}
