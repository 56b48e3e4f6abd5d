import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeviceDescription } from '../../../src/forward/index.ts';
import {
  attribute,
  attributeOf,
  attributes,
  boolean,
  collection,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppGroup,
  type IppMessage,
  type IppValue,
  integer,
  keyword,
  mimeMediaType,
  name,
  naturalLanguage,
  operations,
  outOfBand,
  range,
  resolution,
  strings,
  text,
  uri,
} from '../../../src/ipp/index.ts';
import { jobId, named, unsupportedIn } from '../../support/asking.ts';
import { ScriptedDevice } from '../../support/scripted-device.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const page = 'one page\n';
const long = (octets: number): string => 'x'.repeat(octets);
const faithful = attribute('ipp-attribute-fidelity', true);
const a4 = collection(attribute('x-dimension', integer(21_000)), attribute('y-dimension', integer(29_700)));
const a5 = collection(attribute('x-dimension', integer(14_800)), attribute('y-dimension', integer(21_000)));
const group = (tag: number, ...list: readonly IppAttribute[]): IppGroup => ({
  tag,
  attributes: attributes(...list),
});

let server: WholeServer;

beforeAll(async () => {
  server = await startWholeServer();
});

afterAll(() => server.stop());

describe('operation attributes', () => {
  it.each<[string, keyof typeof operations, readonly IppAttribute[], string]>([
    [
      'a printer-uri that is text',
      'getPrinterAttributes',
      [attributeOf('printer-uri', text('ipp://h/ipp/print/demo'))],
      'client-error-bad-request',
    ],
    [
      'a printer-uri of no octets',
      'getPrinterAttributes',
      [attributeOf('printer-uri', uri(''))],
      'client-error-bad-request',
    ],
    [
      'a printer-uri of 1024 octets',
      'getPrinterAttributes',
      [attributeOf('printer-uri', uri(`ipp://h/${long(1_016)}`))],
      'client-error-request-value-too-long',
    ],
    [
      'a size in octets below zero',
      'validateJob',
      [attributeOf('job-k-octets', integer(-1))],
      'client-error-bad-request',
    ],
    [
      'a count by colour that is a word',
      'validateJob',
      [attributeOf('job-impressions-col', collection(attributeOf('monochrome', keyword('many'))))],
      'client-error-bad-request',
    ],
    [
      'a count by colour below zero',
      'validateJob',
      [attributeOf('job-pages-col', collection(attributeOf('full-color', integer(-1))))],
      'client-error-bad-request',
    ],
    [
      'no value, with octets',
      'getPrinterAttributes',
      [attributeOf('requested-attributes', { syntax: 'other', tag: 0x13, octets: Buffer.from('all') })],
      'client-error-bad-request',
    ],
    [
      'impressions below zero',
      'printJob',
      [attributeOf('job-impressions', integer(-1))],
      'client-error-bad-request',
    ],
    [
      'a document-format-version of 128 octets',
      'validateJob',
      [attributeOf('document-format-version', text(long(128)))],
      'client-error-request-value-too-long',
    ],
    [
      'a job-name that is a number',
      'validateJob',
      [attributeOf('job-name', integer(1))],
      'client-error-bad-request',
    ],
    [
      'a job-name that is a keyword',
      'validateJob',
      [attributeOf('job-name', keyword('x'))],
      'client-error-bad-request',
    ],
    [
      'two job-names',
      'validateJob',
      [attributeOf('job-name', name('a'), name('b'))],
      'client-error-bad-request',
    ],
    ['a job-name of 255 octets', 'validateJob', [attributeOf('job-name', name(long(255)))], 'successful-ok'],
    [
      'a job-name of 256 octets',
      'validateJob',
      [attributeOf('job-name', name(long(256)))],
      'client-error-request-value-too-long',
    ],
    [
      'a job-name of 128 letters with 256 octets',
      'validateJob',
      [attributeOf('job-name', name('ä'.repeat(128)))],
      'client-error-request-value-too-long',
    ],
    [
      'a job-name with a language',
      'validateJob',
      [attributeOf('job-name', { syntax: 'nameWithLanguage', value: 'Brief', language: 'de' })],
      'successful-ok',
    ],
    [
      'a job-name with a language, text',
      'validateJob',
      [attributeOf('job-name', { syntax: 'textWithLanguage', value: 'Brief', language: 'de' })],
      'client-error-bad-request',
    ],
    [
      'a requesting-user-name of 256 octets',
      'validateJob',
      [attributeOf('requesting-user-name', name(long(256)))],
      'client-error-request-value-too-long',
    ],
    [
      'a requesting-user-name that is a keyword',
      'validateJob',
      [attributeOf('requesting-user-name', keyword('alice'))],
      'client-error-bad-request',
    ],
    [
      'fidelity that is a number',
      'validateJob',
      [attributeOf('ipp-attribute-fidelity', integer(1))],
      'client-error-bad-request',
    ],
    [
      'fidelity said twice',
      'validateJob',
      [attributeOf('ipp-attribute-fidelity', boolean(true), boolean(false))],
      'client-error-bad-request',
    ],
    [
      'a compression that is a name',
      'validateJob',
      [attributeOf('compression', name('gzip'))],
      'client-error-bad-request',
    ],
    [
      'a compression that nobody knows',
      'validateJob',
      [attributeOf('compression', keyword('zip'))],
      'client-error-compression-not-supported',
    ],
    [
      'a document-format that is a keyword',
      'validateJob',
      [attributeOf('document-format', keyword('application/pdf'))],
      'client-error-bad-request',
    ],
    [
      'a document-format of no octets',
      'validateJob',
      [attributeOf('document-format', mimeMediaType(''))],
      'client-error-bad-request',
    ],
    [
      'a document-format of 256 octets',
      'validateJob',
      [attributeOf('document-format', mimeMediaType(`a/${long(254)}`))],
      'client-error-request-value-too-long',
    ],
    [
      'a document-format that is not printed',
      'validateJob',
      [attribute('document-format', 'application/x-nothing')],
      'client-error-document-format-not-supported',
    ],
    [
      'a document-format with parameters and capitals',
      'validateJob',
      [attribute('document-format', 'Text/Plain; charset=utf-8')],
      'successful-ok',
    ],
    [
      'a document-format that leaves it to us',
      'validateJob',
      [attribute('document-format', 'application/octet-stream')],
      'successful-ok',
    ],
    [
      'two natural languages of the document',
      'validateJob',
      [attributeOf('document-natural-language', naturalLanguage('en'), naturalLanguage('de'))],
      'client-error-bad-request',
    ],
    [
      'two natural languages of a document in its details',
      'validateJob',
      [
        attributeOf(
          'document-format-details',
          collection(attribute('document-natural-language', 'en', 'de')),
        ),
      ],
      'successful-ok',
    ],
    [
      'a message of 127 octets',
      'getPrinterAttributes',
      [attributeOf('message', text(long(127)))],
      'successful-ok',
    ],
    [
      'a message of 128 octets',
      'getPrinterAttributes',
      [attributeOf('message', text(long(128)))],
      'client-error-request-value-too-long',
    ],
    [
      'a document-name that is text',
      'validateJob',
      [attributeOf('document-name', text('x'))],
      'client-error-bad-request',
    ],
    [
      'job-impressions that are a range',
      'validateJob',
      [attributeOf('job-impressions', range(1, 2))],
      'client-error-bad-request',
    ],
    [
      'requested-attributes that are names',
      'getPrinterAttributes',
      [attributeOf('requested-attributes', name('all'))],
      'client-error-bad-request',
    ],
    [
      'requested-attributes, one of them too long',
      'getPrinterAttributes',
      [attributeOf('requested-attributes', keyword('all'), keyword(long(256)))],
      'client-error-request-value-too-long',
    ],
    [
      'requested-attributes that are not there',
      'getPrinterAttributes',
      [attributeOf('requested-attributes', keyword('no-such-thing'))],
      'successful-ok',
    ],
    [
      'a limit that is a keyword',
      'getJobs',
      [attributeOf('limit', keyword('5'))],
      'client-error-bad-request',
    ],
    ['two limits', 'getJobs', [attributeOf('limit', integer(1), integer(2))], 'client-error-bad-request'],
    [
      'an attribute that nobody registered, in a query',
      'getPrinterAttributes',
      [attributeOf('x-glitter', integer(1))],
      'successful-ok-ignored-or-substituted-attributes',
    ],
    [
      'a value with a tag that nobody registered',
      'getPrinterAttributes',
      [attributeOf('x-glitter', { syntax: 'other', tag: 0x3b, octets: Buffer.from('?') })],
      'successful-ok-ignored-or-substituted-attributes',
    ],
  ])('answers to %s', async (_, code, operation, status) => {
    expect(named(await server.ask({ code: operations[code], operation }))).toBe(status);
  });

  it.each(['job-k-octets', 'job-impressions', 'job-media-sheets'] as const)(
    '%s beyond what the printer takes refuses the job, and comes back as it was sent',
    async (size) => {
      const operation = [attributeOf(size, integer(2_147_483_647))];
      for (const code of ['printJob', 'validateJob', 'createJob'] as const) {
        const reply = await server.ask(
          { code: operations[code], operation },
          code === 'printJob' ? page : '',
        );
        expect(named(reply)).toBe('client-error-attributes-or-values-not-supported');
        expect(groupOf(reply, groupTags.unsupported)?.get(size)).toEqual(operation[0]);
      }
    },
  );

  it('tell the size of a job until its documents do', async () => {
    const operation = [
      attribute('job-k-octets', 77),
      attribute('job-impressions', 5),
      attribute('job-media-sheets', 4),
    ];
    const created = await server.ask({ code: operations.createJob, operation });
    const id = jobId(firstInteger(groupOf(created, groupTags.job), 'job-id') ?? 0);
    const sizes = async () => {
      const reply = await server.ask({ code: operations.getJobAttributes, operation: [id] });
      const group = groupOf(reply, groupTags.job);
      return operation.map((each) => group?.get(each.name)?.values[0]);
    };
    expect(await sizes()).toEqual([77, 5, 4].map(integer));
    await server.ask(
      { code: operations.sendDocument, operation: [id, attribute('last-document', true)] },
      page,
    );
    expect(await sizes()).toEqual([1, 1, 1].map(integer));
  });

  it('are told when nobody knows them, which is no reason to refuse the job, whatever the fidelity', async () => {
    const operation = [attributeOf('x-glitter', integer(1)), faithful];
    const reply = await server.ask({ code: operations.validateJob, operation });
    expect(named(reply)).toBe('successful-ok-ignored-or-substituted-attributes');
    expect(groupOf(reply, groupTags.unsupported)?.get('x-glitter')?.values).toEqual([
      { syntax: 'unsupported' },
    ]);
  });
});

describe('job-mandatory-attributes', () => {
  const only = (name: string): IppAttribute => attributeOf('job-mandatory-attributes', keyword(name));
  const job = [attribute('sides', 'one-sided'), attribute('print-quality', 3), attribute('copies', 2)];
  const validate = (...operation: readonly IppAttribute[]): Promise<IppMessage> =>
    server.ask({ code: operations.validateJob, operation, job: [...job, unknownFinish] });
  const unknownFinish = attributeOf('x-foil', keyword('gold'));

  it('refuses a job only for what it names', async () => {
    expect(named(await validate())).toBe('successful-ok-ignored-or-substituted-attributes');
    expect(named(await validate(only('copies')))).toBe('successful-ok-ignored-or-substituted-attributes');
    const refused = await validate(only('x-foil'));
    expect(named(refused)).toBe('client-error-attributes-or-values-not-supported');
    expect([...(groupOf(refused, groupTags.unsupported)?.keys() ?? [])]).toEqual(['x-foil']);
  });

  it.each([
    ['media-col', false],
    ['media-col.media-type', false],
    ['media-col.media-source', true],
    ['media-type', true],
  ])('knows members of a collection too: %s', async (mandatory, taken) => {
    const members = [attribute('media-source', 'auto'), attributeOf('media-type', keyword('x-gold'))];
    const reply = await server.ask({
      code: operations.validateJob,
      operation: [only(mandatory)],
      job: [attribute('media-col', collection(...members))],
    });
    expect(named(reply)).toBe(
      taken
        ? 'successful-ok-ignored-or-substituted-attributes'
        : 'client-error-attributes-or-values-not-supported',
    );
  });

  it('is told with the job', async () => {
    const made = await server.ask(
      { code: operations.printJob, operation: [only('sides')], job: [attribute('sides', 'one-sided')] },
      Buffer.from('%PDF-1.7'),
    );
    const id = firstInteger(groupOf(made, groupTags.job) ?? new Map(), 'job-id') ?? 0;
    const told = async (names: string): Promise<IppAttributes> => {
      const operation = [attribute('job-id', id), attribute('requested-attributes', names)];
      const reply = await server.ask({ code: operations.getJobAttributes, operation });
      return groupOf(reply, groupTags.job) ?? new Map();
    };
    for (const names of ['all', 'job-description', 'job-mandatory-attributes']) {
      expect((await told(names)).get('job-mandatory-attributes')).toEqual(only('sides'));
    }
    expect([...(await told('job-template')).keys()]).toEqual(['sides']);
  });
});

describe('groups', () => {
  const copies = attribute('copies', 2);
  it.each<[string, readonly IppGroup[], string]>([
    ['an empty job group', [group(groupTags.job)], 'successful-ok'],
    [
      'two job groups',
      [group(groupTags.job, copies), group(groupTags.job, copies)],
      'client-error-bad-request',
    ],
    [
      'a printer group before the job group',
      [group(groupTags.printer), group(groupTags.job, copies)],
      'client-error-bad-request',
    ],
    ['a group that nobody registered', [group(groupTags.job, copies), group(0x0e)], 'successful-ok'],
  ])('%s', async (_, groups, status) => {
    expect(named(await server.ask({ code: operations.validateJob, groups }))).toBe(status);
  });
});

describe('job attributes that are not as they should be', () => {
  it.each<[string, readonly IppAttribute[], readonly string[]]>([
    ['copies 0', [attributeOf('copies', integer(0))], ['copies']],
    ['copies -1', [attributeOf('copies', integer(-1))], ['copies']],
    ['copies above what there is', [attribute('copies', 100)], ['copies']],
    ['copies as an enum', [attributeOf('copies', { syntax: 'enum', value: 1 })], ['copies']],
    ['two numbers of copies', [attributeOf('copies', integer(1), integer(2))], ['copies']],
    ['copies without a value', [attributeOf('copies', outOfBand('no-value'))], ['copies']],
    ['copies that an administrator defines', [attributeOf('copies', outOfBand('admin-define'))], ['copies']],
    ['sides as text', [attributeOf('sides', text('one-sided'))], ['sides']],
    ['sides as a name', [attributeOf('sides', name('one-sided'))], ['sides']],
    ['sides in capitals', [attributeOf('sides', keyword('One-Sided'))], ['sides']],
    ['a quality by its name', [attributeOf('print-quality', keyword('normal'))], ['print-quality']],
    ['a quality as an integer', [attributeOf('print-quality', integer(4))], ['print-quality']],
    [
      'a resolution per centimetre',
      [attributeOf('printer-resolution', resolution(300, 300, 'dpcm'))],
      ['printer-resolution'],
    ],
    [
      'a resolution of nothing',
      [attributeOf('printer-resolution', resolution(0, 0))],
      ['printer-resolution'],
    ],
    ['media that is not there', [attribute('media', 'iso_a0_841x1189mm')], ['media']],
    [
      'media-col that names a size that is not there (PWG 5100.7 §6.3)',
      [attribute('media-col', collection(attribute('media-size-name', 'iso_a0_841x1189mm')))],
      ['media-col'],
    ],
    ['media-col that is a keyword', [attributeOf('media-col', keyword('iso_a4_210x297mm'))], ['media-col']],
    [
      'an override of a page that is no range (PWG 5100.6 §4.1)',
      [
        attributeOf(
          'overrides',
          collection(
            attributeOf('pages', integer(1)),
            attributeOf('print-quality', { syntax: 'enum', value: 4 }),
          ),
        ),
      ],
      ['overrides'],
    ],
    ['priority 0', [attributeOf('job-priority', integer(0))], ['job-priority']],
    ['priority 101', [attributeOf('job-priority', integer(101))], ['job-priority']],
    ['an attribute that nobody knows', [attributeOf('x-staple-twice', integer(1))], ['x-staple-twice']],
    ['a collection that nobody knows', [attributeOf('x-col', collection())], ['x-col']],
    ['two of them', [attributeOf('x-a', integer(1)), attribute('copies', 100)], ['x-a', 'copies']],
  ])('%s is told and left out, and refused when the client insists', async (_, job, refused) => {
    const lenient = await server.ask({ code: operations.validateJob, job });
    expect(named(lenient)).toBe('successful-ok-ignored-or-substituted-attributes');
    expect(unsupportedIn(lenient)).toEqual(refused);
    const strict = await server.ask({ code: operations.validateJob, operation: [faithful], job });
    expect(named(strict)).toBe('client-error-attributes-or-values-not-supported');
    expect(unsupportedIn(strict)).toEqual(refused);
    expect(strict.groups.map(({ tag }) => tag)).toEqual([groupTags.operation, groupTags.unsupported]);
  });

  it.each(['validateJob', 'printJob'] as const)(
    'are the smaller problem beside a format that is not printed, at %s',
    async (code) => {
      const operation = [attribute('document-format', 'application/x-nothing'), faithful];
      const job = [attributeOf('x-staple-twice', integer(1))];
      const reply = await server.ask(
        { code: operations[code], operation, job },
        code === 'printJob' ? page : '',
      );
      expect(named(reply)).toBe('client-error-document-format-not-supported');
      expect(unsupportedIn(reply)).toEqual(['document-format']);
    },
  );

  it.each(['validateJob', 'createJob', 'printJob'] as const)(
    'name the format that is not printed, at %s',
    async (code) => {
      const operation = [attribute('document-format', 'application/x-nothing')];
      const reply = await server.ask(
        { code: operations[code], operation },
        code === 'printJob' ? 'text' : undefined,
      );
      expect(named(reply)).toBe('client-error-document-format-not-supported');
      const left = groupOf(reply, groupTags.unsupported);
      expect(left?.get('document-format')?.values).toEqual([mimeMediaType('application/x-nothing')]);
    },
  );

  it('come back with their value where the attribute is known, and as unsupported where it is not', async () => {
    const job = [attribute('copies', 100), attributeOf('x-staple-twice', integer(1))];
    const reply = await server.ask({ code: operations.validateJob, job });
    const left = groupOf(reply, groupTags.unsupported);
    expect(left?.get('copies')?.values).toEqual([integer(100)]);
    expect(left?.get('x-staple-twice')?.values).toEqual([{ syntax: 'unsupported' }]);
  });

  it('are sent back in the answer that makes the job, in front of the job', async () => {
    const reply = await server.ask({ code: operations.printJob, job: [attribute('copies', 100)] }, page);
    expect(reply.groups.map(({ tag }) => tag)).toEqual([
      groupTags.operation,
      groupTags.unsupported,
      groupTags.job,
    ]);
  });
});

describe('page-ranges', () => {
  it.each<[string, readonly ReturnType<typeof range>[], string]>([
    ['1-2,4-9', [range(1, 2), range(4, 9)], 'successful-ok'],
    ['1-2,3-9 side by side', [range(1, 2), range(3, 9)], 'successful-ok'],
    ['2-2', [range(2, 2)], 'successful-ok'],
    ['5-2, the wrong way', [range(5, 2)], 'client-error-bad-request'],
    ['0-2, before the first page', [range(0, 2)], 'client-error-bad-request'],
    ['-3-2', [range(-3, 2)], 'client-error-bad-request'],
    ['4-9,1-2, falling', [range(4, 9), range(1, 2)], 'client-error-bad-request'],
    ['1-5,3-9, overlapping', [range(1, 5), range(3, 9)], 'client-error-bad-request'],
    ['1-5,1-5, twice', [range(1, 5), range(1, 5)], 'client-error-bad-request'],
  ])('%s', async (_, ranges, status) => {
    const [first = range(1, 1), ...further] = ranges;
    const job = [attributeOf('page-ranges', first, ...further)];
    expect(named(await server.ask({ code: operations.validateJob, job }))).toBe(status);
  });

  it('a number is none', async () => {
    const job = [attributeOf('page-ranges', integer(1))];
    expect(unsupportedIn(await server.ask({ code: operations.validateJob, job }))).toEqual(['page-ranges']);
  });
});

describe('overrides (PWG 5100.6 §4.1)', () => {
  const quality = attributeOf('print-quality', { syntax: 'enum', value: 4 });
  const copies = attributeOf('document-copies', range(1, 1));

  it.each<[string, readonly IppAttribute[], string]>([
    ['of pages', [attribute('pages', range(1, 2), range(4, 9)), quality], 'successful-ok'],
    [
      'of pages of a document',
      [attribute('pages', range(1, 2)), attribute('document-numbers', range(1, 1)), quality],
      'successful-ok',
    ],
    [
      'of pages of a copy, which are told as those of all copies',
      [attribute('pages', range(1, 2)), copies, quality],
      'successful-ok-ignored-or-substituted-attributes',
    ],
    ['of nothing', [], 'client-error-bad-request'],
    ['of pages alone', [attribute('pages', range(1, 2))], 'successful-ok'],
    ['of pages that fall', [attribute('pages', range(3, 1)), quality], 'client-error-bad-request'],
    ['of a page 0', [attribute('pages', range(0, 2)), quality], 'client-error-bad-request'],
    [
      'of pages that overlap',
      [attribute('pages', range(1, 3), range(2, 4)), quality],
      'client-error-bad-request',
    ],
    ['without pages', [quality], 'client-error-bad-request'],
    ['of pages that come last', [quality, attribute('pages', range(1, 2))], 'client-error-bad-request'],
    [
      'of documents before pages',
      [attribute('document-numbers', range(1, 1)), attribute('pages', range(1, 2)), quality],
      'client-error-bad-request',
    ],
    [
      'of pages before copies that come last',
      [attribute('pages', range(1, 2)), quality, copies],
      'client-error-bad-request',
    ],
  ])('%s', async (_, members, status) => {
    const job = [attributeOf('overrides', collection(...members))];
    expect(named(await server.ask({ code: operations.validateJob, job }))).toBe(status);
  });

  it.each<[string, number, number, string]>([
    ['of one document after the other', 1, 2, 'successful-ok'],
    ['of one document', 1, 1, 'successful-ok'],
    ['of documents that fall', 2, 1, 'client-error-bad-request'],
  ])('several %s', async (_, first, second, status) => {
    const override = (number: number, pages: IppValue): IppValue =>
      collection(attributeOf('pages', pages), attribute('document-numbers', range(number, number)), quality);
    const job = [attributeOf('overrides', override(first, range(1, 2)), override(second, range(3, 4)))];
    expect(named(await server.ask({ code: operations.validateJob, job }))).toBe(status);
  });

  it('are done for no page, not for all, where their pages are none', async () => {
    const overrides = attributeOf('overrides', collection(attributeOf('pages', integer(1)), quality));
    const job = [overrides];
    expect(unsupportedIn(await server.ask({ code: operations.validateJob, job }))).toEqual(['overrides']);
  });
});

describe('media and media-col', () => {
  const mediaCol = (...members: readonly IppAttribute[]): IppAttribute =>
    attributeOf('media-col', collection(...members));
  const size = attribute('media-size', a4);

  it.each<[string, IppAttribute, readonly string[]]>([
    ['a member that nobody knows', mediaCol(size, attributeOf('x-glitter', integer(1))), ['x-glitter']],
    ['a member that is known elsewhere', mediaCol(size, attribute('media-color', 'blue')), ['media-color']],
    ['a member of another syntax', mediaCol(size, attributeOf('media-type', integer(1))), ['media-type']],
    [
      'a member with a value that is not there',
      mediaCol(size, attribute('media-type', 'envelope')),
      ['media-type'],
    ],
    ['a size that is not there', mediaCol(attribute('media-size', a5)), ['media-size']],
    [
      'a size without its height',
      mediaCol(attribute('media-size', collection(attribute('x-dimension', integer(21_000))))),
      ['media-size'],
    ],
    ['an empty size', mediaCol(attribute('media-size', collection())), ['media-size']],
    [
      'a size that is a keyword',
      mediaCol(attributeOf('media-size', keyword('iso_a4_210x297mm'))),
      ['media-size'],
    ],
  ])('%s is told by itself, and the rest is done', async (_, column, members) => {
    const reply = await server.ask({ code: operations.printJob, job: [column] }, page);
    expect(named(reply)).toBe('successful-ok-ignored-or-substituted-attributes');
    const [value] = groupOf(reply, groupTags.unsupported)?.get('media-col')?.values ?? [];
    expect(value?.syntax === 'collection' ? [...value.members.keys()] : []).toEqual(members);
  });

  it('an empty collection asks for nothing', async () => {
    const reply = await server.ask({
      code: operations.validateJob,
      operation: [faithful],
      job: [mediaCol()],
    });
    expect(named(reply)).toBe('successful-ok');
  });

  it('may both say the same', async () => {
    const job = [attribute('media', 'iso_a4_210x297mm'), mediaCol(size)];
    expect(named(await server.ask({ code: operations.validateJob, operation: [faithful], job }))).toBe(
      'successful-ok',
    );
  });
});

class TwoSizes extends ScriptedDevice {
  override readonly assumed = withMedia(new ScriptedDevice().assumed);
}

function withMedia(said: DeviceDescription): DeviceDescription {
  const media = ['iso_a4_210x297mm', 'iso_a5_148x210mm'];
  return { ...said, capabilities: { ...said.capabilities, media } };
}

describe('two sizes at once', () => {
  it('in one media-col: the size is done, and a name of another one goes back', async () => {
    const two = await startWholeServer({ device: new TwoSizes() });
    const print = (size: IppValue, called: string): Promise<IppMessage> => {
      const members = [attribute('media-size', size), attribute('media-size-name', called)];
      return two.ask(
        { code: operations.printJob, job: [attributeOf('media-col', collection(...members))] },
        page,
      );
    };
    try {
      expect(named(await print(a4, 'iso_a4_210x297mm'))).toBe('successful-ok');
      expect(named(await print(a5, 'iso_a5_148x210mm'))).toBe('successful-ok');
      const reply = await print(a4, 'iso_a5_148x210mm');
      expect(named(reply)).toBe('successful-ok-ignored-or-substituted-attributes');
      expect(unsupportedIn(reply)).toEqual(['media-col']);
      expect((await two.service.jobs.job(3))?.job.ticket.media).toBe('iso_a4_210x297mm');
    } finally {
      await two.stop();
    }
  });

  it('contradict each other: media-col is done and media goes back, both when the client insists', async () => {
    const two = await startWholeServer({ device: new TwoSizes() });
    try {
      const job = [
        attribute('media', 'iso_a4_210x297mm'),
        attributeOf('media-col', collection(attribute('media-size', a5))),
      ];
      const lenient = await two.ask({ code: operations.printJob, job }, page);
      expect([named(lenient), ...unsupportedIn(lenient)]).toEqual([
        'successful-ok-conflicting-attributes',
        'media',
      ]);
      const mandatory = attributeOf('job-mandatory-attributes', keyword('media'));
      const insisting = await two.ask({ code: operations.validateJob, operation: [mandatory], job });
      expect(named(insisting)).toBe('client-error-conflicting-attributes');
      const strict = await two.ask({ code: operations.printJob, operation: [faithful], job }, page);
      expect([named(strict), ...unsupportedIn(strict)]).toEqual([
        'client-error-conflicting-attributes',
        'media',
        'media-col',
      ]);
      expect((await two.service.jobs.job(1))?.job.ticket.media).toBe('iso_a5_148x210mm');
    } finally {
      await two.stop();
    }
  });
});

class AnySize extends ScriptedDevice {
  override readonly assumed = { ...withMedia(new ScriptedDevice().assumed), attributes: attributes(sizes) };
}

const sizes = attribute(
  'media-size-supported',
  collection(attribute('x-dimension', range(7_620, 30_480)), attribute('y-dimension', range(12_700, 45_720))),
);

describe('a size that has no name', () => {
  const own = collection(
    attribute('x-dimension', integer(20_000)),
    attribute('y-dimension', integer(30_000)),
  );
  const column = attributeOf('media-col', collection(attribute('media-size', own)));

  it('is no other that is named beside it, and no paper that has a name', async () => {
    const any = await startWholeServer({ device: new AnySize() });
    try {
      const both = [attribute('media', 'iso_a4_210x297mm'), column];
      const conflicting = await any.ask({ code: operations.validateJob, job: both });
      expect([named(conflicting), ...unsupportedIn(conflicting)]).toEqual([
        'successful-ok-conflicting-attributes',
        'media',
      ]);
      const made = await any.ask({ code: operations.printJob, job: [column] }, page);
      expect(named(made)).toBe('successful-ok');
      const id = firstInteger(groupOf(made, groupTags.job) ?? new Map(), 'job-id') ?? 0;
      await vi.waitFor(async () => {
        const operation = [attribute('job-id', id)];
        const reply = await any.ask({ code: operations.getJobAttributes, operation });
        const job: IppAttributes = groupOf(reply, groupTags.job) ?? new Map();
        expect(job.get('media-col-actual')?.values).toEqual(column.values);
        expect(job.has('media-actual')).toBe(false);
      });
    } finally {
      await any.stop();
    }
  });
});

describe('what a job is called', () => {
  it.each<[string, readonly IppAttribute[], string]>([
    [
      'by job-name',
      [attribute('job-name', name('letter')), attribute('document-name', name('letter.pdf'))],
      'letter',
    ],
    ['by document-name', [attribute('document-name', name('letter.pdf'))], 'letter.pdf'],
    [
      'by a name with a language',
      [attributeOf('job-name', { syntax: 'nameWithLanguage', value: 'Brief', language: 'de' })],
      'Brief',
    ],
  ])('%s', async (_, operation, expected) => {
    const made = await server.ask({ code: operations.printJob, operation }, page);
    expect(named(made)).toBe('successful-ok');
    const id = groupOf(made, groupTags.job)?.get('job-id');
    const look = await server.ask({
      code: operations.getJobAttributes,
      operation: id === undefined ? [] : [id],
    });
    expect(firstString(groupOf(look, groupTags.job), 'job-name')).toBe(expected);
  });

  it('by its number when nobody says', async () => {
    const made = await server.ask({ code: operations.printJob }, page);
    const id = groupOf(made, groupTags.job)?.get('job-id');
    const look = await server.ask({
      code: operations.getJobAttributes,
      operation: id === undefined ? [] : [id],
    });
    expect(strings(groupOf(look, groupTags.job), 'job-name')[0]).toMatch(/^Job \d+$/);
  });
});
