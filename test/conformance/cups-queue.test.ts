import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { attribute, firstString, groupOf, groupTags, operations, strings } from '../../src/ipp/index.ts';
import { type HistoryLine, historyOf, settled } from '../support/books.ts';
import { Cupsd } from '../support/cupsd.ts';
import { countOnce, makePdf } from '../support/documents/index.ts';
import { type FakeRawDevice, startRawDevice } from '../support/fake-raw-device.ts';
import { call, requestMessage } from '../support/ipp-client.ts';
import { describeNeeding } from '../support/needs.ts';
import { ServerProcess } from '../support/server-process.ts';

describeNeeding('cupsd', 'a CUPS queue that points at a printer of ours', () => {
  /** Ended in reverse, also when the beginning fails half way. */
  const opened: (() => Promise<void>)[] = [];
  let cups: Cupsd;
  let server: ServerProcess;
  let raw: FakeRawDevice;

  beforeAll(async () => {
    raw = await startRawDevice();
    opened.push(() => raw.close());
    server = await ServerProcess.make({
      users: { unknown: 'create', template: { mode: 'accounting-only' } },
      defaults: { prices: { impression: '0.05', sheet: '0.01' } },
      printers: [
        { name: 'demo', device: 'file:out/' },
        { name: 'raw', device: raw.uri, capabilities: { formats: ['application/pdf'] } },
      ],
    });
    opened.push(() => server.remove());
    await server.start();
    await server.cli('users', 'add', 'alice', '--mode', 'quota');
    await server.cli('users', 'limit', 'alice', '--printer', 'demo', '--hard', '1');
    cups = await Cupsd.start();
    opened.push(() => cups.close());
    await cups.addQueue('queue', `ipp://localhost:${server.port}/ipp/print/demo`);
    await cups.addQueue('wire', `ipp://localhost:${server.port}/ipp/print/raw`);
  });

  afterAll(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  async function fileWith(name: string, octets: Buffer | string): Promise<string> {
    const path = join(server.folder, name);
    await writeFile(path, octets);
    return path;
  }

  async function lastRow(): Promise<HistoryLine> {
    await settled(server);
    return (await historyOf(server))[0]!;
  }

  /** Waits for the end of a job that is to print; where it does not, what cupsd logged of it is the message. */
  async function expectCompleted(job: number): Promise<void> {
    const { state } = await cups.over(job);
    expect(state, await cups.log(job)).toBe('completed');
  }

  async function keptDocument(job: number): Promise<Buffer> {
    const out = join(server.folder, 'out');
    const own = (name: string): boolean => name.startsWith(String(job).padStart(6, '0'));
    const name = (await readdir(out)).find((file) => own(file) && !file.endsWith('.json'));
    return readFile(join(out, name!));
  }

  /** What the folder was told of the job, as a device would be. */
  async function keptAttributes(job: number): Promise<unknown> {
    const file = join(server.folder, 'out', `${String(job).padStart(6, '0')}.json`);
    const told: unknown = JSON.parse(await readFile(file, 'utf8'));
    return z.object({ attributes: z.unknown() }).parse(told).attributes;
  }

  test('prints text, which CUPS makes a PDF of, and charges its pages', async () => {
    const file = await fileWith('letter.txt', 'page 1\n\fpage 2\n\fpage 3\n');
    await expectCompleted(await cups.print('queue', file, { user: 'carol' }));
    const row = await lastRow();
    expect(row).toMatchObject({ user: 'carol', action: 'printed', impressions: 3, amount: '0.18' });
    const document = await keptDocument(row.job);
    expect(await countOnce(document)).toMatchObject({ pages: 3, format: 'application/pdf' });
  });

  test('prints a PDF with its copies and sides, each counted once', async () => {
    const file = await fileWith('report.pdf', makePdf({ pages: 3 }));
    const options = ['copies=2', 'sides=two-sided-long-edge'];
    await expectCompleted(await cups.print('queue', file, { user: 'bob', options }));
    const row = await lastRow();
    expect(row).toMatchObject({ user: 'bob', action: 'printed', impressions: 6, amount: '0.34' });
  });

  test('prints through to a raw device', async () => {
    const file = await fileWith('wire.pdf', makePdf({ pages: 2 }));
    await expectCompleted(await cups.print('wire', file, { user: 'bob' }));
    expect(await lastRow()).toMatchObject({ user: 'bob', action: 'printed', impressions: 2 });
    const [reception] = raw.receptions;
    expect(await countOnce(reception!.octets)).toMatchObject({ pages: 2 });
  });

  test('holds the job of who is over quota, knows why, and prints the next at once', async () => {
    const file = await fileWith('two.pdf', makePdf({ pages: 2 }));
    const refused = await cups.print('queue', file, { user: 'alice' });
    const next = await cups.print('queue', file, { user: 'bob' });
    const began = Date.now();
    expect(await cups.over(refused)).toMatchObject({ state: 'pending-held' });
    expect(await cups.over(next)).toMatchObject({ state: 'completed' });
    expect(Date.now() - began).toBeLessThan(15_000);
    // 0x049E; the backend writes its own words on the job and ours into the log.
    const log = await cups.log(refused);
    const sentence = 'This job needs 2 impressions; 1 of 1 are left on demo.';
    expect(log).toContain(`Send-Document: cups-error-account-limit-reached (${sentence})`);
    expect(log).toContain('Job held indefinitely - account limit has been reached.');
    const rows = (await historyOf(server)).slice(0, 2);
    expect(rows).toMatchObject([
      { user: 'bob', action: 'printed', impressions: 2 },
      { user: 'alice', action: 'refused', impressions: 0 },
    ]);
    const ours = await jobAttributes(server.port, rows[1]!.job);
    expect(firstString(ours, 'job-state-message')).toBe(sentence);
    expect(strings(ours, 'job-state-reasons')).toContain('account-limit-reached');
  });

  test('asks before it sends: nothing left is refused without a document', async () => {
    const one = await fileWith('one.pdf', makePdf({ pages: 1 }));
    expect(await cups.over(await cups.print('queue', one, { user: 'alice' }))).toMatchObject({
      state: 'completed',
    });
    await settled(server);
    const refused = await cups.print('queue', one, { user: 'alice' });
    expect(await cups.over(refused)).toMatchObject({ state: 'pending-held' });
    const log = await cups.log(refused);
    expect(log).toContain('Validate-Job: cups-error-account-limit-reached (');
    expect(log).not.toContain('IPP/2.0 Send-Document');
  });

  test('lp holds, lpstat lists, cancel cancels: at our server itself', async () => {
    const host = `localhost:${server.port}`;
    const file = await fileWith('held.txt', 'page 1\n');
    const said = await cups.run('lp', '-h', host, '-U', 'gina', '-d', 'demo', '-H', 'indefinite', file);
    const [id = ''] = /demo-\d+/.exec(said) ?? [];
    expect(await cups.run('lpstat', '-h', host, '-U', 'gina', '-o')).toMatch(new RegExp(`^${id} +gina`, 'm'));
    await cups.run('cancel', '-h', host, '-U', 'gina', id);
    expect(await lastRow()).toMatchObject({ user: 'gina', action: 'cancelled', impressions: 0 });
  });

  test('lp holds, lpstat lists, cancel cancels: through the queue', async () => {
    const file = await fileWith('held.pdf', makePdf({ pages: 1 }));
    const said = await cups.run('lp', '-U', 'gina', '-d', 'queue', '-H', 'indefinite', file);
    const [id = ''] = /queue-\d+/.exec(said) ?? [];
    expect(await cups.run('lpstat', '-o', 'queue')).toContain(id);
    await cups.run('cancel', id);
    expect(await cups.run('lpstat', '-o', 'queue')).not.toContain(id);
  });

  test('knows where the names of our keywords are, in every language', async () => {
    const driver = await cups.driverOf('queue');
    for (const language of ['en', 'de', 'es', 'fr']) {
      const address = `http://localhost:${server.port}/printers/demo/strings/${language}.strings`;
      expect(driver).toContain(`*cupsStringsURI ${language}: "${address}"`);
      expect((await fetch(address)).status).toBe(200);
    }
  });

  test('lpoptions tells the options of the queue, which are those of the printer', async () => {
    const listed = await cups.run('lpoptions', '-p', 'queue', '-l');
    expect(listed).toMatch(/^PageSize\/.*: .*\*A4/m);
    expect(listed).toMatch(/^Duplex\/.*: \*None DuplexNoTumble DuplexTumble$/m);
    expect(listed).toMatch(/^ColorModel\//m);
  });

  test('lpoptions tells the options at our server itself, and lp prints by them', async () => {
    const host = `localhost:${server.port}`;
    const listed = await cups.run('lpoptions', '-h', host, '-p', 'demo', '-l');
    expect(listed).toMatch(/^PageSize\/Media Size: \*A4 Letter /m);
    expect(listed).toMatch(/^Duplex\/2-Sided Printing: \*None DuplexNoTumble DuplexTumble$/m);
    expect(listed).toMatch(/^ColorModel\/Output Mode: \*Auto RGB Gray$/m);
    const file = await fileWith('options.pdf', makePdf({ pages: 2 }));
    const wishes = ['PageSize=Letter', 'Duplex=DuplexNoTumble', 'ColorModel=Gray'];
    const options = wishes.flatMap((wish) => ['-o', wish]);
    await cups.run('lp', '-h', host, '-U', 'dora', '-d', 'demo', ...options, file);
    const row = await lastRow();
    expect(row).toMatchObject({ user: 'dora', action: 'printed', impressions: 2, amount: '0.11' });
    expect(await keptAttributes(row.job)).toMatchObject({
      media: 'na_letter_8.5x11in',
      sides: 'two-sided-long-edge',
      'print-color-mode': 'monochrome',
    });
  });

  test('cupstestppd finds nothing wrong with the driver file of our server', async () => {
    const answer = await fetch(`http://localhost:${server.port}/printers/demo.ppd`);
    expect(answer.headers.get('content-type')).toBe('application/vnd.cups-ppd');
    const file = await fileWith('demo.ppd', await answer.text());
    const said = await cups.run('cupstestppd', file);
    expect(said).toContain('PASS');
    expect(said).not.toContain('WARN');
  });

  test('lpstat and lp talk to our server itself', async () => {
    const host = `localhost:${server.port}`;
    const listed = await cups.run('lpstat', '-h', host, '-a');
    expect(listed).toMatch(/^demo accepting requests/m);
    expect(listed).toMatch(/^raw accepting requests/m);
    expect(await cups.run('lpstat', '-h', host, '-d')).toContain('system default destination: demo');
    // It asks for classes too, and fails where they are unknown.
    expect(await cups.run('lpstat', '-h', host, '-t')).toContain('scheduler is running');
    const file = await fileWith('direct.txt', 'page 1\n');
    const said = await cups.run('lp', '-h', host, '-U', 'dora', '-d', 'demo', '-n', '2', file);
    expect(said).toMatch(/request id is demo-\d+ \(1 file\(s\)\)/);
    expect(await lastRow()).toMatchObject({ user: 'dora', action: 'printed', impressions: 2 });
  });
});

async function jobAttributes(port: number, job: number): Promise<ReturnType<typeof attributesOf>> {
  const operation = [attribute('job-id', job)];
  const request = requestMessage({ code: operations.getJobAttributes, user: 'alice', operation });
  return attributesOf(await call(port, request));
}

function attributesOf({ message }: Awaited<ReturnType<typeof call>>) {
  return groupOf(message, groupTags.job) ?? new Map();
}
