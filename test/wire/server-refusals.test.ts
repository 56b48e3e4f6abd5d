import { afterEach, describe, expect, it } from 'vitest';
import { PrintServerError } from '../../src/base/fault.ts';
import {
  attribute,
  attributeOf,
  firstString,
  groupOf,
  groupTags,
  name,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import type { Refusal, RefusalKind } from '../../src/model/refusal.ts';
import type { FakeOptions } from '../support/fake-print-jobs.ts';
import {
  call,
  type IppReply,
  requestMessage,
  startTestServer,
  type TestServer,
} from '../support/ipp-client.ts';

const document = Buffer.from('%PDF-1.7 not really');
const clients = {
  cups: { 'User-Agent': 'CUPS/2.4.2 (Linux 6.1; x86_64) IPP/2.0' },
  ipptool: {
    'User-Agent': 'CUPS/2.4.2 (Linux 6.1; x86_64) IPP/2.0',
    'Accept-Encoding': 'deflate, gzip, identity',
  },
  other: { 'User-Agent': 'Internet Print Provider' },
} as const;
type ClientName = keyof typeof clients;

let server: TestServer | undefined;

afterEach(async () => {
  await server?.stop();
});

async function ask(client: ClientName, code: number, fake: FakeOptions): Promise<IppReply> {
  await server?.stop();
  server = await startTestServer(fake);
  const options = { headers: clients[client], ...(code === operations.printJob ? { document } : {}) };
  return call(server.port, requestMessage({ code }), options);
}

async function refusedWith(kind: RefusalKind, client: ClientName, code: number): Promise<number> {
  const refuse = (): readonly Refusal[] => [{ kind, message: 'No.' }];
  return (await ask(client, code, { refuse })).message.code;
}

describe('the status of a refusal', () => {
  it.each([
    ['over-quota', 0x049e, 0x041e, 0x041e],
    ['over-balance', 0x049e, 0x041e, 0x041e],
    ['account-blocked', 0x049d, 0x041d, 0x041d],
    ['unknown-user', 0x049f, 0x041f, 0x041f],
    ['identity-too-weak', 0x049f, 0x041f, 0x041f],
    ['not-countable', 0x040a, 0x040a, 0x040a],
    ['format-not-supported', 0x040a, 0x040a, 0x040a],
    ['document-damaged', 0x040a, 0x0411, 0x0411],
    ['too-large', 0x040a, 0x0408, 0x0408],
    ['not-accepting', 0x0506, 0x0506, 0x0506],
    ['shutting-down', 0x0502, 0x0502, 0x0502],
    ['store-away', 0x0502, 0x0502, 0x0502],
    ['disk-full', 0x0502, 0x0505, 0x0505],
    ['unknown-printer', 0x0406, 0x0406, 0x0406],
  ] as const)(
    'for %s is what each client handles, before the document',
    async (kind, cups, ipptool, other) => {
      for (const code of [operations.validateJob, operations.createJob]) {
        expect(await refusedWith(kind, 'cups', code)).toBe(cups);
        expect(await refusedWith(kind, 'ipptool', code)).toBe(ipptool);
        expect(await refusedWith(kind, 'other', code)).toBe(other);
      }
    },
  );

  it.each([
    ['over-quota', 0x049e],
    ['not-countable', 0x040a],
    ['document-damaged', 0x040a],
    ['too-large', 0x040a],
    ['not-accepting', 0x049c],
    ['shutting-down', 0x049c],
    ['store-away', 0x049c],
    ['disk-full', 0x049c],
  ] as const)('for %s never makes a CUPS backend repeat the document', async (kind, status) => {
    expect(await refusedWith(kind, 'cups', operations.printJob)).toBe(status);
  });

  it('is chosen by the gravest reason, and all reasons are told', async () => {
    const refuse = (): readonly Refusal[] => [
      { kind: 'over-balance', message: 'It costs 2.00 and 1.50 is left.' },
      { kind: 'account-blocked', message: 'The account is closed.' },
    ];
    const { message } = await ask('other', operations.createJob, { refuse });
    expect(message.code).toBe(statuses.clientErrorAccountClosed);
    expect(firstString(groupOf(message, groupTags.operation), 'status-message')).toBe(
      'The account is closed. It costs 2.00 and 1.50 is left.',
    );
  });

  it('follows the rule of the printer before the name of the client', async () => {
    const refuse = (): readonly Refusal[] => [{ kind: 'over-quota', message: 'No.' }];
    const cups = await ask('other', operations.createJob, { refuse, printers: [{ refusals: 'cups' }] });
    const registered = await ask('cups', operations.createJob, {
      refuse,
      printers: [{ refusals: 'registered' }],
    });
    expect([cups.message.code, registered.message.code]).toEqual([0x049e, 0x041e]);
  });
});

describe('the style of an answer', () => {
  it.each([
    ['cups', { withinMs: 20_000, lateRefusal: 'status' }],
    ['ipptool', { withinMs: 2_000, lateRefusal: 'status' }],
    ['other', { withinMs: 2_000, lateRefusal: 'abort' }],
  ] as const)('is what %s can show', async (client, style) => {
    await ask(client, operations.printJob, {});
    expect(server?.jobs.requests[0]?.answer).toEqual(style);
  });
});

describe('a job that takes no document', () => {
  it('ends a CUPS backend instead of making it try a thousand times a second', async () => {
    server = await startTestServer();
    const { port } = server;
    await call(port, requestMessage({ code: operations.createJob }));
    await call(port, requestMessage({ code: operations.cancelJob, operation: [attribute('job-id', 1)] }));
    const send = requestMessage({
      code: operations.sendDocument,
      operation: [attribute('job-id', 1), attribute('last-document', true)],
    });
    const cups = await call(port, send, { document, headers: clients.cups });
    const other = await call(port, send, { document, headers: clients.other });
    expect([cups.message.code, other.message.code]).toEqual([0x0508, 0x0404]);
  });
});

describe('a fault', () => {
  it('that passes is told like the refusal for it', async () => {
    const fault = (): Error => new PrintServerError('store-unreachable', 'connection refused by 10.0.0.9');
    const before = await ask('cups', operations.createJob, { fault });
    const within = await ask('cups', operations.printJob, { fault });
    const full = await ask('other', operations.createJob, {
      fault: () => new PrintServerError('disk-full', 'no space'),
    });
    expect([before, within, full].map(({ message }) => message.code)).toEqual([0x0502, 0x049c, 0x0505]);
  });

  it('that nobody expected is internal-error without detail; the log has it', async () => {
    const logged: unknown[] = [];
    const cause = new Error('secret detail');
    server = await startTestServer(
      { fault: () => cause },
      { log: { ...quietLog, error: (event, facts) => logged.push([event, facts]) } },
    );
    const { message } = await call(server.port, requestMessage({ code: operations.createJob }));
    expect(message.code).toBe(statuses.serverErrorInternalError);
    expect(JSON.stringify(message.groups.map((group) => [...group.attributes]))).not.toContain('secret');
    expect(logged).toEqual([['request failed', expect.objectContaining({ cause, user: 'alice' })]]);
    const user = attributeOf('requesting-user-name', {
      syntax: 'nameWithLanguage',
      value: 'Zoë',
      language: 'fr',
    });
    const named = requestMessage({
      code: operations.getJobs,
      user: '',
      operation: [user, attribute('job-name', name('x'))],
    });
    expect((await call(server.port, named)).message.code).toBe(0);
  });
});
