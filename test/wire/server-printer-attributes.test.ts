import { afterEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  boolean,
  collection,
  definitionOf,
  enumeration,
  enums,
  firstBoolean,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttributes,
  type IppMessage,
  type IppValue,
  integer,
  integers,
  keyword,
  members,
  mimeMediaType,
  name,
  octetString,
  operations,
  outOfBand,
  range,
  ranges,
  resolution,
  statuses,
  strings,
  text,
} from '../../src/ipp/index.ts';
import type { PrinterView } from '../../src/jobs/index.ts';
import { type FakeOptions, fakeCapabilities } from '../support/fake-print-jobs.ts';
import { call, requestMessage, startTestServer, type TestServer } from '../support/ipp-client.ts';

const { printerState } = enums;

let server: TestServer | undefined;

afterEach(async () => {
  await server?.stop();
});

async function start(fake: FakeOptions = {}): Promise<void> {
  server = await startTestServer(fake);
}

interface Wish {
  readonly names?: readonly string[];
  readonly host?: string;
  readonly printer?: string;
}

async function printer({
  names = [],
  host = 'localhost:8631',
  printer: name = 'demo',
}: Wish = {}): Promise<IppAttributes> {
  const [first, ...further] = names.map(keyword);
  const operation = first === undefined ? [] : [attributeOf('requested-attributes', first, ...further)];
  const message = requestMessage({
    code: operations.getPrinterAttributes,
    uri: `ipp://h/ipp/print/${name}`,
    operation,
  });
  const reply = await call(server?.port ?? 0, message, { headers: { Host: host } });
  expect(reply.message.code).toBe(0);
  return groupOf(reply.message, groupTags.printer) ?? new Map();
}

describe('which attributes are told', () => {
  it('is all but the media database when nothing or all is asked for', async () => {
    await start();
    for (const names of [[], ['all'], ['printer-name', 'all']]) {
      const all = await printer({ names });
      expect(all.size).toBeGreaterThan(90);
      expect([all.has('printer-name'), all.has('media-default'), all.has('media-col-database')]).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  it('follows the names of groups', async () => {
    await start();
    const description = await printer({ names: ['printer-description'] });
    expect([description.has('printer-state'), description.has('media-default')]).toEqual([true, false]);
    const subscription = await printer({ names: ['subscription-template'] });
    // RFC 3995 table 1, second column.
    expect([...subscription.keys()].sort()).toEqual([
      'charset-supported',
      'generated-natural-language-supported',
      'notify-events-default',
      'notify-events-supported',
      'notify-lease-duration-default',
      'notify-lease-duration-supported',
      'notify-max-events-supported',
      'notify-pull-method-supported',
    ]);
    const template = await printer({ names: ['job-template', 'media-col-database'] });
    expect([
      template.has('printer-state'),
      template.has('media-default'),
      template.has('media-col-database'),
    ]).toEqual([false, true, true]);
  });

  it('is exactly what is named, and nothing for names that are not there', async () => {
    await start();
    expect([...(await printer({ names: ['printer-state', 'printer-uuid'] })).keys()]).toEqual([
      'printer-uuid',
      'printer-state',
    ]);
    expect((await printer({ names: ['none'] })).size).toBe(0);
    expect((await printer({ names: ['__proto__', 'toString'] })).size).toBe(0);
  });

  it('has collections and out-of-band values behind all others', async () => {
    await start();
    const syntaxes = [...(await printer()).values()].map(({ values }) => values[0]?.syntax ?? '');
    const last = ['collection', 'no-value', 'unknown'];
    const firstOfLast = syntaxes.findIndex((syntax) => last.includes(syntax));
    expect(firstOfLast).toBeGreaterThan(80);
    expect(syntaxes.slice(firstOfLast).every((syntax) => last.includes(syntax))).toBe(true);
  });

  it('depends on document-format only in that it must be one of ours', async () => {
    await start();
    const ask = (format: string): Promise<number> =>
      call(
        server?.port ?? 0,
        requestMessage({
          code: operations.getPrinterAttributes,
          operation: [attributeOf('document-format', mimeMediaType(format))],
        }),
      ).then(({ message }) => message.code);
    expect(await ask('application/pdf')).toBe(0);
    expect(await ask('application/octet-stream')).toBe(0);
    expect(await ask('application/msword')).toBe(statuses.clientErrorDocumentFormatNotSupported);
  });
});

describe('the answer', () => {
  it('names the server as each client does', async () => {
    await start();
    for (const host of ['print.example:8631', '[::1]:631', 'localhost:8631', 'print.example:8631']) {
      const all = await printer({ host });
      expect(firstString(all, 'printer-uri-supported')).toBe(`ipp://${host}/ipp/print/demo`);
      expect(firstString(all, 'printer-more-info')).toBe(`http://${host}/printers/demo`);
      expect(strings(all, 'printer-icons')).toEqual(
        [48, 128, 512].map((size) => `http://${host}/icons/printer-${size}.png`),
      );
    }
  });

  it('is right for more hosts and wishes than are remembered', async () => {
    await start();
    for (let round = 0; round < 150; round += 1) {
      const all = await printer({
        host: `host${round % 100}:1`,
        names: ['printer-uri-supported', `x${round}`],
      });
      expect(firstString(all, 'printer-uri-supported')).toBe(`ipp://host${round % 100}:1/ipp/print/demo`);
    }
    const many = Array.from({ length: 1_000 }, (_, index) => `no-such-attribute-${index}`);
    expect((await printer({ names: [...many, 'printer-name'] })).size).toBe(1);
  });

  it('keeps the UUID of a printer over restarts, one for each printer', async () => {
    const printers = [{ name: 'demo' }, { name: 'second' }];
    await start({ printers });
    const demo = firstString(await printer(), 'printer-uuid');
    const second = firstString(await printer({ printer: 'second' }), 'printer-uuid');
    await server?.stop();
    await start({ printers });
    expect(firstString(await printer(), 'printer-uuid')).toBe(demo);
    expect(demo).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(second).not.toBe(demo);
  });

  it('shows at once what happens at the device', async () => {
    let view: Partial<PrinterView> = {};
    await start({
      get view() {
        return view;
      },
    });
    const state = async (next: Partial<PrinterView>): Promise<readonly unknown[]> => {
      view = next;
      const all = await printer({
        names: ['printer-state', 'printer-state-reasons', 'queued-job-count', 'printer-is-accepting-jobs'],
      });
      return [
        firstInteger(all, 'printer-state'),
        strings(all, 'printer-state-reasons'),
        firstInteger(all, 'queued-job-count'),
        firstBoolean(all, 'printer-is-accepting-jobs'),
      ];
    };
    expect(await state({})).toEqual([printerState.idle, ['none'], 0, true]);
    expect(await state({ printing: true, queued: 3 })).toEqual([printerState.processing, ['none'], 3, true]);
    expect(await state({ paused: true, printing: true })).toEqual([
      printerState.processing,
      ['moving-to-paused'],
      0,
      true,
    ]);
    expect(await state({ paused: true, accepting: false })).toEqual([
      printerState.stopped,
      ['paused'],
      0,
      false,
    ]);
    const jam = { state: 'stopped', reasons: ['media-jam-error', 'not a keyword'] } as const;
    expect(await state({ device: jam })).toEqual([printerState.stopped, ['media-jam-error'], 0, true]);
    const away = { state: 'unreachable', reasons: [] } as const;
    expect(await state({ device: away })).toEqual([printerState.idle, ['connecting-to-device'], 0, true]);
  });

  it('changes with the generation of the printer', async () => {
    let generation = 1;
    await start({
      get view() {
        return { generation, capabilities: { ...fakeCapabilities, colour: generation === 1 } };
      },
    });
    expect(firstBoolean(await printer(), 'color-supported')).toBe(true);
    generation = 2;
    const mono = await printer();
    expect([firstBoolean(mono, 'color-supported'), mono.has('pages-per-minute-color')]).toEqual([
      false,
      false,
    ]);
    expect(strings(mono, 'print-color-mode-supported')).toEqual(['monochrome', 'auto']);
  });
});

describe('the same request again', () => {
  const poll = (requestId: number): IppMessage =>
    requestMessage({ code: operations.getPrinterAttributes, uri: 'ipp://h/ipp/print/demo', requestId });

  it('is answered with its own request-id and with the state of now', async () => {
    await start();
    const port = server?.port ?? 0;
    const first = await call(port, poll(1));
    await server?.jobs.pause('demo');
    const second = await call(port, poll(77));
    expect([first.message.requestId, second.message.requestId]).toEqual([1, 77]);
    const states = [first, second].map(({ message }) =>
      strings(groupOf(message, groupTags.printer) ?? new Map(), 'printer-state-reasons'),
    );
    expect(states).toEqual([['none'], ['paused']]);
  });

  it('names the host that each client knows', async () => {
    await start();
    for (const host of ['print.example:8631', '192.0.2.7:8631', 'print.example:8631']) {
      const { message } = await call(server?.port ?? 0, poll(5), { headers: { Host: host } });
      const uris = strings(groupOf(message, groupTags.printer) ?? new Map(), 'printer-uri-supported');
      expect(uris.every((uri) => uri.includes(`//${host}/`))).toBe(true);
    }
  });

  it('is refused all the same when its request-id is 0', async () => {
    await start();
    const codes = [];
    for (const requestId of [3, 0, 3])
      codes.push((await call(server?.port ?? 0, poll(requestId))).message.code);
    expect(codes).toEqual([statuses.successfulOk, statuses.clientErrorBadRequest, statuses.successfulOk]);
  });
});

describe('what is offered', () => {
  it('is nothing that the device is not told', async () => {
    await start({ view: { capabilities: { ...fakeCapabilities, carries: [] } } });
    const all = await printer();
    expect(ranges(all, 'copies-supported')).toEqual([{ lower: 1, upper: 1 }]);
    expect(strings(all, 'sides-supported')).toEqual(['one-sided']);
    expect(strings(all, 'print-color-mode-supported')).toEqual(['color']);
    expect(firstBoolean(all, 'page-ranges-supported')).toBe(false);
    expect([integers(all, 'number-up-supported'), integers(all, 'print-quality-supported')]).toEqual([
      [1],
      [4],
    ]);
    expect(strings(all, 'urf-supported')).not.toContain('DM1');
  });

  it('is no document that a password closes', async () => {
    await start();
    const all = await printer();
    expect(firstInteger(all, 'document-password-supported')).toBe(0);
    expect(strings(all, 'job-creation-attributes-supported')).not.toContain('document-password');
    expect(strings(all, 'document-creation-attributes-supported')).toEqual([
      'compression',
      'document-format',
      'document-message',
      'document-name',
    ]);
  });

  it('is no finishing, in both ways to say it, where the device has none', async () => {
    await start();
    const all = await printer();
    const none = collection(attribute('finishing-template', 'none'));
    expect([integers(all, 'finishings-supported'), integers(all, 'finishings-ready')]).toEqual([[3], [3]]);
    for (const name of ['finishings-col-default', 'finishings-col-ready', 'finishings-col-database']) {
      expect(all.get(name)?.values).toEqual([none]);
    }
    const code = operations.validateJob;
    const fidelity = attribute('ipp-attribute-fidelity', true);
    const validate = async (template: string): Promise<number> => {
      const wish = attribute('finishings-col', collection(attribute('finishing-template', template)));
      const message = requestMessage({ code, operation: [fidelity], job: [wish] });
      return (await call(server?.port ?? 0, message)).message.code;
    };
    expect([await validate('none'), await validate('staple')]).toEqual([
      statuses.successfulOk,
      statuses.clientErrorAttributesOrValuesNotSupported,
    ]);
  });

  it('is what the device says of itself, but for what we count and what we could not', async () => {
    const deviceAttributes = attributes(
      attribute('printer-make-and-model', 'ACME LaserWriter; 9'),
      attribute('print-quality-supported', 4, 5),
      attribute('orientation-requested-supported', 3, 4, 7),
      attribute('number-up-supported', 1, 2),
      attribute('copies-supported', range(1, 999)),
      attribute(
        'job-creation-attributes-supported',
        'copies',
        'x-toner-save',
        'job-sheets',
        'cover-front',
        'job-phone-number',
        'compression',
      ),
      attribute('compression-supported', 'none'),
      attributeOf('job-phone-number-supported', keyword('tel')),
      attributeOf('x-toner-save-supported', boolean(true)),
      attributeOf('cover-front-supported', keyword('media')),
      attribute('job-sheets-supported', 'none', 'standard'),
      attribute('marker-names', 'Black'),
      attribute('media-source-supported', 'tray-1', 'tray-2'),
      attribute('media-col-database', collection(attribute('media-type', 'stationery'))),
      attributeOf('output-bin-supported', { syntax: 'other', tag: 0x7e, octets: Buffer.of(1) }),
    );
    await start({ view: { deviceAttributes } });
    const all = await printer({ names: ['all', 'media-col-database'] });
    expect(firstString(all, 'printer-make-and-model')).toBe('ACME LaserWriter; 9');
    expect(firstString(all, 'printer-device-id')).toMatch(/^(\w+:[^;]*;)+$/);
    expect([integers(all, 'print-quality-supported'), integers(all, 'number-up-supported')]).toEqual([
      [4, 5],
      [1, 2],
    ]);
    expect(ranges(all, 'copies-supported')).toEqual([{ lower: 1, upper: 99 }]);
    expect(integers(all, 'orientation-requested-supported')).toEqual([3, 4]);
    expect(firstBoolean(all, 'x-toner-save-supported' as 'color-supported')).toBe(true);
    expect(['cover-front-supported', 'job-phone-number-supported'].filter((name) => all.has(name))).toEqual(
      [],
    );
    expect(strings(all, 'compression-supported')).toEqual(['none', 'gzip', 'deflate']);
    expect(strings(all, 'job-sheets-supported')).toEqual(['none']);
    expect(strings(all, 'marker-names')).toEqual(['Black']);
    expect(strings(all, 'media-source-supported')).toEqual(['tray-1', 'tray-2']);
    expect(strings(all, 'output-bin-supported')).toEqual(['face-down']);
    expect(all.get('media-col-database')?.values).toHaveLength(1);
    expect(strings(all, 'job-creation-attributes-supported')).toContain('x-toner-save');
  });

  it('is with a collection of the device what its members can be, which are no attributes of a job', async () => {
    const deviceAttributes = attributes(
      attribute('job-creation-attributes-supported', 'media-col', 'finishings-col'),
      attribute('media-col-supported', 'media-size', 'media-weight-metric'),
      attributeOf('media-weight-metric-supported', range(60, 200)),
      attributeOf('media-thickness-supported', range(1, 9)),
      attributeOf('finishings-col-supported', keyword('stitching')),
      attributeOf('stitching-locations-supported', integer(1000), integer(2000)),
    );
    await start({ view: { deviceAttributes } });
    const all = await printer({ names: ['all', 'media-col-database'] });
    expect(all.get('media-weight-metric-supported')?.values).toEqual([range(60, 200)]);
    expect(all.get('stitching-locations-supported')?.values).toEqual([integer(1000), integer(2000)]);
    expect(all.has('media-thickness-supported')).toBe(false);
    const taken = strings(all, 'job-creation-attributes-supported');
    expect(taken.filter((name) => /weight|stitching/.test(name))).toEqual([]);
  });

  it('is with a collection inside a collection of the device what its members can be', async () => {
    const deviceAttributes = attributes(
      attribute('job-creation-attributes-supported', 'finishings-col'),
      attributeOf('finishings-col-supported', keyword('stitching')),
      attributeOf('stitching-supported', keyword('stitching-locations'), keyword('stitching-offset')),
      attributeOf('stitching-locations-supported', range(0, 2000)),
      attributeOf('stitching-offset-supported', integer(100)),
    );
    await start({ view: { deviceAttributes } });
    const all = await printer({ names: ['all'] });
    expect(all.get('stitching-locations-supported')?.values).toEqual([range(0, 2000)]);
    expect(all.get('stitching-offset-supported')?.values).toEqual([integer(100)]);
    const taken = strings(all, 'job-creation-attributes-supported');
    expect(taken.filter((name) => name.startsWith('stitching'))).toEqual([]);
  });

  it('is only the paper, resolutions and colour that are configured, where a device has more', async () => {
    const size = (x: number, y: number): IppValue =>
      collection(attribute('x-dimension', integer(x)), attribute('y-dimension', integer(y)));
    const [a4, a3] = [size(21_000, 29_700), size(29_700, 42_000)];
    const sheet = (dimensions: IppValue): IppValue => collection(attribute('media-size', dimensions));
    const both = [resolution(300, 300), resolution(600, 600)] as const;
    const deviceAttributes = attributes(
      attribute('media-ready', 'iso_a3_297x420mm'),
      attribute('media-size-supported', a4, a3),
      attribute('media-col-database', sheet(a4), sheet(a3)),
      attribute('media-col-default', sheet(a3)),
      attribute('printer-resolution-supported', ...both),
      attribute('printer-resolution-default', both[1]),
      attribute('pages-per-minute-color', 40),
      attribute('urf-supported', 'V1.4', 'SRGB24', 'RS600'),
    );
    const capabilities = { media: ['iso_a4_210x297mm'], resolutions: [300], colour: false };
    await start({ view: { deviceAttributes }, printers: [{ capabilities }] });
    const all = await printer({ names: ['all', 'media-col-database'] });
    expect(strings(all, 'media-ready')).toEqual(['iso_a4_210x297mm']);
    expect(all.get('media-size-supported')?.values).toEqual([a4]);
    expect(all.get('media-col-database')?.values).toEqual([sheet(a4)]);
    expect(members(all, 'media-col-default')[0]?.get('media-size')?.values).toEqual([a4]);
    expect(all.get('printer-resolution-supported')?.values).toEqual([both[0]]);
    expect(all.get('printer-resolution-default')?.values).toEqual([both[0]]);
    expect(all.has('pages-per-minute-color')).toBe(false);
    expect(strings(all, 'urf-supported')).toContain('RS300');
    expect(strings(all, 'urf-supported')).not.toContain('SRGB24');
  });

  const paperOf = (x: IppValue, y: IppValue): IppValue =>
    collection(attributeOf('x-dimension', x), attributeOf('y-dimension', y));
  const [a5, a4, a3] = [
    paperOf(integer(14_800), integer(21_000)),
    paperOf(integer(21_000), integer(29_700)),
    paperOf(integer(29_700), integer(42_000)),
  ] as const;
  const inTray = (size: IppValue, tray: string): IppValue =>
    collection(attribute('media-size', size), attribute('media-source', tray));

  it('has the same default by media and media-col, and every size of media, where paper is configured', async () => {
    const deviceAttributes = attributes(
      attribute('media-size-supported', a4, a5),
      attribute('media-col-supported', 'media-size', 'media-source'),
      attribute('media-source-supported', 'tray-1', 'tray-2'),
      attribute('media-col-database', inTray(a4, 'tray-1'), inTray(a5, 'tray-2')),
      attribute('media-col-default', inTray(a4, 'tray-1')),
    );
    const media = ['iso_a5_148x210mm', 'iso_a3_297x420mm'];
    await start({ view: { deviceAttributes }, printers: [{ capabilities: { media } }] });
    const all = await printer({ names: ['all', 'media-col-database'] });
    expect(strings(all, 'media-default')).toEqual(media.slice(0, 1));
    expect(all.get('media-col-default')?.values).toEqual([inTray(a5, 'tray-2')]);
    expect(all.get('media-size-supported')?.values).toEqual([a5, a3]);
    expect(all.get('media-col-database')?.values).toEqual([inTray(a5, 'tray-2'), inTray(a3, 'tray-1')]);
  });

  it('has sizes of one’s own as a range where the device tells their ends alone, and none of them as ready', async () => {
    const media = ['iso_a4_210x297mm', 'custom_min_100x148mm', 'custom_max_216x356mm'];
    const deviceAttributes = attributes(
      attribute('media-supported', 'iso_a4_210x297mm', 'custom_min_100x148mm', 'custom_max_216x356mm'),
    );
    await start({ view: { deviceAttributes, capabilities: { ...fakeCapabilities, media } } });
    const all = await printer({ names: ['all', 'media-col-database'] });
    const between = paperOf(range(10_000, 21_600), range(14_800, 35_600));
    expect(strings(all, 'media-ready')).toEqual(['iso_a4_210x297mm']);
    expect(all.get('media-size-supported')?.values).toEqual([a4, between]);
    expect(members(all, 'media-col-ready')).toHaveLength(1);
    expect(members(all, 'media-col-database').map((each) => each.get('media-size')?.values[0])).toEqual([
      a4,
      between,
    ]);
  });

  it('is no black, and no number of pages a side, that the device cannot be asked for', async () => {
    const deviceAttributes = attributes(
      attribute('print-color-mode-supported', 'color', 'auto'),
      attribute('number-up-supported', range(1, 4)),
      attribute('max-page-ranges-supported', 1),
    );
    await start({ view: { deviceAttributes } });
    const all = await printer();
    expect(strings(all, 'print-color-mode-supported')).toEqual(['auto', 'color']);
    expect(integers(all, 'number-up-supported')).toEqual([1, 2, 4]);
    expect(firstInteger(all, 'max-page-ranges-supported')).toBe(1);
  });

  it('is nothing that IPP cannot say, whatever the device or the configuration says', async () => {
    const capabilities = {
      ...fakeCapabilities,
      formats: ['not a type', 'application/pdf', `x/${'y'.repeat(300)}`],
      media: ['no keyword!', 'iso_a4_210x297mm', ''],
      resolutions: [0, -1, 1.5, 300],
      copiesMax: 0,
    };
    const deviceAttributes = attributes(
      attributeOf('printer-make-and-model', text('M'.repeat(1_000))),
      attributeOf('number-up-supported', integer(0), integer(2), integer(100_000)),
    );
    const device = {
      state: 'idle',
      reasons: ['none', '\n', 'x'.repeat(300)],
      message: 'm'.repeat(3_000),
    } as const;
    await start({ view: { capabilities, deviceAttributes, device } });
    const all = await printer();
    expect(strings(all, 'document-format-supported')).toEqual([
      'application/pdf',
      'application/octet-stream',
    ]);
    expect(strings(all, 'media-supported')).toEqual(['iso_a4_210x297mm']);
    expect(integers(all, 'number-up-supported')).toEqual([1, 2]);
    expect(strings(all, 'printer-state-reasons')).toEqual(['none']);
  });

  it('is of what a device says only what IPP can say, and nothing that contradicts itself', async () => {
    const deviceAttributes = attributes(
      attributeOf('print-quality-supported', enumeration(4), enumeration(5), enumeration(4)),
      attributeOf('print-quality-default', enumeration(3)),
      attributeOf('output-bin-supported', keyword(''), keyword('tray-1'), integer(7)),
      attributeOf('print-scaling-supported', keyword('fit'), keyword('x'.repeat(300))),
      attributeOf('finishings-supported', enumeration(3), enumeration(4)),
      attributeOf('finishings-ready', enumeration(3), enumeration(20)),
      attributeOf('finishings-default', keyword('none')),
      attributeOf('media-source-supported', outOfBand('unknown')),
      attributeOf('media-top-margin-supported', integer(-1)),
      attributeOf('pages-per-minute', text('many')),
      attributeOf('jpeg-k-octets-supported', range(9, 1)),
      attributeOf('printer-alert', octetString(Buffer.from('code=coverOpen'))),
      attributeOf('printer-alert-description', text('Cover'), text('What else')),
      attributeOf('printer-supply-description', text('Ink'), text('Paper')),
      attributeOf('marker-names', name('Black'), name('Black')),
      attributeOf('marker-levels', integer(1)),
    );
    await start({ view: { deviceAttributes } });
    const all = await printer();
    const told = [...all].map(([each, { values }]) => [each, values] as const);
    expect(Object.fromEntries(told)).toMatchObject({
      'print-quality-supported': [enumeration(4), enumeration(5)],
      'print-quality-default': [enumeration(4)],
      'output-bin-supported': [keyword('tray-1')],
      'output-bin-default': [keyword('tray-1')],
      'print-scaling-supported': [keyword('fit')],
      'print-scaling-default': [keyword('fit')],
      'finishings-ready': [enumeration(3)],
      'finishings-default': [enumeration(3)],
      'media-source-supported': [keyword('auto')],
      'media-top-margin-supported': [integer(423)],
      'pages-per-minute': [integer(30)],
      'printer-alert-description': [text('')],
      'printer-supply-description': [text('Level not known')],
      'marker-names': [name('Black'), name('Black')],
    });
    expect(['jpeg-k-octets-supported', 'marker-levels'].filter((each) => all.has(each))).toEqual([]);
  });

  it('is one page on a side in any case, whatever bounds the device has for more', async () => {
    await start({ view: { deviceAttributes: attributes(attribute('number-up-supported', range(20, 30))) } });
    expect(integers(await printer(), 'number-up-supported')).toEqual([1]);
  });

  it('holds for a printer without media, formats or sizes too', async () => {
    const capabilities = { ...fakeCapabilities, media: ['odd-paper'], formats: [], resolutions: [] };
    await start({ view: { capabilities } });
    const all = await printer({ names: ['all', 'media-col-database'] });
    expect(strings(all, 'media-supported')).toEqual(['odd-paper']);
    expect([all.has('media-col-default'), all.has('media-col-database'), all.has('urf-supported')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(strings(all, 'document-format-supported')).toEqual(['application/octet-stream']);
    expect(strings(all, 'ipp-features-supported')).toEqual(['subscription-object']);
  });

  it('keeps texts within the 127 octets that clients can take', async () => {
    const long = 'Ünï'.repeat(100);
    await start({ printers: [{ name: 'demo', info: long, location: long }] });
    const all = await printer();
    for (const name of ['printer-info', 'printer-location'] as const) {
      expect(Buffer.byteLength(firstString(all, name) ?? '')).toBeLessThanOrEqual(127);
    }
    expect(Buffer.byteLength(firstString(all, 'printer-dns-sd-name') ?? '')).toBeLessThanOrEqual(63);
  });

  it('names for new jobs only what it says the supported values of, where there are any to say', async () => {
    await start();
    const all = await printer();
    const named = strings(all, 'job-creation-attributes-supported').map((name) => `${name}-supported`);
    expect(named).toContain('compression-supported');
    expect(named.filter((name) => definitionOf(name) !== undefined && !all.has(name))).toEqual([]);
  });

  it('has defaults that are supported', async () => {
    await start();
    const all = await printer();
    for (const [name, { values }] of all) {
      if (
        !name.endsWith('-default') ||
        values[0]?.syntax === 'collection' ||
        values[0]?.syntax === 'no-value'
      )
        continue;
      const supported = all.get(name.replace('-default', '-supported'))?.values ?? [];
      const given = values[0];
      const isWithin = supported.some(
        (each) =>
          each.syntax === 'rangeOfInteger' &&
          given?.syntax === 'integer' &&
          each.lower <= given.value &&
          given.value <= each.upper,
      );
      // job-priority-supported is a number of levels (RFC 8011 §5.2.1).
      if (isWithin || name === 'job-priority-default') continue;
      expect([name, supported]).toEqual([name, expect.arrayContaining([given])]);
    }
    expect(all.get('orientation-requested-default')?.values).toEqual([outOfBand('no-value')]);
  });
});

describe('printers that can the same', () => {
  it('are told apart by who they are, and from those that take something else', async () => {
    const large = { jobImpressionsMax: 20_000 };
    await start({
      printers: [
        { name: 'demo' },
        { name: 'same', info: 'Another', location: 'Cellar' },
        { name: 'large', ...large },
        { name: 'strict', mandatoryJobAttributes: ['job-name'] },
      ],
    });
    const told = async (name: string): Promise<readonly (string | number | undefined)[]> => {
      const all = await printer({ printer: name });
      const [impressions] = ranges(all, 'job-impressions-supported');
      return [
        firstString(all, 'printer-name'),
        firstString(all, 'printer-info'),
        firstString(all, 'printer-location'),
        impressions?.upper,
        firstString(all, 'printer-mandatory-job-attributes'),
      ];
    };
    expect(await told('demo')).toEqual(['demo', 'Demo printer', 'Second floor', 10_000, undefined]);
    expect(await told('same')).toEqual(['same', 'Another', 'Cellar', 10_000, undefined]);
    expect(await told('large')).toEqual(['large', 'Demo printer', 'Second floor', 20_000, undefined]);
    expect(await told('strict')).toEqual(['strict', 'Demo printer', 'Second floor', 10_000, 'job-name']);
  });
});

describe('what tells printers apart', () => {
  const uuid = '12345678-9abc-def0-1234-56789abcdef0';

  it('is a UUID that a printer keeps under another name, and where it stands', async () => {
    await start({
      printers: [
        { name: 'demo', uuid, geoLocation: 'geo:52.52,13.405' },
        { name: 'other', identity: { levels: ['password'] } },
      ],
    });
    const told = await printer();
    expect(firstString(told, 'printer-uuid')).toBe(`urn:uuid:${uuid}`);
    expect(firstString(told, 'printer-geo-location')).toBe('geo:52.52,13.405');
    const other = await printer({ printer: 'other' });
    expect(firstString(other, 'printer-uuid')).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(firstString(other, 'printer-uuid')).not.toBe(`urn:uuid:${uuid}`);
    expect(other.get('printer-geo-location')?.values).toEqual([outOfBand('unknown')]);
  });

  it('says by what people prove who they are', async () => {
    await start({
      printers: [
        { name: 'demo' },
        { name: 'proved', identity: { levels: ['token', 'password'] } },
        { name: 'cards', identity: { levels: ['certificate'] } },
      ],
    });
    const ways = ['demo', 'proved', 'cards'].map(async (name) =>
      strings(await printer({ printer: name }), 'uri-authentication-supported'),
    );
    expect(await Promise.all(ways)).toEqual([['requesting-user-name'], ['basic'], ['certificate']]);
  });
});
