import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AdapterSite } from '../support/adapter-site.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';

describeNeeding('cupsd', 'the guide to CUPS queues', () => {
  let site: AdapterSite;

  beforeAll(async () => {
    const hung = { name: 'hung', octets: '#!/bin/sh\n[ $# -gt 0 ] || exec sleep 40\n' };
    site = await AdapterSite.make({ queues: ['hall'], backends: [hung] });
  });

  afterAll(() => site.close());

  async function print(user: string): Promise<void> {
    const file = await site.file('two.pdf', makePdf({ pages: 2 }));
    const job = await site.cups.print('hall', file, { user });
    expect((await site.cups.ended(job)).state, await site.cups.log(job)).toBe('completed');
  }

  test('leads from a working queue to a managed one and back, by its own commands', async () => {
    const guide = await readFile(new URL('../../docs/cups.md', import.meta.url), 'utf8');
    const commands = [...guide.matchAll(/^ {4}platen cups (.+?)(?: +#.*)?$/gm)].map(([, text = '']) => text);
    const walk = ['install', 'attach hall', 'check', 'detach hall', 'uninstall'];
    expect(commands.slice(0, walk.length)).toEqual(walk);
    await site.cups.addLocalQueue('hall', 'record:/', 'pdf');
    const driver = (): Promise<string> => readFile(join(site.cups.serverRoot, 'ppd', 'hall.ppd'), 'utf8');
    const driverBefore = await driver();
    await print('before');
    for (const text of walk) {
      const [command = '', ...words] = text.split(' ');
      const done = await site.command(command, ...words);
      expect(done, `${text}: ${done.stderr}`).toMatchObject({ code: 0 });
      if (command === 'attach') await print('managed');
      if (command === 'detach') await print('after');
    }
    expect(await site.books.rowsOnce('managed', 1)).toMatchObject([{ action: 'printed', impressions: 2 }]);
    expect(await site.books.rows('before')).toEqual([]);
    expect(await site.books.rows('after')).toEqual([]);
    expect(await site.cups.run('lpstat', '-v', 'hall')).toContain(': record:/');
    expect(await driver()).toBe(driverBefore);
    expect(existsSync(join(site.cups.backends, 'cupspykota'))).toBe(false);
  });

  test('finds its devices within 20 s although one backend hangs', async () => {
    expect(await site.command('install')).toMatchObject({ code: 0 });
    const began = Date.now();
    const listed = await site.cups.run('lpinfo', '--timeout', '40', '--include-schemes', 'cupspykota', '-v');
    expect(listed).toContain('cupspykota:record:/');
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});
