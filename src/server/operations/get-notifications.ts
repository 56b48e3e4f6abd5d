import {
  attribute,
  attributeOf,
  firstBoolean,
  type IppAttributes,
  integer,
  integers,
  statuses,
} from '../../ipp/index.ts';
import { secondsOf } from '../attributes/seconds.ts';
import { ignoredPart } from '../jobs/job-answers.ts';
import { eventGroup } from '../notify/description.ts';
import { type Event, type Subscription, subscriptionLimits } from '../notify/subscription.ts';
import { tellable } from '../notify/subscriptions.ts';
import { badRequest, type IppAnswer } from '../requests/answer.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { ownedSubscription } from './subscriptions.ts';

/**
 * RFC 3996 §5: what has happened since the sequence number that is asked for. With notify-wait the answer is held until there
 * is something to tell, for a while: one answer a request, which every client can read, instead of the parts of a
 * multipart/related one, which none does. Each says by notify-get-interval that Event Wait Mode is over, as §5.2 allows.
 */
export const getNotifications: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const { operation } = request;
    const ids = integers(operation, 'notify-subscription-ids');
    if (ids.length === 0 || ids.length > subscriptionLimits.subscriptionsMax) {
      return badRequest('notify-subscription-ids must be some integers.');
    }
    const asked = wishesOf(operation, ids);
    const found = asked.map(({ id }) => ownedSubscription(id, request, printer, services));
    const refused = found.flatMap((each) => ('answer' in each ? each.answer : []));
    const forbidden = refused.find(({ status }) => status !== statuses.clientErrorNotFound);
    if (forbidden !== undefined) return forbidden;
    // Not found is where none of them is there (RFC 3996 §5.2): else the others are told, and which are not.
    const missing = asked.filter((_, index) => 'answer' in (found[index] ?? {}));
    const unsupported =
      missing.length === 0
        ? []
        : [attributeOf('notify-subscription-ids', ...missing.map(({ id }) => integer(id)))];
    const [lost] = refused;
    if (lost !== undefined && missing.length === asked.length) return { ...lost, unsupported };
    const wishes = asked.filter((wish) => !missing.includes(wish));
    const [language] = found.flatMap((each) => ('found' in each ? [each.found.template.language] : []));
    if (firstBoolean(operation, 'notify-wait') === true) await untilNews(wishes, services);
    const news = newsAnswer(wishes, request, services);
    // That nothing more comes weighs more than what is not there.
    const status = news.status === statuses.successfulOk ? {} : { status: news.status };
    return {
      ...news,
      ...ignoredPart({ attributes: unsupported, conflicting: false }),
      ...status,
      ...(language === undefined ? {} : { language }),
    };
  },
};

/** A subscription, and the first of its events that is wanted. */
interface Wish {
  readonly id: number;
  readonly lowest: number;
}

function wishesOf(operation: IppAttributes, ids: readonly number[]): readonly Wish[] {
  const from = integers(operation, 'notify-sequence-numbers');
  return [...new Set(ids)].map((id) => ({ id, lowest: from[ids.indexOf(id)] ?? 1 }));
}

async function untilNews(wishes: readonly Wish[], { subscriptions, clock, limits }: Services): Promise<void> {
  const hasNews = (): boolean =>
    wishes.every(({ id }) => isComplete(subscriptions.get(id))) ||
    wishes.some((wish) => eventsFor(wish, subscriptions.get(wish.id), clock.now()).length > 0);
  await subscriptions.waiting.until(hasNews, limits.eventWaitMs);
}

/** RFC 3996 §5.2.1, table 2. */
function newsAnswer(
  wishes: readonly Wish[],
  { address }: IppRequest,
  { subscriptions, clock, speech }: Services,
): IppAnswer {
  const nowMs = clock.now();
  const news = wishes.flatMap((wish) => {
    const subscription = subscriptions.get(wish.id);
    if (subscription === undefined) return [];
    const status = isComplete(subscription) ? statuses.successfulOkEventsComplete : statuses.successfulOk;
    return eventsFor(wish, subscription, nowMs).map((event) => ({ event, subscription, status }));
  });
  // Where one subscription is over and another is not, each event says of which it is (RFC 3996 §5.2, group 3).
  const differ = news.some(({ status }) => status !== news[0]?.status);
  const groups = news.map(({ event, subscription, status }) =>
    eventGroup(event, { subscription, address, nowMs, ...(differ ? { status } : {}) }, speech),
  );
  const complete = wishes.every(({ id }) => isComplete(subscriptions.get(id)));
  const interval = attribute('notify-get-interval', subscriptionLimits.getIntervalSeconds);
  return {
    status: complete ? statuses.successfulOkEventsComplete : statuses.successfulOk,
    operation: [attribute('printer-up-time', secondsOf(nowMs)), ...(complete ? [] : [interval])],
    groups,
  };
}

function eventsFor(
  { lowest }: Wish,
  subscription: Subscription | undefined,
  nowMs: number,
): readonly Event[] {
  // Whoever waits has mostly heard all: that is asked of everybody at each event.
  if (subscription === undefined || subscription.lastSequence < lowest) return [];
  return tellable(subscription, nowMs).filter(({ sequence }) => sequence >= lowest);
}

/** Nothing more will come: the job has ended, or the subscription, while its client waited (RFC 3996 §10.1). */
function isComplete(subscription: Subscription | undefined): boolean {
  return subscription === undefined || (subscription.job !== undefined && subscription.endsAt !== undefined);
}
