import { afterEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  name,
  operations,
  statuses,
  strings,
} from '../../../src/ipp/index.ts';
import type { PrinterSettings } from '../../../src/model/printer.ts';
import {
  call,
  type PostOptions,
  type RequestParts,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../../support/ipp-client.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer } from '../../support/whole-server.ts';

const document = Buffer.from('%PDF-1.7 not really');
const account = attribute('job-account-id', name('4711'));
const cupsBackend = { 'User-Agent': 'CUPS/2.4.2 (Linux) IPP/2.0' };

let server: TestServer;

afterEach(() => server.stop());

async function start(settings: Partial<PrinterSettings> = {}): Promise<void> {
  server = await startTestServer({ printers: [{ name: 'demo', ...settings }] });
}

async function ask(parts: RequestParts, options: PostOptions = {}): Promise<IppMessage> {
  return (await call(server.port, requestMessage(parts), options)).message;
}

async function print(job: readonly IppAttribute[], options: PostOptions = {}): Promise<IppMessage> {
  return ask({ code: operations.printJob, job }, { document, ...options });
}

describe('job-account-id and job-accounting-user-id', () => {
  it('are handed over, and told to the owner alone', async () => {
    await start();
    const job = [account, attribute('job-accounting-user-id', name('Bär & Söhne'))];
    expect((await print(job)).code).toBe(0);
    expect(server.jobs.requests[0]?.billing).toEqual({ account: '4711', user: 'Bär & Söhne' });
    const look = { code: operations.getJobAttributes, operation: [attribute('job-id', 1)] };
    const own = groupOf(await ask(look), groupTags.job);
    const foreign = groupOf(await ask({ ...look, user: 'mallory' }), groupTags.job);
    expect(firstString(own, 'job-account-id')).toBe('4711');
    expect(foreign?.has('job-account-id')).toBe(false);
    expect(foreign?.has('job-accounting-user-id')).toBe(false);
  });

  it('are offered without a default', async () => {
    await start();
    const printer = groupOf(await ask({ code: operations.getPrinterAttributes }), groupTags.printer);
    for (const each of ['job-account-id', 'job-accounting-user-id']) {
      expect(printer?.get(`${each}-supported`)?.values).toEqual([{ syntax: 'boolean', value: true }]);
      expect(printer?.get(`${each}-default`)?.values).toEqual([{ syntax: 'no-value' }]);
    }
    expect(printer?.has('printer-mandatory-job-attributes')).toBe(false);
  });

  it('say nothing when they are empty, and are left out when they are no names', async () => {
    await start();
    await print([attribute('job-account-id', name(''))]);
    expect(server.jobs.requests[0]).not.toHaveProperty('billing');
    const reply = await print([attributeOf('job-account-id', integer(4711))]);
    expect(reply.code).toBe(statuses.successfulOkIgnoredOrSubstitutedAttributes);
    expect([...(groupOf(reply, groupTags.unsupported)?.keys() ?? [])]).toEqual(['job-account-id']);
    expect(server.jobs.requests[1]).not.toHaveProperty('billing');
  });
});

describe('printer-mandatory-job-attributes', () => {
  it('is told', async () => {
    await start({ mandatoryJobAttributes: ['job-account-id', 'media'] });
    const printer = groupOf(await ask({ code: operations.getPrinterAttributes }), groupTags.printer);
    expect(strings(printer, 'printer-mandatory-job-attributes')).toEqual(['job-account-id', 'media']);
  });

  it.each([operations.printJob, operations.createJob, operations.validateJob])(
    'refuses operation %i without one',
    async (code) => {
      await start({ mandatoryJobAttributes: ['job-account-id'] });
      const none = await ask({ code }, { document });
      const empty = await ask({ code, job: [attribute('job-account-id', name(''))] }, { document });
      expect([none.code, empty.code]).toEqual([
        statuses.clientErrorAccountInfoNeeded,
        statuses.clientErrorAccountInfoNeeded,
      ]);
      expect(server.jobs.requests).toEqual([]);
      expect((await ask({ code, job: [account] }, { document })).code).toBe(0);
    },
  );

  it('takes them from the operation group too', async () => {
    await start({ mandatoryJobAttributes: ['job-name', 'job-account-id'] });
    const operation = [attribute('job-name', name('x')), account];
    expect((await ask({ code: operations.printJob, operation }, { document })).code).toBe(0);
  });

  it('says to a CUPS backend what makes it hold the job, and bad-request for what is not about accounts', async () => {
    await start({ mandatoryJobAttributes: ['media'] });
    expect((await print([])).code).toBe(statuses.clientErrorBadRequest);
    expect((await print([], { headers: cupsBackend })).code).toBe(statuses.cupsAccountInfoNeeded);
  });
});

describe('the books', () => {
  it('say for whom a job was', async () => {
    server = await startTestServer();
    const whole = await startWholeServer();
    try {
      await whole.ask({ code: operations.printJob, job: [account] }, 'one page');
      await until(whole.service.jobs, 1, 'ended');
      const [row] = await whole.service.store.history({ job: 1, limit: 1 });
      expect(row).toMatchObject({ action: 'printed', billing: { account: '4711' } });
    } finally {
      await whole.stop();
    }
  });
});
