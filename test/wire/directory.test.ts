import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { LdapConfig } from '../../src/config/index.ts';
import { decodeMessage, operations, statuses } from '../../src/ipp/index.ts';
import { identifier } from '../support/identifier.ts';
import { startTestServer, type TestServer } from '../support/ipp-client.ts';
import { describeNeeding } from '../support/needs.ts';
import { OwnAuthority } from '../support/own-authority.ts';
import { askWithPassword } from '../support/password-client.ts';
import { selfSigned } from '../support/self-signed.ts';
import { Slapd, searcher, suffix } from '../support/slapd.ts';

const people = `ou=people,${suffix}`;

/** Names as directories have them: with what a filter or a name of an entry gives a meaning to. */
const awkward = ['jürgen', 'o,hara', 'a*b(c)', 'back\\slash', 'two words', '#hash', 'x=y+z'];
const password = 'correct horse';

describeNeeding('slapd', 'passwords of a directory', () => {
  let authority: OwnAuthority;
  let slapd: Slapd;
  let server: TestServer | undefined;

  beforeAll(async () => {
    authority = await OwnAuthority.make('authority of the directory');
    slapd = await Slapd.start(entries(), await authority.issue('127.0.0.1'));
  });

  afterAll(async () => {
    await slapd.close();
  });

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  /** A server that asks the directory; by the rule of names unless something else is said. */
  async function start(options: Partial<LdapConfig> = {}): Promise<TestServer> {
    const how = options.search === undefined ? { userDn: `uid={user},${people}` } : {};
    const ldap = { url: slapd.plainUrl, startTls: false, timeoutMs: 10_000, ...how, ...options };
    const levels = ['password'] as const;
    server = await startTestServer(
      { printers: [{ identity: { levels } }] },
      { tls: selfSigned, identifier: identifier({ ldap }) },
    );
    return server;
  }

  const search = {
    base: suffix,
    filter: '(&(objectClass=inetOrgPerson)(uid={user}))',
    bindDn: searcher.name,
    bindPassword: searcher.password,
  };

  /** Who printed, as the server knows it; else the status of HTTP or of IPP. */
  async function print(user: string, given: string): Promise<string | number> {
    const { port, jobs } = server!;
    const answer = await askWithPassword(port, { code: operations.printJob }, { password: [user, given] });
    if (answer.status !== 200) return answer.status;
    const { code } = decodeMessage(answer.body);
    if (code !== 0) return code;
    const [job] = await jobs.jobs({ which: 'all', limit: 1 });
    expect(job?.job.owner.level).toBe('password');
    return job?.job.owner.name ?? '';
  }

  const comeAgain = statuses.serverErrorServiceUnavailable;

  it('make a user who prints, by the rule of names or by a search', async () => {
    await start();
    expect(await print('alice', password)).toBe('alice');
    expect(await print('alice', 'wrong')).toBe(401);
    await server?.stop();
    await start({ search });
    expect(await print('alice', password)).toBe('alice');
    expect(await print('alice', 'wrong')).toBe(401);
  });

  it.each(awkward)('are those of %s alone, whatever that means in a filter or a name', async (user) => {
    await start({ search });
    expect(await print(user, password)).toBe(user);
    expect(await print(user, 'wrong')).toBe(401);
    await server?.stop();
    await start();
    expect(await print(user, password)).toBe(user);
  });

  it.each(['*', 'a*', 'alice)(uid=*', '*)(|(uid=*', `alice,${people}`, 'nobody'])(
    'are nobody’s who calls himself %s',
    async (user) => {
      await start({ search });
      expect(await print(user, password)).toBe(401);
      await server?.stop();
      await start();
      expect(await print(user, password)).toBe(401);
    },
  );

  it('are never empty, though the directory takes an empty one for nobody’s', async () => {
    await start();
    expect(await print('alice', '')).toBe(401);
  });

  it('are nobody’s where an entry has none, or two entries have the name', async () => {
    await start({ search });
    expect(await print('without', password)).toBe(401);
    expect(await print('twice', password)).toBe(401);
    expect(await print('thrice', password)).toBe(401);
    await server?.stop();
    await start();
    expect(await print('without', password)).toBe(401);
  });

  it('are asked for over TLS from the start or started later, of a directory that proves itself', async () => {
    await start({ url: slapd.secureUrl, ca: authority.pem });
    expect(await print('alice', password)).toBe('alice');
    await server?.stop();
    await start({ startTls: true, ca: authority.pem, search });
    expect(await print('alice', password)).toBe('alice');
    expect(await print('alice', 'wrong')).toBe(401);
  });

  it('are told to no directory whose certificate is for another name or from another authority', async () => {
    const stranger = await OwnAuthority.make('somebody');
    const byName = slapd.plainUrl.replace('127.0.0.1', 'localhost');
    const badly: readonly Partial<LdapConfig>[] = [
      { url: slapd.secureUrl, ca: stranger.pem },
      { url: slapd.secureUrl },
      { url: slapd.secureUrl.replace('127.0.0.1', 'localhost'), ca: authority.pem },
      { startTls: true, ca: stranger.pem },
      { startTls: true, url: byName, ca: authority.pem },
    ];
    for (const options of badly) {
      await start(options);
      expect(await print('alice', password)).toBe(comeAgain);
      await server?.stop();
    }
  });

  it('are not called wrong while the directory is away, and nobody is shut out for it', async () => {
    await start();
    await slapd.stop();
    for (let times = 0; times < 12; times += 1) expect(await print('alice', password)).toBe(comeAgain);
    await slapd.begin();
    expect(await print('alice', password)).toBe('alice');
  });

  it('are not called wrong where the server itself may not search', async () => {
    await start({ search: { ...search, bindPassword: 'out of date' } });
    expect(await print('alice', password)).toBe(comeAgain);
  });

  it('are given up for a while after ten wrong ones', async () => {
    await start();
    for (let times = 0; times < 10; times += 1) expect(await print('alice', 'wrong')).toBe(401);
    expect(await print('alice', password)).toBe(429);
  });

  it('are looked for here, not where the directory refers to', async () => {
    await start({ search });
    expect(await print('elsewhere', password)).toBe(401);
    await server?.stop();
    await start({ search: { ...search, base: `ou=away,${suffix}` } });
    expect(await print('alice', password)).toBe(comeAgain);
  });

  it.each([{ startTls: false }, { startTls: true }])(
    'are waited for no longer than is configured: %o',
    async ({ startTls }) => {
      const sockets = new Set<Socket>();
      // Says yes to StartTLS (RFC 4511 §4.14.2) and then nothing more.
      const yes = Buffer.from('300c02010178070a010004000400', 'hex');
      const deaf = createServer((socket) => {
        sockets.add(socket);
        if (startTls) socket.once('data', () => socket.write(yes));
        socket.on('error', () => undefined);
        socket.resume();
      });
      deaf.listen(0, '127.0.0.1');
      await once(deaf, 'listening');
      const address = deaf.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      await start({ url: `ldap://127.0.0.1:${port}`, startTls, timeoutMs: 200 });
      expect(await print('alice', password)).toBe(comeAgain);
      // Nothing of ours is left open there.
      deaf.close();
      await once(deaf, 'close');
      expect(sockets.size).toBe(1);
    },
  );
});

function entries(): string {
  const units = ['people', 'others', 'third'].map(
    (unit) => `dn: ou=${unit},${suffix}\nobjectClass: organizationalUnit\n`,
  );
  const away = [
    `dn: ou=away,${suffix}`,
    'objectClass: referral',
    'objectClass: extensibleObject',
    'ou: away',
    `ref: ldap://127.0.0.1:1/ou=away,${suffix}`,
    '',
  ];
  return [
    ...units,
    ...away,
    ...['alice', ...awkward].map((user) => person(user, 'people', password)),
    person('without', 'people'),
    person('twice', 'people', password),
    person('twice', 'others', password),
    ...['people', 'others', 'third'].map((unit) => person('thrice', unit, password)),
  ].join('\n');
}

/** LDIF in base64, which takes every letter (RFC 2849). */
function person(user: string, unit: string, secret?: string): string {
  const coded = (text: string): string => Buffer.from(text).toString('base64');
  const name = `uid=${user.replace(/[\\,+"<>;=#]/g, '\\$&')},ou=${unit},${suffix}`;
  return [
    `dn:: ${coded(name)}`,
    'objectClass: inetOrgPerson',
    `uid:: ${coded(user)}`,
    'cn: somebody',
    'sn: somebody',
    ...(secret === undefined ? [] : [`userPassword: ${secret}`]),
    '',
  ].join('\n');
}
