import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultServerDown } from '../../src/model/adapter-settings.ts';
import { AdapterFolder, resultOf } from '../support/adapter-run.ts';
import { OwnAuthority } from '../support/own-authority.ts';
import { ServerProcess } from '../support/server-process.ts';

const token = randomBytes(32).toString('hex');
const hash = createHash('sha256').update(token).digest('hex');
const uri = 'cupspykota:record:/';
const text = { CONTENT_TYPE: 'text/plain' };

describe('an adapter whose server is on another machine', () => {
  let authority: OwnAuthority;
  let server: ServerProcess;
  let adapter: AdapterFolder;
  const at = (name: string): string => join(adapter.folder, name);
  const printed = (): readonly string[] => readdirSync(at('out'));

  beforeAll(async () => {
    authority = await OwnAuthority.make('Print room');
    server = await ServerProcess.make({});
    await serve(await authority.issue('127.0.0.1'));
  });

  afterAll(() => server.remove());

  beforeEach(async () => {
    adapter = await AdapterFolder.make();
    await adapter.backend('record', 'cat >"$OUT/$1"');
    await writeFile(at('ca.pem'), authority.pem);
    await writeFile(at('token'), `${token}\n`, { mode: 0o600 });
    await reach();
  });

  afterEach(() => adapter.remove());

  async function serve(identity: { readonly cert: string; readonly key: string }): Promise<void> {
    await server.kill();
    await writeFile(join(server.folder, 'cert.pem'), identity.cert);
    await writeFile(join(server.folder, 'key.pem'), identity.key, { mode: 0o600 });
    await server.configure({
      tls: { certificate: 'cert.pem', key: 'key.pem' },
      adapter: { socket: 'adapter.sock', tokens: [{ name: 'host1', hash }] },
      printers: [{ name: 'office', device: 'cupspykota:' }],
      logging: { level: 'debug' },
    });
    await server.start();
  }

  async function reach(host = '127.0.0.1', port = server.port): Promise<void> {
    const url = `https://${host}:${port}`;
    await adapter.configure({ server: { kind: 'https', url, ca: at('ca.pem'), token: at('token') } });
  }

  interface Row {
    readonly action: string;
    readonly user: string;
    readonly impressions: number;
  }
  const rowsOf = async (user: string): Promise<readonly Row[]> =>
    (await server.json('history', '--user', user)) as readonly Row[];

  test('prints and is charged, with the authority that it is told and its token', async () => {
    const run = await adapter.run({ uri, user: 'right', input: 'page 1\fpage 2\f', environment: text });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(printed()).toEqual(['7']);
    expect(await rowsOf('right')).toMatchObject([{ action: 'printed', impressions: 2 }]);
    const checked = await resultOf(adapter.spawn(['--check']));
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true });
  });

  test('trusts the certificate that Platen makes for itself, copied', async () => {
    await server.kill();
    await server.configure({
      adapter: { socket: 'adapter.sock', tokens: [{ name: 'host1', hash }] },
      printers: [{ name: 'office', device: 'cupspykota:' }],
    });
    await server.start();
    await writeFile(at('ca.pem'), readFileSync(join(server.folder, 'data', 'tls-certificate.pem')));
    await reach('localhost');
    const run = await adapter.run({ uri, user: 'own', input: 'page 1\f', environment: text });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    await serve(await authority.issue('127.0.0.1'));
  });

  test('takes a refusal over the network while a large document is still sent', async () => {
    await server.cli('users', 'add', 'closed', '--mode', 'blocked');
    const input = Buffer.alloc(30_000_000, 'x\n');
    const run = await adapter.run({ uri, user: 'closed', input, environment: text });
    expect(run, run.stderr).toMatchObject({ code: 3 });
    expect(await rowsOf('closed')).toMatchObject([{ action: 'refused' }]);
  });

  const troubles: readonly (readonly [string, () => Promise<void>, string])[] = [
    [
      'another authority has signed',
      async () => writeFile(at('ca.pem'), (await OwnAuthority.make('Another')).pem),
      'is not from the authority in',
    ],
    ['there is no authority', () => writeFile(at('ca.pem'), ''), 'holds no certificate'],
    [
      'the certificate has expired',
      async () => {
        await serve(await authority.issue('127.0.0.1', -1));
        await reach();
      },
      'has expired',
    ],
    [
      'the certificate is for another name',
      async () => {
        await serve(await authority.issue('print.example.org'));
        await reach();
      },
      'is for another name',
    ],
    [
      'the token is another one',
      () => writeFile(at('token'), randomBytes(32).toString('hex')),
      '401: the token is not known',
    ],
    ['there is no token', () => writeFile(at('token'), '\n'), 'holds no token'],
    [
      'the token would be a field of its own',
      () => writeFile(at('token'), 'a\r\nX-Admin: yes'),
      'holds no token',
    ],
    ['nobody listens', () => reach('127.0.0.1', 1), 'nobody listens at 127.0.0.1:1'],
    ['the host is not known', () => reach('print.invalid'), 'the host of print.invalid:'],
  ];

  describe.each(troubles)('%s:', (what, arrange, why) => {
    const user = what.replaceAll(' ', '-');

    afterEach(async () => {
      if (what.startsWith('the certificate')) await serve(await authority.issue('127.0.0.1'));
    });

    test('says so, keeps the job with CUPS, and what the rule lets print is charged once it is mended', async () => {
      await arrange();
      const closed = await adapter.run({ uri, user, job: 1, input: 'page 1\f', environment: text });
      expect(closed, closed.stderr).toMatchObject({ code: 6 });
      expect(closed.stderr).toContain(why);
      expect(printed()).toEqual([]);
      const checked = await resultOf(adapter.spawn(['--check']));
      expect(checked).toMatchObject({ code: 1 });
      expect(checked.stdout).toContain(why);

      await adapter.configure({ serverDown: { ...defaultServerDown, policy: 'open' } });
      const open = await adapter.run({ uri, user, job: 2, input: 'page 1\f', environment: text });
      expect(open, open.stderr).toMatchObject({ code: 0 });
      expect(printed()).toEqual(['2']);
      expect(`${closed.stderr}${open.stderr}${checked.stdout}${server.stderr}`).not.toContain(token);

      await writeFile(at('ca.pem'), authority.pem);
      await writeFile(at('token'), token);
      if (what.startsWith('the certificate')) await serve(await authority.issue('127.0.0.1'));
      await reach();
      for (let time = 0; time < 2; time += 1) await resultOf(adapter.spawn(['--replay']));
      expect(await rowsOf(user)).toMatchObject([{ action: 'printed', impressions: 1 }]);
    });
  });

  test('shows its token to nobody: not in arguments, environments, files or what anybody says', async () => {
    await adapter.backend('slow', 'cat >/dev/null; touch "$OUT/started"; sleep 2; echo done >&2');
    const child = adapter.start({
      uri: 'cupspykota:slow:/',
      user: 'shy',
      input: 'page 1\f',
      environment: text,
    });
    const ended = resultOf(child);
    for (let left = 100; left > 0 && !printed().includes('started'); left -= 1) await sleep(50);
    const seen = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => ['cmdline', 'environ'].map((file) => readOr(`/proc/${pid}/${file}`)))
      .join('\n');
    expect(seen).toContain(adapter.program);
    expect(seen).not.toContain(token);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(`${stdout}${stderr}${server.stderr}`).not.toContain(token);
    const journal = readdirSync(adapter.folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name !== 'token',
    );
    for (const { parentPath, name } of journal)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(token);
  });
});

/** Processes of others end and close at any time. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
