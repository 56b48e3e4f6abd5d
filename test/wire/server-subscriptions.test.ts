import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enumeration,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  integer,
  keyword,
  name,
  naturalLanguage,
  octetString,
  operations,
  statuses,
  strings,
  uri,
} from '../../src/ipp/index.ts';
import { type Asked, groupWith } from '../support/asking.ts';
import { anyDocument, type OperatorServer, startOperatorServer } from '../support/operator-server.ts';

let now = 1_800_000_000_000;
/** Of a server that starts in the second of `now`. */
let firstId = 0;
let server: OperatorServer;

beforeEach(async () => {
  firstId = now / 1_000 - 1_700_000_000 + 1;
  server = await startOperatorServer(
    { printers: [{ name: 'demo' }, { name: 'other' }] },
    { clock: { now: () => now } },
  );
});

afterEach(() => server.stop());

interface Wish extends Asked {
  readonly subscribe?: readonly (readonly IppAttribute[])[];
}

function ask({ subscribe = [], ...asked }: Wish, document?: Buffer): Promise<IppMessage> {
  const groups = subscribe.map((wish) => groupWith(groupTags.subscription, ...wish));
  return server.ask({ groups, ...asked }, document);
}

const pull = attribute('notify-pull-method', 'ippget');
const events = (...list: readonly string[]): IppAttribute =>
  attributeOf('notify-events', ...list.map(keyword));
const id = (value: number): IppAttribute => attribute('notify-subscription-id', value);
const ids = (...values: readonly number[]): IppAttribute =>
  attributeOf('notify-subscription-ids', ...values.map(integer));
const subscriptionsOf = (reply: IppMessage): readonly IppAttributes[] =>
  groupsOf(reply, groupTags.subscription);
const eventsOf = (reply: IppMessage): readonly IppAttributes[] =>
  groupsOf(reply, groupTags.eventNotification);
const said = (reply: IppMessage): readonly (string | undefined)[] =>
  eventsOf(reply).map((event) => firstString(event, 'notify-subscribed-event'));

async function subscribe(...wish: readonly IppAttribute[]): Promise<number> {
  const reply = await ask({ code: operations.createPrinterSubscriptions, subscribe: [[pull, ...wish]] });
  return firstInteger(subscriptionsOf(reply)[0], 'notify-subscription-id') ?? 0;
}

const notifications = (subscription: number, ...more: readonly IppAttribute[]): Promise<IppMessage> =>
  ask({ code: operations.getNotifications, operation: [ids(subscription), ...more] });

async function print(parts: Partial<Wish> = {}): Promise<IppMessage> {
  return ask({ code: operations.printJob, ...parts }, anyDocument);
}

const cancel = (job: number): Promise<IppMessage> =>
  ask({ code: operations.cancelJob, operation: [attribute('job-id', job)] });

describe('Create-Printer-Subscriptions', () => {
  it('answers one group for each that is asked for, with number and lease', async () => {
    const reply = await ask({
      code: operations.createPrinterSubscriptions,
      subscribe: [
        [pull, events('job-completed')],
        [pull, attribute('notify-lease-duration', 600)],
      ],
    });
    expect(reply.code).toBe(0);
    expect(
      subscriptionsOf(reply).map((group) => [
        firstInteger(group, 'notify-subscription-id'),
        firstInteger(group, 'notify-lease-duration'),
      ]),
    ).toEqual([
      [firstId, 86_400],
      [firstId + 1, 600],
    ]);
  });

  it('tells the address of the printer as it came, also one that is none', async () => {
    const asked = 'ipp://localhost/ipp/print/demo?a b';
    const operation = [attributeOf('printer-uri', uri(asked))];
    await ask({ code: operations.createPrinterSubscriptions, subscribe: [[pull]], operation });
    const listed = subscriptionsOf(
      await ask({
        code: operations.getSubscriptions,
        operation: [attribute('requested-attributes', 'notify-printer-uri')],
      }),
    );
    expect(listed.map((each) => firstString(each, 'notify-printer-uri'))).toEqual([asked]);
  });

  it.each([
    [
      'a way to push',
      [attribute('notify-recipient-uri', uri('mailto:a@example.org'))],
      statuses.clientErrorUriSchemeNotSupported,
    ],
    [
      'another way to pull',
      [attribute('notify-pull-method', 'telepathy')],
      statuses.clientErrorAttributesOrValuesNotSupported,
    ],
    ['no event at all', [pull, events('none')], statuses.clientErrorAttributesOrValuesNotSupported],
    [
      'a way that is a name',
      [attributeOf('notify-pull-method', name('ippget'))],
      statuses.clientErrorAttributesOrValuesNotSupported,
    ],
  ])('refuses %s in its own group', async (_what, wish, status) => {
    const reply = await ask({ code: operations.createPrinterSubscriptions, subscribe: [wish, [pull]] });
    expect(reply.code).toBe(statuses.successfulOkIgnoredSubscriptions);
    const [refused, made] = subscriptionsOf(reply);
    expect(firstInteger(refused, 'notify-status-code')).toBe(status);
    expect(firstInteger(made, 'notify-subscription-id')).toBe(firstId);
    const none = await ask({ code: operations.createPrinterSubscriptions, subscribe: [wish] });
    expect(none.code).toBe(statuses.clientErrorIgnoredAllSubscriptions);
  });

  it.each([
    ['no way at all', [events('job-completed')]],
    ['two ways', [pull, attribute('notify-recipient-uri', uri('ippget:'))]],
  ])('refuses the whole request for %s, and the job with it', async (_what, wish) => {
    const reply = await ask({ code: operations.createPrinterSubscriptions, subscribe: [[pull], wish] });
    expect([reply.code, subscriptionsOf(reply)]).toEqual([statuses.clientErrorBadRequest, []]);
    const printed = await print({ subscribe: [wish] });
    expect(printed.code).toBe(statuses.clientErrorBadRequest);
    expect((await ask({ code: operations.getJobAttributes, operation: [attribute('job-id', 1)] })).code).toBe(
      statuses.clientErrorNotFound,
    );
  });

  it('tells which events it leaves out, and wants a group', async () => {
    const wish = [pull, events('job-completed', 'printer-on-fire')];
    const [made] = subscriptionsOf(
      await ask({ code: operations.createPrinterSubscriptions, subscribe: [wish] }),
    );
    expect(strings(made, 'notify-events')).toEqual(['printer-on-fire']);
    expect((await ask({ code: operations.createPrinterSubscriptions })).code).toBe(
      statuses.clientErrorBadRequest,
    );
  });

  it('gives nobody more than a hundred', async () => {
    for (let made = 0; made < 100; made += 1) await subscribe();
    const reply = await ask({ code: operations.createPrinterSubscriptions, subscribe: [[pull]] });
    expect(firstInteger(subscriptionsOf(reply)[0], 'notify-status-code')).toBe(
      statuses.clientErrorTooManySubscriptions,
    );
    const other = await ask({
      code: operations.createPrinterSubscriptions,
      user: 'bob',
      subscribe: [[pull]],
    });
    expect(other.code).toBe(0);
  });
});

describe('Get-Notifications', () => {
  it('tells what happened to jobs of the printer, in order, with what was given to give back', async () => {
    const data = attributeOf('notify-user-data', octetString(Uint8Array.of(109, 101)));
    const subscription = await subscribe(events('job-created', 'job-completed'), data);
    await print();
    await print({ uri: 'ipp://localhost/ipp/print/other' });
    await cancel(1);
    const reply = await notifications(subscription);
    expect(reply.code).toBe(0);
    expect(said(reply)).toEqual(['job-created', 'job-completed']);
    const [, last] = eventsOf(reply);
    expect(firstInteger(last, 'notify-sequence-number')).toBe(2);
    expect(firstInteger(last, 'notify-job-id')).toBe(1);
    expect(firstInteger(last, 'job-state')).toBe(enums.jobState.canceled);
    expect(last?.get('notify-user-data')).toEqual(data);
    expect(firstString(last, 'notify-text')).toBe('Job 1 has ended.');
    expect(last?.has('printer-current-time')).toBe(true);
  });

  it('asks to come again no sooner than its events have had their life', async () => {
    const reply = await notifications(await subscribe());
    const printer = groupOf(await ask({ code: operations.getPrinterAttributes }), groupTags.printer);
    expect(firstInteger(groupOf(reply, groupTags.operation), 'notify-get-interval')).toBeGreaterThanOrEqual(
      firstInteger(printer, 'ippget-event-life') ?? Number.POSITIVE_INFINITY,
    );
  });

  it('gives back no octets where none were given, and speaks the language of the subscription', async () => {
    const subscription = await subscribe(attribute('notify-natural-language', naturalLanguage('de')));
    await print();
    await cancel(1);
    const reply = await notifications(subscription);
    const [event] = eventsOf(reply);
    expect(event?.get('notify-user-data')?.values).toEqual([octetString(new Uint8Array())]);
    expect(firstString(groupOf(reply, groupTags.operation), 'attributes-natural-language')).toBe('de');
  });

  it('tells an event by the narrowest name that was asked for', async () => {
    const subscription = await subscribe(events('job-state-changed'));
    await print();
    await cancel(1);
    expect([...new Set(said(await notifications(subscription)))]).toEqual(['job-state-changed']);
  });

  it('tells what happened to the printer', async () => {
    const subscription = await subscribe(events('printer-state-changed'));
    await ask({ code: operations.pausePrinter, user: 'root', operator: true });
    const [event] = eventsOf(await notifications(subscription));
    expect(firstInteger(event, 'printer-state')).toBe(enums.printerState.stopped);
    expect(strings(event, 'printer-state-reasons')).toEqual(['paused']);
  });

  it('begins at the number that is asked for, and tells the same again', async () => {
    const subscription = await subscribe(events('job-created'));
    for (let made = 0; made < 3; made += 1) await print();
    const from = attributeOf('notify-sequence-numbers', integer(3));
    expect(eventsOf(await notifications(subscription, from))).toHaveLength(1);
    expect(eventsOf(await notifications(subscription))).toHaveLength(3);
  });

  it('forgets events after their life, and none of many before', async () => {
    const subscription = await subscribe(events('job-created'));
    for (let made = 0; made < 150; made += 1) await print();
    expect(eventsOf(await notifications(subscription))).toHaveLength(150);
    now += 301_000;
    expect(eventsOf(await notifications(subscription))).toEqual([]);
  });

  it('says of each event whether more can come where that differs (RFC 3996 §5.2)', async () => {
    const printer = await subscribe(events('job-completed'));
    const [made] = subscriptionsOf(await print({ subscribe: [[pull, events('job-completed')]] }));
    const job = firstInteger(made, 'notify-subscription-id') ?? 0;
    await cancel(1);
    const statusesIn = (reply: IppMessage): readonly (number | undefined)[] => [
      reply.code,
      ...eventsOf(reply).map((event) => firstInteger(event, 'notify-status-code')),
    ];
    const both = await ask({ code: operations.getNotifications, operation: [ids(printer, job)] });
    expect(statusesIn(both)).toEqual([
      statuses.successfulOk,
      statuses.successfulOk,
      statuses.successfulOkEventsComplete,
    ]);
    expect(statusesIn(await notifications(job))).toEqual([statuses.successfulOkEventsComplete, undefined]);
  });

  it('takes an operator’s question about more than one client may have', async () => {
    const some = await subscribe();
    const operation = [ids(some, ...Array.from({ length: 150 }, (_, index) => index + 1))];
    const reply = await ask({ code: operations.getNotifications, operation, user: 'root', operator: true });
    expect(reply.code).toBe(statuses.successfulOkIgnoredOrSubstitutedAttributes);
  });

  it('is for the subscriber and for operators', async () => {
    const subscription = await subscribe();
    const operation = [ids(subscription)];
    const code = operations.getNotifications;
    expect((await ask({ code, operation, user: 'bob' })).code).toBe(statuses.clientErrorNotAuthorized);
    expect((await ask({ code, operation, user: 'root', operator: true })).code).toBe(0);
    expect((await ask({ code, operation: [ids(99)] })).code).toBe(statuses.clientErrorNotFound);
    expect((await ask({ code })).code).toBe(statuses.clientErrorBadRequest);
    const elsewhere = { code, operation, uri: 'ipp://localhost/ipp/print/other' };
    expect((await ask(elsewhere)).code).toBe(statuses.clientErrorNotFound);
  });
});

describe('a subscription of a job', () => {
  it('can come with the job, and outlives it until its events were fetched', async () => {
    const reply = await print({ subscribe: [[pull, events('job-completed')]] });
    expect(reply.code).toBe(0);
    const [made] = subscriptionsOf(reply);
    const subscription = firstInteger(made, 'notify-subscription-id') ?? 0;
    expect(made?.has('notify-lease-duration')).toBe(false);
    await print();
    await cancel(2);
    expect(eventsOf(await notifications(subscription))).toEqual([]);
    await cancel(1);
    const last = await notifications(subscription);
    expect([last.code, said(last)]).toEqual([statuses.successfulOkEventsComplete, ['job-completed']]);
    now += 301_000;
    expect((await notifications(subscription)).code).toBe(statuses.clientErrorNotFound);
  });

  it('has no lease', async () => {
    const [made] = subscriptionsOf(
      await print({ subscribe: [[pull, attribute('notify-lease-duration', 600)]] }),
    );
    expect(made?.get('notify-lease-duration')?.values).toEqual([{ syntax: 'unsupported' }]);
    expect(firstInteger(made, 'notify-status-code')).toBe(1);
  });

  it('leaves the job alone when it is not possible', async () => {
    const reply = await print({ subscribe: [[attribute('notify-pull-method', 'telepathy')]] });
    expect(reply.code).toBe(statuses.successfulOkIgnoredSubscriptions);
    expect(firstInteger(groupOf(reply, groupTags.job), 'job-id')).toBe(1);
  });

  it('is made later by its owner only, while there is something to hear', async () => {
    await print();
    const code = operations.createJobSubscriptions;
    const wish = { code, operation: [attribute('notify-job-id', 1)], subscribe: [[pull]] };
    expect((await ask(wish)).code).toBe(0);
    expect((await ask({ ...wish, user: 'bob' })).code).toBe(statuses.clientErrorNotAuthorized);
    await cancel(1);
    expect((await ask(wish)).code).toBe(statuses.clientErrorNotPossible);
    expect((await ask({ ...wish, operation: [attribute('notify-job-id', 9)] })).code).toBe(
      statuses.clientErrorNotFound,
    );
    expect((await ask({ ...wish, operation: [] })).code).toBe(statuses.clientErrorBadRequest);
  });

  it('cannot be renewed', async () => {
    const [made] = subscriptionsOf(await print({ subscribe: [[pull]] }));
    const subscription = firstInteger(made, 'notify-subscription-id') ?? 0;
    const reply = await ask({ code: operations.renewSubscription, operation: [id(subscription)] });
    expect(reply.code).toBe(statuses.clientErrorNotPossible);
  });
});

describe('the life of a subscription', () => {
  it('ends with its lease unless it is renewed', async () => {
    const subscription = await subscribe(attribute('notify-lease-duration', 600));
    now += 500_000;
    const renewed = await ask({
      code: operations.renewSubscription,
      operation: [id(subscription)],
      subscribe: [[attribute('notify-lease-duration', 0)]],
    });
    expect(firstInteger(subscriptionsOf(renewed)[0], 'notify-lease-duration')).toBe(2_592_000);
    now += 2_591_000_000;
    expect((await notifications(subscription)).code).toBe(0);
    now += 2_000_000;
    expect((await notifications(subscription)).code).toBe(statuses.clientErrorNotFound);
  });

  it('ends when it is cancelled, by its owner', async () => {
    const subscription = await subscribe();
    const wish = { code: operations.cancelSubscription, operation: [id(subscription)] };
    expect((await ask({ ...wish, user: 'bob' })).code).toBe(statuses.clientErrorNotAuthorized);
    expect((await ask(wish)).code).toBe(0);
    expect((await ask(wish)).code).toBe(statuses.clientErrorNotFound);
  });

  it('is described to its owner, and listed', async () => {
    const subscription = await subscribe(events('job-created'));
    await ask({ code: operations.createPrinterSubscriptions, user: 'bob', subscribe: [[pull]] });
    const described = await ask({
      code: operations.getSubscriptionAttributes,
      operation: [id(subscription)],
    });
    const [group] = subscriptionsOf(described);
    expect(strings(group, 'notify-events')).toEqual(['job-created']);
    expect(firstString(group, 'notify-subscriber-user-name')).toBe('alice');
    const template = attribute('requested-attributes', 'subscription-template');
    const wish = { code: operations.getSubscriptionAttributes, operation: [id(subscription), template] };
    expect(subscriptionsOf(await ask(wish))[0]?.has('notify-printer-uri')).toBe(false);
    const list = { code: operations.getSubscriptions };
    const listed = async (parts: Wish): Promise<readonly (readonly string[])[]> =>
      subscriptionsOf(await ask(parts)).map((each) => [...each.keys()]);
    expect(await listed(list)).toEqual([['notify-subscription-id']]);
    expect(await listed({ ...list, user: 'root', operator: true })).toHaveLength(2);
    expect(
      await listed({ ...list, user: 'root', operator: true, operation: [attribute('limit', 1)] }),
    ).toHaveLength(1);
    const mine = attributeOf('my-subscriptions', { syntax: 'boolean', value: true });
    expect(await listed({ ...list, user: 'root', operator: true, operation: [mine] })).toEqual([]);
    const number = attributeOf('my-subscriptions', integer(1));
    expect((await ask({ ...list, operation: [number] })).code).toBe(statuses.clientErrorBadRequest);
    for (const values of [[keyword('one')], [enumeration(1)], [integer(1), integer(2)]]) {
      const noJob = attributeOf('notify-job-id', ...values);
      expect((await ask({ ...list, operation: [noJob] })).code).toBe(statuses.clientErrorBadRequest);
    }
  });
});
