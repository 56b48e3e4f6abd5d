import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute, attributeOf, encodeMessage, integer, operations } from '../../../src/ipp/index.ts';
import { postOctets, RawConnection, requestMessage } from '../../support/ipp-client.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const body = encodeMessage(requestMessage({ code: operations.getPrinterAttributes }));
const unsized = { Host: 'localhost', 'Content-Type': 'application/ipp' };
const plain = { ...unsized, 'Content-Length': String(body.length) };

let server: WholeServer;

beforeAll(async () => {
  server = await startWholeServer();
});

afterAll(() => server.stop());

interface Sent {
  readonly line?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly more?: string;
  readonly data?: Buffer | string;
}

function octets({
  line = 'POST /ipp/print/demo HTTP/1.1',
  fields = plain,
  more = '',
  data = body,
}: Sent): Buffer {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${line}\r\n${lines.join('')}${more}\r\n`), Buffer.from(data)]);
}

/** HTTP statuses until the server has nothing more to say, or closes. */
async function statusesOf(data: Buffer, count: number): Promise<readonly number[]> {
  const raw = new RawConnection(server.port);
  raw.send(data);
  const found: number[] = [];
  try {
    while (found.length < count) {
      const answer = await raw.answer();
      if (answer === undefined) break;
      found.push(answer.status);
    }
    return found;
  } finally {
    raw.close();
  }
}

const chunked = { ...unsized, 'Transfer-Encoding': 'chunked' };
const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n')]);

const lastChunk = Buffer.concat([chunk, Buffer.from('\r\n')]);
const coded = (codings: string): Readonly<Record<string, string>> => ({
  ...unsized,
  'Transfer-Encoding': codings,
});

// A trailer is nothing that we read.
describe('HTTP requests', () => {
  it.each<[string, readonly Sent[], readonly number[]]>([
    ['two at once', [{}, {}], [200, 200]],
    ['one and then nonsense', [{}, { line: 'nonsense' }], [200, 400]],
    ['two and then nonsense', [{}, {}, { line: '\u0000\u0001' }], [200, 200, 400]],
    ['chunks', [{ fields: chunked, data: Buffer.concat([chunk, Buffer.from('\r\n')]) }], [200]],
    [
      'chunks with a trailer, and another one behind',
      [{ fields: chunked, data: Buffer.concat([chunk, Buffer.from('X-Sum: 1\r\n\r\n')]) }, {}],
      [200, 200],
    ],
    ['chunks that are none', [{ fields: chunked, data: 'zz\r\n' }], [400]],
    ['a length and chunks', [{ fields: { ...plain, 'Transfer-Encoding': 'chunked' }, data: chunk }], [400]],
    ['chunks of a coded body', [{ fields: coded('gzip, chunked'), data: lastChunk }], [501]],
    ['chunks of chunks', [{ fields: coded('chunked, chunked'), data: lastChunk }], [400]],
    ['chunks in capitals', [{ fields: coded('Chunked'), data: lastChunk }], [200]],
    ['a body of no coding', [{ fields: { ...plain, 'Content-Encoding': '' } }], [200]],
    ['HTTP/2 without a word before', [{ line: 'POST /ipp/print/demo HTTP/2.0' }], [505]],
    ['two lengths', [{ more: 'Content-Length: 5\r\n' }], [400]],
    ['a negative length', [{ fields: { ...plain, 'Content-Length': '-5' } }], [400]],
    [
      'a length of less than a message',
      [{ fields: { ...plain, 'Content-Length': '7' }, data: body.subarray(0, 7) }],
      [400],
    ],
    ['two hosts', [{ more: 'Host: elsewhere\r\n' }], [400]],
    [
      'no host',
      [{ fields: { 'Content-Type': 'application/ipp', 'Content-Length': String(body.length) } }],
      [400],
    ],
    [
      'no host in HTTP/1.0',
      [
        {
          line: 'POST / HTTP/1.0',
          fields: { 'Content-Type': 'application/ipp', 'Content-Length': String(body.length) },
        },
      ],
      [200],
    ],
    ['a host that is none', [{ fields: { ...plain, Host: 'print room' } }], [400]],
    ['a host with a path', [{ fields: { ...plain, Host: 'http://localhost/' } }], [400]],
    ['a host with a port that is none', [{ fields: { ...plain, Host: 'localhost:ipp' } }], [400]],
    ['a host of no octets', [{ fields: { ...plain, Host: '' } }], [200]],
    ['an address as libcups writes it', [{ fields: { ...plain, Host: '[v1.fe80::1+eth0]:8631' } }], [200]],
    ['a page of a host that is none', [{ line: 'GET / HTTP/1.1', fields: { Host: 'a b' }, data: '' }], [400]],
    ['another type', [{ fields: { ...plain, 'Content-Type': 'text/plain' } }], [415]],
    ['no type', [{ fields: { Host: 'localhost', 'Content-Length': String(body.length) } }], [400]],
    [
      'a type in capitals, with a parameter',
      [{ fields: { ...plain, 'Content-Type': 'Application/IPP; charset=x' } }],
      [200],
    ],
    ['a coded body', [{ fields: { ...plain, 'Content-Encoding': 'gzip' } }], [415]],
    ['an expectation that nobody can fulfil', [{ fields: { ...plain, Expect: '200-magic' } }], [417]],
    ['a header without end', [{ fields: { ...plain, 'X-Long': 'x'.repeat(70_000) } }], [431]],
    [
      'a wish for HTTP/2',
      [
        {
          fields: {
            ...plain,
            Connection: 'Upgrade, HTTP2-Settings',
            Upgrade: 'h2c',
            'HTTP2-Settings': 'AAMAAABkAAQAAP__',
          },
        },
      ],
      [200],
    ],
    ['CONNECT', [{ line: 'CONNECT elsewhere:25 HTTP/1.1', data: '' }], [405]],
    ['a method that there is not', [{ line: 'FOO /ipp/print/demo HTTP/1.1', data: '' }], [400]],
    ['OPTIONS *', [{ line: 'OPTIONS * HTTP/1.1', fields: { Host: 'localhost' }, data: '' }], [200]],
  ])('%s', async (_, sent, expected) => {
    expect(await statusesOf(Buffer.concat(sent.map(octets)), expected.length)).toEqual(expected);
  });

  it.each([
    ['a coded body whose end nobody knows', octets({ fields: coded('gzip'), data: lastChunk }), 400],
    [
      'chunks in HTTP/1.0, which may be framed otherwise for others',
      octets({
        line: 'POST /ipp/print/demo HTTP/1.0',
        fields: { ...coded('chunked'), Connection: 'keep-alive' },
        data: lastChunk,
      }),
      200,
    ],
  ])('%s: answered once, and then closed', async (_, sent, status) => {
    const raw = new RawConnection(server.port);
    raw.send(sent);
    expect((await raw.answer())?.status).toBe(status);
    await raw.closed;
    expect(raw.received.length).toBe(0);
  });

  it('HTTP/1.0 is closed after its answer, unless it asks otherwise', async () => {
    const raw = new RawConnection(server.port);
    raw.send(octets({ line: 'POST /ipp/print/demo HTTP/1.0' }));
    expect((await raw.answer())?.status).toBe(200);
    await raw.closed;
    const kept = new RawConnection(server.port);
    const again = octets({
      line: 'POST /ipp/print/demo HTTP/1.0',
      fields: { ...plain, Connection: 'keep-alive' },
    });
    for (let round = 0; round < 2; round += 1) {
      kept.send(again);
      expect((await kept.answer())?.status).toBe(200);
    }
    kept.close();
  });
});

it('tells a client to go on before the answer or not at all, also behind a request that was refused early', async () => {
  const copies = attributeOf('copies', integer(100_000));
  const refused = requestMessage({
    code: operations.printJob,
    operation: [attribute('ipp-attribute-fidelity', true)],
    job: [copies],
  });
  const raw = new RawConnection(server.port);
  const whole = postOctets(refused, { document: Buffer.from('page'), chunkOctets: 100_000 });
  const end = Buffer.from('0\r\n\r\n');
  raw.send(whole.subarray(0, whole.length - end.length));
  // Answered before its end is here.
  expect((await raw.answer())?.status).toBe(200);
  const next = requestMessage({ code: operations.getJobAttributes, operation: [attribute('job-id', 99)] });
  raw.send(Buffer.concat([end, postOctets(next, { headers: { Expect: '100-continue' } })]));
  // Whether it is told or not: its words must not stand in the answer.
  await raw.continue();
  const answer = await raw.answer();
  expect(answer?.body.toString('latin1')).not.toContain('HTTP/1.1');
  expect(answer?.body.subarray(0, 2)).toEqual(body.subarray(0, 2));
  raw.close();
});
