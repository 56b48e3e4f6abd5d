import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterMode, AdapterSite, adapterModes } from '../support/adapter-site.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';
import { until } from '../support/until.ts';

// Check 5 of the adapter (the list is in cups-adapter.test.ts): what queues do while Platen is away, and the journal.

describeNeeding('cupsd', 'a queue whose Platen is away', () => {
  describe.each(adapterModes)('as %s', (mode) => {
    suite(mode);
  });
});

const document = makePdf({ pages: 2 });
const charged = { action: 'printed', impressions: 2, amount: 2_000 };
const open = ['open1', 'open2', 'open3'] as const;

function suite(mode: AdapterMode): void {
  let site: AdapterSite;
  let file: string;

  beforeAll(async () => {
    site = await AdapterSite.make({ queues: ['closed', 'hold', ...open], retriesMax: 30 });
    await site.installBehindGate(mode);
    for (const queue of ['closed', 'hold', ...open]) await site.addManaged(queue, 'record:/');
    // attach changes what is attached already: the rule alone.
    expect(await site.command('attach', 'hold', '--when-down', 'hold')).toMatchObject({ code: 0 });
    expect(await site.command('attach', ...open, '--when-down', 'open')).toMatchObject({ code: 0 });
    file = await site.file('two.pdf', document);
  });

  afterAll(() => site.close());

  const print = (queue: string, user: string): Promise<number> => site.cups.print(queue, file, { user });
  const journal = async (): Promise<readonly string[]> =>
    (await readdir(join(site.cups.folder, 'spool', 'platen', 'journal')).catch(() => [])).filter((name) =>
      name.endsWith('.print'),
    );

  async function expectCharged(user: string): Promise<void> {
    expect(await site.books.rowsOnce(user, 1)).toMatchObject([charged]);
    await site.books.expectBalance(user);
  }

  test('keeps, holds or prints its jobs by its rule, and each is charged once when Platen is back', async () => {
    await site.server.kill();
    await site.gate.close();
    const closed = await print('closed', 'closed');
    const held = await print('hold', 'hold');
    const printed = await print('open1', 'open1');
    expect((await site.cups.over(printed)).state, await site.cups.log(printed)).toBe('completed');
    expect(await site.delivered('open1', printed, document)).toBe(1);
    const waits = await site.cups.over(held);
    expect(waits.state).toBe('pending-held');
    expect(waits.message).toContain('cannot be reached; the job is held');
    await until('another try', async () => /exit.*6|status 6/i.test(await site.cups.log(closed)));
    expect(await site.runs('closed', closed)).toBe(0);
    expect(await site.runs('hold', held)).toBe(0);
    await site.server.start();
    await site.gate.open();
    expect(await site.command('replay')).toMatchObject({ code: 0 });
    await expectCharged('open1');
    expect((await site.cups.ended(closed)).state).toBe('completed');
    await expectCharged('closed');
    const released = await site.command('release-held');
    expect(released.stdout).toContain(`hold-${held} of hold: released.`);
    expect((await site.cups.ended(held)).state).toBe('completed');
    await expectCharged('hold');
  });

  test('has its journal told once, however often the telling is killed', async () => {
    await site.server.kill();
    await site.gate.close();
    for (const queue of open) {
      const job = await print(queue, `journal-${queue}`);
      expect((await site.cups.ended(job)).state, await site.cups.log(job)).toBe('completed');
    }
    expect(await journal()).toHaveLength(3);
    await site.server.start();
    await site.gate.open();
    // The server has the second line in its books, and whoever told it is dead before he hears it.
    const reached = site.gate.hold('open2', 'decided');
    const telling = site.command('replay');
    await reached;
    const [program] = await site.programsWith('--replay');
    process.kill(program ?? 0, 'SIGKILL');
    site.gate.cut();
    expect(await telling).not.toMatchObject({ code: 0 });
    expect(await journal()).toHaveLength(2);
    // The server dies with the third in its books.
    await site.server.kill();
    await site.server.start({ PLATEN_TEST: '1', PLATEN_TEST_CRASH_AT: 'finish:after' });
    expect(await site.command('replay')).not.toMatchObject({ code: 0 });
    await site.server.ended();
    await site.server.start();
    expect(await site.command('replay')).toMatchObject({ code: 0 });
    expect(await journal()).toEqual([]);
    for (const queue of open) await expectCharged(`journal-${queue}`);
  });
}
