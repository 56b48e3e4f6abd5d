import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  boolean,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  integer,
  keyword,
  operations,
  strings,
} from '../../../src/ipp/index.ts';
import { groupWith, jobId, named, unsupportedIn } from '../../support/asking.ts';
import { postOctets, RawConnection, requestMessage } from '../../support/ipp-client.ts';
import { demo, until } from '../../support/print-service.ts';
import { ScriptedDevice } from '../../support/scripted-device.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;
const last = (value: boolean): IppAttribute => attribute('last-document', value);
const page = 'one page\n';

beforeEach(async () => {
  server = await startWholeServer();
});

afterEach(() => server.stop());

const create = (): Promise<IppMessage> => server.ask({ code: operations.createJob });
const send = (
  data: Uint8Array | string | undefined,
  ...operation: readonly IppAttribute[]
): Promise<IppMessage> =>
  server.ask({ code: operations.sendDocument, operation: [jobId(1), ...operation] }, data);
const look = async (): Promise<IppMessage> =>
  server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });

describe('Send-Document', () => {
  it.each<[string, readonly IppAttribute[], string | undefined, string]>([
    ['the last one', [last(true)], page, 'successful-ok'],
    ['the last one without data', [last(true)], undefined, 'successful-ok'],
    ['without data, and not the last', [last(false)], undefined, 'client-error-bad-request'],
    ['without a word whether it is the last', [], page, 'client-error-bad-request'],
    [
      'last-document that is a number',
      [attributeOf('last-document', integer(1))],
      page,
      'client-error-bad-request',
    ],
    [
      'last-document said twice',
      [attributeOf('last-document', boolean(true), boolean(true))],
      page,
      'client-error-bad-request',
    ],
    [
      'of a format that is not printed',
      [last(true), attribute('document-format', 'application/x-nothing')],
      page,
      'client-error-document-format-not-supported',
    ],
    [
      'of a compression that is not undone',
      [last(true), attributeOf('compression', keyword('lzw'))],
      page,
      'client-error-compression-not-supported',
    ],
  ])('%s', async (_, operation, data, status) => {
    await create();
    expect(named(await send(data, ...operation))).toBe(status);
  });

  it.each<[string, () => Promise<IppMessage>]>([
    ['the last document without data', () => send(undefined, last(true))],
    ['Close-Job', () => server.ask({ code: operations.closeJob, operation: [jobId(1)] })],
  ])('leaves a job that %s closes empty completed (RFC 3196 §4.5)', async (_, close) => {
    await create();
    expect(named(await close())).toBe('successful-ok');
    const job = groupOf(await look(), groupTags.job);
    expect(firstInteger(job, 'job-state')).toBe(enums.jobState.completed);
    expect(strings(job, 'job-state-reasons')).toEqual(['job-completed-successfully']);
    expect(firstInteger(job, 'job-impressions-completed')).toBe(0);
  });

  it('is counted in job-k-octets at once (RFC 8011 §5.3.17.1)', async () => {
    await create();
    await send(page.repeat(200), last(false));
    await send(page.repeat(200), last(false));
    expect(firstInteger(groupOf(await look(), groupTags.job), 'job-k-octets')).toBe(2);
  });

  it('while another document of its job is still coming may come again', async () => {
    await server.stop();
    const device = new ScriptedDevice();
    device.takesSeveral = true;
    server = await startWholeServer({ device });
    await create();
    const first = requestMessage({ code: operations.sendDocument, operation: [jobId(1), last(false)] });
    const octets = postOctets(first, { document: Buffer.from(page.repeat(200_000)) });
    const raw = new RawConnection(server.port);
    raw.send(octets.subarray(0, -100));
    await expect.poll(() => readdir(server.service.folder)).toHaveLength(1);
    for (const further of [page, undefined]) {
      expect(named(await send(further, last(true)))).toBe('server-error-busy');
    }
    raw.send(octets.subarray(-100));
    expect((await raw.answer())?.status).toBe(200);
    raw.close();
    expect(named(await send(page, last(true)))).toBe('successful-ok');
  });

  it('to a job that is not there, has ended, or has all it takes', async () => {
    expect(named(await send(page, last(true)))).toBe('client-error-not-found');
    await create();
    expect(named(await send(page, last(true)))).toBe('successful-ok');
    expect(named(await send(page, last(true)))).toBe('client-error-not-possible');
    expect(named(await server.ask({ code: operations.closeJob, operation: [jobId(1)] }))).toBe(
      'client-error-not-possible',
    );
  });

  it('leaves a job that was refused a bad document open for a good one', async () => {
    await create();
    await send(page, last(true), attributeOf('compression', keyword('lzw')));
    expect(firstInteger(groupOf(await look(), groupTags.job), 'job-state')).toBe(3);
    expect(named(await send(page, last(true)))).toBe('successful-ok');
  });

  it('of damaged data ends the job, and says that its compression was damaged', async () => {
    await create();
    const gzip = attributeOf('compression', keyword('gzip'));
    expect(named(await send('no gzip', last(false), gzip))).toBe('client-error-compression-error');
    expect(strings(groupOf(await look(), groupTags.job), 'job-state-reasons')).toEqual([
      'aborted-by-system',
      'compression-error',
    ]);
  });

  it('refuses a second document where a printer takes one, and prints the first', async () => {
    await create();
    expect(named(await send(page, last(false)))).toBe('successful-ok');
    expect(named(await send(page, last(true)))).toBe('server-error-multiple-document-jobs-not-supported');
    expect(named(await send(undefined, last(true)))).toBe('successful-ok');
    await until(server.service.jobs, 1, 'ended');
    expect(server.device.sent.map(({ document }) => document.toString())).toEqual([page]);
  });
});

describe('a job whose document never comes', () => {
  it('is aborted after multiple-operation-time-out, as multiple-operation-time-out-action says', async () => {
    const hasty = await startWholeServer({ documentWaitMs: 50 }, { limits: { documentWaitMs: 50 } });
    try {
      const printer = groupOf(await hasty.ask({ code: operations.getPrinterAttributes }), groupTags.printer);
      expect([
        firstInteger(printer, 'multiple-operation-time-out'),
        firstString(printer, 'multiple-operation-time-out-action'),
      ]).toEqual([1, 'abort-job']);
      await hasty.ask({ code: operations.createJob });
      for (let left = 40; left > 0; left -= 1) {
        if ((await hasty.service.jobs.job(1))?.job.state === 'ended') break;
        await delay(100);
      }
      const reply = await hasty.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
      expect(firstInteger(groupOf(reply, groupTags.job), 'job-state')).toBe(8);
      const late = await hasty.ask(
        { code: operations.sendDocument, operation: [jobId(1), last(true)] },
        page,
      );
      expect(named(late)).toBe('client-error-not-possible');
    } finally {
      await hasty.stop();
    }
  });
});

class SeveralDevice extends ScriptedDevice {
  override takesSeveral = true;
}

describe('a job whose further documents never come', () => {
  it('is waited for from its last document on', async () => {
    const device = new SeveralDevice();
    const hasty = await startWholeServer({ device, printers: [demo], documentWaitMs: 400 });
    try {
      const give = (): Promise<IppMessage> =>
        hasty.ask({ code: operations.sendDocument, operation: [jobId(1), last(false)] }, page);
      await hasty.ask({ code: operations.createJob });
      for (let documents = 1; documents <= 4; documents += 1) {
        await delay(250);
        expect(named(await give())).toBe('successful-ok');
      }
      await until(hasty.service.jobs, 1, 'ended');
      expect(device.sent).toEqual([]);
    } finally {
      await hasty.stop();
    }
  });
});

describe('several documents', () => {
  let several: WholeServer;
  const sendTo = (data: string, ...operation: readonly IppAttribute[]): Promise<IppMessage> =>
    several.ask({ code: operations.sendDocument, operation: [jobId(1), ...operation] }, data);

  beforeEach(async () => {
    several = await startWholeServer({ device: new SeveralDevice(), printers: [demo] });
    await several.ask({ code: operations.createJob, job: [attribute('job-hold-until', 'indefinite')] });
  });

  afterEach(() => several.stop());

  it('are numbered from 1 and told each by itself, once', async () => {
    await sendTo('first\n', last(false));
    await sendTo('second\n', last(true));
    const documents = await several.ask({ code: operations.getDocuments, operation: [jobId(1)] });
    const numbers = documents.groups
      .filter(({ tag }) => tag === groupTags.document)
      .map(({ attributes }) => firstInteger(attributes, 'document-number'));
    expect(numbers).toEqual([1, 2]);
    for (const [number, isLast] of [
      [1, false],
      [2, true],
    ] as const) {
      const reply = await several.ask({
        code: operations.getDocumentAttributes,
        operation: [jobId(1), attribute('document-number', number)],
      });
      const group = groupOf(reply, groupTags.document);
      expect(firstInteger(group, 'document-number')).toBe(number);
      expect(group?.get('last-document')?.values).toEqual([boolean(isLast)]);
    }
    const job = groupOf(
      await several.ask({ code: operations.getJobAttributes, operation: [jobId(1)] }),
      groupTags.job,
    );
    expect(firstInteger(job, 'number-of-documents')).toBe(2);
  });

  it.each<[string, readonly IppAttribute[], string]>([
    ['0', [attributeOf('document-number', integer(0))], 'client-error-bad-request'],
    ['none', [], 'client-error-bad-request'],
    ['3 of 2', [attribute('document-number', 3)], 'client-error-not-found'],
  ])('document %s', async (_, operation, status) => {
    await sendTo('first\n', last(false));
    await sendTo('second\n', last(true));
    const reply = await several.ask({
      code: operations.getDocumentAttributes,
      operation: [jobId(1), ...operation],
    });
    expect(named(reply)).toBe(status);
  });
});

describe('Get-Documents', () => {
  it.each<[string, readonly IppAttribute[], readonly number[] | string]>([
    ['lists all', [], [1, 2, 3]],
    ['no more than the limit', [attribute('limit', 2)], [1, 2]],
    ['those from a place on (PWG 5100.13)', [attribute('first-index', 2)], [2, 3]],
    ['one in the middle', [attribute('first-index', 2), attribute('limit', 1)], [2]],
    ['none behind the last', [attribute('first-index', 4)], []],
    ['nothing from place 0', [attributeOf('first-index', integer(0))], 'client-error-bad-request'],
    ['nothing for a limit of 0', [attributeOf('limit', integer(0))], 'client-error-bad-request'],
  ])('%s', async (_, operation, expected) => {
    server.device.takesSeveral = true;
    await create();
    for (let sent = 0; sent < 3; sent += 1) await send(page, last(false));
    const reply = await server.ask({ code: operations.getDocuments, operation: [jobId(1), ...operation] });
    const numbers = groupsOf(reply, groupTags.document).map((each) => firstInteger(each, 'document-number'));
    expect(typeof expected === 'string' ? named(reply) : numbers).toEqual(expected);
  });
});

describe('what a client says of its document', () => {
  const said = [
    attribute('document-name', { syntax: 'name', value: 'Prüfung.txt' }),
    attribute('document-format', 'text/plain'),
    attribute('compression', 'gzip'),
    attributeOf('document-charset', { syntax: 'charset', value: 'utf-8' }),
    attributeOf('document-natural-language', { syntax: 'naturalLanguage', value: 'de' }),
    attributeOf('document-message', { syntax: 'text', value: 'Bitte lochen.' }),
    attributeOf('document-format-version', { syntax: 'text', value: '1.7' }),
  ];
  const whole = { code: operations.printJob, operation: said };

  it('is kept with the job and with the document, also when the job has ended', async () => {
    expect(named(await server.ask(whole, gzipSync(page)))).toBe('successful-ok');
    await until(server.service.jobs, 1, 'ended');
    const job = groupOf(await look(), groupTags.job);
    const operation = [jobId(1), attribute('document-number', 1)];
    const reply = await server.ask({ code: operations.getDocumentAttributes, operation });
    const document = groupOf(reply, groupTags.document);
    for (const { name, values } of said) {
      expect(job?.get(`${name}-supplied`)?.values).toEqual(values);
      expect(document?.get(name)?.values).toEqual(values);
    }
  });

  it('is its format, beside the one that was found in its data (PWG 5100.5 §9.1.12, §9.1.15)', async () => {
    const names = ['document-format', 'document-format-detected'] as const;
    const formats = async (...operation: readonly IppAttribute[]): Promise<readonly unknown[]> => {
      const printed = await server.ask({ code: operations.printJob, operation }, page);
      const id = firstInteger(groupOf(printed, groupTags.job), 'job-id') ?? 0;
      const asked = [jobId(id), attribute('document-number', 1)];
      const reply = await server.ask({ code: operations.getDocumentAttributes, operation: asked });
      const document = groupOf(reply, groupTags.document);
      return names.map((name) => firstString(document, name));
    };
    expect(await formats(attribute('document-format', 'application/octet-stream'))).toEqual([
      'application/octet-stream',
      'text/plain',
    ]);
    expect(await formats()).toEqual(['text/plain', 'text/plain']);
    await create();
    const open = [jobId(3), last(false), attribute('document-format', 'application/pdf')];
    await server.ask({ code: operations.sendDocument, operation: open }, page);
    const asked = [jobId(3), attribute('document-number', 1)];
    const reply = await server.ask({ code: operations.getDocumentAttributes, operation: asked });
    expect(groupOf(reply, groupTags.document)?.has('document-format-detected')).toBe(false);
  });

  it('is nothing where nothing is said, and told to nobody but the owner and operators', async () => {
    await server.ask({ code: operations.printJob }, page);
    const plain = groupOf(await look(), groupTags.job);
    expect([...(plain?.keys() ?? [])].filter((name) => name.endsWith('-supplied'))).toEqual([]);
    await server.ask(whole, gzipSync(page));
    const asked = { code: operations.getJobAttributes, operation: [jobId(2)] };
    const seen = async (by: object): Promise<readonly string[]> =>
      [...(groupOf(await server.ask({ ...asked, ...by }), groupTags.job)?.keys() ?? [])].filter((name) =>
        name.endsWith('-supplied'),
      );
    expect(await seen({ user: 'bob' })).toEqual([]);
    expect(await seen({ operator: true })).toHaveLength(said.length);
  });

  it('is kept of each of several, and of the first for the job', async () => {
    const several = await startWholeServer({ device: new SeveralDevice(), printers: [demo] });
    try {
      await several.ask({ code: operations.createJob, job: [attribute('job-hold-until', 'indefinite')] });
      for (const value of ['one', 'two']) {
        const operation = [
          jobId(1),
          last(value === 'two'),
          attribute('document-name', { syntax: 'name', value }),
        ];
        await several.ask({ code: operations.sendDocument, operation }, page);
      }
      const listed = await several.ask({
        code: operations.getDocuments,
        operation: [jobId(1), attributeOf('requested-attributes', keyword('document-name'))],
      });
      const names = listed.groups
        .filter(({ tag }) => tag === groupTags.document)
        .map(({ attributes }) => firstString(attributes, 'document-name'));
      expect(names).toEqual(['one', 'two']);
      const job = await several.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
      expect(groupOf(job, groupTags.job)?.get('document-name-supplied')?.values).toEqual([
        { syntax: 'name', value: 'one' },
      ]);
    } finally {
      await several.stop();
    }
  });
});

describe('what a job demands', () => {
  const sides = attribute('sides', 'two-sided-long-edge');
  const document = (...asked: readonly IppAttribute[]): readonly IppGroup[] => [
    groupWith(groupTags.document, ...asked),
  ];
  const sendWith = (
    groups: readonly IppGroup[],
    ...operation: readonly IppAttribute[]
  ): Promise<IppMessage> =>
    server.ask(
      { code: operations.sendDocument, operation: [jobId(1), last(true), ...operation], groups },
      page,
    );
  const all = attribute('ipp-attribute-fidelity', true);

  it.each<[string, readonly IppAttribute[], readonly IppAttribute[], readonly IppGroup[]]>([
    ['all of it', [all], [], document(sides)],
    ['this', [attributeOf('job-mandatory-attributes', keyword('sides'))], [], document(sides)],
    ['all of it, with the document', [], [all], document(sides)],
  ])(
    'refuses a document that asks for a ticket of its own: %s (PWG 5100.5 §3.1.1)',
    async (_, job, operation, groups) => {
      await server.ask({ code: operations.createJob, operation: job });
      const refused = await sendWith(groups, ...operation);
      expect(named(refused)).toBe('client-error-attributes-or-values-not-supported');
      expect(unsupportedIn(refused)).toEqual(['sides']);
      expect(named(await send(page, last(true)))).toBe('successful-ok');
    },
  );

  it.each<[string, readonly IppAttribute[], readonly IppAttribute[], string]>([
    ['nothing is demanded', [], [], 'successful-ok-ignored-or-substituted-attributes'],
    [
      'another attribute is demanded',
      [attributeOf('job-mandatory-attributes', keyword('media'))],
      [],
      'successful-ok-ignored-or-substituted-attributes',
    ],
    ['the job is done so', [all], [sides], 'successful-ok-ignored-or-substituted-attributes'],
  ])('takes it where %s', async (_, operation, job, status) => {
    await server.ask({ code: operations.createJob, operation, job });
    expect(named(await sendWith(document(sides)))).toBe(status);
  });

  it('is told of the job, to its owner and operators', async () => {
    const operation = [all, attributeOf('job-mandatory-attributes', keyword('sides'))];
    await server.ask({ code: operations.createJob, operation });
    const seen = async (user: string, asked: string): Promise<readonly string[]> => {
      const wanted = [jobId(1), attribute('requested-attributes', asked)];
      const reply = await server.ask({ code: operations.getJobAttributes, operation: wanted, user });
      const told = [...(groupOf(reply, groupTags.job)?.keys() ?? [])];
      return told.filter((name) => operation.some((each) => each.name === name));
    };
    const names = operation.map(({ name }) => name);
    expect(await seen('alice', 'all')).toEqual(names);
    expect(await seen('alice', 'job-description')).toEqual(names);
    expect(await seen('alice', 'job-mandatory-attributes')).toEqual(['job-mandatory-attributes']);
    expect(await seen('alice', 'job-template')).toEqual([]);
    expect(await seen('bob', 'all')).toEqual([]);
  });
});

describe('compression', () => {
  it.each<[string, Uint8Array, string]>([
    ['gzip', gzipSync(page), 'gzip'],
    ['gzip in two members', Buffer.concat([gzipSync('one '), gzipSync('page\n')]), 'gzip'],
    ['deflate without a head, as CUPS writes it', deflateRawSync(page), 'deflate'],
    ['deflate with a head, as the standard has it', deflateSync(page), 'deflate'],
    ['none', Buffer.from(page), 'none'],
  ])('%s is undone', async (_, data, compression) => {
    const reply = await server.ask(
      { code: operations.printJob, operation: [attribute('compression', compression)] },
      data,
    );
    expect(named(reply)).toBe('successful-ok');
    await until(server.service.jobs, 1, 'ended');
    expect(server.device.sent.map(({ document }) => document.toString())).toEqual([page]);
  });

  it.each<[string, Uint8Array, string]>([
    ['gzip that is cut off', gzipSync('x'.repeat(10_000)).subarray(0, 30), 'gzip'],
    ['gzip with a wrong sum', Buffer.concat([gzipSync(page).subarray(0, -8), Buffer.alloc(8)]), 'gzip'],
    ['what is no gzip', Buffer.from(page), 'gzip'],
    ['what is no deflate', Buffer.from('\u00ff\u00ff\u00ff\u00ff'), 'deflate'],
    ['deflate that is cut off', deflateRawSync('x'.repeat(100_000)).subarray(0, 20), 'deflate'],
  ])('%s is compression-error, and leaves nothing behind', async (_, data, compression) => {
    const operation = [attribute('compression', compression)];
    expect(named(await server.ask({ code: operations.printJob, operation }, data))).toBe(
      'client-error-compression-error',
    );
    expect(await server.service.jobs.jobs({ which: 'all', limit: 10 })).toEqual([]);
  });

  it('that hides more than a printer takes ends at its limit', async () => {
    const small = await startWholeServer({ printers: [{ ...demo, documentOctetsMax: 100_000 }] });
    try {
      const operation = [attribute('compression', 'gzip')];
      const bomb = gzipSync(Buffer.alloc(50_000_000, 'x'));
      const reply = await small.ask({ code: operations.printJob, operation }, bomb);
      // A client that knows no account statuses is told of its aborted job.
      expect(named(reply)).toBe('successful-ok');
      const job = groupOf(reply, groupTags.job);
      expect(firstInteger(job, 'job-state')).toBe(8);
      expect(firstString(job, 'job-state-message')).toContain('100,000');
    } finally {
      await small.stop();
    }
  });
});

describe('Print-Job', () => {
  it('without data is refused', async () => {
    expect(named(await server.ask({ code: operations.printJob }))).toBe('client-error-bad-request');
  });

  it('of what nobody can count is accepted and aborted, as a client without account statuses understands it', async () => {
    const reply = await server.ask({ code: operations.printJob }, '\u0000\u0001\u0002');
    const job = groupOf(reply, groupTags.job);
    expect([named(reply), firstInteger(job, 'job-state')]).toEqual(['successful-ok', 8]);
    expect(strings(job, 'job-state-reasons')).toContain('aborted-by-system');
  });

  it('takes the format from the data where the client says none', async () => {
    const operation = [attribute('document-format', 'application/octet-stream')];
    expect(named(await server.ask({ code: operations.printJob, operation }, page))).toBe('successful-ok');
    const job = groupOf(await look(), groupTags.job);
    expect(firstString(job, 'document-format')).toBe('text/plain');
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const raw = new RawConnection(server.port);
    const octets = postOctets(requestMessage({ code: operations.printJob }), {
      document: Buffer.alloc(200_000, 'x'),
      headers: { 'Content-Length': '1000000' },
    });
    raw.send(octets);
    await delay(50);
    raw.close();
    await delay(100);
    expect(await server.service.jobs.jobs({ which: 'all', limit: 10 })).toEqual([]);
    expect(unsupportedIn(await server.ask({ code: operations.validateJob }))).toEqual([]);
  });
});
