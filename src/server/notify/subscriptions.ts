import type { Clock } from '../../base/clock.ts';
import {
  type Event,
  subscriptionLimits as limits,
  type Occurrence,
  type Subscription,
  type SubscriptionSubject,
  type SubscriptionTemplate,
} from './subscription.ts';

/** 2023-11-14, in seconds since 1970: ids are integers of 31 bits, and last from then on for 68 years. */
const firstSecond = 1_700_000_000;

/**
 * Who wants to hear of what, and what there is to hear. Both are gone after a restart, as RFC 3996 §5 allows for events: a
 * client that then asks by its old id hears that there is none, and subscribes anew, as it does when its lease ends. Ids
 * begin with the second of the start, so that an old one is not somebody's new one.
 */
export class Subscriptions {
  readonly #clock: Clock;
  readonly #byId = new Map<number, Subscription>();
  #lastId: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastId = Math.max(0, Math.floor(clock.now() / 1_000) - firstSecond);
  }

  /** undefined: there are too many. */
  create(
    owner: string,
    subject: SubscriptionSubject,
    template: SubscriptionTemplate,
  ): Subscription | undefined {
    this.#sweep();
    const own = this.#all().filter((each) => each.owner === owner).length;
    if (this.#byId.size >= limits.subscriptionsMax || own >= limits.subscriptionsPerOwnerMax) {
      return undefined;
    }
    this.#lastId += 1;
    const endsAt = subject.job === undefined ? this.#leaseEnd(template.leaseSeconds) : undefined;
    const made = { ...subject, id: this.#lastId, owner, template, endsAt, events: [], lastSequence: 0 };
    this.#byId.set(made.id, made);
    return made;
  }

  /** Of a printer as long as its lease, of a job until its last events have had their time. */
  get(id: number): Subscription | undefined {
    this.#sweep();
    return this.#byId.get(id);
  }

  /** Those of the printer itself, or those of one of its jobs. */
  of({ printer, job }: SubscriptionSubject): readonly Subscription[] {
    this.#sweep();
    return this.#all().filter((each) => each.printer === printer && each.job === job);
  }

  renew(subscription: Subscription, leaseSeconds: number): void {
    const template = { ...subscription.template, leaseSeconds };
    this.#byId.set(subscription.id, { ...subscription, template, endsAt: this.#leaseEnd(leaseSeconds) });
  }

  cancel(id: number): void {
    this.#byId.delete(id);
  }

  /** Costs nothing as long as nobody has subscribed. */
  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  tell(occurrence: Occurrence): void {
    this.#sweep();
    for (const subscription of this.#all()) {
      if (concerns(subscription, occurrence)) this.#add(subscription, occurrence);
    }
  }

  #add(subscription: Subscription, occurrence: Occurrence): void {
    const now = this.#clock.now();
    const ends = occurrence.last && subscription.job !== undefined;
    const endsAt = ends ? now + limits.eventKeptSeconds * 1_000 : subscription.endsAt;
    const keyword = occurrence.keywords.find((each) => subscription.template.events.includes(each));
    const heard = keyword !== undefined;
    const sequence = subscription.lastSequence + (heard ? 1 : 0);
    const event = heard ? [{ sequence, keyword, at: now, occurrence }] : [];
    const events = [...fresh(subscription.events, now), ...event].slice(-limits.eventsMax);
    this.#byId.set(subscription.id, { ...subscription, endsAt, events, lastSequence: sequence });
  }

  #sweep(): void {
    const now = this.#clock.now();
    for (const { id, endsAt } of this.#all()) {
      if (endsAt !== undefined && endsAt <= now) this.#byId.delete(id);
    }
  }

  #all(): readonly Subscription[] {
    return [...this.#byId.values()];
  }

  #leaseEnd(leaseSeconds: number): number {
    return this.#clock.now() + leaseSeconds * 1_000;
  }
}

/** A job's subscription hears of that job alone, one of a printer of its jobs too. */
function concerns({ printer, job }: Subscription, occurrence: Occurrence): boolean {
  return printer === occurrence.printer && (job === undefined || job === occurrence.job);
}

export function fresh(events: readonly Event[], now: number): readonly Event[] {
  const oldest = now - limits.eventKeptSeconds * 1_000;
  return events.filter(({ at }) => at > oldest);
}
