import { clippedText } from '../../base/clipped-text.ts';
import {
  attribute,
  attributeOf,
  dateTime,
  groupTags,
  type IppAttribute,
  integer,
  name,
  naturalLanguage,
  octetString,
  text,
  uri,
} from '../../ipp/index.ts';
import { type Speech, wordsIn } from '../../model/sentences/sentence.ts';
import { secondsOf } from '../attributes/seconds.ts';
import { jobUri, printerUri, type WebAddress } from '../http/web-address.ts';
import { encodeGroup } from '../requests/answer.ts';
import type { Requested } from '../requests/requested.ts';
import { type Event, pullMethod, type Subscription } from './subscription.ts';

interface SubscriptionAttribute {
  readonly name: string;
  readonly group: 'subscription-template' | 'subscription-description';
  readonly make: (facts: SubscriptionFacts) => IppAttribute | undefined;
}

interface SubscriptionFacts {
  readonly subscription: Subscription;
  readonly address: WebAddress;
  readonly nowMs: number;
}

/** RFC 8011 §5.1.3. */
const nameOctetsMax = 255;

const noUserData = new Uint8Array();

/** RFC 3995 §5.3, §5.4. */
const subscriptionDescription: readonly SubscriptionAttribute[] = [
  description('notify-subscription-id', ({ subscription }) =>
    attribute('notify-subscription-id', subscription.id),
  ),
  template('notify-pull-method', () => attribute('notify-pull-method', pullMethod)),
  template('notify-events', ({ subscription }) =>
    attribute('notify-events', ...subscription.template.events),
  ),
  template(
    'notify-user-data',
    ({
      subscription: {
        template: { userData },
      },
    }) => (userData === undefined ? undefined : attributeOf('notify-user-data', octetString(userData))),
  ),
  template('notify-charset', () => attribute('notify-charset', 'utf-8')),
  template('notify-natural-language', ({ subscription }) =>
    attributeOf('notify-natural-language', naturalLanguage(subscription.template.language)),
  ),
  template('notify-lease-duration', ({ subscription }) =>
    subscription.job === undefined
      ? attribute('notify-lease-duration', subscription.template.leaseSeconds)
      : undefined,
  ),
  description('notify-sequence-number', ({ subscription }) =>
    attribute('notify-sequence-number', subscription.lastSequence),
  ),
  description('notify-lease-expiration-time', ({ subscription: { job, endsAt } }) =>
    job === undefined && endsAt !== undefined
      ? attribute('notify-lease-expiration-time', secondsOf(endsAt))
      : undefined,
  ),
  // Where there is no lease there is nothing to compare it with (RFC 3995 §5.4.4).
  description('notify-printer-up-time', ({ subscription, nowMs }) =>
    subscription.job === undefined ? attribute('notify-printer-up-time', secondsOf(nowMs)) : undefined,
  ),
  description('notify-printer-uri', ({ subscription, address }) =>
    attributeOf('notify-printer-uri', uri(printerUriOf(subscription, address))),
  ),
  description('notify-job-id', ({ subscription: { job } }) =>
    job === undefined ? undefined : attribute('notify-job-id', job),
  ),
  description('notify-subscriber-user-name', ({ subscription }) =>
    attribute('notify-subscriber-user-name', name(clippedText(subscription.owner.name, nameOctetsMax))),
  ),
];

export function subscriptionGroup(facts: SubscriptionFacts, requested: Requested): Buffer {
  const wanted = subscriptionDescription.filter((each) => requested.wants(each.name, [each.group]));
  return encodeGroup(
    groupTags.subscription,
    wanted.flatMap(({ make }) => make(facts) ?? []),
  );
}

interface EventFacts extends SubscriptionFacts {
  /** Where it is not that of every event in the answer. */
  readonly status?: number;
}

/** One notification (RFC 3995 §9.1, RFC 3996 §5.2). */
export function eventGroup(event: Event, facts: EventFacts, configured: Speech): Buffer {
  const { subscription, address, status } = facts;
  const speech = { ...configured, language: subscription.template.language };
  const { occurrence, keyword, sequence, at } = event;
  // RFC 3996 table 3: no octets where the subscription has none.
  const { userData = noUserData } = subscription.template;
  const { job } = occurrence;
  return encodeGroup(groupTags.eventNotification, [
    attribute('notify-charset', 'utf-8'),
    attributeOf('notify-natural-language', naturalLanguage(speech.language)),
    attribute('notify-subscription-id', subscription.id),
    ...(status === undefined ? [] : [attribute('notify-status-code', status)]),
    attribute('notify-sequence-number', sequence),
    attribute('notify-subscribed-event', keyword),
    attributeOf('notify-text', text(wordsIn(occurrence.text, speech))),
    attributeOf('notify-user-data', octetString(userData)),
    attributeOf('notify-printer-uri', uri(printerUriOf(subscription, address))),
    attributeOf('printer-up-time', integer(secondsOf(at))),
    attribute('printer-current-time', dateTime(at)),
    ...(job === undefined
      ? []
      : [
          attribute('notify-job-id', job),
          attribute('job-id', job),
          attribute('job-uri', jobUri(address, job)),
        ]),
    ...occurrence.attributes,
  ]);
}

/** As its client named it (RFC 3995 §5.4.5). */
function printerUriOf({ owner, printer }: Subscription, address: WebAddress): string {
  return owner.printerUri ?? printerUri(address, printer);
}

function template(name: string, make: SubscriptionAttribute['make']): SubscriptionAttribute {
  return { name, group: 'subscription-template', make };
}

function description(name: string, make: SubscriptionAttribute['make']): SubscriptionAttribute {
  return { name, group: 'subscription-description', make };
}
