import type { Clock } from '../../base/clock.ts';
import type { Kept, KeptSubscriptions } from './kept-subscriptions.ts';
import {
  type Event,
  isOwnedBy,
  subscriptionLimits as limits,
  type Occurrence,
  type Subscriber,
  type Subscription,
  type SubscriptionSubject,
  type SubscriptionTemplate,
} from './subscription.ts';
import type { Waiting } from './waiting.ts';

/** 2023-11-14, in seconds since 1970: ids are integers of 31 bits, and last from then on for 68 years. */
const firstSecond = 1_700_000_000;

/** Sequence numbers reserved in one write, so that an event costs none of its own. */
const reserved = 1_000;

/**
 * Who wants to hear of what, and what there is to hear. Subscriptions outlive the server where there is a keeper, events do
 * not (memory ends with it, RFC 3996 §8.1): the numbers of those that come after a restart begin behind all that were reserved before,
 * and a client sees by the gap that it may have missed some. Ids begin with the second of the start, or behind the last one
 * that was kept, so that an old one is never somebody's new one.
 */
export class Subscriptions {
  /** Requests for news of them. */
  readonly waiting: Waiting;
  readonly #clock: Clock;
  readonly #kept: KeptSubscriptions | undefined;
  readonly #byId = new Map<number, Subscription>();
  #lastId: number;

  constructor(clock: Clock, waiting: Waiting, kept?: KeptSubscriptions) {
    this.#clock = clock;
    this.waiting = waiting;
    this.#kept = kept;
    this.#lastId = Math.max(0, Math.floor(clock.now() / 1_000) - firstSecond);
  }

  /**
   * What was kept and is not over; of jobs and printers that are still there. A lease begins anew with the printer
   * (RFC 3995 §5.4.3): nobody could renew it meanwhile.
   */
  async takeUp(isThere: (subject: SubscriptionSubject) => Promise<boolean>): Promise<void> {
    const kept = await this.#kept?.load();
    if (kept === undefined) return;
    this.#lastId = Math.max(this.#lastId, kept.lastId);
    for (const each of kept.subscriptions) {
      if (await isThere(each)) this.#byId.set(each.id, each);
    }
    this.#sweep();
    for (const each of this.#all()) {
      if (each.job !== undefined) continue;
      this.#byId.set(each.id, { ...each, endsAt: this.#leaseEnd(each.template.leaseSeconds) });
    }
  }

  /** How many more somebody may make; who only claims a name takes nothing from who has proved it. */
  roomFor(subscriber: Subscriber): number {
    this.#sweep();
    const own = this.#all().filter(({ owner }) => isOwnedBy({ owner: subscriber }, owner)).length;
    return Math.min(limits.subscriptionsMax - this.#byId.size, limits.subscriptionsPerOwnerMax - own);
  }

  /** undefined: there are too many. `happened`: what it hears first, of before it could be there. */
  async create(
    owner: Subscriber,
    subject: SubscriptionSubject,
    template: SubscriptionTemplate,
    happened: readonly Occurrence[],
  ): Promise<Subscription | undefined> {
    if (this.roomFor(owner) < 1) return undefined;
    this.#lastId += 1;
    const endsAt = subject.job === undefined ? this.#leaseEnd(template.leaseSeconds) : undefined;
    const empty = { events: [], lastSequence: 0, reservedTo: reserved, durableTo: 0 };
    const made = { ...subject, id: this.#lastId, owner, template, endsAt, ...empty };
    this.#byId.set(made.id, made);
    for (const occurrence of happened) this.#add(made.id, occurrence);
    await this.save();
    return made;
  }

  /** Of a printer as long as its lease, of a job until its last events have had their time. */
  get(id: number): Subscription | undefined {
    const found = this.#byId.get(id);
    return found === undefined || isOver(found, this.#clock.now()) ? undefined : found;
  }

  /** Those of the printer itself, or those of one of its jobs. */
  of({ printer, job }: SubscriptionSubject): readonly Subscription[] {
    this.#sweep();
    return this.#all().filter((each) => each.printer === printer && each.job === job);
  }

  async renew(subscription: Subscription, leaseSeconds: number): Promise<void> {
    const template = { ...subscription.template, leaseSeconds };
    this.#byId.set(subscription.id, { ...subscription, template, endsAt: this.#leaseEnd(leaseSeconds) });
    await this.save();
  }

  async cancel(id: number): Promise<void> {
    this.#byId.delete(id);
    this.waiting.wake();
    await this.save();
  }

  /** Costs nothing as long as nobody has subscribed. */
  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  /** Jobs that somebody has subscribed to. */
  get jobs(): ReadonlySet<number> {
    return new Set(this.#all().flatMap(({ job }) => job ?? []));
  }

  tell(occurrence: Occurrence): void {
    this.#sweep();
    for (const subscription of this.#all()) {
      if (concerns(subscription, occurrence)) this.#add(subscription.id, occurrence);
    }
    this.waiting.wake();
  }

  #add(id: number, occurrence: Occurrence): void {
    const subscription = this.#byId.get(id);
    if (subscription === undefined) return;
    const now = this.#clock.now();
    const ends = occurrence.last && subscription.job !== undefined;
    const endsAt = ends ? now + limits.eventKeptSeconds * 1_000 : subscription.endsAt;
    const keyword = occurrence.keywords.find((each) => subscription.template.events.includes(each));
    const heard = keyword !== undefined;
    const sequence = subscription.lastSequence + (heard ? 1 : 0);
    const event = heard ? [{ sequence, keyword, at: now, occurrence }] : [];
    const events = [...fresh(subscription.events, now), ...event].slice(-limits.eventsMax);
    // Half of them left: the next ones are there before they are needed.
    const isShort = sequence + reserved / 2 > subscription.reservedTo;
    const reservedTo = isShort ? sequence + reserved : subscription.reservedTo;
    const changed = { ...subscription, endsAt, events, lastSequence: sequence, reservedTo };
    this.#byId.set(subscription.id, changed);
    if (isShort || ends) void this.save();
  }

  #sweep(): void {
    const now = this.#clock.now();
    for (const each of this.#byId.values()) if (isOver(each, now)) this.#byId.delete(each.id);
  }

  #all(): readonly Subscription[] {
    return [...this.#byId.values()];
  }

  #leaseEnd(leaseSeconds: number): number {
    return this.#clock.now() + leaseSeconds * 1_000;
  }

  /** Returns when all of now is durable. */
  async save(): Promise<void> {
    const snapshot = (): Kept => ({ lastId: this.#lastId, subscriptions: this.#all() });
    const done = (what: Kept): void => {
      this.#noteDurable(what);
    };
    if (this.#kept === undefined) done(snapshot());
    else await this.#kept.save(snapshot, done);
  }

  #noteDurable({ subscriptions }: Kept): void {
    for (const { id, reservedTo } of subscriptions) {
      const current = this.#byId.get(id);
      if (current !== undefined) this.#byId.set(id, { ...current, durableTo: reservedTo });
    }
    this.waiting.wake();
  }
}

function isOver({ endsAt }: Subscription, now: number): boolean {
  return endsAt !== undefined && endsAt <= now;
}

/**
 * One of a printer hears of the printer and of its jobs; one of a job hears of that job, wherever it is printed in the end,
 * and of its printer as long as it has not ended (RFC 3995 §5.3.3.5.1).
 */
function concerns({ printer, job, endsAt }: Subscription, occurrence: Occurrence): boolean {
  if (occurrence.job !== undefined && occurrence.job === job) return true;
  if (occurrence.printer !== printer) return false;
  return job === undefined || (occurrence.job === undefined && endsAt === undefined);
}

/** What may be told: not too old, and under a number that no other event will have after a crash. */
export function tellable({ events, durableTo }: Subscription, now: number): readonly Event[] {
  return fresh(events, now).filter(({ sequence }) => sequence <= durableTo);
}

function fresh(events: readonly Event[], now: number): readonly Event[] {
  const oldest = now - limits.eventKeptSeconds * 1_000;
  // They are in the order of their time, and mostly none is too old.
  const first = events.findIndex(({ at }) => at > oldest);
  if (first === 0) return events;
  return first === -1 ? [] : events.slice(first);
}
