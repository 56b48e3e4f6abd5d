import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributes,
  decodeMessage,
  encodeMessage,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  integer,
  integers,
  keyword,
  name,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import { makePdf } from '../support/documents/index.ts';
import {
  call,
  type IppReply,
  postOctets,
  RawConnection,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';

/** What libraries were seen to do on the wire; docs/clients.md lists those that are really run besides. */
describe('habits of other people’s clients', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });

  afterAll(async () => {
    await server.stop();
  });

  const look = requestMessage({ code: operations.getPrinterAttributes });

  function print(uri: string, more: readonly IppAttribute[] = []): Buffer {
    const operation = [attribute('document-format', 'application/pdf'), ...more];
    return Buffer.from(encodeMessage(requestMessage({ code: operations.printJob, uri, operation })));
  }

  function jobOf({ message }: IppReply): number {
    return firstInteger(groupOf(message, groupTags.job), 'job-id') ?? 0;
  }

  it.each([1, 7, 1_000_000])(
    'always chunked, in small letters, whatever the chunks: of %i octets',
    async (chunkOctets) => {
      const octets = postOctets({ ...look, version: { major: 1, minor: 1 } }, { chunkOctets });
      const [head = '', ...rest] = octets.toString('latin1').split('\r\n\r\n');
      const small = head.replaceAll(/\r\n[^:]+:/g, (field) => field.toLowerCase());
      const connection = new RawConnection(server.port);
      connection.send(Buffer.from([small, ...rest].join('\r\n\r\n'), 'latin1'));
      const answer = await connection.answer();
      connection.close();
      expect(decodeMessage(answer!.body).version).toEqual({ major: 1, minor: 1 });
    },
  );

  it('go-ipp: its own paths, attributes in the order of a map, copies and the name in both groups', async () => {
    const message = {
      version: { major: 2, minor: 0 },
      code: operations.createJob,
      requestId: 1,
      groups: [
        {
          tag: groupTags.operation,
          attributes: attributes(
            attribute('job-name', name('two.pdf')),
            attribute('printer-uri', 'ipp://localhost/printers/demo'),
            attribute('copies', integer(1)),
            attribute('attributes-natural-language', 'en-US'),
            attribute('job-priority', integer(50)),
            attribute('attributes-charset', 'utf-8'),
            attribute('requesting-user-name', name('alice')),
          ),
        },
        {
          tag: groupTags.job,
          attributes: attributes(attribute('copies', integer(2)), attribute('job-name', name('two.pdf'))),
        },
      ],
    };
    const headers = { 'User-Agent': 'Go-http-client/1.1' };
    const { message: answer } = await call(server.port, message, { path: '/printers/demo', headers });
    expect(answer.code).toBe(statuses.successfulOk);
    // It cannot read past this group, so that it comes only where something is unsupported.
    expect(groupOf(answer, groupTags.unsupported)).toBeUndefined();
    expect(server.jobs.requests.at(-1)).toMatchObject({ name: 'two.pdf', ticket: { copies: 2 } });
  });

  it('cups4j: http and no port in printer-uri, and a job at /jobs/NUMBER', async () => {
    const printed = await call(server.port, print('http://localhost/printers/demo'), {
      path: '/printers/demo',
      document: makePdf({ pages: 1 }),
    });
    const uri = `http://localhost/jobs/${jobOf(printed)}`;
    const operation = [attribute('job-uri', uri)];
    const asked = requestMessage({ code: operations.getJobAttributes, operation });
    const { message } = await call(server.port, asked, { path: `/jobs/${jobOf(printed)}` });
    expect(firstInteger(groupOf(message, groupTags.job), 'job-id')).toBe(jobOf(printed));
  });

  it('cups4j: reads an answer up to its first collection or absent value, so that those come last', async () => {
    const { message } = await call(server.port, look);
    const kinds = [...(groupOf(message, groupTags.printer) ?? new Map<string, IppAttribute>()).values()].map(
      ({ values }) =>
        ['collection', 'no-value', 'unknown'].includes(values[0]?.syntax ?? '') ? 'last' : 'plain',
    );
    expect(kinds.slice(kinds.indexOf('last'))).not.toContain('plain');
    expect(kinds.indexOf('last')).toBeGreaterThan(50);
  });

  it('pyipp: takes no answer that knows an orientation of none', async () => {
    const { message } = await call(server.port, look);
    const told = integers(groupOf(message, groupTags.printer), 'orientation-requested-supported');
    expect(told.length).toBeGreaterThan(0);
    expect(told).not.toContain(7);
  });

  it('java.net.http: sends no body before it is told to go on, and asks for HTTP/2 meanwhile', async () => {
    const octets = postOctets(look, {
      headers: {
        Expect: '100-Continue',
        Connection: 'Upgrade, HTTP2-Settings',
        Upgrade: 'h2c',
        'HTTP2-Settings': 'AAEAAEAA',
      },
    });
    const end = octets.indexOf('\r\n\r\n') + 4;
    const connection = new RawConnection(server.port);
    connection.send(octets.subarray(0, end));
    expect(await connection.continue()).toBe(true);
    connection.send(octets.subarray(end));
    const answer = await connection.answer();
    connection.close();
    expect(decodeMessage(answer!.body).code).toBe(statuses.successfulOk);
  });

  it('libcups: names port 631 whatever port it talks to, and posts to /', async () => {
    const at631 = requestMessage({
      code: operations.getPrinterAttributes,
      uri: 'ipp://localhost:631/printers/demo',
    });
    const { message } = await call(server.port, at631, { path: '/' });
    expect(firstString(groupOf(message, groupTags.printer), 'printer-name')).toBe('demo');
    for (const code of [operations.cupsGetDefault, operations.cupsGetPrinters]) {
      const asked = requestMessage({
        code,
        operation: [{ name: 'requested-attributes', values: [keyword('printer-name')] }],
      });
      expect((await call(server.port, asked, { path: '/' })).message.code).toBe(statuses.successfulOk);
    }
    const jobs = requestMessage({ code: operations.getJobs, uri: 'ipp://localhost:631/' });
    for (const path of ['/', '/jobs/', '/admin/'])
      expect((await call(server.port, jobs, { path })).message.code).toBe(statuses.successfulOk);
  });

  it('ipp-encoder over fetch: a length, and fields of a browser', async () => {
    const headers = { 'sec-fetch-mode': 'cors', accept: '*/*', 'accept-language': '*', 'user-agent': 'node' };
    const printed = await call(server.port, print('ipp://localhost/ipp/print/demo'), {
      headers,
      document: makePdf({ pages: 1 }),
    });
    expect(jobOf(printed)).toBeGreaterThan(0);
  });

  it('curl: HTTP/1.0, and the media type in capitals', async () => {
    const octets = postOctets(look, { headers: { 'Content-Type': 'Application/IPP' } });
    const connection = new RawConnection(server.port);
    connection.send(Buffer.from(octets.toString('latin1').replace('HTTP/1.1', 'HTTP/1.0'), 'latin1'));
    const answer = await connection.answer();
    expect(answer!.status).toBe(200);
    expect(decodeMessage(answer!.body).code).toBe(statuses.successfulOk);
    await connection.closed;
  });
});
