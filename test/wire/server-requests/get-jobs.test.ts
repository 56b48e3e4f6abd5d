import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  boolean,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  keyword,
  operations,
  strings,
} from '../../../src/ipp/index.ts';
import { type Asked, jobId, named, unsupportedIn } from '../../support/asking.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;
const other = 'ipp://h/ipp/print/other';

/**
 * On demo: 1 printed (alice), 2 printed (bob), 3 cancelled (alice), 4 refused by its count (alice), 5 at the device (alice),
 * 6 held (alice), 7 waits (bob), 8 waits with a higher priority (alice), 9 waits for its document (alice). On other: 10.
 */
beforeAll(async () => {
  server = await startWholeServer();
  const print = async (parts: Partial<Asked> = {}, document = 'page'): Promise<IppMessage> =>
    server.ask({ code: operations.printJob, ...parts }, document);
  const held = [attribute('job-hold-until', 'indefinite')];
  await print();
  await print({ user: 'bob' });
  await until(server.service.jobs, 2, 'ended');
  await print({ job: held });
  await server.ask({ code: operations.cancelJob, operation: [jobId(3)] });
  await print({}, '\u0000\u0001\u0002 nothing that can be counted');
  server.device.script = (job, _, signal) =>
    new Promise((resolve) => {
      const finish = (): void => {
        resolve({ kind: 'completed', octetsSent: job.document.octets, evidence: [] });
      };
      signal.addEventListener('abort', finish);
    });
  await print();
  await until(server.service.jobs, 5, 'relaying');
  await print({ job: held });
  await print({ user: 'bob' });
  await print({ job: [attribute('job-priority', 90)] });
  await server.ask({ code: operations.createJob });
  await print({ uri: other, job: held });
});

afterAll(() => server.stop());

const which = (value: string): IppAttribute => attributeOf('which-jobs', keyword(value));
const list = (...operation: readonly IppAttribute[]): Promise<IppMessage> =>
  server.ask({ code: operations.getJobs, operation });
const idsIn = (reply: IppMessage): readonly number[] =>
  groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id') ?? 0);

describe('Get-Jobs lists', () => {
  it.each<[string, readonly IppAttribute[], readonly number[]]>([
    ['open jobs when nobody says which, in the order in which they will print', [], [5, 8, 6, 7, 9]],
    ['not-completed', [which('not-completed')], [5, 8, 6, 7, 9]],
    ['completed, the newest first', [which('completed')], [4, 3, 2, 1]],
    ['all', [which('all')], [5, 8, 6, 7, 9, 4, 3, 2, 1]],
    ['aborted', [which('aborted')], [4]],
    ['canceled', [which('canceled')], [3]],
    ['pending', [which('pending')], [8, 7, 9]],
    ['pending-held', [which('pending-held')], [6]],
    ['processing', [which('processing')], [5]],
    ['processing-stopped', [which('processing-stopped')], []],
    ['proof-print', [which('proof-print')], []],
    ['one’s own', [attribute('my-jobs', true)], [5, 8, 6, 9]],
    ['everybody’s', [attribute('my-jobs', false)], [5, 8, 6, 7, 9]],
    ['one’s own that have ended', [attribute('my-jobs', true), which('completed')], [4, 3, 1]],
    ['as many as the limit says', [attribute('limit', 2)], [5, 8]],
    ['more than there are', [attribute('limit', 2_147_483_647)], [5, 8, 6, 7, 9]],
    ['the newest of those that have ended', [which('completed'), attribute('limit', 1)], [4]],
    ['from a number on', [which('completed'), attribute('first-job-id', 2)], [4, 3, 2]],
    ['from a number on that nobody has', [which('all'), attribute('first-job-id', 1_000)], []],
    ['from a place on', [which('all'), attribute('first-index', 6), attribute('limit', 2)], [4, 3]],
    ['from a place behind the last', [attribute('first-index', 100)], []],
    ['those that are named, whatever their state', [attribute('job-ids', 1, 6)], [1, 6]],
    ['those that are named, once each, here alone', [attribute('job-ids', 6, 6, 10, 99)], [6]],
  ])('%s', async (_, operation, expected) => {
    const reply = await list(...operation);
    expect([named(reply), idsIn(reply)]).toEqual(['successful-ok', expected]);
  });

  it('the jobs of another printer under its name, and all at the root', async () => {
    const there = await server.ask({ code: operations.getJobs, uri: other });
    expect(idsIn(there)).toEqual([10]);
    const everywhere = await server.ask({ code: operations.getJobs, uri: 'ipp://h/' });
    expect(idsIn(everywhere)).toHaveLength(6);
  });
});

describe('Get-Jobs refuses', () => {
  it.each<[string, readonly IppAttribute[], string, readonly string[]]>([
    [
      'a which-jobs that it does not have',
      [which('saved')],
      'client-error-attributes-or-values-not-supported',
      ['which-jobs'],
    ],
    [
      'two of them',
      [attributeOf('which-jobs', keyword('all'), keyword('completed'))],
      'client-error-bad-request',
      [],
    ],
    ['a limit of 0', [attributeOf('limit', integer(0))], 'client-error-bad-request', []],
    ['a negative limit', [attributeOf('limit', integer(-1))], 'client-error-bad-request', []],
    ['a place 0', [attributeOf('first-index', integer(0))], 'client-error-bad-request', []],
    ['a number 0', [attributeOf('first-job-id', integer(0))], 'client-error-bad-request', []],
    ['a job 0', [attributeOf('job-ids', integer(1), integer(0))], 'client-error-bad-request', []],
    [
      'jobs that are ranges',
      [attributeOf('job-ids', { syntax: 'rangeOfInteger', lower: 1, upper: 9 })],
      'client-error-bad-request',
      [],
    ],
    ['my-jobs that is a word', [attributeOf('my-jobs', keyword('true'))], 'client-error-bad-request', []],
    [
      'two answers to my-jobs',
      [attributeOf('my-jobs', boolean(true), boolean(false))],
      'client-error-bad-request',
      [],
    ],
    [
      'names of jobs beside a choice',
      [attribute('job-ids', 1), which('all')],
      'client-error-conflicting-attributes',
      ['which-jobs'],
    ],
    [
      'names of jobs beside several',
      [attribute('job-ids', 1), attribute('limit', 1), attribute('my-jobs', true)],
      'client-error-conflicting-attributes',
      ['my-jobs', 'limit'],
    ],
  ])('%s', async (_, operation, status, refused) => {
    const reply = await list(...operation);
    expect([named(reply), unsupportedIn(reply), idsIn(reply)]).toEqual([status, refused, []]);
  });
});

describe('requested-attributes of Get-Jobs', () => {
  const keysOf = async (...asked: readonly string[]): Promise<readonly string[]> => {
    const [first = '', ...further] = asked.map(keyword);
    const wish = first === '' ? [] : [attributeOf('requested-attributes', first, ...further)];
    const reply = await list(attribute('job-ids', 5), ...wish);
    return [...(groupsOf(reply, groupTags.job)[0]?.keys() ?? [])];
  };

  it('are job-id and job-uri when nobody says', async () => {
    expect([...(await keysOf())].sort()).toEqual(['job-id', 'job-uri']);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['names', ['job-state', 'job-id'], ['job-id', 'job-state']],
    ['a name twice', ['job-id', 'job-id'], ['job-id']],
    ['names that are unknown beside one that is not', ['x-glitter', 'job-id'], ['job-id']],
    ['unknown names alone', ['x-glitter'], []],
    ['a group of printers', ['printer-description'], []],
  ])('%s', async (_, asked, expected) => {
    expect([...(await keysOf(...asked))].sort()).toEqual([...expected].sort());
  });

  it('groups and all', async () => {
    const all = await keysOf('all');
    expect(await keysOf('job-description', 'job-template')).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('job-state');
    expect(await keysOf('job-template')).not.toContain('job-state');
  });
});

describe('the keywords of which-jobs', () => {
  it('are those that the printer tells', async () => {
    const reply = await server.ask({ code: operations.getPrinterAttributes });
    const told = strings(groupOf(reply, groupTags.printer), 'which-jobs-supported');
    for (const each of told) expect(named(await list(which(each)))).toBe('successful-ok');
  });
});
