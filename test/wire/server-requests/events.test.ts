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
  type IppMessage,
  integer,
  keyword,
  operations,
  strings,
} from '../../../src/ipp/index.ts';
import { type Asked, jobId, named } from '../../support/asking.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;

beforeEach(async () => {
  server = await startWholeServer();
});

afterEach(() => server.stop());

async function subscribe(...events: readonly string[]): Promise<number> {
  const wish = [
    attribute('notify-pull-method', 'ippget'),
    attributeOf('notify-events', ...events.map(keyword)),
  ];
  const made = await server.ask({
    code: operations.createPrinterSubscriptions,
    groups: [{ tag: groupTags.subscription, attributes: attributes(...wish) }],
  });
  return firstInteger(groupOf(made, groupTags.subscription), 'notify-subscription-id') ?? 0;
}

const fetchNews = (id: number): Promise<IppMessage> =>
  server.ask({
    code: operations.getNotifications,
    operation: [attributeOf('notify-subscription-ids', integer(id))],
  });

async function heard(id: number): Promise<readonly (string | undefined)[]> {
  const events = groupsOf(await fetchNews(id), groupTags.eventNotification);
  return events.map((event) => firstString(event, 'notify-subscribed-event'));
}

async function does(code: number, parts: Partial<Asked> = {}): Promise<void> {
  expect(named(await server.ask({ code, operator: true, ...parts }))).toBe('successful-ok');
}

const print = (parts: Partial<Asked> = {}): Promise<IppMessage> =>
  server.ask({ code: operations.printJob, ...parts }, 'page');

const setPriority = (job: number, priority: number): Promise<void> =>
  does(operations.setJobAttributes, {
    operation: [jobId(job)],
    job: [attribute('job-priority', priority)],
  });

describe('events of a printer', () => {
  it('say that it has stopped once, and not of what follows (RFC 3995 §5.3.3.4.2)', async () => {
    const id = await subscribe('printer-stopped', 'printer-state-changed');
    await does(operations.pausePrinter);
    await does(operations.disablePrinter);
    await does(operations.enablePrinter);
    await does(operations.resumePrinter);
    await does(operations.pausePrinter);
    expect(await heard(id)).toEqual([
      'printer-stopped',
      'printer-state-changed',
      'printer-state-changed',
      'printer-state-changed',
      'printer-stopped',
    ]);
  });

  it('do not say so of one that stood still before anybody asked', async () => {
    await does(operations.pausePrinter);
    const id = await subscribe('printer-stopped');
    await does(operations.disablePrinter);
    expect(await heard(id)).toEqual([]);
  });

  it('say that its jobs go in another order where they do', async () => {
    await does(operations.pausePrinter);
    for (let made = 0; made < 3; made += 1) await print();
    const id = await subscribe('printer-queue-order-changed');
    await setPriority(3, 90);
    expect(await heard(id)).toHaveLength(1);
    await setPriority(3, 90);
    expect(await heard(id)).toHaveLength(1);
    await does(operations.promoteJob, { operation: [jobId(2)] });
    expect(await heard(id)).toHaveLength(2);
  });
});

describe('events of a job', () => {
  it('tell the reasons that the job itself tells', async () => {
    await does(operations.pausePrinter);
    const id = await subscribe('job-created');
    await print();
    const told = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
    const reasons = strings(groupOf(told, groupTags.job) ?? new Map(), 'job-state-reasons');
    expect(reasons).toEqual(['printer-stopped']);
    const event = groupOf(await fetchNews(id), groupTags.eventNotification) ?? new Map();
    expect(strings(event, 'job-state-reasons')).toEqual(reasons);
  });

  it('say that it was made once more by Restart-Job (RFC 3995 §11.2.1)', async () => {
    server.device.script = () => ({ kind: 'failed', message: 'no', octetsSent: 3, retry: true });
    const id = await subscribe('job-created');
    await print();
    const inDoubt = async (): Promise<boolean> =>
      (await server.service.jobs.job(1))?.job.needsOperator === true;
    await expect.poll(inDoubt).toBe(true);
    server.device.script = (job) => ({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
    await does(operations.restartJob, { operation: [jobId(1)] });
    await until(server.service.jobs, 1, 'ended');
    expect(await heard(id)).toEqual(['job-created', 'job-created']);
  });
});
