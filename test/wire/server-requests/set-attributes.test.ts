import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AttributeName,
  attribute,
  attributeOf,
  attributes,
  collection,
  enumeration,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  keyword,
  mimeMediaType,
  name,
  operations,
  outOfBand,
  text,
} from '../../../src/ipp/index.ts';
import { jobId, named, unsupportedIn } from '../../support/asking.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;

beforeEach(async () => {
  server = await startWholeServer();
  const operation = [attribute('job-name', name('before'))];
  const job = [attribute('job-hold-until', 'indefinite'), attribute('copies', 2)];
  await server.ask({ code: operations.printJob, operation, job }, 'page');
});

afterEach(() => server.stop());

const deletion = outOfBand('delete-attribute');

describe('Set-Job-Attributes', () => {
  const set = (...job: readonly IppAttribute[]): Promise<IppMessage> =>
    server.ask({ code: operations.setJobAttributes, operation: [jobId(1)], job });
  const jobNow = async (): Promise<{ name: string | undefined; priority: number | undefined }> => {
    const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
    const group = groupOf(reply, groupTags.job);
    return { name: firstString(group, 'job-name'), priority: firstInteger(group, 'job-priority') };
  };
  const renamed = attribute('job-name', name('after'));

  it.each<[string, readonly IppAttribute[], string, readonly string[]]>([
    ['nothing', [], 'client-error-bad-request', []],
    [
      'a name that is a number',
      [attributeOf('job-name', integer(1))],
      'client-error-attributes-or-values-not-supported',
      ['job-name'],
    ],
    [
      'two names',
      [attributeOf('job-name', name('a'), name('b'))],
      'client-error-attributes-or-values-not-supported',
      ['job-name'],
    ],
    [
      'a name that is too long',
      [attributeOf('job-name', name('x'.repeat(256)))],
      'client-error-request-value-too-long',
      [],
    ],
    [
      'no name any more',
      [attributeOf('job-name', deletion)],
      'client-error-attributes-or-values-not-supported',
      ['job-name'],
    ],
    [
      'a name of an administrator',
      [attributeOf('job-name', outOfBand('admin-define'))],
      'client-error-attributes-or-values-not-supported',
      ['job-name'],
    ],
    [
      'a state',
      [attributeOf('job-state', enumeration(9))],
      'client-error-attributes-not-settable',
      ['job-state'],
    ],
    ['a number', [attribute('job-id', 7)], 'client-error-attributes-not-settable', ['job-id']],
    [
      'copies, which were agreed',
      [attribute('copies', 1)],
      'client-error-attributes-not-settable',
      ['copies'],
    ],
    [
      'what nobody knows',
      [attributeOf('x-glitter', integer(1))],
      'client-error-attributes-or-values-not-supported',
      ['x-glitter'],
    ],
    [
      'what this printer does not offer',
      [attributeOf('cover-back', collection(attributeOf('cover-type', keyword('print-back'))))],
      'client-error-attributes-or-values-not-supported',
      ['cover-back'],
    ],
    [
      'a priority of 0',
      [attributeOf('job-priority', integer(0))],
      'client-error-attributes-or-values-not-supported',
      ['job-priority'],
    ],
    [
      'a priority that is a word',
      [attributeOf('job-priority', keyword('high'))],
      'client-error-attributes-or-values-not-supported',
      ['job-priority'],
    ],
    [
      'a good one beside one that cannot be set',
      [renamed, attribute('copies', 1)],
      'client-error-attributes-not-settable',
      ['copies'],
    ],
    [
      'a good one beside one that nobody knows and one that cannot be set',
      [renamed, attributeOf('x-glitter', integer(1)), attribute('copies', 1)],
      'client-error-attributes-or-values-not-supported',
      ['x-glitter', 'copies'],
    ],
  ])('sets not %s, and then nothing', async (_, job, status, refused) => {
    const before = await jobNow();
    const reply = await set(...job);
    expect([named(reply), unsupportedIn(reply)]).toEqual([status, refused]);
    expect(await jobNow()).toEqual(before);
  });

  it('tells what cannot be set by a value of its own', async () => {
    const reply = await set(attribute('copies', 1));
    expect(groupOf(reply, groupTags.unsupported)?.get('copies')?.values).toEqual([
      { syntax: 'not-settable' },
    ]);
  });

  it.each<[string, readonly IppAttribute[], string, readonly IppAttribute[]]>([
    [
      'what is unknown, before what cannot be set',
      [attributeOf('x-glitter', integer(1)), attribute('copies', 3)],
      'client-error-attributes-or-values-not-supported',
      [attributeOf('x-glitter', outOfBand('unsupported')), attributeOf('copies', outOfBand('not-settable'))],
    ],
    [
      'what cannot be set, before what it cannot be set to',
      [attribute('job-priority', 999), attribute('copies', 3)],
      'client-error-attributes-not-settable',
      [attributeOf('copies', outOfBand('not-settable')), attribute('job-priority', 999)],
    ],
    [
      'of several values those that are not possible',
      [attributeOf('finishings', enumeration(3), enumeration(99))],
      'client-error-attributes-or-values-not-supported',
      [attributeOf('finishings', enumeration(99))],
    ],
  ])('tells %s (RFC 3380 §4.2.3)', async (_, job, status, refused) => {
    const reply = await set(renamed, ...job);
    expect([named(reply), [...(groupOf(reply, groupTags.unsupported)?.values() ?? [])]]).toEqual([
      status,
      refused,
    ]);
    expect((await jobNow()).name).toBe('before');
  });

  it('sets name and priority together, and takes a priority back', async () => {
    expect(named(await set(renamed, attribute('job-priority', 80)))).toBe('successful-ok');
    expect(await jobNow()).toEqual({ name: 'after', priority: 80 });
    expect(named(await set(attributeOf('job-priority', deletion)))).toBe('successful-ok');
    expect((await jobNow()).priority).toBeUndefined();
  });

  it('sets nothing on a job that has ended', async () => {
    await server.ask({ code: operations.cancelJob, operation: [jobId(1)] });
    expect(named(await set(renamed))).toBe('client-error-not-possible');
  });
});

describe('Set-Printer-Attributes', () => {
  const set = (...printer: readonly IppAttribute[]): Promise<IppMessage> =>
    server.ask({
      code: operations.setPrinterAttributes,
      operator: true,
      groups: [{ tag: groupTags.printer, attributes: attributes(...printer) }],
    });
  const told = async (name: AttributeName): Promise<string | undefined> => {
    const reply = await server.ask({ code: operations.getPrinterAttributes });
    return firstString(groupOf(reply, groupTags.printer), name);
  };
  const locationNow = (): Promise<string | undefined> => told('printer-location');
  const hall = attribute('printer-location', text('Hall'));

  it.each<[string, readonly IppAttribute[], string, readonly string[]]>([
    ['nothing', [], 'client-error-bad-request', []],
    [
      'a place that is a name',
      [attributeOf('printer-location', name('Hall'))],
      'client-error-attributes-or-values-not-supported',
      ['printer-location'],
    ],
    [
      'a place of 128 octets',
      [attributeOf('printer-location', text('x'.repeat(128)))],
      'client-error-attributes-or-values-not-supported',
      ['printer-location'],
    ],
    [
      'two places',
      [attributeOf('printer-location', text('a'), text('b'))],
      'client-error-attributes-or-values-not-supported',
      ['printer-location'],
    ],
    [
      'a state',
      [hall, attributeOf('printer-state', enumeration(5))],
      'client-error-attributes-not-settable',
      ['printer-state'],
    ],
    [
      'what is told to those alone who name it',
      [attributeOf('media-col-database', deletion)],
      'client-error-attributes-not-settable',
      ['media-col-database'],
    ],
    [
      'what nobody knows',
      [hall, attributeOf('x-glitter', integer(1))],
      'client-error-attributes-or-values-not-supported',
      ['x-glitter'],
    ],
  ])('sets not %s, and then nothing', async (_, printer, status, refused) => {
    const reply = await set(...printer);
    expect([named(reply), unsupportedIn(reply)]).toEqual([status, refused]);
    expect(await locationNow()).toBe('');
  });

  it.each([
    ['application/pdf', 'successful-ok'],
    ['application/octet-stream', 'client-error-document-format-not-supported'],
    ['application/x-glitter', 'client-error-document-format-not-supported'],
  ])('for documents of %s: %s (RFC 3380 §4.1.2)', async (format, status) => {
    const reply = await server.ask({
      code: operations.setPrinterAttributes,
      operator: true,
      operation: [attributeOf('document-format', mimeMediaType(format))],
      groups: [{ tag: groupTags.printer, attributes: attributes(hall) }],
    });
    expect([named(reply), await locationNow()]).toEqual([status, status === 'successful-ok' ? 'Hall' : '']);
  });

  it('sets a place with a language, and takes it back', async () => {
    const halle = attributeOf('printer-location', {
      syntax: 'textWithLanguage',
      value: 'Halle',
      language: 'de',
    });
    expect(named(await set(halle))).toBe('successful-ok');
    expect(await locationNow()).toBe('Halle');
    expect(named(await set(attributeOf('printer-location', outOfBand('no-value'))))).toBe('successful-ok');
    expect(await locationNow()).toBe('');
  });

  it.each([
    ['printer-info', 'demo'],
    ['printer-location', ''],
    ['printer-message-from-operator', 'Out of toner'],
  ] as const)('sets %s to a text of no octets, which is told as it came', async (name, otherwise) => {
    const stop = [attribute('printer-state-message', text('Out of toner'))];
    await server.ask({ code: operations.pausePrinter, operator: true, operation: stop });
    expect(await told(name)).toBe(otherwise);
    for (const value of ['Something', ''] as const) {
      expect(named(await set(attribute(name, text(value))))).toBe('successful-ok');
      expect(await told(name)).toBe(value);
    }
    expect(await told('printer-dns-sd-name')).toBe('demo');
  });
});

describe('printer-message-from-operator', () => {
  const command = (code: number, ...operation: readonly IppAttribute[]): Promise<IppMessage> =>
    server.ask({ code, operator: true, operation });
  const message = (value: string): IppAttribute => attributeOf('printer-message-from-operator', text(value));
  const told = async (): Promise<readonly (string | undefined)[]> => {
    const reply = await server.ask({ code: operations.getPrinterAttributes });
    const group = groupOf(reply, groupTags.printer);
    return [firstString(group, 'printer-message-from-operator'), firstString(group, 'printer-state-reasons')];
  };

  it('may come with an operation, and stays until something else is said', async () => {
    await command(operations.pausePrinter, message('Back at noon'));
    expect(await told()).toEqual(['Back at noon', 'paused']);
    await command(operations.resumePrinter);
    expect(await told()).toEqual(['Back at noon', 'none']);
    await command(operations.disablePrinter, message(''));
    expect(await told()).toEqual(['', 'none']);
  });

  it('may be none, also of a printer of which something was said before (RFC 3380 §5.1)', async () => {
    const none = attributeOf('printer-message-from-operator', outOfBand('no-value'));
    const values = async (): Promise<IppAttribute['values'] | undefined> => {
      const reply = await server.ask({ code: operations.getPrinterAttributes });
      return groupOf(reply, groupTags.printer)?.get('printer-message-from-operator')?.values;
    };
    await command(operations.pausePrinter, message('Back at noon'));
    expect(named(await command(operations.resumePrinter, none))).toBe('successful-ok');
    expect(await values()).toEqual([{ syntax: 'no-value' }]);
    await command(operations.purgeJobs, message('All gone'));
    expect(await values()).toEqual([text('All gone')]);
  });

  it('that is too long is refused with the operation', async () => {
    const reply = await command(operations.pausePrinter, message('x'.repeat(128)));
    expect(named(reply)).toBe('client-error-request-value-too-long');
    expect(await told()).toEqual(['', 'none']);
  });
});
