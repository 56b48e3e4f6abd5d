import {
  attribute,
  attributeOf,
  deviationOf,
  firstInteger,
  groupOf,
  groupTags,
  type IppAttributes,
  outOfBand,
  statuses,
} from '../../ipp/index.ts';
import { mayAct, type PrinterView } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { ignoredPart, problemAnswer } from '../jobs/job-answers.ts';
import { subscriptionGroup } from '../notify/description.ts';
import { subscriptionsAnswer } from '../notify/subscribing.ts';
import { isOwnedBy, type Subscription } from '../notify/subscription.ts';
import { leaseOf } from '../notify/template.ts';
import { badRequest, encodeGroup, failure, noAttributes, success } from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { requestedAttributes } from '../requests/requested.ts';
import type { Resolved } from '../requests/resolve.ts';
import { windowOf } from '../requests/window.ts';

/** RFC 3995 §11.1.2: a job is none of its business, and who names one hears that (§11.1.2.1). */
export const createPrinterSubscriptions: Operation = {
  target: 'printer',
  answer: async (request, { settings }, services) => {
    const answer = await subscriptionsAnswer(request, services, { printer: settings.name });
    if (!request.operation.has('notify-job-id')) return answer;
    const unsupported = [attributeOf('notify-job-id', outOfBand('unsupported'))];
    return answer.status === statuses.successfulOk
      ? { ...answer, status: statuses.successfulOkIgnoredOrSubstitutedAttributes, unsupported }
      : { ...answer, unsupported };
  },
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
    const id = only(operation.get('notify-job-id'));
    if (operation.has('notify-job-id') && id?.syntax !== 'integer') {
      return badRequest('notify-job-id must be one integer.');
    }
    const job = id?.syntax === 'integer' ? id.value : undefined;
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
    const listed = services.subscriptions.of(subject).filter((each) => all || isOwnedBy(each, identity));
    const window = windowOf(listed, operation);
    if ('answer' in window) return window.answer;
    return success(
      ...window.asked.map((each) => subscriptionGroup(factsOf(each, request, services), requested)),
    );
  },
};

/** RFC 3995 §11.2.6: of a printer's subscriptions; one of a job lasts as long as the job. Nothing else of one can change. */
export const renewSubscription: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const found = subscriptionOf(request, printer, services);
    if ('answer' in found) return found.answer;
    if (found.found.job !== undefined) {
      return problemAnswer({ kind: 'not-possible', message: say('subscription-of-job') });
    }
    const template = groupOf(request.message, groupTags.subscription) ?? noAttributes;
    const asked = template.has('notify-lease-duration') ? template : request.operation;
    const wish = asked.get('notify-lease-duration');
    if (wish !== undefined && deviationOf(wish) !== undefined) {
      return badRequest('notify-lease-duration must be one integer.');
    }
    const lease = leaseOf(asked);
    await services.subscriptions.renew(found.found, lease);
    const isOther = wish !== undefined && firstInteger(asked, 'notify-lease-duration') !== lease;
    const rest = [...template.keys()].filter((each) => each !== 'notify-lease-duration');
    const ignored = rest.map((each) => attributeOf(each, outOfBand('unsupported')));
    return {
      ...success(encodeGroup(groupTags.subscription, [attribute('notify-lease-duration', lease)])),
      ...ignoredPart({ attributes: [...(isOther ? [wish] : []), ...ignored], conflicting: false }),
    };
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

function subscriptionOf(
  request: IppRequest,
  printer: PrinterView,
  services: Services,
): Resolved<Subscription> {
  const id = only(idAttribute(request.operation));
  if (id?.syntax !== 'integer' || id.value < 1) {
    return { answer: badRequest('notify-subscription-id must be one positive integer.') };
  }
  return ownedSubscription(id.value, request, printer, services);
}

function idAttribute(operation: IppAttributes): ReturnType<IppAttributes['get']> {
  return operation.get('notify-subscription-id');
}

/** A subscription of this printer, for its owner and operators. */
export function ownedSubscription(
  id: number,
  { identity }: IppRequest,
  { settings }: PrinterView,
  { subscriptions }: Services,
): Resolved<Subscription> {
  const subscription = subscriptions.get(id);
  if (subscription?.printer !== settings.name) {
    return { answer: failure(statuses.clientErrorNotFound, say('no-subscription', { id })) };
  }
  return identity.operator || isOwnedBy(subscription, identity)
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
