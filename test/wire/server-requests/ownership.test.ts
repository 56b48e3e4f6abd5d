import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  name,
  operations,
  strings,
} from '../../../src/ipp/index.ts';
import { type Asked, jobId, named, unsupportedIn } from '../../support/asking.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const servers: WholeServer[] = [];
let server: WholeServer;
const held = [attribute('job-hold-until', 'indefinite')];

beforeEach(async () => {
  await Promise.all(servers.splice(0).map((each) => each.stop()));
  server = await startWholeServer();
  servers.push(server);
});

afterAll(() => Promise.all(servers.map((each) => each.stop())));

async function printHeld(user = 'alice', printer = 'demo'): Promise<number> {
  const reply = await server.ask(
    { code: operations.printJob, user, job: held, uri: `ipp://h/ipp/print/${printer}` },
    'page',
  );
  return firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
}

describe('somebody else’s job', () => {
  const last = attribute('last-document', true);
  it.each<[keyof typeof operations, Partial<Asked>, string?]>([
    ['cancelJob', {}],
    ['holdJob', {}],
    ['releaseJob', {}],
    ['restartJob', {}],
    ['reprocessJob', {}],
    ['resubmitJob', {}],
    ['closeJob', {}],
    ['cancelDocument', { operation: [attribute('document-number', 1)] }],
    ['setDocumentAttributes', { operation: [attribute('document-number', 1)] }],
    ['setJobAttributes', { job: [attribute('job-name', name('mine now'))] }],
    ['sendDocument', { operation: [last] }],
    ['promoteJob', {}],
    ['scheduleJobAfter', {}],
    ['resumeJob', {}],
    ['cancelMyJobs', { operation: [attribute('job-ids', 1)] }],
    ['cancelJobs', { operation: [attribute('job-ids', 1)] }],
    ['createJobSubscriptions', { operation: [attribute('notify-job-id', 1)] }],
  ])('%s is not for strangers, and changes nothing', async (code, parts) => {
    await printHeld();
    const before = (await server.service.jobs.job(1))?.job;
    const { operation = [], ...rest } = parts;
    const target = code === 'cancelMyJobs' || code === 'cancelJobs' || code === 'createJobSubscriptions';
    const asked: Asked = {
      code: operations[code],
      user: 'mallory',
      operation: [...(target ? [] : [jobId(1)]), ...operation],
      ...rest,
    };
    expect(named(await server.ask(asked, code === 'sendDocument' ? 'more' : undefined))).toBe(
      'client-error-not-authorized',
    );
    expect((await server.service.jobs.job(1))?.job).toEqual(before);
  });

  it('is not found under the name of its owner in capitals of another user, but under its own', async () => {
    await printHeld('Alice');
    expect(
      named(await server.ask({ code: operations.cancelJob, user: 'ALICE', operation: [jobId(1)] })),
    ).toBe('successful-ok');
  });

  it('is nobody’s when its owner gave no name', async () => {
    await printHeld('');
    const reply = await server.ask({ code: operations.cancelJob, user: 'bob', operation: [jobId(1)] });
    expect(named(reply)).toBe('client-error-not-authorized');
  });

  it('tells strangers nothing of its document, in no operation', async () => {
    const operation = [attribute('job-name', name('Secret plans'))];
    await server.ask({ code: operations.printJob, operation, job: held }, 'page');
    const secrets = [
      'job-name',
      'job-originating-user-name',
      'document-name',
      'job-hold-until',
      'document-format',
    ];
    const all = attribute('requested-attributes', 'all');
    const named_ = attributeOf(
      'requested-attributes',
      ...secrets.map((value) => ({ syntax: 'keyword', value }) as const),
    );
    for (const asked of [all, named_]) {
      const replies = await Promise.all([
        server.ask({ code: operations.getJobAttributes, user: 'mallory', operation: [jobId(1), asked] }),
        server.ask({ code: operations.getJobs, user: 'mallory', operation: [asked] }),
        server.ask({ code: operations.getDocuments, user: 'mallory', operation: [jobId(1), asked] }),
        server.ask({
          code: operations.getDocumentAttributes,
          user: 'mallory',
          operation: [jobId(1), attribute('document-number', 1), asked],
        }),
      ]);
      for (const reply of replies) {
        expect(named(reply)).toBe('successful-ok');
        const told = reply.groups.slice(1).flatMap(({ attributes }) => [...attributes.keys()]);
        expect(told.filter((each) => secrets.includes(each))).toEqual([]);
      }
    }
  });

  it('tells strangers nothing of what job-privacy-attributes names, and names all that it hides', async () => {
    await server.ask({ code: operations.printJob, job: [...held, attribute('copies', 2)] }, 'page');
    const told = async (parts: Partial<Asked>): Promise<readonly string[]> => {
      const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)], ...parts });
      return [...(groupOf(reply, groupTags.job)?.keys() ?? [])];
    };
    const printer = await server.ask({ code: operations.getPrinterAttributes });
    const hidden = new Set(strings(groupOf(printer, groupTags.printer), 'job-privacy-attributes'));
    const template = attribute('requested-attributes', 'job-template');
    const ofTemplate = await told({ operation: [jobId(1), template] });
    const toStrangers = await told({ user: 'mallory' });
    expect(ofTemplate).toContain('copies');
    expect(toStrangers.filter((each) => hidden.has(each) || ofTemplate.includes(each))).toEqual([]);
    const unnamed = (await told({})).filter((each) => !toStrangers.includes(each) && !hidden.has(each));
    expect([unnamed, hidden.has('job-template')]).toEqual([ofTemplate, true]);
  });
});

it.each<[string, keyof typeof operations, readonly IppAttribute[]]>([
  ['lay aside', 'suspendCurrentJob', []],
  ['go on with', 'resumeJob', [jobId(1)]],
])(
  'owners may ask to %s a job, and hear that it is not possible (RFC 3998 §4.3)',
  async (_, code, operation) => {
    await printHeld();
    expect(named(await server.ask({ code: operations[code], operation }))).toBe('client-error-not-possible');
  },
);

describe('operators', () => {
  it('cancel anybody’s job', async () => {
    await printHeld();
    expect(
      named(await server.ask({ code: operations.cancelJob, operator: true, operation: [jobId(1)] })),
    ).toBe('successful-ok');
  });

  it.each<keyof typeof operations>([
    'pausePrinter',
    'resumePrinter',
    'purgeJobs',
    'enablePrinter',
    'disablePrinter',
    'holdNewJobs',
    'releaseHeldNewJobs',
    'restartPrinter',
    'shutdownPrinter',
    'startupPrinter',
    'pausePrinterAfterCurrentJob',
    'setPrinterAttributes',
    'cancelJobs',
  ])('alone may %s', async (code) => {
    expect(named(await server.ask({ code: operations[code], user: 'root' }))).toBe(
      'client-error-not-authorized',
    );
  });
});

describe('Cancel-Jobs and Cancel-My-Jobs', () => {
  const cancel = (parts: Partial<Asked>): Promise<IppMessage> =>
    server.ask({ code: operations.cancelJobs, operator: true, ...parts });
  const states = async (): Promise<readonly string[]> =>
    (await server.service.jobs.jobs({ which: 'all', limit: 10 }))
      .map(({ job }) => `${job.id} ${job.state}`)
      .sort();

  it('cancel none of those named when one is of another printer, and say which', async () => {
    await printHeld();
    await printHeld('alice', 'other');
    const reply = await cancel({ operation: [attribute('job-ids', 1, 2)] });
    expect([named(reply), ...unsupportedIn(reply)]).toEqual(['client-error-not-found', 'job-ids']);
    expect(groupOf(reply, groupTags.unsupported)?.get('job-ids')?.values).toEqual([integer(2)]);
    expect(await states()).toEqual(['1 held', '2 held']);
  });

  it('cancel none when one has ended', async () => {
    await printHeld();
    await printHeld();
    await server.ask({ code: operations.cancelJob, operation: [jobId(1)] });
    const mine = await server.ask({ code: operations.cancelMyJobs, operation: [attribute('job-ids', 1, 2)] });
    expect(named(mine)).toBe('client-error-not-possible');
    expect(groupOf(mine, groupTags.unsupported)?.get('job-ids')?.values).toEqual([integer(1)]);
    expect(await states()).toEqual(['1 ended', '2 held']);
  });

  it('name one job twice without harm, and no job at all', async () => {
    await printHeld();
    expect(named(await cancel({ operation: [attribute('job-ids', 1, 1)] }))).toBe('successful-ok');
    expect(named(await cancel({}))).toBe('successful-ok');
    expect(named(await cancel({ operation: [attributeOf('job-ids', integer(0))] }))).toBe(
      'client-error-bad-request',
    );
  });

  it.each<keyof typeof operations>(['cancelJobs', 'purgeJobs'])(
    'take an operator’s own alone with my-jobs: %s',
    async (code) => {
      await printHeld('alice');
      await printHeld('bob');
      const asked = { code: operations[code], operator: true, user: 'alice' };
      const mine = attribute('my-jobs', true);
      expect(named(await server.ask({ ...asked, operation: [mine] }))).toBe('successful-ok');
      expect(await states()).toEqual(['1 ended', '2 held']);
      expect(named(await server.ask({ ...asked, user: 'carol', operation: [mine] }))).toBe('successful-ok');
      expect(await states()).toEqual(['1 ended', '2 held']);
    },
  );

  it('tell the owner why an operator cancels, and that which-jobs chooses none', async () => {
    await printHeld();
    const operation = [
      attribute('job-message-from-operator', 'no paper'),
      attribute('which-jobs', 'pending'),
    ];
    expect(unsupportedIn(await cancel({ operation }))).toEqual(['which-jobs']);
    const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
    expect(firstString(groupOf(reply, groupTags.job), 'job-message-from-operator')).toBe('no paper');
  });

  it('take one’s own jobs of that printer and no others', async () => {
    await printHeld();
    await printHeld('bob');
    await printHeld('alice', 'other');
    expect(named(await server.ask({ code: operations.cancelMyJobs }))).toBe('successful-ok');
    expect(await states()).toEqual(['1 ended', '2 held', '3 held']);
  });
});

describe('what a job tells of its owner', () => {
  it('is the name by which it came, and the owner alone hears it', async () => {
    await printHeld();
    const own = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
    expect(firstString(groupOf(own, groupTags.job), 'job-originating-user-name')).toBe('alice');
  });

  it('cannot be set', async () => {
    await printHeld();
    const job: readonly IppAttribute[] = [attribute('job-originating-user-name', name('bob'))];
    const reply = await server.ask({ code: operations.setJobAttributes, operation: [jobId(1)], job });
    expect([named(reply), ...unsupportedIn(reply)]).toEqual([
      'client-error-attributes-not-settable',
      'job-originating-user-name',
    ]);
  });
});
