import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Admin, createAdmin } from '../../src/admin/index.ts';
import { systemClock } from '../../src/base/clock.ts';
import { PrintServerError } from '../../src/base/fault.ts';
import {
  type ControlConnection,
  type ControlServer,
  connectControl,
  startControlServer,
} from '../../src/control/index.ts';
import type { Identity } from '../../src/model/identity.ts';
import { uncountableWhys } from '../../src/model/page-count.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { noCredentials } from '../support/identifier.ts';
import { openTestService, pages, requestOf, type TestService } from '../support/print-service.ts';
import { ScriptedDevice } from '../support/scripted-device.ts';
import { platen, strangers } from './cli-harness.ts';

const info = { version: '1.2.3', pid: 4711, startedAt: 1, currency: { code: 'EUR', digits: 2 } };

let folder: string;
let path: string;
let service: TestService;
let server: ControlServer | undefined;
let connection: ControlConnection | undefined;
let faults: { readonly method: string; readonly error: unknown }[];
let callers: Identity[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-control-'));
  path = join(folder, 'data', 'control.sock');
  service = await openTestService({ device: new ScriptedDevice() });
  faults = [];
  callers = [];
});

afterEach(async () => {
  connection?.close();
  connection = undefined;
  await server?.close();
  server = undefined;
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(change: (admin: Admin) => Admin = (admin) => admin): Promise<void> {
  const deps = {
    store: service.store,
    jobs: service.jobs,
    credentials: noCredentials,
    clock: systemClock,
    currency: info.currency,
    users: strangers,
    normalise: (name: string) => name.toLowerCase(),
  };
  server = await startControlServer({
    path,
    info,
    adminFor: (by) => {
      callers.push(by);
      return change(createAdmin(deps, by));
    },
    onFault: (method, error) => {
      faults.push({ method, error });
    },
  });
}

async function connect(version = info.version): Promise<ControlConnection> {
  connection = await connectControl({ path, user: 'mallory', version });
  if (connection === undefined) throw new Error('no server');
  return connection;
}

interface Raw {
  readonly status: number;
  readonly body: unknown;
}

function raw(method: string, url: string, body = ''): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: path, method, path: url }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('the control socket', () => {
  test('belongs to its user alone', async () => {
    await start();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
  });

  test('carries every kind of call to the admin functions and back', async () => {
    await start();
    const { admin, info: told } = await connect();
    expect(told).toEqual(info);
    const lines = [{ user: 'alice', mode: 'both' as const, balance: 50_000 }];
    expect(await admin.addUsers({ lines })).toMatchObject({ lines: [{ kind: 'done' }] });
    await admin.setUsers({ lines: [{ user: 'alice', overdraft: 1 }] });
    await admin.limitUsers({ lines: [{ user: 'alice', printer: 'demo', soft: null, hard: 7 }] });
    await admin.grant({ lines: [{ user: 'alice', amount: -1, reason: 'fee', id: 'x' }] });
    expect(await admin.showUser({ user: 'alice' })).toMatchObject({
      user: { balance: 49_999, overdraft: 1 },
    });
    expect(await admin.listUsers({ patterns: ['a*'], limit: 1 })).toMatchObject({
      users: [{}],
      next: 'alice',
    });
    expect(await admin.listPrinters({})).toMatchObject({ printers: [{ name: 'demo' }] });
    expect(await admin.pausePrinter({ printer: 'demo' })).toMatchObject({ printer: { state: 'paused' } });
    const accepted = await service.jobs.print(requestOf('alice'), pages(2));
    expect(accepted.kind).toBe('accepted');
    expect(await admin.listJobs({ all: false })).toMatchObject({ jobs: [{ id: 1 }], more: false });
    expect(await admin.holdJob({ job: 1 })).toMatchObject({ kind: 'done' });
    expect(await admin.releaseJob({ job: 1 })).toMatchObject({ kind: 'done' });
    expect(await admin.resolveJob({ job: 1, how: { kind: 'printed', impressions: 1 } })).toMatchObject({
      kind: 'refused',
    });
    expect(await admin.explainJob({ job: 1 })).toMatchObject({ explanation: { user: 'alice' } });
    expect(await admin.cancelJob({ job: 1 })).toMatchObject({ job: { state: 'ended' } });
    expect(await admin.resumePrinter({ printer: 'demo' })).toMatchObject({ printer: { state: 'idle' } });
    expect(await admin.history({ user: 'alice', since: 0, limit: 5 })).toMatchObject({ rows: [{ job: 1 }] });
    expect(await admin.refund({ job: 1, reason: '' })).toMatchObject({ kind: 'refused' });
    for (const why of [...uncountableWhys, 'limit:depth'] as const) {
      const count = { kind: 'unknown', why, evidence: [] } as const;
      expect(await admin.quote({ printer: 'demo', ticket: plainTicket, count, octets: 1 })).toMatchObject({
        quote: { outcome: 'refused' },
      });
    }
    expect(await admin.removeUsers({ lines: [{ user: 'alice' }] })).toMatchObject({
      lines: [{ kind: 'done' }],
    });
  });

  test('brings refusals back as values', async () => {
    await start();
    const { admin } = await connect();
    expect(await admin.showUser({ user: 'nobody' })).toEqual({
      kind: 'not-found',
      what: 'There is no user "nobody".',
    });
  });

  test('takes its peers as operators of the name they have on the system', async () => {
    await start();
    const { admin } = await connect();
    await admin.listUsers({});
    expect(callers).toEqual([{ name: 'mallory', level: 'local', proof: 'control socket', operator: true }]);
  });

  test('serves the command line as the store itself would', async () => {
    await start();
    const { admin } = await connect();
    const run = platen({ admin });
    await run('users', 'add', 'alice', '--balance', '5');
    expect(await run.json('users', 'show', 'alice')).toMatchObject([{ balance: '5.00' }]);
  });

  test('brings faults back with their code, and tells the log', async () => {
    const fault = new PrintServerError('store-unreachable', 'the store is away');
    await start((admin) => ({ ...admin, listUsers: () => Promise.reject(fault) }));
    const { admin } = await connect();
    await expect(admin.listUsers({})).rejects.toMatchObject({
      code: 'store-unreachable',
      message: 'the store is away',
    });
    expect(faults).toEqual([{ method: '/v1/listUsers', error: fault }]);
  });

  test('keeps the detail of an unknown fault to itself', async () => {
    await start((admin) => ({ ...admin, listUsers: () => Promise.reject(new Error('secret path')) }));
    const { admin } = await connect();
    await expect(admin.listUsers({})).rejects.toMatchObject({ code: 'assertion' });
    await expect(admin.listUsers({})).rejects.not.toThrow('secret path');
  });
});

describe('a call', () => {
  beforeEach(async () => {
    await start();
  });

  test.each([
    ['of no method', ['POST', '/v1/dropTables', '{"by":"x","args":{}}'], 404],
    ['of an inherited name', ['POST', '/v1/constructor', '{"by":"x","args":{}}'], 404],
    ['by GET', ['GET', '/v1/listUsers', ''], 404],
    ['elsewhere', ['GET', '/', ''], 404],
    ['that is no JSON', ['POST', '/v1/listUsers', '{'], 400],
    ['of nobody', ['POST', '/v1/listUsers', '{"args":{}}'], 400],
    ['without arguments', ['POST', '/v1/listUsers', '{"by":"x"}'], 400],
    ['with unknown arguments', ['POST', '/v1/listUsers', '{"by":"x","args":{"where":1}}'], 400],
    ['with a wrong value', ['POST', '/v1/explainJob', '{"by":"x","args":{"job":"1"}}'], 400],
    [
      'with half an impression',
      ['POST', '/v1/refund', '{"by":"x","args":{"job":1,"reason":"","impressions":0.5}}'],
      400,
    ],
  ] as const)('%s is refused', async (_what, [method, url, body], status) => {
    expect(await raw(method, url, body)).toMatchObject({ status, body: { code: 'bad-call' } });
  });

  test('that is too large is refused before it is read whole', async () => {
    const reply = await raw('POST', '/v1/listUsers', 'x'.repeat(4 * 1024 * 1024 + 1)).catch(
      (error: unknown): unknown => error,
    );
    // The server answers and closes; a peer that is still sending may only see the reset.
    if (reply instanceof Error)
      expect(reply).toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) as unknown });
    else expect(reply).toMatchObject({ status: 413 });
    expect(callers).toEqual([]);
  });

  test('with too many lines is refused', async () => {
    const lines = Array.from({ length: 1_001 }, () => ({ user: 'x' }));
    const body = JSON.stringify({ by: 'x', args: { lines } });
    expect(await raw('POST', '/v1/addUsers', body)).toMatchObject({ status: 400 });
  });
});

describe('connecting', () => {
  const peer = (): Parameters<typeof connectControl>[0] => ({ path, user: 'root', version: info.version });

  test('finds nobody where there is no socket, and where its server is gone', async () => {
    expect(await connectControl(peer())).toBeUndefined();
    await start();
    await server?.close();
    server = undefined;
    expect(await connectControl(peer())).toBeUndefined();
  });

  test('finds nobody at a socket that a crash left, and the next server replaces it', async () => {
    await start();
    await server?.close();
    await leaveSocket();
    expect((await stat(path)).isSocket()).toBe(true);
    expect(await connectControl(peer())).toBeUndefined();
    await start();
    expect((await connect()).info.pid).toBe(4711);
  });

  test('does not talk to a server of another version', async () => {
    await start();
    await expect(connect('1.2.4')).rejects.toMatchObject({
      code: 'server-unreachable',
      message: 'The running server is version 1.2.3, this program is 1.2.4; restart the server.',
    });
  });

  test('does not take something else for a server', async () => {
    await start();
    await server?.close();
    server = undefined;
    const other: Server = createServer((socket) => {
      socket.resume().end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
    await new Promise<void>((resolve) => other.listen(path, resolve));
    await expect(connectControl(peer())).rejects.toMatchObject({ code: 'server-unreachable' });
    await new Promise((resolve) => other.close(resolve));
  });

  test('says that a call may have been done when the server dies under it', async () => {
    let answer: () => void = () => undefined;
    const never = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await start((admin) => ({
      ...admin,
      listUsers: async (args) => {
        connection?.close();
        await never;
        return admin.listUsers(args);
      },
    }));
    const { admin } = await connect();
    const asked = admin.listUsers({});
    await expect(asked).rejects.toMatchObject({
      code: 'server-unreachable',
      message: expect.stringContaining('may have been done or not') as unknown,
    });
    answer();
  });

  test('refuses a path that no system could bind, and says what to change', async () => {
    path = join('/', 'x'.repeat(120), 'control.sock');
    await expect(connectControl(peer())).rejects.toMatchObject({
      code: 'data-folder-unusable',
      message: expect.stringContaining('Set "data" in the configuration') as unknown,
    });
    await expect(
      startControlServer({
        path,
        info,
        adminFor: () => {
          throw new Error('none');
        },
      }),
    ).rejects.toMatchObject({
      code: 'data-folder-unusable',
    });
  });
});

/** A socket file without a listener, as SIGKILL leaves one. */
async function leaveSocket(): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await rm(path, { force: true });
  await new Promise((resolve) => spawn(process.execPath, ['-e', script]).on('exit', resolve));
}
