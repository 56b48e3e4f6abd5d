import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  enums,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  type IppMessage,
  integer,
  keyword,
  operations,
} from '../../../src/ipp/index.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;
let finish: () => void;

/** Every job stays at the device until `finish`. */
beforeEach(async () => {
  server = await startWholeServer();
  server.device.script = (job) =>
    new Promise((resolve) => {
      finish = () => {
        resolve({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
      };
    });
});

afterEach(async () => {
  finish();
  await server.stop();
});

const print = (): Promise<IppMessage> => server.ask({ code: operations.printJob }, 'page');

async function stateChangeTime(): Promise<number> {
  const told = await server.ask({ code: operations.getPrinterAttributes });
  return firstInteger(groupOf(told, groupTags.printer), 'printer-state-change-time') ?? 0;
}

describe('a printer that begins and ends to print', () => {
  it('says so with the state that it then has (RFC 3995 §9.3)', async () => {
    const wish = [
      attribute('notify-pull-method', 'ippget'),
      attributeOf('notify-events', keyword('printer-state-changed')),
    ];
    const made = await server.ask({
      code: operations.createPrinterSubscriptions,
      groups: [{ tag: groupTags.subscription, attributes: attributes(...wish) }],
    });
    const id = firstInteger(groupOf(made, groupTags.subscription), 'notify-subscription-id') ?? 0;
    await print();
    await until(server.service.jobs, 1, 'relaying');
    finish();
    await until(server.service.jobs, 1, 'ended');
    const news = await server.ask({
      code: operations.getNotifications,
      operation: [attributeOf('notify-subscription-ids', integer(id))],
    });
    const states = groupsOf(news, groupTags.eventNotification).map((event) =>
      firstInteger(event, 'printer-state'),
    );
    expect(states).toEqual([enums.printerState.processing, enums.printerState.idle]);
  });

  it('has changed its state at those times (PWG 5100.13 printer-state-change-time)', async () => {
    const before = await stateChangeTime();
    await delay(1_000);
    await print();
    await until(server.service.jobs, 1, 'relaying');
    const printing = await stateChangeTime();
    await delay(1_000);
    finish();
    await until(server.service.jobs, 1, 'ended');
    const done = await stateChangeTime();
    expect([printing > before, done > printing]).toEqual([true, true]);
  });
});
