import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeNeeding } from '../support/needs.ts';
import { ServerProcess } from '../support/server-process.ts';

describeNeeding('cupsd', 'the commands of CUPS for operators, at our server itself', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.make({
      identity: { loopbackOperators: true },
      printers: [{ name: 'demo', device: 'file:out/' }],
    });
    await server.start();
  });

  afterAll(async () => {
    await server.remove();
  });

  async function run(program: string, ...rest: readonly string[]): Promise<string> {
    const host = `127.0.0.1:${server.port}`;
    const { stdout } = await promisify(execFile)(program, ['-h', host, ...rest], { timeout: 20_000 });
    return stdout;
  }

  test('lpstat -p says why a printer is disabled, until cupsenable', async () => {
    await run('cupsdisable', '-r', 'Toner is on its way', 'demo');
    expect(await run('lpstat', '-p', 'demo')).toMatch(
      /^printer demo disabled since .*\n\tToner is on its way/,
    );
    await run('cupsenable', 'demo');
    expect(await run('lpstat', '-p', 'demo')).toMatch(/^printer demo is idle\./);
    expect(await run('lpstat', '-p', 'demo')).not.toContain('Toner');
  });

  test('lpstat -a says why a printer takes no jobs, until cupsaccept', async () => {
    await run('cupsreject', '-r', 'Closed for the holidays', 'demo');
    expect(await run('lpstat', '-a', 'demo')).toMatch(
      /^demo not accepting requests since .*\n\tClosed for the holidays/,
    );
    await run('cupsaccept', 'demo');
    expect(await run('lpstat', '-a', 'demo')).toMatch(/^demo accepting requests/);
  });
});
