import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Credentials, type Identifier } from '../../src/identity/index.ts';
import { identifier } from '../support/identifier.ts';
import { openTestService, type TestService } from '../support/print-service.ts';
import { ScriptedDevice } from '../support/scripted-device.ts';
import { adminOver, type Platen, platen } from './cli-harness.ts';

let service: TestService;
let folder: string;
let file: string;
let credentials: Credentials;
let who: Identifier;

beforeEach(async () => {
  service = await openTestService({ device: new ScriptedDevice() });
  folder = await mkdtemp(join(tmpdir(), 'platen-credentials-'));
  file = join(folder, 'credentials.json');
  credentials = new Credentials(file);
  who = identifier({}, credentials);
  await run('users', 'add', 'alice');
});

afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

function typing(stdin: string): Platen {
  return platen({ admin: adminOver(service, credentials), stdin });
}

const run: Platen = Object.assign((...argv: readonly string[]) => typing('')(...argv), {
  json: (...argv: readonly string[]) => typing('').json(...argv),
});

/** How the server knows somebody who sends this name and password over TLS. */
async function levelBy(password: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`alice:${password}`).toString('base64')}`;
  const identified = await who.identify({
    local: false,
    address: '192.0.2.1',
    secure: true,
    claimed: 'alice',
    authorization,
  });
  return identified.kind === 'known' ? identified.identity.level : identified.kind;
}

async function levelOf(token: string): Promise<string> {
  const identified = await who.identify({
    local: false,
    address: '192.0.2.1',
    secure: true,
    claimed: 'mallory',
    token,
  });
  return identified.kind === 'known'
    ? `${identified.identity.name} by ${identified.identity.level}`
    : identified.kind;
}

describe('users password', () => {
  test('takes the first line of standard input, and the user is known by it at once', async () => {
    const said = await typing('correct horse\nsecond line\n')('users', 'password', 'alice');
    expect(said).toMatchObject({ code: 0, out: 'alice has a new password.\n' });
    expect(await levelBy('correct horse')).toBe('password');
    expect(await levelBy('correct horse\nsecond line')).toBe('wrong-password');
  });

  test('keeps it hashed, in a file for its owner alone', async () => {
    await typing('correct horse\n')('users', 'password', 'alice');
    expect(await readFile(file, 'utf8')).not.toContain('correct horse');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('answers JSON, exchanges a password and takes it away', async () => {
    expect(await typing('correct horse\n').json('users', 'password', 'alice')).toEqual([
      { result: 'done', user: 'alice', password: true },
    ]);
    await typing('battery staple\n')('users', 'password', 'alice');
    expect(await levelBy('battery staple')).toBe('password');
    expect(await run.json('users', 'password', 'alice', '--remove')).toEqual([
      { result: 'done', user: 'alice', password: false },
    ]);
    expect(credentials.passwordOf('alice')).toBeUndefined();
  });

  test.each([
    ['nothing', '', 'these were 0'],
    ['too few characters', 'short\n', 'these were 5'],
    ['too many', `${'x'.repeat(1_025)}\n`, 'these were 1025'],
  ])('refuses %s', async (_, typed, why) => {
    const said = await typing(typed)('users', 'password', 'alice');
    expect([said.code, said.err]).toEqual([2, expect.stringContaining(why)]);
    expect(credentials.passwordOf('alice')).toBeUndefined();
  });

  test('gives none to somebody without an account', async () => {
    const said = await typing('correct horse\n')('users', 'password', 'nobody');
    expect([said.code, said.err]).toEqual([1, expect.stringContaining('nobody')]);
    expect(credentials.passwordOf('nobody')).toBeUndefined();
  });
});

describe('users token', () => {
  test('makes an address by which the user is known, whatever name is claimed', async () => {
    const said = await run('users', 'token', 'alice');
    const [, token = ''] = /\/ipp\/print\/PRINTER\/([\w-]{32})$/m.exec(said.out) ?? [];
    expect([said.code, said.err]).toEqual([0, expect.stringContaining('shown only now')]);
    expect(await levelOf(token)).toBe('alice by token');
    expect(await readFile(file, 'utf8')).not.toContain(token);
  });

  test('makes several, and all are worthless when they are revoked', async () => {
    const [one, other] = [
      ...(await run.json('users', 'token', 'alice')),
      ...(await run.json('users', 'token', 'alice')),
    ];
    expect(one).toMatchObject({ result: 'done', user: 'alice' });
    expect(one).not.toEqual(other);
    const said = await run('users', 'token', 'alice', '--revoke');
    expect(said).toMatchObject({ code: 0, out: '2 tokens of alice revoked.\n' });
    for (const made of [one, other]) {
      const token = /"token":"([\w-]{32})"/.exec(JSON.stringify(made))?.[1];
      expect(await levelOf(token ?? '')).toBe('wrong-token');
    }
  });

  test('makes none for somebody without an account, and revokes none that are not there', async () => {
    expect((await run('users', 'token', 'nobody')).code).toBe(1);
    expect(await run.json('users', 'token', 'nobody', '--revoke')).toEqual([
      { result: 'done', user: 'nobody', revoked: 0 },
    ]);
  });
});
