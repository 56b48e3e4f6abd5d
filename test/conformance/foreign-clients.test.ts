import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { historyOf, settled } from '../support/books.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding, needs } from '../support/needs.ts';
import { ServerProcess } from '../support/server-process.ts';

/** Each tells the same story: looks, prints two copies, prints and holds, lists, cancels. */
const sentence = /needs \d impressions; 1 of 1 are left on demo/;
const clients = [
  { program: 'libcups', what: 'a C program over libcups', refused: sentence },
  { program: 'pycups', what: 'pycups, the binding of Linux desktops', refused: sentence },
  { program: 'pyipp', what: 'pyipp 0.17, of Home Assistant', refused: /'status-code': 1054/ },
  { program: 'goipp', what: 'phin1x/go-ipp 1.6', refused: sentence },
  { program: 'jipp', what: 'HP jipp-core 0.7', refused: sentence },
  { program: 'cups4j', what: 'cups4j 0.7', refused: sentence },
  { program: 'netcups', what: 'Net::CUPS, the binding of Perl', refused: sentence },
  // It does not know the status, only that it is an error.
  { program: 'rust-ipp', what: 'the crate ipp 8.0', refused: /UnknownStatusCode/ },
] as const;

const story = z.object({
  formats: z.array(z.string()),
  printed: z.int(),
  printedState: z.int(),
  held: z.int(),
  heldState: z.int(),
  listed: z.array(z.int()),
  cancelledState: z.int(),
});

describeNeeding('foreign-clients', 'clients that other people wrote', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.make({
      users: { unknown: 'create', template: { mode: 'accounting-only' } },
      printers: [{ name: 'demo', info: 'Demo printer', device: 'file:out/' }],
    });
    await server.start();
    await server.cli('users', 'add', 'eve', '--mode', 'quota');
    await server.cli('users', 'limit', 'eve', '--printer', 'demo', '--hard', '1');
    await writeFile(join(server.folder, 'two.pdf'), makePdf({ pages: 2 }));
  });

  afterAll(async () => {
    await server.remove();
  });

  async function run(program: string, user: string): Promise<string> {
    const path = join(needs('foreign-clients').found, program);
    const args = ['127.0.0.1', String(server.port), 'demo', user, join(server.folder, 'two.pdf')];
    const { stdout } = await promisify(execFile)(path, args, { timeout: 60_000 });
    return stdout;
  }

  test.each(clients)('$what prints, lists, holds and cancels', async ({ program }) => {
    const told = story.parse(JSON.parse(await run(program, `user-of-${program}`)));
    // States of a job: 4 held, 7 cancelled, 9 completed (RFC 8011 §5.3.7).
    expect(told).toMatchObject({ printedState: 9, heldState: 4, cancelledState: 7 });
    expect(told.formats.join()).not.toBe('');
    expect(told.listed).toContain(told.held);
    await settled(server);
    const lines = (await historyOf(server)).filter(({ job }) => job === told.printed || job === told.held);
    // The name that the library itself gives where the program cannot say one.
    const user = `user-of-${program}`;
    expect(lines).toMatchObject([
      { job: told.held, user, action: 'cancelled', impressions: 0 },
      { job: told.printed, user, action: 'printed', impressions: 4 },
    ]);
  });

  test.each(clients)('$what is told at once who may not print, and nothing is charged', async (client) => {
    const said = await run(client.program, 'eve').catch((error: unknown) => String(error));
    // Account-limit-reached, in the words or by the number that the library passes on.
    expect(said).toMatch(client.refused);
    await settled(server);
    const lines = (await historyOf(server)).filter(({ user }) => user === 'eve');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatchObject({ action: 'refused', impressions: 0 });
  });
});
