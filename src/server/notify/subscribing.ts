import { attribute, groupsOf, groupTags, type IppAttribute, statuses } from '../../ipp/index.ts';
import type { Job } from '../../model/job.ts';
import { isStopped } from '../attributes/live.ts';
import { badRequest, encodeGroup, type IppAnswer, success } from '../requests/answer.ts';
import type { IppRequest, Services } from '../requests/exchange.ts';
import { historyOf } from './occurrences.ts';
import type { Occurrence, Subscriber, SubscriptionSubject } from './subscription.ts';
import { type ReadTemplate, readTemplate } from './template.ts';

/** One answer group for each subscription that is asked for, in order (RFC 3995 §5.2 rule 7). */
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

/** The answer to Create-Printer-Subscriptions and Create-Job-Subscriptions. */
export async function subscriptionsAnswer(
  request: IppRequest,
  services: Services,
  subject: SubscriptionSubject,
): Promise<IppAnswer> {
  const wrong = checkSubscriptions(request);
  if (wrong !== undefined) return wrong;
  const made = await subscribe(request, services, { subject, happened: [] });
  if (made.length === 0) return badRequest('There must be at least one group of subscription attributes.');
  const groups = made.map(({ group }) => group);
  if (made.every(({ taken }) => taken)) return success(...groups);
  const status = made.some(({ taken }) => taken)
    ? statuses.successfulOkIgnoredSubscriptions
    : statuses.clientErrorIgnoredAllSubscriptions;
  return { status, groups };
}

/**
 * The same for a job that was just made: it is there whatever became of its subscriptions (RFC 3995 §11.1.3), and they hear
 * that it was made, and its end too if that was sooner.
 */
export async function withSubscriptions(
  answer: IppAnswer,
  request: IppRequest,
  services: Services,
  job: Job,
): Promise<IppAnswer> {
  const subject = { printer: job.printer, job: job.id };
  const happened = historyOf(job, (printer) => isStopped(services.jobs.printer(printer)));
  return withMade(answer, await subscribe(request, services, { subject, happened }));
}

/** What Validate-Job says of the subscriptions that the job would bring; none is made (RFC 3995 §11.2.2). */
export function withForecast(answer: IppAnswer, request: IppRequest, services: Services): IppAnswer {
  const wishes = wishesOf(request, 'job');
  let room = wishes.length === 0 ? 0 : services.subscriptions.roomFor(subscriberOf(request));
  const forecast = wishes.map((read) => {
    if (read.kind === 'refused') return refusedGroup(read);
    room -= 1;
    return room < 0 ? tooMany : { group: encodeTold(told(read)), taken: true };
  });
  return withMade(answer, forecast);
}

/** A subscription that is not made weighs more than an attribute that is left out (RFC 3995 §12.1). */
function withMade(answer: IppAnswer, made: readonly Made[]): IppAnswer {
  return {
    ...answer,
    ...(made.every(({ taken }) => taken) ? {} : { status: statuses.successfulOkIgnoredSubscriptions }),
    groups: [...answer.groups, ...made.map(({ group }) => group)],
  };
}

interface Subscribing {
  readonly subject: SubscriptionSubject;
  /** To what is subscribed to, before it could be. */
  readonly happened: readonly Occurrence[];
}

function subscribe(
  request: IppRequest,
  { subscriptions }: Services,
  { subject, happened }: Subscribing,
): Promise<readonly Made[]> {
  const per = subject.job === undefined ? 'printer' : 'job';
  const making = wishesOf(request, per).map(async (read) => {
    if (read.kind === 'refused') return refusedGroup(read);
    const made = await subscriptions.create(subscriberOf(request), subject, read.template, happened);
    if (made === undefined) return tooMany;
    // The lease that was given takes the place of the one that was asked for.
    const lease = per === 'printer' ? [attribute('notify-lease-duration', read.template.leaseSeconds)] : [];
    const rest = told(read).filter(({ name }) => !lease.some((given) => given.name === name));
    const group = [attribute('notify-subscription-id', made.id), ...lease, ...rest];
    return { group: encodeTold(group), taken: true };
  });
  return Promise.all(making);
}

function wishesOf({ message, speech }: IppRequest, per: 'job' | 'printer'): readonly ReadTemplate[] {
  return groupsOf(message, groupTags.subscription).map((asked) => readTemplate(asked, per, speech.language));
}

/** What is left out of a wish that is granted. */
function told({ status, ignored }: Extract<ReadTemplate, { kind: 'possible' }>): readonly IppAttribute[] {
  return status === undefined ? [] : [attribute('notify-status-code', status), ...ignored.filter(isAskedFor)];
}

/** Nobody can ask for a number or a status (RFC 3995 §5.4); an answer that has its own cannot say so beside it. */
function isAskedFor({ name }: IppAttribute): boolean {
  return name !== 'notify-subscription-id' && name !== 'notify-status-code';
}

function refusedGroup({
  status,
  refused,
}: Pick<Extract<ReadTemplate, { kind: 'refused' }>, 'status' | 'refused'>): Made {
  return {
    group: encodeTold([attribute('notify-status-code', status), ...refused.filter(isAskedFor)]),
    taken: false,
  };
}

const tooMany = refusedGroup({ status: statuses.clientErrorTooManySubscriptions, refused: [] });

function subscriberOf({ identity: { name, level }, uris }: IppRequest): Subscriber {
  const uri = uris['printer-uri']?.uri;
  return { name, level, ...(uri === undefined ? {} : { printerUri: uri }) };
}

function encodeTold(group: readonly IppAttribute[]): Buffer {
  return encodeGroup(groupTags.subscription, group);
}
