import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  charset,
  encodeMessage,
  firstString,
  groupTags,
  type IppAttribute,
  type IppGroup,
  integer,
  keyword,
  name,
  naturalLanguage,
  operations,
  statuses,
  text,
  uri,
} from '../../src/ipp/index.ts';
import { unsupportedIn } from '../support/asking.ts';
import {
  call,
  demoUri,
  postOctets,
  RawConnection,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const good = encodeMessage(requestMessage({ code: operations.getPrinterAttributes }));

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { limits: { headerOctetsMax: 64 * 1024 } });
});

afterAll(() => server.stop());

async function statusFor(octets: Uint8Array): Promise<number> {
  return (await call(server.port, octets)).message.code;
}

/** A counted string, and an attribute of one value, written by hand. */
function counted(octets: Uint8Array | string): Buffer {
  const bytes = Buffer.from(octets);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
}
function attributeOctets(tag: number, attributeName: string, value: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.of(tag), counted(attributeName), counted(value)]);
}

describe('messages that hang or confuse other servers', () => {
  it.each([
    ['a negative value length, 16 octets', hex('0200 000b 00000001 01 41 0001 78 fffa 03')],
    [
      'a negative length inside a set, 22 octets',
      hex('0200 000b 00000001 01 41 0001 78 0001 61 41 0000 fffb 03'),
    ],
    [
      'an integer with surplus octets, 26 octets',
      hex('0200 000b 00000001 01 21 0001 78 000a 00000001 41 0001 79 fffa 03'),
    ],
    [
      'an extension tag, 260 octets',
      Buffer.concat([
        hex('0200 000b 00000001 01'),
        attributeOctets(0x41, 'pad', 'p'.repeat(225)),
        attributeOctets(0x7f, 'xy', hex('40000001')),
        attributeOctets(0xff, 'z', ''),
        hex('03'),
      ]),
    ],
    [
      'a user name smuggled inside an integer',
      Buffer.concat([
        hex('0200 0002 00000001 01'),
        attributeOctets(
          0x21,
          'x',
          Buffer.concat([hex('00000001'), attributeOctets(0x42, 'requesting-user-name', 'admin')]),
        ),
        hex('03'),
      ]),
    ],
  ])('answers bad-request to %s', async (_what, octets) => {
    expect(await statusFor(octets)).toBe(statuses.clientErrorBadRequest);
  });

  it('goes on answering others', async () => {
    expect(await statusFor(good)).toBe(statuses.successfulOk);
  });
});

describe('messages that are cut off', () => {
  it('refuses every cut, with HTTP 400 below eight octets', async () => {
    const raw = new RawConnection(server.port);
    for (let length = 8; length < good.length; length += 1) {
      raw.send(postOctets(good.subarray(0, length)));
      const answer = await raw.answer();
      expect(answer?.body.readUInt16BE(2)).toBe(statuses.clientErrorBadRequest);
    }
    raw.close();
  });

  it('refuses a header larger than the limit without reading it to its end', async () => {
    const flood = Buffer.concat([
      hex('0200 000b 00000001 01'),
      ...Array.from({ length: 100 }, (_, index) => attributeOctets(0x44, `x${index}`, 'a'.repeat(1_000))),
    ]);
    const { message } = await call(server.port, flood, { headers: { 'Content-Length': '100000000' } });
    expect(message.code).toBe(statuses.clientErrorRequestEntityTooLarge);
  });

  it('survives a thousand random changes of a good message', async () => {
    let seed = 20_261_123;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const raw = new RawConnection(server.port);
    for (let round = 0; round < 1_000; round += 1) {
      const octets = Buffer.from(good);
      for (let change = 0; change <= random(4); change += 1) octets[random(octets.length)] = random(256);
      // Operations that create jobs take the rest of the body for a document; this one does not.
      octets.writeUInt16BE(operations.getPrinterAttributes, 2);
      raw.send(postOctets(octets));
      expect((await raw.answer())?.status).toBe(200);
    }
    raw.close();
  });
});

describe('the checks of every request, in their order', () => {
  const head = [
    attributeOf('attributes-charset', charset('utf-8')),
    attributeOf('attributes-natural-language', naturalLanguage('en')),
  ];
  const target = attributeOf('printer-uri', uri(demoUri));
  const message = (...groups: readonly IppGroup[]): Buffer =>
    encodeMessage({
      version: { major: 2, minor: 0 },
      code: operations.getPrinterAttributes,
      requestId: 1,
      groups,
    });
  const operationGroup = (...list: readonly IppAttribute[]): IppGroup => ({
    tag: groupTags.operation,
    attributes: attributes(...list),
  });

  it('names versions that it does not speak, even of messages that it cannot read', async () => {
    for (const version of ['0000', '0300', '0905']) {
      const octets = Buffer.concat([hex(version), good.subarray(2)]);
      expect(await statusFor(octets)).toBe(statuses.serverErrorVersionNotSupported);
      expect(await statusFor(octets.subarray(0, 20))).toBe(statuses.serverErrorVersionNotSupported);
    }
  });

  it('wants charset and language first', async () => {
    const [charsetFirst, language] = head;
    expect(await statusFor(message(operationGroup(...head, target)))).toBe(0);
    for (const wrong of [
      [],
      [charsetFirst!, target],
      [language!, target],
      [language!, charsetFirst!, target],
      [target, ...head],
    ]) {
      expect(await statusFor(message(operationGroup(...wrong)))).toBe(statuses.clientErrorBadRequest);
    }
  });

  it('takes any order of the client that cannot keep one', async () => {
    const octets = message(operationGroup(target, head[1]!, head[0]!));
    const { message: reply } = await call(server.port, octets, {
      headers: { 'User-Agent': 'Go-http-client/1.1' },
    });
    expect(reply.code).toBe(0);
  });

  it('wants charset and language to be what they are called', async () => {
    const wrong = message(operationGroup(attributeOf('attributes-charset', text('utf-8')), head[1]!, target));
    expect(await statusFor(wrong)).toBe(statuses.clientErrorBadRequest);
  });

  it('refuses charsets that it cannot read and reads us-ascii', async () => {
    const latin = message(
      operationGroup(attributeOf('attributes-charset', charset('iso-8859-1')), head[1]!, target),
    );
    expect(await statusFor(latin)).toBe(statuses.clientErrorCharsetNotSupported);
    const ascii = message(
      operationGroup(attributeOf('attributes-charset', charset('US-ASCII')), head[1]!, target),
    );
    expect(await statusFor(ascii)).toBe(0);
  });

  it('wants one group of operation attributes, in front', async () => {
    const empty = { tag: groupTags.job, attributes: attributes() };
    expect(await statusFor(message())).toBe(statuses.clientErrorBadRequest);
    expect(await statusFor(message(empty, operationGroup(...head, target)))).toBe(
      statuses.clientErrorBadRequest,
    );
    expect(await statusFor(message(operationGroup(...head, target), operationGroup()))).toBe(
      statuses.clientErrorBadRequest,
    );
    expect(await statusFor(message(operationGroup(...head, target), empty))).toBe(0);
  });

  it('passes over groups of a later standard behind all others, and only there', async () => {
    const later = (tag: number): IppGroup => ({ tag, attributes: attributes(attribute('copies', 1)) });
    const operation = operationGroup(...head, target);
    const job = { tag: groupTags.job, attributes: attributes() };
    for (const tag of [0x00, 0x0b, 0x0f]) {
      expect(await statusFor(message(operation, later(tag)))).toBe(0);
      expect(await statusFor(message(operation, job, later(tag), later(tag)))).toBe(0);
      expect(await statusFor(message(operation, later(tag), job))).toBe(statuses.clientErrorBadRequest);
      expect(await statusFor(message(later(tag), operation))).toBe(statuses.clientErrorBadRequest);
    }
    expect(await statusFor(message(operation, later(0x0d), later(0x0c)))).toBe(0);
  });

  it('calls a charset and a language that are longer than such may be too long', async () => {
    const long = 'x'.repeat(64);
    const charsetFirst = operationGroup(attributeOf('attributes-charset', charset(long)), head[1]!, target);
    const languageLong = operationGroup(
      head[0]!,
      attributeOf('attributes-natural-language', naturalLanguage(long)),
      target,
    );
    const named = operationGroup(
      ...head,
      target,
      attributeOf('job-name', { syntax: 'nameWithLanguage', value: 'Bericht', language: long }),
    );
    for (const group of [charsetFirst, languageLong, named]) {
      expect(await statusFor(message(group))).toBe(statuses.clientErrorRequestValueTooLong);
    }
  });

  it('wants a positive request-id', async () => {
    for (const id of ['00000000', 'ffffffff']) {
      const { message: reply } = await call(
        server.port,
        Buffer.concat([good.subarray(0, 4), hex(id), good.subarray(8)]),
      );
      expect(reply.code).toBe(statuses.clientErrorBadRequest);
      expect(reply.requestId).toBe(Buffer.from(id, 'hex').readInt32BE(0));
    }
  });

  it('names operations that it does not have', async () => {
    for (const code of [operations.printUri, operations.sendUri, 0x0000, 0x7777]) {
      const reply = await call(server.port, requestMessage({ code }));
      expect(reply.message.code).toBe(statuses.serverErrorOperationNotSupported);
    }
  });

  it('names them before it looks at their attributes, which may be of another kind', async () => {
    const operation = [attributeOf('printer-id', integer(0)), attributeOf('limit', keyword('all'))];
    for (const code of [operations.printUri, 0x7777]) {
      const reply = await call(server.port, requestMessage({ code, operation }));
      expect(reply.message.code).toBe(statuses.serverErrorOperationNotSupported);
    }
  });

  it('wants a target of the right type', async () => {
    for (const wrong of [
      [],
      [attributeOf('printer-uri', text(demoUri))],
      [attributeOf('printer-uri', uri(demoUri), uri(demoUri))],
    ]) {
      expect(await statusFor(message(operationGroup(...head, ...wrong)))).toBe(
        statuses.clientErrorBadRequest,
      );
    }
    const elsewhere = message(operationGroup(...head, attributeOf('printer-uri', uri('ipp://h/etc/passwd'))));
    expect(await statusFor(elsewhere)).toBe(statuses.clientErrorNotFound);
  });

  it('refuses names of the object prototype like any other unknown name', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const odd = names.map((each) => attributeOf(each, name('x')));
    const { message: ignored } = await call(server.port, message(operationGroup(...head, target, ...odd)));
    expect(ignored.code).toBe(statuses.successfulOkIgnoredOrSubstitutedAttributes);
    expect(unsupportedIn(ignored)).toEqual(names);
    const asked = attribute('requested-attributes', keyword('constructor'));
    const reply = await call(
      server.port,
      requestMessage({ code: operations.getPrinterAttributes, operation: [asked] }),
    );
    expect(reply.message.code).toBe(0);
    const nowhere = attributeOf('printer-uri', uri('ipp://h/printers/__proto__'));
    expect(await statusFor(message(operationGroup(...head, nowhere)))).toBe(statuses.clientErrorNotFound);
    const which = attributeOf('which-jobs', keyword('constructor'));
    const jobs = await call(server.port, requestMessage({ code: operations.getJobs, operation: [which] }));
    expect(jobs.message.code).toBe(statuses.clientErrorAttributesOrValuesNotSupported);
  });

  it('keeps the sentence of a refusal within 255 octets', async () => {
    const long = attributeOf('printer-uri', uri(`ipp://h/${'x'.repeat(1_000)}`));
    const { message: reply } = await call(server.port, message(operationGroup(...head, long)));
    const sentence = firstString(reply.groups[0]?.attributes, 'status-message') ?? '';
    expect(sentence).toContain('There is nothing at');
    expect(Buffer.byteLength(sentence)).toBeLessThanOrEqual(255);
  });

  it('refuses a job-id that is none', async () => {
    for (const value of [integer(0), integer(-1), keyword('1')]) {
      const reply = await call(
        server.port,
        requestMessage({ code: operations.getJobAttributes, operation: [attributeOf('job-id', value)] }),
      );
      expect(reply.message.code).toBe(statuses.clientErrorBadRequest);
    }
  });
});
