import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
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
  operations,
  uri,
} from '../../../src/ipp/index.ts';
import { type Asked, jobId, named } from '../../support/asking.ts';
import { demo } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;
const pull = attribute('notify-pull-method', 'ippget');
const push = attribute('notify-recipient-uri', uri('mailto:a@example.org'));
const events = (...list: readonly string[]): IppAttribute =>
  attributeOf('notify-events', ...list.map(keyword));

const start = (eventWaitMs = 60_000): Promise<WholeServer> =>
  startWholeServer(
    {
      printers: [
        { ...demo, release: { by: 'owner', at: ['other'], expireAfterMinutes: 60 } },
        { ...demo, name: 'other' },
      ],
    },
    { limits: { eventWaitMs, eventWaitersMax: 1 } },
  );

beforeEach(async () => {
  server = await start();
});

afterEach(() => server.stop());

type Wishes = readonly (readonly IppAttribute[])[];

const asked = (
  code: number,
  wishes: Wishes,
  { printer = 'other', ...parts }: Partial<Asked> & { readonly printer?: string } = {},
): Asked => ({
  code,
  uri: `ipp://h/ipp/print/${printer}`,
  groups: wishes.map((wish) => ({ tag: groupTags.subscription, attributes: attributes(...wish) })),
  ...parts,
});
const held = { job: [attribute('job-hold-until', 'indefinite')] };
const print = (
  wishes: Wishes,
  parts: Partial<Asked> & { readonly printer?: string } = {},
): Promise<IppMessage> => server.ask(asked(operations.printJob, wishes, parts), 'a page of text\n');
const subscriptionsOf = (reply: IppMessage): readonly IppAttributes[] =>
  groupsOf(reply, groupTags.subscription);
const idOf = (reply: IppMessage): number =>
  firstInteger(subscriptionsOf(reply)[0], 'notify-subscription-id') ?? 0;
const jobOf = (reply: IppMessage): number => firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
const fetchNews = (id: number, printer = 'other', more: readonly IppAttribute[] = []): Promise<IppMessage> =>
  server.ask(
    asked(operations.getNotifications, [], {
      printer,
      operation: [attributeOf('notify-subscription-ids', integer(id)), ...more],
    }),
  );
const heardIn = (reply: IppMessage): readonly (string | undefined)[] =>
  groupsOf(reply, groupTags.eventNotification).map((event) => firstString(event, 'notify-subscribed-event'));

/** Everything that was heard once nothing more can come. */
async function heardToTheEnd(id: number, printer?: string): Promise<readonly (string | undefined)[]> {
  for (;;) {
    const news = await fetchNews(id, printer);
    if (named(news) === 'successful-ok-events-complete') return heardIn(news);
    await delay(5);
  }
}

describe('a subscription that comes with a job', () => {
  it('hears that the job was made, and all that follows', async () => {
    const reply = await print([[pull, events('job-created', 'job-completed')]]);
    expect(await heardToTheEnd(idOf(reply))).toEqual(['job-created', 'job-completed']);
  });

  it('hears of its printer, as long as the job has not ended', async () => {
    const reply = await print([[pull, events('printer-state-changed', 'job-completed')]], held);
    const change = (code: number): Promise<IppMessage> => server.ask(asked(code, [], { operator: true }));
    await change(operations.pausePrinter);
    await change(operations.resumePrinter);
    await server.ask(asked(operations.cancelJob, [], { operation: [jobId(jobOf(reply))] }));
    await change(operations.pausePrinter);
    expect(heardIn(await fetchNews(idOf(reply)))).toEqual([
      'printer-state-changed',
      'printer-state-changed',
      'job-completed',
    ]);
  });

  it('hears of a job that is released at another printer', async () => {
    const reply = await print([[pull, events('job-completed')]], { printer: 'demo' });
    await server.ask(asked(operations.releaseJob, [], { operation: [jobId(jobOf(reply))] }));
    expect(await heardToTheEnd(idOf(reply), 'demo')).toEqual(['job-completed']);
  });

  it('has no clock, because it has no lease (RFC 3995 §5.4.4)', async () => {
    const reply = await print([[pull]], held);
    const told = await server.ask(
      asked(operations.getSubscriptionAttributes, [], {
        operation: [attribute('notify-subscription-id', idOf(reply))],
      }),
    );
    const names = [...(subscriptionsOf(told)[0]?.keys() ?? [])];
    expect(names).toContain('notify-job-id');
    expect(names).not.toContain('notify-printer-up-time');
  });

  it('weighs more when it cannot be than an attribute that is left out', async () => {
    const reply = await print([[push]], { job: [attribute('sides', 'three-sided')] });
    expect(named(reply)).toBe('successful-ok-ignored-subscriptions');
    expect(groupOf(reply, groupTags.unsupported)?.has('sides')).toBe(true);
  });
});

describe('Validate-Job', () => {
  it('says what would become of subscriptions, and makes none (RFC 3995 §11.2.2)', async () => {
    const reply = await server.ask(
      asked(operations.validateJob, [[pull], [pull, events('job-completed', 'x-burning')], [push]]),
    );
    expect(named(reply)).toBe('successful-ok-ignored-subscriptions');
    const groups = subscriptionsOf(reply);
    expect(groups.map((group) => firstInteger(group, 'notify-status-code'))).toEqual([undefined, 1, 0x040c]);
    expect(groups.some((group) => group.has('notify-subscription-id'))).toBe(false);
    expect(groupOf(reply, groupTags.job)).toBeUndefined();
  });

  it('refuses those that name no way, as Print-Job does', async () => {
    const wish = [[events('job-completed')]];
    expect(named(await server.ask(asked(operations.validateJob, wish)))).toBe('client-error-bad-request');
    expect(named(await print(wish))).toBe('client-error-bad-request');
  });
});

describe('a client that waits for events (RFC 3996 §5.1.3)', () => {
  const wait = [attribute('notify-wait', true)];
  const subscribe = async (): Promise<number> =>
    idOf(await server.ask(asked(operations.createPrinterSubscriptions, [[pull, events('printer-stopped')]])));
  const pause = (): Promise<IppMessage> => server.ask(asked(operations.pausePrinter, [], { operator: true }));

  it('hears of one when it happens, and when to come again', async () => {
    const id = await subscribe();
    const waiting = fetchNews(id, 'other', wait);
    await pause();
    const news = await waiting;
    expect([named(news), heardIn(news)]).toEqual(['successful-ok', ['printer-stopped']]);
    expect(groupOf(news, groupTags.operation)?.has('notify-get-interval')).toBe(true);
  });

  it('is answered at once when there is something to tell', async () => {
    const id = await subscribe();
    await pause();
    expect(heardIn(await fetchNews(id, 'other', wait))).toEqual(['printer-stopped']);
  });

  it('is answered in the end when nothing happens', async () => {
    await server.stop();
    server = await start(50);
    const news = await fetchNews(await subscribe(), 'other', wait);
    expect([named(news), heardIn(news)]).toEqual(['successful-ok', []]);
    expect(groupOf(news, groupTags.operation)?.has('notify-get-interval')).toBe(true);
  });

  it('hears that its subscription was cancelled (RFC 3996 §10.1)', async () => {
    const id = await subscribe();
    const waiting = await waitingFor(id);
    await server.ask(
      asked(operations.cancelSubscription, [], { operation: [attribute('notify-subscription-id', id)] }),
    );
    const news = await waiting.answer;
    expect(named(news)).toBe('successful-ok-events-complete');
    expect(groupOf(news, groupTags.operation)?.has('notify-get-interval')).toBe(false);
  });

  it('is answered with what there is where too many wait', async () => {
    const id = await subscribe();
    const waiting = await waitingFor(id);
    expect(heardIn(await fetchNews(id, 'other', wait))).toEqual([]);
    await pause();
    expect(heardIn(await waiting.answer)).toEqual(['printer-stopped']);
  });

  it('is answered when the server stops', async () => {
    const waiting = await waitingFor(await subscribe());
    await server.stop();
    expect(named(await waiting.answer)).toBe('successful-ok');
    server = await start();
  });

  /** The one place to wait in is taken: a second request is answered at once. */
  async function waitingFor(id: number): Promise<{ readonly answer: Promise<IppMessage> }> {
    const [one, other] = [fetchNews(id, 'other', wait), fetchNews(id, 'other', wait)];
    const first = await Promise.race([one.then(() => 'one'), other.then(() => 'other')]);
    return { answer: first === 'one' ? other : one };
  }
});
