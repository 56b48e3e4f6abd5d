import { attribute, groupsOf, groupTags, type IppAttributes, statuses } from '../../ipp/index.ts';
import { badRequest, encodeGroup, type IppAnswer, success } from '../requests/answer.ts';
import type { IppRequest, Services } from '../requests/exchange.ts';
import type { SubscriptionSubject } from './subscription.ts';
import { readTemplate } from './template.ts';

interface Made {
  readonly group: Buffer;
  readonly taken: boolean;
}

/**
 * Every subscription says how it is to be delivered, in one way; a request with one that does not is refused whole, with the
 * job that it brings (RFC 3995 §5.2 rule 4, §5.3).
 */
export function checkSubscriptions({ message }: Pick<IppRequest, 'message'>): IppAnswer | undefined {
  const asked = groupsOf(message, groupTags.subscription);
  return asked.every((each) => each.has('notify-pull-method') !== each.has('notify-recipient-uri'))
    ? undefined
    : badRequest('Each subscription needs either notify-pull-method or notify-recipient-uri.');
}

/** Makes the subscriptions that a request asks for, one answer group each, in order (RFC 3995 §11.1.3). */
async function subscribe(
  request: IppRequest,
  { subscriptions, speech }: Services,
  subject: SubscriptionSubject,
): Promise<readonly Made[]> {
  const making = groupsOf(request.message, groupTags.subscription).map(async (asked) => {
    const read = readTemplate(asked, subject, speech.language);
    if (read.kind === 'refused') return refusedGroup(read.status, read.refused);
    const made = await subscriptions.create(request.identity.name, subject, read.template);
    if (made === undefined) return refusedGroup(statuses.clientErrorTooManySubscriptions);
    const lease =
      subject.job === undefined ? [attribute('notify-lease-duration', read.template.leaseSeconds)] : [];
    const ignored =
      read.ignored.length === 0
        ? []
        : [
            attribute('notify-status-code', statuses.successfulOkIgnoredOrSubstitutedAttributes),
            // The lease that was given in its place is told already.
            ...read.ignored.filter((each) => !lease.some(({ name }) => name === each.name)),
          ];
    const group = [attribute('notify-subscription-id', made.id), ...lease, ...ignored];
    return { group: encodeGroup(groupTags.subscription, group), taken: true };
  });
  return Promise.all(making);
}

/** The answer to Create-Printer-Subscriptions and Create-Job-Subscriptions. */
export async function subscriptionsAnswer(
  request: IppRequest,
  services: Services,
  subject: SubscriptionSubject,
): Promise<IppAnswer> {
  const wrong = checkSubscriptions(request);
  if (wrong !== undefined) return wrong;
  const made = await subscribe(request, services, subject);
  if (made.length === 0) return badRequest('There must be at least one group of subscription attributes.');
  const groups = made.map(({ group }) => group);
  if (made.every(({ taken }) => taken)) return success(...groups);
  const status = made.some(({ taken }) => taken)
    ? statuses.successfulOkIgnoredSubscriptions
    : statuses.clientErrorIgnoredAllSubscriptions;
  return { status, groups };
}

/** The same for a job that was just made: it is there whatever became of its subscriptions (RFC 3995 §11.1.3.1). */
export async function withSubscriptions(
  answer: IppAnswer,
  request: IppRequest,
  services: Services,
  subject: SubscriptionSubject,
): Promise<IppAnswer> {
  const made = await subscribe(request, services, subject);
  if (made.length === 0) return answer;
  const ignored = answer.status === statuses.successfulOk && made.some(({ taken }) => !taken);
  return {
    ...answer,
    ...(ignored ? { status: statuses.successfulOkIgnoredSubscriptions } : {}),
    groups: [...answer.groups, ...made.map(({ group }) => group)],
  };
}

function refusedGroup(status: number, refused: readonly ReturnType<IppAttributes['get']>[] = []): Made {
  const attributes = refused.filter((each) => each !== undefined);
  const group = [attribute('notify-status-code', status), ...attributes];
  return { group: encodeGroup(groupTags.subscription, group), taken: false };
}
