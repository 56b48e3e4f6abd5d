import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Credentials, type IdentityRules } from '../../src/identity/index.ts';
import {
  attribute,
  decodeMessage,
  groupOf,
  groupsOf,
  groupTags,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import type { PrinterSettings } from '../../src/model/printer.ts';
import { identifier } from '../support/identifier.ts';
import {
  type HttpAnswer,
  type RequestParts,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';
import { type Asking, askWithPassword } from '../support/password-client.ts';
import { selfSigned } from '../support/self-signed.ts';

let folder: string;
let credentials: Credentials;
let stop: (() => Promise<void>)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-identity-'));
  credentials = new Credentials(join(folder, 'credentials.json'));
  stop = [];
});

afterEach(async () => {
  for (const each of stop.reverse()) await each();
  await rm(folder, { recursive: true });
});

interface Setting {
  readonly rules?: Partial<IdentityRules>;
  readonly printer?: Partial<PrinterSettings>;
}

async function start({ rules, printer }: Setting = {}): Promise<TestServer> {
  const server = await startTestServer(
    { printers: [{ ...printer }] },
    { tls: selfSigned, identifier: identifier(rules, credentials) },
  );
  stop.push(server.stop);
  return server;
}

const onlyProved: Partial<PrinterSettings> = { identity: { levels: ['token', 'password'] } };
const printJob = { code: operations.printJob };
const getPrinterAttributes = { code: operations.getPrinterAttributes };

function ask(server: TestServer, parts: RequestParts, asking: Asking = {}): Promise<HttpAnswer> {
  return askWithPassword(server.port, parts, asking);
}

function ippStatus(answer: HttpAnswer): number {
  return decodeMessage(answer.body).code;
}

describe('a printer that wants proved names', () => {
  it('asks for a password, takes the right one, and the job is that user’s whatever else is claimed', async () => {
    await credentials.setPassword('alice', 'correct horse');
    const server = await start({ printer: onlyProved });
    const asked = await ask(server, printJob);
    expect(asked.status).toBe(401);
    expect(asked.fields.get('www-authenticate')).toBe('Basic realm="Platen", charset="UTF-8"');
    expect((await ask(server, printJob, { password: ['alice', 'wrong'] })).status).toBe(401);
    expect((await ask(server, printJob, { password: ['nobody', 'correct horse'] })).status).toBe(401);
    const taken = await ask(
      server,
      { ...printJob, user: 'mallory' },
      { password: ['Alice', 'correct horse'] },
    );
    expect(ippStatus(taken)).toBe(0);
    expect((await server.jobs.job(1))?.job.owner).toMatchObject({ name: 'alice', level: 'password' });
  });

  it('answers everybody who only looks', async () => {
    await credentials.setPassword('alice', 'correct horse');
    const server = await start({ printer: onlyProved });
    expect(ippStatus(await ask(server, getPrinterAttributes))).toBe(0);
  });

  it('asks for the password when its client wants to know what the printer is for its user alone', async () => {
    await credentials.setPassword('alice', 'correct horse');
    const server = await start({ printer: onlyProved });
    const get = { code: operations.getUserPrinterAttributes };
    expect((await ask(server, get)).status).toBe(401);
    expect(server.jobs.asked).toEqual([]);
    expect(ippStatus(await ask(server, get, { password: ['alice', 'correct horse'] }))).toBe(0);
    expect(server.jobs.asked).toEqual(['alice@demo']);
  });

  it('does not ask where nobody has a password', async () => {
    const get = { code: operations.getUserPrinterAttributes };
    expect(ippStatus(await ask(await start({ printer: onlyProved }), get))).toBe(0);
    const server = await start({ printer: onlyProved });
    expect((await ask(server, printJob)).status).toBe(200);
  });

  it('hears nobody who has failed too often, not even with the right password', async () => {
    await credentials.setPassword('alice', 'correct horse');
    const server = await start({ printer: onlyProved });
    for (let times = 0; times < 10; times += 1) await ask(server, printJob, { password: ['alice', 'wrong'] });
    const shut = await ask(server, printJob, { password: ['alice', 'correct horse'] });
    expect([shut.status, shut.fields.get('retry-after')]).toEqual([429, '120']);
  });
});

describe('a token URI', () => {
  it('is the proof of its user, in every URI that is handed out for it', async () => {
    const token = await credentials.addToken('bob', 1);
    const server = await start({ printer: onlyProved });
    const uri = `ipp://localhost/ipp/print/demo/${token}`;
    const printed = await ask(server, { ...printJob, uri, user: 'mallory' });
    expect((await server.jobs.job(1))?.job.owner).toMatchObject({ name: 'bob', level: 'token' });
    const job = groupOf(decodeMessage(printed.body), groupTags.job)?.get('job-uri')?.values[0];
    expect(job).toMatchObject({ value: `ipps://localhost:8631/jobs/1/${token}` });
    const seen = await ask(server, { ...getPrinterAttributes, uri });
    const uris = groupOf(decodeMessage(seen.body), groupTags.printer)?.get('printer-uri-supported')?.values;
    expect(uris).toMatchObject([
      { value: `ipps://localhost:8631/ipp/print/demo/${token}` },
      { value: `ipp://localhost:8631/ipp/print/demo/${token}` },
    ]);
  });

  it('is worth nothing once it is revoked, and was never kept as it is', async () => {
    const token = await credentials.addToken('bob', 1);
    const kept = await readFile(join(folder, 'credentials.json'), 'utf8');
    expect(kept).not.toContain(token);
    expect((await stat(join(folder, 'credentials.json'))).mode & 0o777).toBe(0o600);
    const server = await start();
    await credentials.revokeTokens('bob');
    const answer = await ask(server, { ...printJob, uri: `ipp://localhost/ipp/print/demo/${token}` });
    expect(ippStatus(answer)).toBe(statuses.clientErrorNotFound);
  });
});

describe('a printer that wants TLS', () => {
  const required: Partial<PrinterSettings> = { tls: 'required' };

  it('answers 426 to whoever comes without, and lists ipps alone', async () => {
    const server = await start({ printer: required });
    const plain = await ask(server, getPrinterAttributes, { tls: false });
    expect([plain.status, plain.fields.get('upgrade')]).toEqual([426, 'TLS/1.2, HTTP/1.1']);
    const seen = await ask(server, getPrinterAttributes);
    const printer = groupOf(decodeMessage(seen.body), groupTags.printer);
    expect(printer?.get('printer-uri-supported')?.values).toMatchObject([
      { value: 'ipps://localhost:8631/ipp/print/demo' },
    ]);
    expect(printer?.get('uri-security-supported')?.values).toMatchObject([{ value: 'tls' }]);
  });

  it('lists no job to whoever comes without, neither there nor among those of all printers', async () => {
    const server = await start({ printer: required });
    await ask(server, printJob);
    const list = { code: operations.getJobs };
    expect((await ask(server, list, { tls: false })).status).toBe(426);
    const jobsAt = async (parts: RequestParts, tls: boolean): Promise<number> =>
      groupsOf(decodeMessage((await ask(server, parts, { tls })).body), groupTags.job).length;
    const named = { ...list, operation: [attribute('job-ids', 1)], uri: 'ipp://localhost/' };
    for (const parts of [list, { ...list, uri: 'ipp://localhost/' }, named]) {
      expect(await jobsAt(parts, true)).toBe(1);
    }
    expect(await jobsAt({ ...list, uri: 'ipp://localhost/' }, false)).toBe(0);
    expect(await jobsAt(named, false)).toBe(0);
  });
});

describe('rules of the administrator', () => {
  const pause = { code: operations.pausePrinter };

  it('makes an operator of a user who proves it, and asks for the proof', async () => {
    await credentials.setPassword('root', 'correct horse');
    const server = await start({ rules: { operators: ['root'] } });
    expect((await ask(server, { ...pause, user: 'root' })).status).toBe(401);
    expect(ippStatus(await ask(server, pause, { password: ['root', 'correct horse'] }))).toBe(0);
  });

  it('makes operators of all who sit at the machine, only where it is said', async () => {
    const closed = await start();
    expect(ippStatus(await ask(closed, pause))).toBe(statuses.clientErrorNotAuthorized);
    const open = await start({ rules: { loopbackOperators: true } });
    expect(ippStatus(await ask(open, pause))).toBe(0);
  });

  it('believes a server that is trusted, and knows who sits at an address', async () => {
    const levels = { identity: { levels: ['host', 'trusted-server'] } } as const;
    const trusting = await start({ rules: { trustedServers: ['127.0.0.0/8'] }, printer: levels });
    await ask(trusting, { ...printJob, user: 'carol' });
    expect((await trusting.jobs.job(1))?.job.owner).toMatchObject({ name: 'carol', level: 'trusted-server' });
    const mapped = await start({ rules: { hosts: { '127.0.0.1': 'dave' } }, printer: levels });
    await ask(mapped, { ...printJob, user: 'mallory' });
    expect((await mapped.jobs.job(1))?.job.owner).toMatchObject({ name: 'dave', level: 'host' });
  });
});
