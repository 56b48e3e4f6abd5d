import {
  attribute,
  firstInteger,
  groupOf,
  groupTags,
  type IppAttributes,
  integers,
  statuses,
} from '../../ipp/index.ts';
import { mayAct, type PrinterView } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { secondsOf } from '../attributes/seconds.ts';
import { problemAnswer } from '../jobs/job-answers.ts';
import { eventGroup, subscriptionGroup } from '../notify/description.ts';
import { subscriptionsAnswer } from '../notify/subscribing.ts';
import { type Subscription, subscriptionLimits } from '../notify/subscription.ts';
import { tellable } from '../notify/subscriptions.ts';
import { leaseOf } from '../notify/template.ts';
import { badRequest, encodeGroup, failure, noAttributes, success } from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { requestedAttributes } from '../requests/requested.ts';
import type { Resolved } from '../requests/resolve.ts';

/** RFC 3995 §11.1.2. */
export const createPrinterSubscriptions: Operation = {
  target: 'printer',
  answer: (request, { settings }, services) =>
    subscriptionsAnswer(request, services, { printer: settings.name }),
};

/** RFC 3995 §11.1.1: on a job that has not ended, by its owner or an operator. */
export const createJobSubscriptions: Operation = {
  target: 'printer',
  answer: async (request, { settings }, services) => {
    const id = only(request.operation.get('notify-job-id'));
    if (id?.syntax !== 'integer') return badRequest('notify-job-id must be one integer.');
    const view = await services.jobs.job(id.value);
    if (view?.job.printer !== settings.name) return problemAnswer({ kind: 'not-found' });
    if (!mayAct(view.job, request.identity)) return problemAnswer({ kind: 'not-yours' });
    if (view.job.state === 'ended') {
      return problemAnswer({ kind: 'not-possible', message: say('job-ended', { job: view.job.id }) });
    }
    return subscriptionsAnswer(request, services, { printer: settings.name, job: view.job.id });
  },
};

/** RFC 3995 §11.2.4. */
export const getSubscriptionAttributes: Operation = {
  target: 'printer',
  answer: (request, printer, services) => {
    const found = subscriptionOf(request, printer, services);
    if ('answer' in found) return found.answer;
    const requested = requestedAttributes(request.operation);
    return success(subscriptionGroup(factsOf(found.found, request, services), requested));
  },
};

/** RFC 3995 §11.2.5: one's own; operators see all unless they ask for their own. */
export const getSubscriptions: Operation = {
  target: 'printer',
  answer: async (request, { settings }, services) => {
    const { operation, identity } = request;
    const limit = firstInteger(operation, 'limit') ?? subscriptionLimits.subscriptionsMax;
    if (limit < 1) return badRequest('limit must be at least 1.');
    const job = firstInteger(operation, 'notify-job-id');
    if (job !== undefined && (await services.jobs.job(job))?.job.printer !== settings.name) {
      return problemAnswer({ kind: 'not-found' });
    }
    const own = only(operation.get('my-subscriptions'));
    // It is in no registry, so that the check of all registered ones does not know it.
    if (operation.has('my-subscriptions') && own?.syntax !== 'boolean') {
      return badRequest('my-subscriptions must be one boolean.');
    }
    const all = identity.operator && !(own?.syntax === 'boolean' && own.value);
    const requested = requestedAttributes(operation, ['notify-subscription-id']);
    const subject = job === undefined ? { printer: settings.name } : { printer: settings.name, job };
    const listed = services.subscriptions.of(subject).filter(({ owner }) => all || owner === identity.name);
    return success(
      ...listed.slice(0, limit).map((each) => subscriptionGroup(factsOf(each, request, services), requested)),
    );
  },
};

/** RFC 3995 §11.2.6: of a printer's subscriptions; one of a job lasts as long as the job. */
export const renewSubscription: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const found = subscriptionOf(request, printer, services);
    if ('answer' in found) return found.answer;
    if (found.found.job !== undefined) {
      return problemAnswer({ kind: 'not-possible', message: say('subscription-of-job') });
    }
    const asked = groupOf(request.message, groupTags.subscription) ?? noAttributes;
    const lease = leaseOf(asked.has('notify-lease-duration') ? asked : request.operation);
    await services.subscriptions.renew(found.found, lease);
    return success(encodeGroup(groupTags.subscription, [attribute('notify-lease-duration', lease)]));
  },
};

/** RFC 3995 §11.2.7. */
export const cancelSubscription: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const found = subscriptionOf(request, printer, services);
    if ('answer' in found) return found.answer;
    await services.subscriptions.cancel(found.found.id);
    return success();
  },
};

/** RFC 3996 §5: what has happened since the sequence number that is asked for; never waits (notify-wait). */
export const getNotifications: Operation = {
  target: 'printer',
  answer: (request, printer, services) => {
    const { operation } = request;
    const ids = integers(operation, 'notify-subscription-ids');
    const from = integers(operation, 'notify-sequence-numbers');
    if (ids.length === 0 || ids.length > subscriptionLimits.subscriptionsPerOwnerMax) {
      return badRequest('notify-subscription-ids must be some integers.');
    }
    const found = [...new Set(ids)].map((id) => owned(id, request, printer, services));
    const missing = found.find((each) => 'answer' in each);
    if (missing !== undefined && 'answer' in missing) return missing.answer;
    const subscriptions = found.flatMap((each) => ('found' in each ? [each.found] : []));
    const [first] = subscriptions;
    const now = services.clock.now();
    const groups = subscriptions.flatMap((subscription) => {
      const lowest = from[ids.indexOf(subscription.id)] ?? 1;
      const events = tellable(subscription, now).filter(({ sequence }) => sequence >= lowest);
      return events.map((event) =>
        eventGroup(event, factsOf(subscription, request, services), services.speech),
      );
    });
    const complete = subscriptions.every(({ job, endsAt }) => job !== undefined && endsAt !== undefined);
    const interval = attribute('notify-get-interval', subscriptionLimits.getIntervalSeconds);
    return {
      status: complete ? statuses.successfulOkEventsComplete : statuses.successfulOk,
      operation: [attribute('printer-up-time', secondsOf(now)), ...(complete ? [] : [interval])],
      groups,
      // RFC 3996 §5.2: of one of the subscriptions that are told of.
      ...(first === undefined ? {} : { language: first.template.language }),
    };
  },
};

function subscriptionOf(
  request: IppRequest,
  printer: PrinterView,
  services: Services,
): Resolved<Subscription> {
  const id = only(idAttribute(request.operation));
  if (id?.syntax !== 'integer' || id.value < 1) {
    return { answer: badRequest('notify-subscription-id must be one positive integer.') };
  }
  return owned(id.value, request, printer, services);
}

function idAttribute(operation: IppAttributes): ReturnType<IppAttributes['get']> {
  return operation.get('notify-subscription-id');
}

function owned(
  id: number,
  { identity }: IppRequest,
  { settings }: PrinterView,
  { subscriptions }: Services,
): Resolved<Subscription> {
  const subscription = subscriptions.get(id);
  if (subscription?.printer !== settings.name) {
    return { answer: failure(statuses.clientErrorNotFound, say('no-subscription', { id })) };
  }
  return identity.operator || identity.name === subscription.owner
    ? { found: subscription }
    : { answer: failure(statuses.clientErrorNotAuthorized, say('subscription-not-yours')) };
}

function factsOf(
  subscription: Subscription,
  { address }: IppRequest,
  { clock }: Services,
): Parameters<typeof subscriptionGroup>[0] {
  return { subscription, address, nowMs: clock.now() };
}
