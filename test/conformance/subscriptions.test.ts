import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  encodeMessage,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  keyword,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import { settled } from '../support/books.ts';
import { call, type RequestParts, requestMessage } from '../support/ipp-client.ts';
import { ServerProcess } from '../support/server-process.ts';

// The server is killed as a power cut would end it; who has subscribed goes on where it was.

const pull = attribute('notify-pull-method', 'ippget');
const completed = attributeOf('notify-events', keyword('job-completed'));

describe('a subscription outlives the server', () => {
  let server: ServerProcess;
  let printers: number;
  let lease: number | undefined;

  beforeAll(async () => {
    server = await ServerProcess.make({ printers: [{ name: 'demo', device: 'file:out/' }] });
    await server.start();
    printers = await subscribe({ code: operations.createPrinterSubscriptions }, completed);
    lease = await leaseEnd(printers);
  });

  afterAll(() => server.remove());

  async function ask(
    parts: RequestParts,
    more: { wish?: readonly IppAttribute[]; data?: string } = {},
  ): Promise<IppMessage> {
    const { wish, data } = more;
    const message = requestMessage(parts);
    const groups =
      wish === undefined
        ? message.groups
        : [...message.groups, { tag: groupTags.subscription, attributes: attributes(...wish) }];
    const options = data === undefined ? {} : { document: Buffer.from(data) };
    return (await call(server.port, encodeMessage({ ...message, groups }), options)).message;
  }

  async function subscribe(parts: RequestParts, ...wish: readonly IppAttribute[]): Promise<number> {
    const reply = await ask(parts, { wish: [pull, ...wish] });
    return firstInteger(groupsOf(reply, groupTags.subscription)[0], 'notify-subscription-id') ?? 0;
  }

  async function leaseEnd(id: number): Promise<number | undefined> {
    const operation = [attribute('notify-subscription-id', id)];
    const reply = await ask({ code: operations.getSubscriptionAttributes, operation });
    return firstInteger(groupOf(reply, groupTags.subscription), 'notify-lease-expiration-time');
  }

  /** Events of a subscription from a sequence number on. */
  async function heard(
    id: number,
    from: number,
  ): Promise<readonly (readonly [number | undefined, string | undefined])[]> {
    const operation = [
      attributeOf('notify-subscription-ids', integer(id)),
      attributeOf('notify-sequence-numbers', integer(from)),
    ];
    const reply = await ask({ code: operations.getNotifications, operation });
    expect(reply.code).toBeLessThan(0x0100);
    return groupsOf(reply, groupTags.eventNotification).map((event) => [
      firstInteger(event, 'notify-sequence-number'),
      firstString(event, 'notify-subscribed-event'),
    ]);
  }

  const print = (...job: readonly IppAttribute[]): Promise<IppMessage> =>
    ask({ code: operations.printJob, job }, { data: 'one page\n' });

  async function printed(): Promise<void> {
    await print();
    await settled(server);
  }

  async function killedAndStarted(): Promise<void> {
    await server.kill();
    await server.start();
  }

  test('with its number, its lease anew, and numbers of events that never come twice', async () => {
    await printed();
    expect(await heard(printers, 1)).toEqual([[1, 'job-completed']]);
    for (let restart = 0, last = 1; restart < 3; restart += 1) {
      await killedAndStarted();
      expect(await leaseEnd(printers)).toBeGreaterThanOrEqual(lease ?? Number.POSITIVE_INFINITY);
      expect(await heard(printers, last + 1)).toEqual([]);
      await printed();
      const [[sequence = 0, event] = []] = await heard(printers, last + 1);
      expect(event).toBe('job-completed');
      // The gap says that some may be missing.
      expect(sequence).toBeGreaterThan(last + 1);
      last = sequence;
    }
  });

  test('of a job, which ends afterwards, or has ended unheard', async () => {
    const reply = await print(attribute('job-hold-until', 'indefinite'));
    const job = firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
    const operation = [attributeOf('notify-job-id', integer(job))];
    const id = await subscribe({ code: operations.createJobSubscriptions, operation }, completed);
    await killedAndStarted();
    expect(await heard(id, 1)).toEqual([]);
    await ask({ code: operations.releaseJob, operation: [attribute('job-id', job)] });
    await settled(server);
    await killedAndStarted();
    expect((await heard(id, 1)).map(([, event]) => event)).toEqual(['job-completed']);
  });

  test('of nobody else: an id is not given again', async () => {
    const cancelled = await subscribe({ code: operations.createPrinterSubscriptions });
    const operation = [attribute('notify-subscription-id', cancelled)];
    await ask({ code: operations.cancelSubscription, operation });
    await killedAndStarted();
    const next = await subscribe({ code: operations.createPrinterSubscriptions });
    expect(next).toBeGreaterThan(cancelled);
    const gone = await ask({ code: operations.getSubscriptionAttributes, operation });
    expect(gone.code).toBe(statuses.clientErrorNotFound);
  });

  test('but not a damaged file of them, which keeps nobody from printing', async () => {
    await server.kill();
    const file = join(server.folder, 'data', 'subscriptions.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    await server.start();
    expect(server.stderr).toContain('subscriptions not read');
    await printed();
    expect(await subscribe({ code: operations.createPrinterSubscriptions })).toBeGreaterThan(printers);
  });
});
