import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  charset,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  integer,
  integers,
  keyword,
  name,
  naturalLanguage,
  octetString,
  operations,
  statuses,
  strings,
  text,
  uri,
} from '../../../src/ipp/index.ts';
import { type Asked, named, unsupportedIn } from '../../support/asking.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;
const pull = attribute('notify-pull-method', 'ippget');

beforeAll(async () => {
  server = await startWholeServer();
});

afterAll(() => server.stop());

const language = (tag: string): IppAttribute => attributeOf('notify-natural-language', naturalLanguage(tag));

const create = (wish: readonly IppAttribute[], parts: Partial<Asked> = {}): Promise<IppMessage> =>
  server.ask({
    code: operations.createPrinterSubscriptions,
    groups: [{ tag: groupTags.subscription, attributes: attributes(...wish) }],
    ...parts,
  });

describe('what a subscription may ask for', () => {
  it.each<[string, readonly IppAttribute[], readonly string[]]>([
    ['nothing but the way', [pull], []],
    ['an attribute that nobody registered', [pull, attributeOf('x-glitter', integer(1))], ['x-glitter']],
    [
      'attributes of events, which are always the same',
      [pull, attributeOf('notify-attributes', keyword('job-id'))],
      ['notify-attributes'],
    ],
    [
      'the time between tidings of progress, which are not told',
      [pull, attributeOf('notify-time-interval', integer(5))],
      ['notify-time-interval'],
    ],
    [
      '`none` beside an event',
      [pull, attributeOf('notify-events', keyword('job-completed'), keyword('none'))],
      ['notify-events'],
    ],
    ['another charset', [pull, attributeOf('notify-charset', charset('iso-8859-1'))], ['notify-charset']],
    [
      'an event that there is not, beside one that there is',
      [pull, attributeOf('notify-events', keyword('job-completed'), keyword('x-burning'))],
      ['notify-events'],
    ],
    [
      'a lease that is no number',
      [pull, attributeOf('notify-lease-duration', keyword('long'))],
      ['notify-lease-duration'],
    ],
    ['events that are names', [pull, attributeOf('notify-events', name('job-completed'))], ['notify-events']],
    [
      'more to give back than is kept',
      [pull, attributeOf('notify-user-data', octetString(Buffer.alloc(64)))],
      ['notify-user-data'],
    ],
    ['a text to give back', [pull, attributeOf('notify-user-data', text('a'))], ['notify-user-data']],
    ['a language of ours by its region', [pull, language('de-AT')], []],
    ['a language that we do not have', [pull, language('tlh')], ['notify-natural-language']],
    ['a lease that can be given', [pull, attribute('notify-lease-duration', 600)], []],
    ['a lease without end', [pull, attribute('notify-lease-duration', 0)], ['notify-lease-duration']],
    ['a very short lease', [pull, attribute('notify-lease-duration', 1)], ['notify-lease-duration']],
    [
      'only events that there are not',
      [pull, attributeOf('notify-events', keyword('job-progress'), keyword('x-burning'))],
      ['notify-events'],
    ],
  ])('%s', async (_, wish, ignored) => {
    const reply = await create(wish);
    expect(named(reply)).toBe('successful-ok');
    const [group] = groupsOf(reply, groupTags.subscription);
    expect(firstInteger(group, 'notify-subscription-id')).toBeGreaterThan(0);
    expect(firstInteger(group, 'notify-status-code')).toBe(ignored.length === 0 ? undefined : 1);
    const own = ['notify-subscription-id', 'notify-status-code'];
    const told = [...(group?.keys() ?? [])].filter((each) => !own.includes(each));
    // The lease that was given is told in every case.
    expect([...new Set([...told, 'notify-lease-duration'])].sort()).toEqual(
      [...new Set([...ignored, 'notify-lease-duration'])].sort(),
    );
  });

  it.each<[string, readonly IppAttribute[], number]>([
    ['mail', [attribute('notify-recipient-uri', uri('mailto:a@example.org'))], 0x040c],
    ['a way that we do not have', [attributeOf('notify-pull-method', keyword('pigeon'))], 0x040b],
    ['no events at all', [pull, attributeOf('notify-events', keyword('none'))], 0x040b],
  ])('not %s', async (_, wish, status) => {
    const reply = await create(wish);
    expect(named(reply)).toBe('client-error-ignored-all-subscriptions');
    const [group] = groupsOf(reply, groupTags.subscription);
    expect(firstInteger(group, 'notify-status-code')).toBe(status);
    expect(group?.has('notify-subscription-id')).toBe(false);
  });

  it('and hears of all else that cannot be when it is not made (RFC 3995 §5.2 rule 9)', async () => {
    const pigeon = attributeOf('notify-pull-method', keyword('pigeon'));
    const reply = await create([
      pigeon,
      attributeOf('notify-attributes', keyword('job-id')),
      attributeOf('notify-events', keyword('job-completed'), keyword('x-burning')),
    ]);
    const group = groupOf(reply, groupTags.subscription);
    expect(group?.get('notify-pull-method')).toEqual(pigeon);
    expect([...(group?.keys() ?? [])].sort()).toEqual([
      'notify-attributes',
      'notify-events',
      'notify-pull-method',
      'notify-status-code',
    ]);
    expect(strings(group ?? new Map(), 'notify-events')).toEqual(['x-burning']);
  });

  it.each(['notify-subscription-id', 'notify-status-code', 'notify-lease-expiration-time'])(
    'not %s, which is not for clients to say (RFC 3995 §5.4)',
    async (own) => {
      const reply = await create([pull, attributeOf(own, integer(7))]);
      expect(named(reply)).toBe('successful-ok');
      const group = groupOf(reply, groupTags.subscription);
      expect(firstInteger(group, 'notify-subscription-id')).toBeGreaterThan(7);
      expect(firstInteger(group, 'notify-status-code')).toBe(1);
      const before = await server.ask({
        code: operations.validateJob,
        groups: [{ tag: groupTags.subscription, attributes: attributes(pull, attributeOf(own, integer(7))) }],
      });
      expect(groupOf(before, groupTags.subscription)?.has('notify-subscription-id')).toBe(false);
    },
  );
});

describe('what a subscription is made of', () => {
  it.each([
    ['the language of the request', 'es', [], 'es'],
    ['that too where another one is not ours', 'es', [language('tlh')], 'es'],
    ['its own', 'es', [language('fr')], 'fr'],
  ])('speaks %s', async (_, asking, wish, spoken) => {
    const made = await create([pull, ...wish], { language: asking });
    const id = firstInteger(groupOf(made, groupTags.subscription), 'notify-subscription-id') ?? 0;
    const told = await server.ask({
      code: operations.getSubscriptionAttributes,
      operation: [attribute('notify-subscription-id', id)],
    });
    expect(firstString(groupOf(told, groupTags.subscription), 'notify-natural-language')).toBe(spoken);
  });

  it('hears of the first ten events when more are named', async () => {
    const ten = [
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
    ];
    const reply = await create([pull, attributeOf('notify-events', ...[...ten, 'x-burning'].map(keyword))]);
    const group = groupOf(reply, groupTags.subscription);
    expect(firstInteger(group, 'notify-status-code')).toBe(statuses.successfulOkTooManyEvents);
    expect(strings(group ?? new Map(), 'notify-events')).toEqual(['x-burning']);
    expect(firstInteger(group, 'notify-subscription-id')).toBeGreaterThan(0);
  });

  it('is of the printer alone, whatever job is named', async () => {
    const reply = await create([pull], { operation: [attribute('notify-job-id', 1)] });
    expect([named(reply), unsupportedIn(reply)]).toEqual([
      'successful-ok-ignored-or-substituted-attributes',
      ['notify-job-id'],
    ]);
  });

  it.each([
    [600, 600, 'successful-ok', []],
    [0, 2_592_000, 'successful-ok-ignored-or-substituted-attributes', ['notify-lease-duration']],
    [1, 60, 'successful-ok-ignored-or-substituted-attributes', ['notify-lease-duration']],
    [67_108_863, 2_592_000, 'successful-ok-ignored-or-substituted-attributes', ['notify-lease-duration']],
    [67_108_864, 2_592_000, 'successful-ok-ignored-or-substituted-attributes', ['notify-lease-duration']],
    [-1, 60, 'successful-ok-ignored-or-substituted-attributes', ['notify-lease-duration']],
  ])('is renewed for %i s: %i s are given', async (wished, given, status, told) => {
    const made = groupOf(await create([pull]), groupTags.subscription);
    const reply = await renew(made, attributeOf('notify-lease-duration', integer(wished)));
    expect([named(reply), unsupportedIn(reply)]).toEqual([status, told]);
    expect(firstInteger(groupOf(reply, groupTags.subscription), 'notify-lease-duration')).toBe(given);
  });

  it.each<[string, IppAttribute]>([
    ['a word', attributeOf('notify-lease-duration', keyword('forever'))],
    ['two of them', attributeOf('notify-lease-duration', integer(600), integer(700))],
  ])('keeps its lease when it is renewed for %s', async (_, wish) => {
    const made = groupOf(
      await create([pull, attribute('notify-lease-duration', 600)]),
      groupTags.subscription,
    );
    expect(named(await renew(made, wish))).toBe('client-error-bad-request');
    const id = attribute('notify-subscription-id', firstInteger(made, 'notify-subscription-id') ?? 0);
    const kept = await server.ask({ code: operations.getSubscriptionAttributes, operation: [id] });
    expect(firstInteger(groupOf(kept, groupTags.subscription), 'notify-lease-duration')).toBe(600);
  });

  it.each([
    [-1, 60],
    [67_108_864, 2_592_000],
  ])('is made for the nearest to %i s, which are no time (RFC 3995 §5.3.8)', async (seconds, given) => {
    const reply = await create([pull, attributeOf('notify-lease-duration', integer(seconds))]);
    const group = groupOf(reply, groupTags.subscription);
    expect(firstInteger(group, 'notify-status-code')).toBe(1);
    expect(firstInteger(group, 'notify-lease-duration')).toBe(given);
  });

  it('says of its printer what its client said (RFC 3995 §5.4.5)', async () => {
    const address = 'ipp://printers.example.org:631/ipp/print/demo';
    const made = await create([pull, attribute('notify-events', 'job-created')], { uri: address });
    const id = firstInteger(groupOf(made, groupTags.subscription), 'notify-subscription-id') ?? 0;
    await server.ask({ code: operations.createJob });
    const told = await server.ask({
      code: operations.getSubscriptionAttributes,
      operation: [attribute('notify-subscription-id', id)],
    });
    const news = await server.ask({
      code: operations.getNotifications,
      operation: [attribute('notify-subscription-ids', id)],
    });
    expect(firstString(groupOf(told, groupTags.subscription), 'notify-printer-uri')).toBe(address);
    expect(firstString(groupOf(news, groupTags.eventNotification), 'notify-printer-uri')).toBe(address);
  });

  it('stays what it is but for its lease, and says so', async () => {
    const made = groupOf(await create([pull]), groupTags.subscription);
    const lease = attribute('notify-lease-duration', 600);
    const reply = await renew(made, lease, attribute('notify-events', 'job-created'));
    expect([named(reply), unsupportedIn(reply)]).toEqual([
      'successful-ok-ignored-or-substituted-attributes',
      ['notify-events'],
    ]);
    expect(firstInteger(groupOf(reply, groupTags.subscription), 'notify-lease-duration')).toBe(600);
  });
});

function renew(made: IppAttributes | undefined, ...wish: readonly IppAttribute[]): Promise<IppMessage> {
  return server.ask({
    code: operations.renewSubscription,
    operation: [attribute('notify-subscription-id', firstInteger(made, 'notify-subscription-id') ?? 0)],
    groups: [{ tag: groupTags.subscription, attributes: attributes(...wish) }],
  });
}

describe('somebody else’s subscription', () => {
  it.each<keyof typeof operations>([
    'getSubscriptionAttributes',
    'renewSubscription',
    'cancelSubscription',
    'getNotifications',
  ])('%s is for its owner, under its own printer', async (code) => {
    const made = groupsOf(await create([pull]), groupTags.subscription)[0];
    const id = firstInteger(made, 'notify-subscription-id') ?? 0;
    const ask = (user: string, number: number, printer = 'demo'): Promise<IppMessage> =>
      server.ask({
        code: operations[code],
        user,
        uri: `ipp://h/ipp/print/${printer}`,
        operation: [
          code === 'getNotifications'
            ? attribute('notify-subscription-ids', number)
            : attribute('notify-subscription-id', number),
        ],
      });
    expect(named(await ask('mallory', id))).toBe('client-error-not-authorized');
    expect(named(await ask('alice', id, 'other'))).toBe('client-error-not-found');
    expect(named(await ask('alice', 999_999))).toBe('client-error-not-found');
    expect(named(await ask('alice', id))).toMatch(/^successful-ok/);
    if (code === 'cancelSubscription') expect(named(await ask('alice', id))).toBe('client-error-not-found');
  });
});

describe('numbers of subscriptions', () => {
  it('are asked for from 0 on by GNOME', async () => {
    const made = groupOf(await create([pull]), groupTags.subscription);
    const reply = await server.ask({
      code: operations.getNotifications,
      operation: [
        attribute('notify-subscription-ids', firstInteger(made, 'notify-subscription-id') ?? 0),
        attributeOf('notify-sequence-numbers', integer(0)),
      ],
    });
    expect(named(reply)).toBe('successful-ok');
  });

  it('that are not there are told, beside the news of the others', async () => {
    const made = groupOf(
      await create([pull, attribute('notify-events', 'job-created')]),
      groupTags.subscription,
    );
    const id = firstInteger(made, 'notify-subscription-id') ?? 0;
    const news = (...ids: readonly number[]): Promise<IppMessage> =>
      server.ask({
        code: operations.getNotifications,
        operation: [attribute('notify-subscription-ids', ...ids)],
      });
    await server.ask({ code: operations.createJob });
    const some = await news(999_998, id, 999_999);
    expect(named(some)).toBe('successful-ok-ignored-or-substituted-attributes');
    const missing = groupOf(some, groupTags.unsupported) ?? new Map();
    expect(integers(missing, 'notify-subscription-ids')).toEqual([999_998, 999_999]);
    expect(groupsOf(some, groupTags.eventNotification)).toHaveLength(1);
    const none = await news(999_998, 999_999);
    expect([named(none), unsupportedIn(none)]).toEqual([
      'client-error-not-found',
      ['notify-subscription-ids'],
    ]);
    expect(groupsOf(none, groupTags.eventNotification)).toHaveLength(0);
  });

  it('are asked for from below 0 on by nobody', async () => {
    const made = groupOf(await create([pull]), groupTags.subscription);
    const reply = await server.ask({
      code: operations.getNotifications,
      operation: [
        attribute('notify-subscription-ids', firstInteger(made, 'notify-subscription-id') ?? 0),
        attributeOf('notify-sequence-numbers', integer(-1)),
      ],
    });
    expect(named(reply)).toBe('client-error-bad-request');
  });

  it.each<[string, readonly IppAttribute[]]>([
    ['none', []],
    ['a word', [attributeOf('notify-subscription-ids', keyword('1'))]],
    ['0', [attributeOf('notify-subscription-ids', integer(0))]],
  ])('%s', async (_, operation) => {
    const reply = await server.ask({ code: operations.getNotifications, operation });
    expect(['client-error-bad-request', 'client-error-not-found']).toContain(named(reply));
    expect(groupOf(reply, groupTags.eventNotification)).toBeUndefined();
  });
});
