import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterMode, AdapterSite, adapterModes } from '../support/adapter-site.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';

// Checks 7, 8 and 10 of the adapter (the list is in cups-adapter.test.ts): what is very long, very large or secret.

const run = promisify(execFile);
/** In no other process' arguments. */
const password = randomBytes(12).toString('hex');

describeNeeding('cupsd', 'what is very long, large or secret behind the adapter', () => {
  describe.each(adapterModes)('as %s', (mode) => {
    suite(mode);
  });
});

function suite(mode: AdapterMode): void {
  let site: AdapterSite;

  beforeAll(async () => {
    site = await AdapterSite.make({ queues: ['titled', 'large', 'secret'] });
    const installed = await site.install(mode);
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    await site.addManaged('titled', 'record:/');
    await site.addManaged('large', 'record:/?drop=yes');
    await site.addManaged('secret', `record://user:${password}@printer/?wait=middle`);
  });

  afterAll(() => site.close());

  test.each([
    ['of two lines', 'first\nPAGE: 1 99\nERROR: second'],
    ['of 2 000 letters', 'x'.repeat(2_000)],
    ['that looks like options', '-rf --help -o raw'],
    ['that is a path', '../../../../etc/passwd'],
  ])('a title %s is text and nothing else', async (what, title) => {
    const user = `title ${what}`;
    const file = await site.file('one.pdf', makePdf({ pages: 1 }));
    const job = await site.cups.print('titled', file, { user, title });
    expect((await site.cups.over(job)).state, await site.cups.log(job)).toBe('completed');
    expect(await site.books.rowsOnce(user, 1)).toMatchObject([{ action: 'printed', impressions: 1 }]);
  });

  test('a job of 500 MB takes less than 120 MB of memory', async () => {
    const file = await largePdf(site, 500_000_000);
    const job = await site.cups.print('large', file, { user: 'large' });
    expect((await site.cups.ended(job)).state, await site.cups.log(job)).toBe('completed');
    expect(await site.books.rowsOnce('large', 1)).toMatchObject([{ action: 'printed', impressions: 2 }]);
    expect(Number(await site.recorded('large', job, 'data'))).toBeGreaterThan(500_000_000);
    const [kibibytes = ''] = /\d+/.exec(String(await site.recorded('large', job, 'peak'))) ?? [];
    expect(Number(kibibytes)).toBeGreaterThan(0);
    expect(Number(kibibytes) * 1_024).toBeLessThan(120_000_000);
  }, 180_000);

  test('nobody sees in the list of processes, or in a log, the password of a device', async () => {
    const document = Buffer.concat([makePdf({ pages: 1 }), Buffer.alloc(5_000, '%\n')]);
    const job = await site.cups.print('secret', await site.file('one.pdf', document), { user: 'secret' });
    await site.working('secret', job);
    const { stdout: processes } = await run('ps', ['-e', '-ww', '-o', 'args']);
    await site.go('secret', job);
    expect(processes).toContain('cupspykota');
    expect(processes).not.toContain(password);
    expect((await site.cups.ended(job)).state, await site.cups.log(job)).toBe('completed');
    expect(String(await site.recorded('secret', job, 'env'))).toContain(`user:${password}@printer`);
    const { stdout: shown } = await site.command('status', '--json');
    const { stdout: history } = await site.server.cli('history', '--json');
    // cupsd itself writes the environment of a backend into its log, as long as nobody attends to what `attach` says.
    const log = (await site.cups.log(job)).split('\n').filter((line) => !line.includes('envp['));
    for (const said of [shown, history, site.server.stderr, ...log]) expect(said).not.toContain(password);
  });
}

/** Two pages and, in an update behind them, an object of so many octets. */
async function largePdf(site: AdapterSite, octets: number): Promise<string> {
  const base = makePdf({ pages: 2 });
  const [, root = '', before = ''] =
    /Root (\d+ 0 R)[^]*startxref\s+(\d+)/.exec(base.toString('latin1')) ?? [];
  const head = `999 0 obj\n<< /Length ${octets} >>\nstream\n`;
  const end = '\nendstream\nendobj\n';
  const place = String(base.length).padStart(10, '0');
  const file = await site.file('large.pdf', Buffer.concat([base, Buffer.from(head)]));
  const chunk = Buffer.alloc(10_000_000, 'platen');
  for (let left = octets; left > 0; left -= chunk.length) await appendFile(file, chunk.subarray(0, left));
  await appendFile(
    file,
    `${end}xref\n999 1\n${place} 00000 n \ntrailer\n<< /Size 1000 /Root ${root} /Prev ${before} >>\n` +
      `startxref\n${base.length + head.length + octets + end.length}\n%%EOF\n`,
  );
  return file;
}
