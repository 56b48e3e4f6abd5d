import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  collection,
  encodeMessage,
  firstBoolean,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  operations,
  ranges,
  statuses,
  strings,
} from '../../src/ipp/index.ts';
import { type ChargeOptions, ChargeServer, prices, said, textOf } from '../support/charge-server.ts';
import { identifier } from '../support/identifier.ts';
import { call, requestMessage, startTestServer } from '../support/ipp-client.ts';
import { demo } from '../support/print-service.ts';

let server: ChargeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(options: ChargeOptions = {}): Promise<ChargeServer> {
  server = await ChargeServer.open(options);
  return server;
}

const get = { code: operations.getPrinterAttributes };
const info = (message: IppMessage): string | number | undefined =>
  textOf(message, groupTags.printer, 'printer-charge-info');

describe('printer-charge-info', () => {
  it('is the price list for whoever is not known, with a page beside it', async () => {
    const { port } = await open({ believed: false });
    const answer = await server!.ask(get);
    expect(info(answer)).toBe('€0.05 a side. €0.20 more for a side in colour. €0.01 a sheet.');
    expect(textOf(answer, groupTags.printer, 'printer-charge-info-uri')).toBe(
      'http://localhost:8631/printers/demo',
    );
    expect(port).toBeGreaterThan(0);
  });

  it('says that nothing costs anything where nothing does', async () => {
    const free = { job: 0, impression: 0, sheet: 0, colour: 0 };
    await open({ printers: [{ ...demo, prices: free }] });
    expect(info(await server!.ask({ ...get, user: '' }))).toBe('Printing here costs nothing.');
  });

  it('tells a known user what is left of money and of the quota', async () => {
    const charge = await open();
    await charge.user('alice', { mode: 'both', limits: { demo: { hard: 40 } } }, 124_000);
    const answer = await charge.ask(get);
    expect(info(answer)).toContain('alice: €12.40 left. alice: 40 of 40 impressions left on this printer.');
    expect(textOf(answer, groupTags.printer, 'platen-left-amount')).toBe('12.40 EUR');
    expect(textOf(answer, groupTags.printer, 'platen-left-impressions')).toBe('40');
    expect(info(await charge.ask({ ...get, language: 'de' }))).toContain('alice: noch 12,40\u00a0€.');
  });

  it.each([
    ['accounting-only', 'alice prints without a limit.'],
    ['exempt', 'alice prints free of charge.'],
    ['blocked', 'The account of alice is blocked; ask the administrator.'],
  ] as const)('says what the mode %s means', async (mode, sentence) => {
    const charge = await open();
    await charge.user('alice', { mode });
    expect(info(await charge.ask(get))).toContain(sentence);
  });

  it('tells a claimed name nothing, unless the rule of the printer says so', async () => {
    const charge = await open({ believed: false });
    await charge.user('alice', {}, 124_000);
    expect(info(await charge.ask(get))).not.toContain('12.40');
    await charge.close();
    const identity = { levels: ['claimed'], personal: ['claimed'] } as const;
    const open2 = await open({ believed: false, printers: [{ ...demo, prices, identity }] });
    await open2.user('alice', {}, 124_000);
    expect(info(await open2.ask(get))).toContain('alice: €12.40 left.');
    expect(info(await open2.ask({ ...get, user: '' }))).not.toContain('left');
  });

  it('is never kept for the next one who asks', async () => {
    const charge = await open();
    await charge.user('alice', {}, 10_000);
    await charge.user('bob', {}, 20_000);
    const seen = [];
    for (const user of ['alice', 'bob', '', 'alice', '']) seen.push(info(await charge.ask({ ...get, user })));
    expect(seen.map((text) => /€\d\.00 left/.exec(String(text))?.[0])).toEqual([
      '€1.00 left',
      '€2.00 left',
      undefined,
      '€1.00 left',
      undefined,
    ]);
  });

  it('is told to each by how he is known, whoever sent the same octets before', async () => {
    const identity = { levels: ['claimed', 'trusted-server'] } as const;
    const amount = 124_000;
    const faked = await startTestServer(
      {
        printers: [{ identity }],
        allowance: (name) => Promise.resolve({ name, mode: 'balance', amount }),
      },
      { identifier: identifier({ trustedServers: ['127.0.0.2'] }) },
    );
    const from = async (localAddress: string): Promise<boolean> => {
      const octets = encodeMessage(requestMessage(get));
      const sent = request({
        method: 'POST',
        port: faked.port,
        localAddress,
        agent: false,
        headers: { 'Content-Type': 'application/ipp' },
      });
      sent.end(octets);
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return Buffer.concat(await answer.toArray()).includes('12.40');
    };
    try {
      const told = [];
      for (const address of ['127.0.0.1', '127.0.0.1', '127.0.0.2', '127.0.0.1', '127.0.0.2'])
        told.push(await from(address));
      expect(told).toEqual([false, false, true, false, true]);
    } finally {
      await faked.stop();
    }
  });

  it('makes no account for somebody who only looks', async () => {
    const charge = await open({ users: { openingBalance: 30_000 } });
    expect(info(await charge.ask({ ...get, user: 'stranger' }))).toContain('stranger: €3.00 left.');
    expect(await charge.service.store.account('stranger')).toBeUndefined();
  });

  it.each([
    ['hang', () => new Promise<never>(() => undefined)],
    ['are away', () => Promise.reject(new Error('no store'))],
  ])('is the list for everybody while the accounts %s', async (_what, allowance) => {
    const identity = { levels: ['claimed'], personal: ['claimed'] } as const;
    const faked = await startTestServer({ printers: [{ identity }], allowance });
    try {
      const { message } = await call(faked.port, requestMessage(get));
      expect(info(message)).toContain('€0.05 a side.');
      expect(faked.jobs.asked).toEqual(['alice@demo']);
    } finally {
      await faked.stop();
    }
  });

  it('asks no account for those who want to know something else', async () => {
    const identity = { levels: ['claimed'], personal: ['claimed'] } as const;
    const faked = await startTestServer({ printers: [{ identity }] });
    const operation = [attribute('requested-attributes', 'printer-state')];
    await call(faked.port, requestMessage({ ...get, operation }));
    expect(faked.jobs.asked).toEqual([]);
    await faked.stop();
  });
});

const copies = (message: IppMessage): number | undefined =>
  ranges(groupOf(message, groupTags.printer), 'copies-supported')[0]?.upper;
const modes = (message: IppMessage): readonly string[] =>
  strings(groupOf(message, groupTags.printer), 'print-color-mode-supported');

describe('a printer', () => {
  it('offers everybody what it can do', async () => {
    const charge = await open();
    const answer = await charge.ask({ ...get, user: '' });
    expect(copies(answer)).toBe(9_999);
    expect(modes(answer)).toEqual(['auto', 'color', 'monochrome']);
  });

  it('offers a known user the copies and the colour that can be paid', async () => {
    const charge = await open();
    // A side costs 0.05, its sheet 0.01, colour 0.20 more.
    await charge.user('poor', {}, 2_000);
    await charge.user('rich', {}, 26_000);
    await charge.user('page', { mode: 'quota', limits: { demo: { hard: 7 } } });
    const poor = await charge.ask({ ...get, user: 'poor' });
    expect([copies(poor), modes(poor)]).toEqual([3, ['auto', 'monochrome']]);
    // A job of theirs that names no mode is judged by its pages, as everybody's is.
    expect(strings(groupOf(poor, groupTags.printer), 'print-color-mode-default')).toEqual(['auto']);
    expect(firstBoolean(groupOf(poor, groupTags.printer), 'color-supported')).toBe(false);
    expect(groupOf(poor, groupTags.printer)?.has('pages-per-minute-color')).toBe(false);
    const rich = await charge.ask({ ...get, user: 'rich' });
    expect([copies(rich), modes(rich).length]).toEqual([43, 3]);
    expect(copies(await charge.ask({ ...get, user: 'page' }))).toBe(7);
    // One copy is the least that can be said.
    await charge.user('broke', {});
    expect(copies(await charge.ask({ ...get, user: 'broke' }))).toBe(1);
  });

  it('names every attribute once, to everybody and to each', async () => {
    const charge = await open();
    await charge.user('alice', {}, 2_000);
    const everybody = await charge.ask({ ...get, user: '' });
    const alice = await charge.ask(get);
    const names = (message: IppMessage): readonly string[] => [
      ...(groupOf(message, groupTags.printer)?.keys() ?? []),
    ];
    const own = ['platen-left-amount'];
    expect(
      names(alice)
        .filter((name) => !own.includes(name))
        .sort(),
    ).toEqual(
      names(everybody)
        .filter((name) => name !== 'pages-per-minute-color')
        .sort(),
    );
  });
});

const quoted = (message: IppMessage): string | undefined => said(message, 'charge-info-message');
const validate = { code: operations.validateJob };

function impressions(count: number): IppAttribute {
  return attribute('job-impressions', count);
}

describe('Validate-Job', () => {
  it('tells what the job will cost by the figures of the client, and what is left then', async () => {
    const charge = await open();
    await charge.user('alice', {}, 124_000);
    const job = [attribute('copies', 2), attribute('print-color-mode', 'monochrome')];
    const answer = await charge.ask({ ...validate, operation: [impressions(10)], job });
    expect(answer.code).toBe(statuses.successfulOk);
    expect(quoted(answer)).toBe('20 impressions on 20 sheets. Cost: €1.20. €11.20 would be left.');
    expect(textOf(answer, groupTags.operation, 'platen-charge-amount')).toBe('1.20 EUR');
    expect(textOf(answer, groupTags.operation, 'platen-left-amount')).toBe('11.20 EUR');
    expect(textOf(answer, groupTags.operation, 'platen-outcome')).toBe('printed');
    // Nothing is charged for what a client says.
    expect(await charge.service.store.account('alice')).toMatchObject({ balance: 124_000, held: 0 });
  });

  it('knows no more than the price of a page when the client says nothing', async () => {
    const charge = await open();
    await charge.user('alice', {}, 124_000);
    expect(quoted(await charge.ask(validate))).toContain('Cost: at least €0.06.');
  });

  it('counts the colour that the client counts', async () => {
    const charge = await open();
    await charge.user('alice', {}, 124_000);
    const counts = attributeOf(
      'job-impressions-col',
      collection(attributeOf('full-color', integer(3)), attributeOf('monochrome', integer(7))),
    );
    expect(quoted(await charge.ask({ ...validate, operation: [counts] }))).toContain(
      '10 impressions (3 in colour) on 10 sheets. Cost: €1.20.',
    );
  });

  it('reads pages and sheets for what they certainly need', async () => {
    const charge = await open();
    await charge.user('alice', {}, 124_000);
    const twoUp = [attribute('number-up', 2), attribute('sides', 'two-sided-long-edge')];
    const pages = await charge.ask({ ...validate, operation: [attribute('job-pages', 9)], job: twoUp });
    expect(quoted(pages)).toContain('5 impressions on 3 sheets.');
    const sheets = [attribute('job-media-sheets', 8)];
    const job = [attribute('copies', 2), attribute('sides', 'two-sided-long-edge')];
    expect(quoted(await charge.ask({ ...validate, operation: sheets, job }))).toContain('8 impressions on 4');
  });

  it('refuses already what certainly costs too much, as each client hears it; so does Create-Job', async () => {
    const charge = await open();
    await charge.user('alice', {}, 10_000);
    for (const code of [operations.validateJob, operations.createJob]) {
      const parts = { code, operation: [impressions(17)] };
      const refused = await charge.ask(parts);
      expect(refused.code).toBe(statuses.clientErrorAccountLimitReached);
      expect(said(refused, 'status-message')).toBe('This job costs €1.02; €1.00 is left on the account.');
      const cups = { headers: { 'User-Agent': 'CUPS/2.4.2 (Linux 6.1; x86_64) IPP/2.0' } };
      expect((await charge.ask(parts, cups)).code).toBe(statuses.cupsAccountLimitReached);
      // Reaching the limit exactly is allowed.
      expect((await charge.ask({ code, operation: [impressions(16)] })).code).toBe(statuses.successfulOk);
    }
  });

  it('tells a claimed name the cost, but not what is left', async () => {
    const charge = await open({ believed: false });
    await charge.user('alice', {}, 124_000);
    const answer = await charge.ask({ ...validate, operation: [impressions(2)] });
    expect(quoted(answer)).toBe('2 impressions on 2 sheets. Cost: at least €0.12.');
    expect(textOf(answer, groupTags.operation, 'platen-left-amount')).toBeUndefined();
  });

  it('says nothing of an account to a name that the printer does not believe', async () => {
    const identity = { levels: ['password'] } as const;
    const charge = await open({ believed: false, printers: [{ ...demo, prices, identity }] });
    await charge.user('alice', {}, 100);
    const refused = await charge.ask({ ...validate, operation: [impressions(500)] });
    expect(refused.code).toBe(statuses.clientErrorAccountAuthorizationFailed);
    expect(said(refused, 'status-message')).not.toContain('left');
  });
});
