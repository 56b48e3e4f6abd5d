import { describe, expect, test } from 'vitest';
import { adapterPaths } from '../../src/model/adapter.ts';
import { adapterServices } from '../support/adapter-service.ts';
import { cupsJob } from '../support/cups-adapter.ts';
import { makePdf } from '../support/documents/index.ts';
import { pages, person, requestOf, textOf } from '../support/print-service.ts';

const open = adapterServices();

const poor = { template: { mode: 'balance', overdraft: 0, limits: {} } } as const;

describe('a job of a CUPS queue', () => {
  test('is in the books as being printed before the adapter hears yes, and charged when it has printed', async () => {
    const { adapter, service, job } = await open();
    const begun = await adapter.begin(cupsJob(), textOf(3));
    expect(await service.store.job(begun.job)).toMatchObject({
      state: 'relaying',
      owner: { name: 'alice', level: 'trusted-server' },
      attempts: [{ number: 1, device: 'cups:i1/office' }],
      document: { place: 'elsewhere' },
    });
    expect((await service.store.account('alice'))?.held).toBe(30_000);
    expect(await adapter.end(begun.attempt, { exit: 0 })).toEqual({ status: 200, body: { kind: 'settled' } });
    expect(await job(begun.job)).toMatchObject({ settlement: { action: 'printed', impressions: 3 } });
    expect(await service.store.account('alice')).toMatchObject({ balance: -30_000, held: 0 });
  });

  test('is told its name in the books where that is another', async () => {
    const { adapter } = await open();
    expect(await adapter.ask(cupsJob({ user: 'CORP\\Alice' }))).toMatchObject({
      decision: 'allow',
      userName: 'alice',
      deadline: 60_000,
    });
  });

  test('belongs to whom cupsd has proven', async () => {
    const { adapter, job } = await open();
    const begun = await adapter.begin(cupsJob({ user: 'root', authUser: 'bob' }));
    expect((await job(begun.job)).owner).toEqual({
      name: 'bob',
      level: 'password',
      proof: 'cups-auth',
      operator: false,
    });
  });

  test('goes to the printer that the configuration has for its queue', async () => {
    const { adapter, job } = await open();
    const begun = await adapter.begin(cupsJob({ queue: 'office-draft' }));
    expect((await job(begun.job)).printer).toBe('office');
  });

  test.each([
    ['a file is sent by the backend as often as copies are asked for', { copies: 3 }, 6],
    ['a stream is printed once', { copies: 3, source: 'stdin' }, 2],
    [
      'the ipp backend tells its printer the copies of a PDF stream',
      { copies: 3, source: 'stdin', deviceScheme: 'ipp', finalContentType: 'application/pdf' },
      6,
    ],
    [
      'of an unfiltered one by its first type',
      { copies: 3, source: 'stdin', deviceScheme: 'ipp', contentType: 'image/jpeg' },
      6,
    ],
    [
      'and not those of raster, where the filters have put them in',
      { copies: 3, source: 'stdin', deviceScheme: 'ipp', finalContentType: 'image/pwg-raster' },
      2,
    ],
    [
      'nor of anything else',
      { copies: 3, source: 'stdin', deviceScheme: 'ipp', finalContentType: 'text/plain' },
      2,
    ],
  ] as const)('%s', async (_, more, impressions) => {
    const { adapter, job } = await open();
    const begun = await adapter.begin(cupsJob(more), textOf(2));
    expect((await job(begun.job)).quote?.impressions).toBe(impressions);
  });

  const pjl = '\u001b%-12345X@PJL JOB\r\n@PJL SET COPIES=3\r\n@PJL ENTER LANGUAGE=PDF\r\n';
  const uel = '\u001b%-12345X@PJL EOJ\r\n\u001b%-12345X';

  test.each([
    ['that the driver leaves to the device', {}, [ofDriver(3)], 9],
    ['of each document of a stream', {}, [ofDriver(1), ofDriver(3), ofDriver(2)], 18],
    ['that the driver tells the device by PJL, once', {}, [pjl, ofDriver(3), uel], 9],
    ['that the driver has put into the pages', { copies: 3 }, [ofDriver(1)], 3],
    ['of a file, which no driver has seen, by the backend', { source: 'file', copies: 2 }, [ofDriver(3)], 6],
    ['that the ipp backend tells its printer, once', { deviceScheme: 'ipps', copies: 3 }, [ofDriver(3)], 9],
    ['that the ipp backend does not tell, not at all', { deviceScheme: 'ipp' }, [ofDriver(3)], 3],
  ] as const)('charges copies %s', async (_, more, stream, impressions) => {
    const { adapter, job } = await open();
    const call = { source: 'stdin', finalContentType: 'application/pdf', ...more } as const;
    const begun = await adapter.begin(cupsJob(call), Buffer.concat(stream.map((part) => Buffer.from(part))));
    expect((await job(begun.job)).quote?.impressions).toBe(impressions);
  });

  test('says the version', async () => {
    const { adapter } = await open();
    expect(await adapter.call('GET', adapterPaths.info)).toEqual({
      status: 200,
      body: { version: '1.2.3', protocol: 1 },
    });
  });
});

describe('a job that is refused', () => {
  test('for want of money is held in CUPS with its reason, and leaves a line in the books', async () => {
    const { adapter, service } = await open({ users: poor });
    expect(await adapter.ask(cupsJob(), textOf(3))).toMatchObject({
      decision: 'deny',
      reason: 'account-limit-reached',
    });
    expect((await service.store.account('alice'))?.held).toBe(0);
    expect(await service.store.history({ limit: 5 })).toMatchObject([{ action: 'refused', user: 'alice' }]);
    expect(await service.store.unfinished()).toEqual([]);
  });

  test.each([
    ['at the door', { users: { unknown: 'deny' } }],
    ['for its pages', { users: poor }],
    ['for its size', { printer: { documentOctetsMax: 3 } }],
  ] as const)('%s stands in the books once, however often the same question comes', async (_, options) => {
    const { adapter, service } = await open(options);
    const asked = cupsJob({ ask: 'run-1' });
    const first = await adapter.ask(asked, textOf(3));
    const again = await Promise.all([adapter.ask(asked, textOf(3)), adapter.ask(asked, textOf(3))]);
    expect(again).toEqual([first, first]);
    expect(await service.store.history({ limit: 9 })).toMatchObject([{ action: 'refused' }]);
    expect(await adapter.ask(cupsJob({ ask: 'run-2' }), textOf(3))).toEqual(first);
    expect(await service.store.history({ limit: 9 })).toHaveLength(2);
  });

  test('leaves the reservation of an earlier run to whoever comes next', async () => {
    const { adapter } = await open();
    const begun = await adapter.begin(cupsJob({ ask: 'run-1' }), textOf(2));
    await adapter.end(begun.attempt, { exit: 1 });
    const unknown = Buffer.from([0, 1, 2, 3, 254, 255, 0, 9]);
    expect(await adapter.ask(cupsJob({ ask: 'run-2', contentType: 'application/x' }), unknown)).toMatchObject(
      {
        decision: 'cancel',
      },
    );
    expect(await adapter.begin(cupsJob({ ask: 'run-3' }), textOf(2))).toMatchObject({ job: begun.job });
  });

  test('of an unknown user needs an account', async () => {
    const { adapter } = await open({ users: { unknown: 'deny' } });
    expect(await adapter.ask(cupsJob())).toMatchObject({ decision: 'deny', reason: 'account-info-needed' });
  });

  test('of a blocked user says so', async () => {
    const { adapter } = await open({ users: { template: { mode: 'blocked', overdraft: 0, limits: {} } } });
    expect(await adapter.ask(cupsJob())).toMatchObject({ decision: 'deny', reason: 'account-closed' });
  });

  test('because cupsd has not proven who prints', async () => {
    const { adapter } = await open({ printer: { identity: { levels: ['password'] } } });
    expect(await adapter.ask(cupsJob())).toMatchObject({
      decision: 'deny',
      reason: 'account-authorization-failed',
    });
    expect(await adapter.ask(cupsJob({ authUser: 'alice' }))).toMatchObject({ decision: 'allow' });
  });

  test('because nobody can count it is cancelled: no release would help', async () => {
    const { adapter } = await open();
    const unknown = Buffer.from([0, 1, 2, 3, 254, 255, 0, 9]);
    expect(await adapter.ask(cupsJob({ contentType: 'application/x-vendor' }), unknown)).toMatchObject({
      decision: 'cancel',
      reason: 'document-unprintable-error',
    });
  });

  test('because it is too large is cancelled', async () => {
    const { adapter } = await open({ printer: { documentOctetsMax: 10 } });
    expect(await adapter.ask(cupsJob(), textOf(20))).toMatchObject({ decision: 'cancel' });
  });

  test('because there is no such printer, or it prints another way, waits for the administrator', async () => {
    const { adapter } = await open();
    expect(await adapter.ask(cupsJob({ queue: 'attic' }))).toMatchObject({ decision: 'hold' });
    expect(await adapter.ask(cupsJob({ relay: true }))).toMatchObject({ decision: 'hold' });
  });

  test('while its printer is paused is held, not tried until CUPS gives it up', async () => {
    const { adapter, service } = await open();
    await service.jobs.pause('office');
    expect(await adapter.ask(cupsJob())).toMatchObject({ decision: 'hold', reason: 'printer-stopped' });
    await service.jobs.resume('office');
    expect(await adapter.ask(cupsJob())).toMatchObject({ decision: 'allow' });
  });

  test('over IPP has to come by its CUPS queue', async () => {
    const { service } = await open();
    expect(service.jobs.printer('office')?.accepting).toBe(false);
    const request = requestOf('alice', { printer: 'office', identity: person('alice') });
    expect(await service.jobs.print(request, pages(1))).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'wrong-way' }, { kind: 'identity-too-weak' }],
    });
  });
});

describe('a document that nobody can count', () => {
  const unknown = Buffer.from([0, 1, 2, 3, 254, 255, 0, 9]);
  const call = cupsJob({ contentType: 'application/x-vendor' });

  test('is charged by what the backend says, where the rule is the device', async () => {
    const { adapter, job } = await open({ printer: { unknownCount: { kind: 'device' } } });
    const begun = await adapter.begin(call, unknown);
    await adapter.end(begun.attempt, { exit: 0, pages: 7 });
    expect(await job(begun.job)).toMatchObject({ settlement: { impressions: 7, reported: 7 } });
  });

  test('waits for the operator where the rule says so, and prints when he lets it', async () => {
    const { adapter, service, job } = await open({ printer: { unknownCount: { kind: 'hold' } } });
    expect(await adapter.ask(call, unknown)).toMatchObject({ decision: 'hold' });
    expect(await adapter.ask(call, unknown)).toMatchObject({ decision: 'hold' });
    const [held] = await service.store.unfinished();
    const id = held?.id ?? 0;
    expect(await service.jobs.resolve(id, { kind: 'again' }, person('root', true))).toMatchObject({
      kind: 'done',
    });
    const begun = await adapter.begin(call, unknown);
    expect(begun.job).toBe(id);
    await adapter.end(begun.attempt, { exit: 0 });
    expect(await job(id)).toMatchObject({ needsOperator: true, reasons: ['not-counted'] });
    await service.jobs.resolve(id, { kind: 'printed', impressions: 4 }, person('root', true));
    expect(await job(id)).toMatchObject({ settlement: { action: 'printed', impressions: 4 } });
  });
});

/** Three pages as pdftopdf of cups-filters 1.28 writes them. */
function ofDriver(copies: number): Buffer {
  const text = makePdf({ pages: 3 }).toString('latin1');
  const comments = `% This file was generated by pdftopdf\n%%PDFTOPDFNumCopies : ${copies}\n%%PDFTOPDFCollate : true\n`;
  const end = text.indexOf('\n', text.indexOf('\n') + 1) + 1;
  const moved = (offset: string): string =>
    String(Number(offset) + comments.length).padStart(offset.length, '0');
  const behind = text
    .slice(end)
    .replace(/^\d{10}(?= \d{5} n)/gm, moved)
    .replace(/(?<=startxref\n)\d+/, moved);
  return Buffer.from(text.slice(0, end) + comments + behind, 'latin1');
}
