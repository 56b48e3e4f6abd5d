import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyOf, settled } from '../support/books.ts';
import { makePdf } from '../support/documents/index.ts';
import { askForeign, type ForeignAnswer } from '../support/foreign-ipp.ts';
import { ServerProcess } from '../support/server-process.ts';

describe('the npm package `ipp` as a client', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.make({
      users: { unknown: 'create', template: { mode: 'accounting-only' } },
      printers: [{ name: 'demo', info: 'Demo printer', device: 'file:out/' }],
    });
    await server.start();
    await server.cli('users', 'add', 'eve', '--mode', 'quota');
    await server.cli('users', 'limit', 'eve', '--printer', 'demo', '--hard', '1');
  });

  afterAll(async () => {
    await server.remove();
  });

  function ask(
    operation: string,
    attributes: Readonly<Record<string, unknown>>,
    more: { readonly job?: Readonly<Record<string, unknown>>; readonly document?: Buffer } = {},
  ): Promise<ForeignAnswer> {
    const { job, document } = more;
    return askForeign(`http://127.0.0.1:${server.port}/ipp/print/demo`, {
      operation,
      message: {
        'operation-attributes-tag': attributes,
        ...(job === undefined ? {} : { 'job-attributes-tag': job }),
      },
      ...(document === undefined ? {} : { document }),
    });
  }

  test('reads what the printer is', async () => {
    const answer = await ask('Get-Printer-Attributes', { 'requesting-user-name': 'alice' });
    expect(answer.statusCode).toBe('successful-ok');
    expect(answer['printer-attributes-tag']).toMatchObject({
      'printer-name': 'demo',
      'printer-info': 'Demo printer',
      'printer-state': 'idle',
      'printer-is-accepting-jobs': true,
      'ipp-versions-supported': expect.arrayContaining(['1.1', '2.0']) as unknown,
    });
  });

  test('asks for single attributes and gets those', async () => {
    const wanted = ['printer-name', 'document-format-supported'];
    const answer = await ask('Get-Printer-Attributes', { 'requested-attributes': wanted });
    expect(Object.keys(answer['printer-attributes-tag'] ?? {}).sort()).toEqual([...wanted].sort());
  });

  test('prints a PDF with copies and follows its job', async () => {
    const answer = await ask(
      'Print-Job',
      {
        'requesting-user-name': 'alice',
        'job-name': 'Bericht äöü €',
        'document-format': 'application/pdf',
      },
      { job: { copies: 2 }, document: makePdf({ pages: 3 }) },
    );
    expect(answer.statusCode).toBe('successful-ok');
    const job = answer['job-attributes-tag'];
    const id = job !== undefined && 'job-id' in job ? job['job-id'] : undefined;
    await settled(server);
    expect((await historyOf(server))[0]).toMatchObject({
      job: id,
      user: 'alice',
      action: 'printed',
      impressions: 6,
    });
    const asked = await ask('Get-Job-Attributes', { 'job-id': id, 'requesting-user-name': 'alice' });
    expect(asked['job-attributes-tag']).toMatchObject({
      'job-id': id,
      'job-name': 'Bericht äöü €',
      'job-state': 'completed',
      'job-originating-user-name': 'alice',
    });
    const list = await ask('Get-Jobs', { 'which-jobs': 'completed', 'requesting-user-name': 'alice' });
    expect([list['job-attributes-tag']].flat()).toContainEqual(expect.objectContaining({ 'job-id': id }));
  });

  test('holds a job, finds it in the list, and cancels it', async () => {
    const answer = await ask(
      'Print-Job',
      { 'requesting-user-name': 'alice', 'document-format': 'application/pdf' },
      { job: { 'job-hold-until': 'indefinite' }, document: makePdf({ pages: 1 }) },
    );
    const job = [answer['job-attributes-tag']].flat()[0];
    expect(job).toMatchObject({ 'job-state': 'pending-held' });
    const list = await ask('Get-Jobs', { 'which-jobs': 'not-completed', 'requesting-user-name': 'alice' });
    const id = job?.['job-id'];
    expect([list['job-attributes-tag']].flat()).toContainEqual(expect.objectContaining({ 'job-id': id }));
    const cancelled = await ask('Cancel-Job', { 'job-id': id, 'requesting-user-name': 'alice' });
    expect(cancelled.statusCode).toBe('successful-ok');
    await settled(server);
    expect((await historyOf(server))[0]).toMatchObject({ job: id, action: 'cancelled', impressions: 0 });
  });

  test('over quota sees its job aborted, with the reason', async () => {
    const answer = await ask(
      'Print-Job',
      { 'requesting-user-name': 'eve', 'document-format': 'application/pdf' },
      { document: makePdf({ pages: 2 }) },
    );
    expect(answer.statusCode).toBe('successful-ok');
    expect(answer['job-attributes-tag']).toMatchObject({
      'job-state': 'aborted',
      'job-state-message': 'This job needs 2 impressions; 1 of 1 are left on demo.',
    });
  });

  test('hears of a printer that is not there', async () => {
    const answer = await askForeign(`http://127.0.0.1:${server.port}/ipp/print/none`, {
      operation: 'Get-Printer-Attributes',
      message: { 'operation-attributes-tag': {} },
    });
    expect(answer.statusCode).toBe('client-error-not-found');
  });
});
