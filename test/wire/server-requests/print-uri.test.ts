import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integers,
  name,
  operations,
  statuses,
  strings,
} from '../../../src/ipp/index.ts';
import { DocumentFetcher } from '../../../src/server/fetch/document-fetcher.ts';
import { isOwnMachine } from '../../../src/server/fetch/own-machine.ts';
import { saidOf, suppliedAttributes } from '../../../src/server/jobs/supplied.ts';
import { call, requestMessage, startTestServer, type TestServer } from '../../support/ipp-client.ts';

const document = Buffer.from('%PDF-1.7 from elsewhere');
const reference = { place: 'record', file: '', octets: 1, digest: '', format: 'application/pdf' } as const;

/** What the file server answers, by path; every request that reaches it is written down. */
const pages: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/report.pdf': (_, response) => response.end(document),
  '/gzip': (_, response) => response.end(gzipSync(document)),
  '/deflate': (_, response) => response.end(deflateRawSync(document)),
  '/encoded': (_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(document));
  },
  '/moved': (_, response) => response.writeHead(302, { Location: '/report.pdf' }).end(),
  '/loop': (_, response) => response.writeHead(302, { Location: '/loop' }).end(),
  '/away': (_, response) => {
    response.writeHead(302, { Location: `http://127.0.0.1:${portOf(files)}/report.pdf` }).end();
  },
  '/file': (_, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
  '/broken': (_, response) => {
    response.writeHead(200, { 'Content-Length': 100_000 });
    response.write(document, () => response.destroy());
  },
  '/silent': (_, response) => {
    response.writeHead(200, { 'Content-Length': 100_000 });
    response.write(document);
  },
};

let files: Server;
let server: TestServer;
let seen: string[];

beforeEach(async () => {
  seen = [];
  files = createServer((request, response) => {
    seen.push(request.url ?? '');
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  server = await startTestServer(
    {},
    {
      documentUris: { allowedHosts: [`localhost:${portOf(files)}`], idleMs: 300, withinMs: 2_000 },
    },
  );
});

afterEach(async () => {
  await server.stop();
  files.closeAllConnections();
  files.close();
});

function portOf(of: Server): number {
  const address: AddressInfo | string | null = of.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

const at = (path: string, host = 'localhost'): string => `http://${host}:${portOf(files)}${path}`;
const documentUri = (value: string): IppAttribute => attribute('document-uri', value);

async function printUri(uri: string, ...operation: readonly IppAttribute[]): Promise<IppMessage> {
  return (
    await call(
      server.port,
      requestMessage({ code: operations.printUri, operation: [documentUri(uri), ...operation] }),
    )
  ).message;
}

describe('Print-URI', () => {
  it('prints what an allowed host gives, named after the file', async () => {
    const reply = await printUri(at('/report.pdf'));
    expect([reply.code, firstInteger(groupOf(reply, groupTags.job), 'job-id')]).toEqual([0, 1]);
    expect(server.jobs.document(1)).toEqual(document);
    expect(server.jobs.requests.at(-1)?.name).toBe('report.pdf');
  });

  it('keeps the address for those who may see the document, and no other operation does (PWG 5100.5 §3.1.4)', async () => {
    await printUri(at('/report.pdf'));
    const { supplied = '' } = server.jobs.requests.at(-1) ?? {};
    expect(firstString(saidOf({ supplied }), 'document-uri')).toBe(at('/report.pdf'));
    expect(suppliedAttributes([{ ...reference, supplied }])).toEqual([]);
    const operation = [documentUri(at('/report.pdf'))];
    await call(server.port, requestMessage({ code: operations.printJob, operation }), { document });
    expect(server.jobs.requests.at(-1)).not.toHaveProperty('supplied');
  });

  it.each([
    ['/gzip', 'gzip'],
    ['/deflate', 'deflate'],
  ])('undoes the compression that is said of %s', async (path, compression) => {
    expect((await printUri(at(path), attribute('compression', compression))).code).toBe(0);
    expect(server.jobs.document(1)).toEqual(document);
  });

  it('says that damaged compressed data is damaged', async () => {
    const reply = await printUri(at('/report.pdf'), attribute('compression', 'gzip'));
    expect(reply.code).toBe(statuses.clientErrorCompressionError);
  });

  it('follows a redirect on the same host', async () => {
    expect((await printUri(at('/moved'))).code).toBe(0);
    expect(seen).toEqual(['/moved', '/report.pdf']);
  });

  it.each([
    ['another host, by a redirect', () => at('/away'), ['/away']],
    ['another scheme, by a redirect', () => at('/file'), ['/file']],
    ['a loop of redirects', () => at('/loop'), ['/loop', '/loop', '/loop', '/loop']],
    ['a host that nobody has named', () => at('/report.pdf', '127.0.0.1'), []],
    ['the same host in another number', () => at('/report.pdf', '0x7f.1'), []],
    ['another port', () => 'http://localhost:1/report.pdf', []],
    ['a host hidden behind a user name', () => at('/report.pdf', 'user:secret@localhost'), []],
    ['a document that is not there', () => at('/nothing'), ['/nothing']],
    ['a document in another coding', () => at('/encoded'), ['/encoded']],
    ['a document that breaks off', () => at('/broken'), ['/broken']],
    ['a document that never ends', () => at('/silent'), ['/silent']],
  ])('answers document-access-error for %s', async (_, uri, asked) => {
    const reply = await printUri(uri());
    expect(reply.code).toBe(statuses.clientErrorDocumentAccessError);
    expect(firstString(groupOf(reply, groupTags.operation), 'document-access-error')).not.toBe('');
    expect(seen).toEqual(asked);
    expect(await server.jobs.job(1)).toBeUndefined();
  });

  it.each(['ftp://localhost/x', 'file:///etc/passwd', 'gopher://localhost:70/1', 'ipp://localhost/jobs/1'])(
    'answers uri-scheme-not-supported for %s',
    async (uri) => {
      const reply = await printUri(uri);
      expect(reply.code).toBe(statuses.clientErrorUriSchemeNotSupported);
      expect([...(groupOf(reply, groupTags.unsupported)?.keys() ?? [])]).toEqual(['document-uri']);
    },
  );

  it('wants an address', async () => {
    const without = requestMessage({ code: operations.printUri });
    expect((await call(server.port, without)).message.code).toBe(statuses.clientErrorBadRequest);
  });

  it('is told in the attributes of the printer with its schemes', async () => {
    const { message } = await call(server.port, requestMessage({ code: operations.getPrinterAttributes }));
    const printer = groupOf(message, groupTags.printer);
    expect(integers(printer, 'operations-supported')).toEqual(
      expect.arrayContaining([operations.printUri, operations.sendUri]),
    );
    expect(strings(printer, 'reference-uri-schemes-supported')).toEqual(['http', 'https']);
  });
});

describe('Send-URI', () => {
  const jobId = attribute('job-id', 1);
  const last = attribute('last-document', true);

  async function sendUri(...operation: readonly IppAttribute[]): Promise<IppMessage> {
    return (await call(server.port, requestMessage({ code: operations.sendUri, operation }))).message;
  }

  beforeEach(async () => {
    const create = requestMessage({
      code: operations.createJob,
      operation: [attribute('job-name', name('two steps'))],
    });
    await call(server.port, create);
  });

  it('gives the document to a job', async () => {
    expect((await sendUri(jobId, documentUri(at('/report.pdf')), last)).code).toBe(0);
    expect(server.jobs.document(1)).toEqual(document);
  });

  it('closes a job without a document, and wants one otherwise', async () => {
    expect((await sendUri(jobId, attribute('last-document', false))).code).toBe(
      statuses.clientErrorBadRequest,
    );
    expect((await sendUri(jobId, last)).code).toBe(0);
    expect(server.jobs.deliveries[0]).not.toHaveProperty('body');
  });

  it('fetches nothing for a job of somebody else, or one that takes no more', async () => {
    const foreign = requestMessage({
      code: operations.sendUri,
      user: 'mallory',
      operation: [jobId, documentUri(at('/report.pdf')), last],
    });
    expect((await call(server.port, foreign)).message.code).toBe(statuses.clientErrorNotAuthorized);
    await sendUri(jobId, last);
    const late = await sendUri(jobId, documentUri(at('/report.pdf')), last);
    expect(late.code).toBe(statuses.clientErrorNotPossible);
    expect(seen).toEqual([]);
  });
});

describe('without allowed hosts', () => {
  it('does not offer the two operations, nor schemes', async () => {
    const plain = await startTestServer();
    try {
      const uri = requestMessage({ code: operations.printUri, operation: [documentUri(at('/report.pdf'))] });
      expect((await call(plain.port, uri)).message.code).toBe(statuses.serverErrorOperationNotSupported);
      const { message } = await call(plain.port, requestMessage({ code: operations.getPrinterAttributes }));
      const printer = groupOf(message, groupTags.printer);
      expect(integers(printer, 'operations-supported')).not.toContain(operations.printUri);
      expect(printer?.has('reference-uri-schemes-supported')).toBe(false);
      expect(seen).toEqual([]);
    } finally {
      await plain.stop();
    }
  });
});

describe('the address behind a name', () => {
  it('is looked up once, and never one of this machine', async () => {
    let asked = 0;
    const rules = { allowedHosts: [`files.example:${portOf(files)}`], idleMs: 300, withinMs: 1_000 };
    const fetcher = new DocumentFetcher(rules, () => {
      asked += 1;
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    });
    const fetched = await fetcher.open(`http://files.example:${portOf(files)}/report.pdf`);
    expect(fetched).toMatchObject({ kind: 'failed' });
    expect([asked, seen]).toEqual([1, []]);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['0.0.0.0', true],
    ['169.254.169.254', true],
    ['224.0.0.1', true],
    ['255.255.255.255', true],
    ['::1', true],
    ['::', true],
    ['fe80::1', true],
    ['::ffff:127.0.0.1', true],
    ['::ffff:169.254.169.254', true],
    ['10.1.2.3', false],
    ['192.168.0.1', false],
    ['203.0.113.7', false],
    ['2001:db8::7', false],
  ])('%s is this machine or its link: %s', (address, own) => {
    expect(isOwnMachine(address)).toBe(own);
  });
});
