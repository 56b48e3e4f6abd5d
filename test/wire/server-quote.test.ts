import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  attribute,
  firstInteger,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  members,
  operations,
  statuses,
  strings,
} from '../../src/ipp/index.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { ChargeServer, prices, textOf } from '../support/charge-server.ts';
import { makePdf } from '../support/documents/index.ts';
import { demo } from '../support/print-service.ts';
import { adminOver } from './cli-harness.ts';

let server: ChargeServer;

afterEach(async () => {
  await server.close();
});

const identity = { levels: ['claimed', 'trusted-server'] } as const;
const printing: PrinterSettings = { ...demo, prices, identity };
const quoting: PrinterSettings = { ...printing, name: 'quote', device: 'quote:demo', prices: demo.prices };
const completed = 9;

async function open(believed = true): Promise<ChargeServer> {
  server = await ChargeServer.open({ printers: [printing, quoting], believed });
  return server;
}

interface Sent {
  readonly printer: 'demo' | 'quote';
  readonly pages: number;
  readonly job?: readonly IppAttribute[];
  readonly language?: string;
}

/** Prints a document and answers what is said of the job when it has ended. */
async function print({ printer, pages, job = [], language = 'en' }: Sent): Promise<IppMessage> {
  const uri = `ipp://localhost/ipp/print/${printer}`;
  const document = makePdf({ pages });
  const answer = await server.ask({ code: operations.printJob, uri, job, language }, { document });
  expect(answer.code).toBe(statuses.successfulOk);
  const id = firstInteger(groupOf(answer, groupTags.job), 'job-id') ?? 0;
  for (;;) {
    const found = await server.ask({
      code: operations.getJobAttributes,
      uri,
      language,
      operation: [attribute('job-id', id)],
    });
    if ((firstInteger(groupOf(found, groupTags.job), 'job-state') ?? 0) >= 7) return found;
    await delay(20);
  }
}

const jobText = (message: IppMessage, name: string): string | undefined =>
  textOf(message, groupTags.job, name);

describe('a printer that only tells prices', () => {
  it('counts, prices and decides by another printer, and prints and charges nothing', async () => {
    await open();
    await server.user('alice', {}, 10_000);
    const job = [attribute('copies', 2), attribute('print-color-mode', 'monochrome')];
    const found = await print({ printer: 'quote', pages: 3, job });
    const group = groupOf(found, groupTags.job);
    expect(firstInteger(group, 'job-state')).toBe(completed);
    expect(strings(group, 'job-state-reasons')).toEqual(['job-completed-successfully']);
    expect(jobText(found, 'job-state-message')).toBe(
      '6 impressions on 6 sheets. Cost: €0.36. €0.64 would be left. It would be printed. A quote only: nothing was printed or charged.',
    );
    expect(firstInteger(group, 'job-impressions')).toBe(3);
    expect(firstInteger(group, 'job-media-sheets')).toBe(6);
    expect(firstInteger(group, 'job-impressions-completed')).toBe(0);
    expect(jobText(found, 'job-charge-info')).toBe('6 impressions on 6 sheets. Cost: €0.36.');
    expect(jobText(found, 'platen-charge-amount')).toBe('0.36 EUR');
    expect(jobText(found, 'platen-outcome')).toBe('printed');
    expect(await server.printed()).toEqual([]);
    const { store } = server.service;
    expect(await store.account('alice')).toMatchObject({ balance: 10_000, held: 0, holds: [] });
    expect(await store.history({ limit: 10 })).toEqual([]);
  });

  it('says why a job would be refused, completed all the same, in the language of the client', async () => {
    await open();
    await server.user('alice', { mode: 'both', limits: { demo: { hard: 2 } } }, 1_000);
    const job = [attribute('print-color-mode', 'monochrome')];
    const found = await print({ printer: 'quote', pages: 3, job, language: 'de' });
    const group = groupOf(found, groupTags.job);
    expect(firstInteger(group, 'job-state')).toBe(completed);
    expect(strings(group, 'job-state-reasons')).toEqual([
      'job-completed-with-warnings',
      'account-limit-reached',
    ]);
    const message = jobText(found, 'job-state-message');
    expect(message).toContain('3 Druckseiten auf 3 Blatt. Preis: 0,18\u00a0€. Der Auftrag würde abgelehnt:');
    expect(message).toContain('auf demo sind noch 2 von 2 übrig.');
    expect(message).toContain('auf dem Konto sind noch 0,10\u00a0€.');
    expect(jobText(found, 'platen-outcome')).toBe('refused');
  });

  it('tells the price at once, for people and for programs', async () => {
    await open();
    await server.user('alice', {}, 10_000);
    const parts = { code: operations.printJob, uri: 'ipp://localhost/ipp/print/quote' };
    const job = [attribute('print-color-mode', 'monochrome')];
    const answer = await server.ask({ ...parts, job }, { document: makePdf({ pages: 3 }) });
    expect(jobText(answer, 'job-charge-info')).toBe('3 impressions on 3 sheets. Cost: €0.18.');
    expect(jobText(answer, 'platen-charge-amount')).toBe('0.18 EUR');
  });

  it('agrees with `platen quote`, and with what printing then costs', async () => {
    await open();
    await server.user('alice', {}, 100_000);
    const sides = attribute('sides', 'two-sided-long-edge');
    const job = [attribute('copies', 2), sides, attribute('print-color-mode', 'monochrome')];
    const quoted = jobText(await print({ printer: 'quote', pages: 5, job }), 'platen-charge-amount');
    const printed = jobText(await print({ printer: 'demo', pages: 5, job }), 'platen-charge-amount');
    expect([quoted, printed]).toEqual(['0.56 EUR', '0.56 EUR']);
    const admin = adminOver(server.service);
    for (const printer of ['demo', 'quote']) {
      const answer = await admin.quote({
        printer,
        user: 'alice',
        ticket: {
          copies: 2,
          sides: 'two-sided-long-edge',
          colourMode: 'monochrome',
          pageRanges: [],
          numberUp: 1,
        },
        count: {
          kind: 'counted',
          format: 'application/pdf',
          pages: 5,
          runs: [{ first: 1, last: 5 }],
          confidence: 'exact',
          source: 'test',
          evidence: [],
        },
        octets: 1_000,
      });
      expect(answer).toMatchObject({ kind: 'done', quote: { outcome: 'printed', quote: { amount: 5_600 } } });
    }
  });

  it('makes no account, and tells a document that cannot be counted', async () => {
    await open();
    const uri = 'ipp://localhost/ipp/print/quote';
    const document = Buffer.from('%PDF-1.4\nnothing of it is left');
    const answer = await server.ask({ code: operations.printJob, uri, user: 'stranger' }, { document });
    const group = groupOf(answer, groupTags.job);
    expect(firstInteger(group, 'job-state')).toBe(completed);
    expect(strings(group, 'job-state-reasons')[0]).toBe('job-completed-with-warnings');
    expect(jobText(answer, 'job-state-message')).toMatch(
      /^It would be refused: The pages could not be counted/,
    );
    expect(await server.service.store.account('stranger')).toBeUndefined();
  });

  it('offers what the printer offers, at its prices', async () => {
    await open();
    const offered = async (printer: string): Promise<readonly unknown[]> => {
      const answer = await server.ask({
        code: operations.getPrinterAttributes,
        uri: `ipp://localhost/ipp/print/${printer}`,
        user: '',
      });
      const group = groupOf(answer, groupTags.printer);
      return [
        textOf(answer, groupTags.printer, 'printer-charge-info'),
        strings(group, 'document-format-supported'),
        strings(group, 'sides-supported'),
      ];
    };
    expect(await offered('quote')).toEqual(await offered('demo'));
  });

  it('tells somebody who only claims a name the price, and nothing of the account', async () => {
    await open(false);
    await server.user('alice', {}, 10_000);
    const message = jobText(await print({ printer: 'quote', pages: 1 }), 'job-state-message');
    expect(message).toContain('Cost:');
    expect(message).not.toContain('left');
  });
});

describe('the counts of a job', () => {
  const counts = (message: IppMessage, name: Parameters<typeof members>[1]): object => {
    const [col] = members(groupOf(message, groupTags.job), name);
    return Object.fromEntries(
      [...(col?.values() ?? [])].flatMap(({ name: member, values: [value] }) =>
        value?.syntax === 'integer' && value.value > 0 ? [[member, value.value]] : [],
      ),
    );
  };

  it('are told by kind, with copies where they belong', async () => {
    await open();
    await server.user('alice', { mode: 'accounting-only' });
    const job = [
      attribute('copies', 3),
      attribute('sides', 'two-sided-long-edge'),
      attribute('number-up', 2),
      attribute('print-color-mode', 'monochrome'),
    ];
    const found = await print({ printer: 'demo', pages: 9, job });
    const group = groupOf(found, groupTags.job);
    const number = (name: Parameters<typeof firstInteger>[1]): number | undefined =>
      firstInteger(group, name);
    // Nine pages, two on a side: five sides on three sheets, three times.
    expect([number('job-impressions'), number('job-media-sheets'), number('job-pages')]).toEqual([5, 9, 9]);
    expect(number('job-impressions-completed')).toBe(15);
    expect(number('job-media-sheets-completed')).toBe(9);
    expect(number('job-pages-completed')).toBe(27);
    expect(counts(found, 'job-impressions-col')).toEqual({ 'monochrome-two-sided': 5 });
    expect(counts(found, 'job-impressions-completed-col')).toEqual({ 'monochrome-two-sided': 15 });
    expect(counts(found, 'job-media-sheets-col')).toEqual({ monochrome: 9 });
    expect(counts(found, 'job-media-sheets-completed-col')).toEqual({ monochrome: 9 });
    expect(counts(found, 'job-pages-col')).toEqual({ monochrome: 9 });
    expect(counts(found, 'job-pages-completed-col')).toEqual({ monochrome: 27 });
  });
});
