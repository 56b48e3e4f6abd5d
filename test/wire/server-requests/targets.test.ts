import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  encodeMessage,
  groupOf,
  groupTags,
  type IppAttribute,
  integer,
  keyword,
  operations,
  uri,
} from '../../../src/ipp/index.ts';
import { jobId, named } from '../../support/asking.ts';
import { call, requestMessage } from '../../support/ipp-client.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const held = [attribute('job-hold-until', 'indefinite')];
const printerUri = (value: string): IppAttribute => attributeOf('printer-uri', uri(value));
const jobUri = (value: string): IppAttribute => attributeOf('job-uri', uri(value));

let server: WholeServer;

/** Job 1 is alice's, on demo; job 2 on other. */
beforeAll(async () => {
  server = await startWholeServer();
  await server.ask({ code: operations.printJob, job: held }, 'page');
  await server.ask({ code: operations.printJob, job: held, uri: 'ipp://h/ipp/print/other' }, 'page');
});

afterAll(() => server.stop());

describe('where a request points', () => {
  it.each<[string, readonly IppAttribute[], string]>([
    ['nowhere', [jobUri('ipp://h/')], 'client-error-bad-request'],
    ['its job by URI', [jobUri('ipp://h/jobs/1')], 'successful-ok'],
    ['its job by URI in capitals of scheme and host', [jobUri('IPP://HOST:631/jobs/1')], 'successful-ok'],
    ['its job by number', [printerUri('ipp://h/ipp/print/demo'), jobId(1)], 'successful-ok'],
    ['its job by number at the root', [printerUri('ipp://h/'), jobId(2)], 'successful-ok'],
    [
      'its job by number, of another printer',
      [printerUri('ipp://h/ipp/print/demo'), jobId(2)],
      'client-error-not-found',
    ],
    ['a job by URI under another printer', [jobUri('ipp://h/ipp/print/demo/2')], 'client-error-not-found'],
    [
      'a printer that is not there',
      [printerUri('ipp://h/ipp/print/nowhere'), jobId(1)],
      'client-error-not-found',
    ],
    ['a job that is not there', [printerUri('ipp://h/ipp/print/demo'), jobId(99)], 'client-error-not-found'],
    [
      'the largest number',
      [printerUri('ipp://h/ipp/print/demo'), jobId(2_147_483_647)],
      'client-error-not-found',
    ],
    [
      'number 0',
      [printerUri('ipp://h/ipp/print/demo'), attributeOf('job-id', integer(0))],
      'client-error-bad-request',
    ],
    [
      'a negative number',
      [printerUri('ipp://h/ipp/print/demo'), attributeOf('job-id', integer(-1))],
      'client-error-bad-request',
    ],
    [
      'a number that is a keyword',
      [printerUri('ipp://h/ipp/print/demo'), attributeOf('job-id', keyword('1'))],
      'client-error-bad-request',
    ],
    [
      'two numbers',
      [printerUri('ipp://h/ipp/print/demo'), attributeOf('job-id', integer(1), integer(2))],
      'client-error-bad-request',
    ],
    ['no number', [printerUri('ipp://h/ipp/print/demo')], 'client-error-bad-request'],
    ['a printer as a job', [jobUri('ipp://h/ipp/print/demo')], 'client-error-bad-request'],
    ['a job of no number', [jobUri('ipp://h/jobs/one')], 'client-error-not-found'],
    ['a job of too large a number', [jobUri('ipp://h/jobs/99999999999')], 'client-error-not-found'],
    ['up and away', [jobUri('ipp://h/jobs/../etc/passwd')], 'client-error-not-found'],
    ['text that is no URI', [jobUri('jobs')], 'client-error-not-found'],
  ])('%s', async (_, operation, status) => {
    expect(named(await server.ask({ code: operations.getJobAttributes, operation }))).toBe(status);
  });

  it.each<[string, keyof typeof operations, readonly IppAttribute[], string]>([
    [
      'only a job where a printer is meant',
      'getPrinterAttributes',
      [jobUri('ipp://h/jobs/1')],
      'client-error-bad-request',
    ],
    [
      'a job by the name of a printer',
      'getPrinterAttributes',
      [printerUri('ipp://h/jobs/1')],
      'client-error-bad-request',
    ],
    ['only a job where jobs are listed', 'getJobs', [jobUri('ipp://h/jobs/1')], 'client-error-bad-request'],
    [
      'a printer with a slash at the end',
      'getPrinterAttributes',
      [printerUri('ipp://h/ipp/print/demo/')],
      'successful-ok',
    ],
    [
      'a printer with a question',
      'getPrinterAttributes',
      [printerUri('ipp://h/ipp/print/demo?x=1')],
      'successful-ok',
    ],
    [
      'a printer of half an escape',
      'getPrinterAttributes',
      [printerUri('ipp://h/ipp/print/%e0%a4')],
      'client-error-not-found',
    ],
    ['the default printer', 'getPrinterAttributes', [printerUri('ipp://h/ipp/print')], 'successful-ok'],
  ])('%s', async (_, code, operation, status) => {
    expect(named(await server.ask({ code: operations[code], operation }))).toBe(status);
  });

  it('cannot be left out', async () => {
    const message = requestMessage({ code: operations.getPrinterAttributes });
    const [group] = message.groups;
    const attributes = new Map([...(group?.attributes ?? [])].filter(([name]) => name !== 'printer-uri'));
    const octets = encodeMessage({ ...message, groups: [{ tag: groupTags.operation, attributes }] });
    expect(named((await call(server.port, octets)).message)).toBe('client-error-bad-request');
  });
});

describe('versions', () => {
  it.each<[string, readonly [number, number], readonly [number, number], string]>([
    ['1.0', [1, 0], [1, 0], 'successful-ok'],
    ['1.1', [1, 1], [1, 1], 'successful-ok'],
    ['1.2, which nobody has written', [1, 2], [1, 1], 'successful-ok'],
    ['2.0', [2, 0], [2, 0], 'successful-ok'],
    ['2.1', [2, 1], [2, 1], 'successful-ok'],
    ['2.2', [2, 2], [2, 2], 'successful-ok'],
    ['2.9', [2, 9], [2, 2], 'successful-ok'],
    ['0.0', [0, 0], [1, 0], 'server-error-version-not-supported'],
    ['3.0', [3, 0], [2, 2], 'server-error-version-not-supported'],
    ['255.255', [255, 255], [2, 2], 'server-error-version-not-supported'],
  ])('%s', async (_, [major, minor], [answeredMajor, answeredMinor], status) => {
    const reply = await server.ask({ code: operations.getPrinterAttributes, version: { major, minor } });
    expect([named(reply), reply.version, reply.requestId]).toEqual([
      status,
      { major: answeredMajor, minor: answeredMinor },
      7,
    ]);
    expect(groupOf(reply, groupTags.printer) !== undefined).toBe(status === 'successful-ok');
  });
});

describe('request-ids', () => {
  it.each([1, 2, 2_147_483_647])('%i comes back', async (requestId) => {
    const reply = await server.ask({ code: operations.getPrinterAttributes, requestId });
    expect([named(reply), reply.requestId]).toEqual(['successful-ok', requestId]);
  });

  it.each([0, -1, -2_147_483_648])('%i is refused and comes back', async (requestId) => {
    for (const code of [operations.getPrinterAttributes, operations.printJob]) {
      const reply = await server.ask({ code, requestId }, 'page');
      expect([named(reply), reply.requestId]).toEqual(['client-error-bad-request', requestId]);
    }
  });
});

describe('every answer', () => {
  it('begins with charset and language, and holds no attribute twice', async () => {
    for (const code of Object.values(operations)) {
      const { message, http } = await call(server.port, requestMessage({ code }));
      const [operation] = message.groups;
      expect([...(operation?.attributes.keys() ?? [])].slice(0, 2)).toEqual([
        'attributes-charset',
        'attributes-natural-language',
      ]);
      expect(http.fields.get('content-type')).toBe('application/ipp');
    }
  });
});
