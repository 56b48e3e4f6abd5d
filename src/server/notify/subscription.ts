import type { IppAttribute } from '../../ipp/index.ts';
import { type Identity, type IdentityLevel, isAsGood } from '../../model/identity.ts';
import type { Language } from '../../model/sentences/languages.ts';
import type { Sentence } from '../../model/sentences/sentence.ts';

/** What can be subscribed to (RFC 3995 §5.3.3.4); one that is in a list here but in no occurrence would never come. */
export const eventKeywords = [
  'job-created',
  'job-completed',
  'job-state-changed',
  'job-config-changed',
  'printer-state-changed',
  'printer-stopped',
  'printer-restarted',
  'printer-shutdown',
  'printer-config-changed',
  'printer-queue-order-changed',
] as const;
export type EventKeyword = (typeof eventKeywords)[number];

/** RFC 3995 §5.3.3.4.3 leaves the default to us; it is what most people wait for. */
export const eventDefault: EventKeyword = 'job-completed';

/** The one way in which notifications are given: the client fetches them (RFC 3996). */
export const pullMethod = 'ippget';

/** Every list here has its limit: strangers subscribe. */
export const subscriptionLimits = {
  /** Of all printers and owners together; an event is offered to each. */
  subscriptionsMax: 1_000,
  /** Of one name, so that one client cannot take all of them. */
  subscriptionsPerOwnerMax: 100,
  /**
   * Kept for one subscription; the oldest go first, where memory ends (RFC 3996 §8.1). Within the life of an event a busy
   * printer makes some hundreds, and a client that comes as seldom as it is asked to wants all of them (§3).
   */
  eventsMax: 1_000,
  /** Seconds that an event can be relied on to be there (ippget-event-life), as RFC 3996 §8.1 recommends. */
  eventLifeSeconds: 60,
  /** Seconds before a client shall ask again: no less than the life of an event (RFC 3996 §5.2.1). */
  getIntervalSeconds: 60,
  /** Seconds that an event is really kept: a client that comes late has missed nothing. */
  eventKeptSeconds: 300,
  leaseSecondsMin: 60,
  leaseSecondsMax: 2_592_000,
  leaseSecondsDefault: 86_400,
  /** RFC 3995 §5.3.5. */
  userDataOctetsMax: 63,
} as const;

/** What a client asks for, after it was found to be possible. */
export interface SubscriptionTemplate {
  readonly events: readonly EventKeyword[];
  readonly userData?: Uint8Array;
  readonly language: Language;
  /** Seconds; of no meaning for a job's subscription, which lasts as long as the job. */
  readonly leaseSeconds: number;
}

/** What is watched: a printer, or one of its jobs. */
export interface SubscriptionSubject {
  readonly printer: string;
  readonly job?: number;
}

/** Who subscribes, and under which address the printer was asked. */
export interface Subscriber {
  readonly name: string;
  readonly level: IdentityLevel;
  readonly printerUri?: string;
}

export interface Subscription extends SubscriptionSubject {
  readonly id: number;
  readonly owner: Subscriber;
  readonly template: SubscriptionTemplate;
  /** Milliseconds since 1970; undefined while the job of a job's subscription has not ended. */
  readonly endsAt: number | undefined;
  readonly events: readonly Event[];
  readonly lastSequence: number;
  /** No event will have a higher number before the next write, and none up to it after a restart. */
  readonly reservedTo: number;
  /** `reservedTo` as it was last written: what is beyond is not told yet. */
  readonly durableTo: number;
}

/** Something that happened, before anyone is told. */
export interface Occurrence extends SubscriptionSubject {
  /** The narrowest first; a subscription is told by the first that it names (RFC 3995 §5.3.3.4). */
  readonly keywords: readonly EventKeyword[];
  /** For people; never the name of a document, which is its owner's. */
  readonly text: readonly Sentence[];
  /** State of what it is about, as it was then. */
  readonly attributes: readonly IppAttribute[];
  /** Nothing more will happen to the job. */
  readonly last: boolean;
}

export interface Event {
  /** Counts from 1 in each subscription. */
  readonly sequence: number;
  readonly keyword: EventKeyword;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly occurrence: Occurrence;
}

/** As with jobs: a name that was proved is no one's who only claims it. */
export function isOwnedBy(
  { owner }: Pick<Subscription, 'owner'>,
  by: Pick<Identity, 'name' | 'level'>,
): boolean {
  return owner.name === by.name && isAsGood(by.level, owner.level);
}
