import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  memoryDocument,
  never,
  relayJob,
  SeenEvents,
  streamedDocument,
} from '../../../test/support/relay-job.ts';
import { attribute, attributes, range } from '../../ipp/index.ts';
import { plainTicket } from '../../model/ticket.ts';
import { parseDeviceUri } from '../device-uri.ts';
import { FileDevice } from './file-device.ts';

let parent = '';
let folder = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'platen-file-device-'));
  folder = join(parent, 'new', 'out');
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

function device(): FileDevice {
  const uri = parseDeviceUri(`file:${folder}/`);
  if (uri?.kind !== 'file') throw new Error('no file URI');
  return new FileDevice({ uri, capabilities: {}, clock: { now: () => 0 } });
}

describe('a folder as a device', () => {
  test('keeps every document of a job, and finds them after a crash', async () => {
    const further = [
      memoryDocument(Buffer.from('second')),
      memoryDocument(Buffer.from('third'), 'image/jpeg'),
    ];
    const job = relayJob({ document: memoryDocument(Buffer.from('first')), further });
    const outcome = await device().relay(job, new SeenEvents(), never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: 'firstsecondthird'.length });
    expect(await readdir(folder)).toEqual(['000017-2.pdf', '000017-3.jpg', '000017.json', '000017.pdf']);
    expect(await readFile(join(folder, '000017-3.jpg'), 'utf8')).toBe('third');
    expect(await device().resume(job)).toMatchObject({ kind: 'completed', octetsSent: 16 });
  });

  test('is made, and keeps the document once with its ticket beside it', async () => {
    const octets = Buffer.alloc(200_000, 'page');
    const job = relayJob({
      document: streamedDocument(octets),
      ticket: { ...plainTicket, copies: 3 },
      attributes: attributes(attribute('copies', 3), attribute('page-ranges', range(1, 4))),
    });
    const events = new SeenEvents();
    const outcome = await device().relay(job, events, never());
    expect(outcome).toMatchObject({ kind: 'completed', octetsSent: octets.length });
    expect(outcome).not.toHaveProperty('impressions');
    expect(events.steps).toEqual(['first-octet']);
    expect(await readdir(folder)).toEqual(['000017.json', '000017.pdf']);
    expect((await readFile(join(folder, '000017.pdf'))).equals(octets)).toBe(true);
    expect(JSON.parse(await readFile(join(folder, '000017.json'), 'utf8'))).toEqual({
      job: 17,
      uuid: job.uuid,
      name: 'Report',
      user: 'alice',
      at: '1970-01-01T00:00:00.000Z',
      attempt: 1,
      document: { format: 'application/pdf', octets: octets.length },
      ticket: { ...plainTicket, copies: 3 },
      attributes: { copies: 3, 'page-ranges': '1-4' },
    });
  });

  test('keeps documents from others on the machine', async () => {
    await device().relay(relayJob(), new SeenEvents(), never());
    expect((await stat(join(folder, '000017.pdf'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('makes no file name of foreign text', async () => {
    const document = memoryDocument(Buffer.from('x'), 'application/../../etc');
    await device().relay(relayJob({ name: '../evil', document }), new SeenEvents(), never());
    expect(await readdir(folder)).toEqual(['000017.json', '000017.prn']);
  });

  test('writes a job again over itself, and never over the job of other books', async () => {
    await device().relay(relayJob(), new SeenEvents(), never());
    await device().relay(relayJob({ attempt: 2 }), new SeenEvents(), never());
    expect(await readdir(folder)).toEqual(['000017.json', '000017.pdf']);
    const other = relayJob({ uuid: '11111111-2222-3333-4444-555555555555' });
    await device().relay(other, new SeenEvents(), never());
    expect(await readdir(folder)).toEqual([
      '000017-11111111.json',
      '000017-11111111.pdf',
      '000017.json',
      '000017.pdf',
    ]);
  });

  test('of which nothing can be made fails without an octet sent, and its status says why', async () => {
    await writeFile(join(parent, 'new'), 'a file where the folder should be');
    const events = new SeenEvents();
    expect(await device().relay(relayJob(), events, never())).toMatchObject({
      kind: 'failed',
      octetsSent: 0,
      retry: true,
    });
    expect(events.statuses.at(-1)?.state).toBe('stopped');
    expect((await device().describe(never())).status).toMatchObject({ state: 'stopped' });
  });

  test('keeps nothing of a document that the spool cut short', async () => {
    const document = { ...streamedDocument(Buffer.alloc(1_000)), octets: 2_000 };
    expect(await device().relay(relayJob({ document }), new SeenEvents(), never())).toMatchObject({
      kind: 'failed',
      octetsSent: 0,
      retry: false,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('keeps nothing of a cancelled job', async () => {
    const outcome = await device().relay(relayJob(), new SeenEvents(), AbortSignal.abort());
    expect(outcome).toEqual({ kind: 'cancelled', octetsSent: 0 });
  });
});

describe('after a crash a folder', () => {
  test('that has the document has printed it', async () => {
    const job = relayJob();
    await device().relay(job, new SeenEvents(), never());
    expect(await device().resume(job)).toMatchObject({ kind: 'completed', octetsSent: job.document.octets });
  });

  test('that has nothing, or only the temporary file, has not', async () => {
    expect(await device().resume(relayJob())).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.000017.pdf.part'), 'half a docu');
    expect(await device().resume(relayJob())).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
  });

  test('that has the job of other books under this number has not printed ours', async () => {
    await device().relay(
      relayJob({ uuid: '11111111-2222-3333-4444-555555555555' }),
      new SeenEvents(),
      never(),
    );
    expect(await device().resume(relayJob())).toMatchObject({ kind: 'failed', octetsSent: 0 });
  });

  test('that cannot be read now may be asked again', async () => {
    await mkdir(folder, { recursive: true });
    await mkdir(join(folder, '000017.json'));
    expect(await device().resume(relayJob())).toMatchObject({ kind: 'failed', octetsSent: 0, retry: true });
    await chmod(folder, 0o700);
  });
});
