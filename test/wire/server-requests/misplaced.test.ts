import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  boolean,
  collection,
  firstInteger,
  groupOf,
  groupTags,
  type IppAttribute,
  integer,
  keyword,
  operations,
  outOfBand,
  uri,
} from '../../../src/ipp/index.ts';
import { type Asked, groupWith, jobId, named, unsupportedIn } from '../../support/asking.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const whichJobs = attribute('which-jobs', 'completed');
const lastDocument = attribute('last-document', true);
const documentUri = attributeOf('document-uri', uri('http://h/x'));
const glitter = attributeOf('x-glitter', integer(1));
const held = [attribute('job-hold-until', 'indefinite')];

let server: WholeServer;

/** Job 1 is alice's. */
beforeAll(async () => {
  server = await startWholeServer();
  await server.ask({ code: operations.printJob, job: held }, 'page');
});

afterAll(() => server.stop());

describe('operation attributes of another operation', () => {
  it.each<[string, keyof typeof operations, readonly IppAttribute[], readonly string[]]>([
    ['which-jobs with a job', 'validateJob', [whichJobs], ['which-jobs']],
    ['last-document with a whole job', 'validateJob', [lastDocument], ['last-document']],
    ['which-jobs with a question about a printer', 'getPrinterAttributes', [whichJobs], ['which-jobs']],
    ['a limit where there is one job', 'getJobAttributes', [jobId(1), attribute('limit', 5)], ['limit']],
    [
      'two of them',
      'getJobs',
      [attribute('ipp-attribute-fidelity', true), documentUri],
      ['ipp-attribute-fidelity', 'document-uri'],
    ],
    ['what the printer answers itself', 'getJobs', [attribute('status-message', 'x')], ['status-message']],
    ['what nobody registered, about a printer', 'getPrinterAttributes', [glitter], ['x-glitter']],
    ['what nobody registered, about jobs', 'getJobs', [glitter], ['x-glitter']],
    ['what nobody registered, with a change of a job', 'holdJob', [jobId(1), glitter], ['x-glitter']],
    ['an address where no document is asked for', 'validateJob', [documentUri], ['document-uri']],
  ])('%s: told and left out', async (_, code, operation, names) => {
    const reply = await server.ask({ code: operations[code], operation });
    expect([named(reply), unsupportedIn(reply)]).toEqual([
      'successful-ok-ignored-or-substituted-attributes',
      names,
    ]);
    for (const name of names) {
      expect(groupOf(reply, groupTags.unsupported)?.get(name)?.values).toEqual([{ syntax: 'unsupported' }]);
    }
  });

  it('tells of a collection the members that nobody registered', async () => {
    const counts = collection(attribute('monochrome', 1), attributeOf('pink', integer(1)));
    const reply = await server.ask({
      code: operations.validateJob,
      operation: [attribute('job-impressions-col', counts)],
    });
    expect(named(reply)).toBe('successful-ok-ignored-or-substituted-attributes');
    expect(groupOf(reply, groupTags.unsupported)?.get('job-impressions-col')).toEqual(
      attribute('job-impressions-col', collection(attributeOf('pink', outOfBand('unsupported')))),
    );
  });

  it('is told each time, also where the same question comes again', async () => {
    for (let time = 0; time < 3; time += 1) {
      const reply = await server.ask({ code: operations.getPrinterAttributes, operation: [whichJobs] });
      expect(unsupportedIn(reply)).toEqual(['which-jobs']);
    }
  });

  it('stands beside what else of a job is left out', async () => {
    const reply = await server.ask({
      code: operations.validateJob,
      operation: [whichJobs, glitter],
      job: [attributeOf('sides', keyword('three-sided'))],
    });
    expect(unsupportedIn(reply).toSorted()).toEqual(['sides', 'which-jobs', 'x-glitter']);
  });

  it('is no reason to refuse a job, whatever the fidelity', async () => {
    const operation = [whichJobs, attribute('ipp-attribute-fidelity', true)];
    const reply = await server.ask({ code: operations.printJob, operation, job: held }, 'page');
    expect(named(reply)).toBe('successful-ok-ignored-or-substituted-attributes');
  });
});

describe('a subscription where there can be none', () => {
  it.each<[keyof typeof operations, readonly IppAttribute[]]>([
    ['holdJob', [jobId(1)]],
    ['getJobs', []],
  ])('is told and left out with %s (RFC 3995 §11.2.1)', async (code, operation) => {
    const groups = [groupWith(groupTags.subscription, attribute('notify-pull-method', 'ippget'))];
    const reply = await server.ask({ code: operations[code], operation, groups });
    expect([named(reply), unsupportedIn(reply)]).toEqual([
      'successful-ok-ignored-or-substituted-attributes',
      ['notify-pull-method'],
    ]);
    expect(groupOf(reply, groupTags.subscription)).toBeUndefined();
  });
});

describe('what comes with a document', () => {
  const copies = attribute('copies', 3);

  it.each<[string, Partial<Asked>, readonly string[]]>([
    ['nothing else', {}, []],
    ['a ticket', { job: [copies] }, ['copies']],
    [
      'a ticket of its own',
      { groups: [groupWith(groupTags.document, copies, glitter)] },
      ['copies', 'x-glitter'],
    ],
    ['both in one', { operation: [copies, glitter], job: [copies] }, ['copies', 'x-glitter']],
  ])('%s: told, and the ticket of the job stays', async (_, { operation = [], ...parts }, names) => {
    const created = await server.ask({ code: operations.createJob, job: held });
    const id = jobId(firstInteger(groupOf(created, groupTags.job), 'job-id') ?? 0);
    const said = [id, attribute('last-document', true), attribute('document-name', 'x'), ...operation];
    const sent = await server.ask({ code: operations.sendDocument, operation: said, ...parts }, 'page');
    expect(unsupportedIn(sent)).toEqual(names);
    const reply = await server.ask({ code: operations.getJobAttributes, operation: [id] });
    expect(groupOf(reply, groupTags.job)?.has('copies')).toBe(false);
  });
});

// libcups, lp, Windows, iOS: no client has to read a group that tells it what it always does.
it.each<[keyof typeof operations, readonly IppAttribute[]]>([
  ['getPrinterAttributes', [attribute('document-format', 'application/octet-stream')]],
  ['getJobs', [attribute('document-format', 'text/plain'), attribute('job-name', 'x')]],
  ['getJobAttributes', [jobId(1), attribute('job-name', 'x'), attribute('message', 'x')]],
  ['validateJob', [attribute('requested-attributes', 'all'), jobId(1)]],
  ['validateJob', [attribute('document-name', 'x'), attribute('compression', 'none')]],
  ['getSubscriptions', [attributeOf('my-subscriptions', boolean(true))]],
])('%s passes over what clients say everywhere', async (code, operation) => {
  const reply = await server.ask({ code: operations[code], operation });
  expect([named(reply), unsupportedIn(reply)]).toEqual(['successful-ok', []]);
});

// go-ipp 1.6 takes every other answer for a failure.
it.each(['purge-job', 'purge-jobs'])(
  '%s, which CUPS has, is passed over with the job that is cancelled',
  async (name) => {
    const printed = await server.ask({ code: operations.printJob, job: held }, 'page');
    const id = jobId(firstInteger(groupOf(printed, groupTags.job), 'job-id') ?? 0);
    const operation = [id, attributeOf(name, boolean(false))];
    const reply = await server.ask({ code: operations.cancelJob, operation });
    expect([named(reply), unsupportedIn(reply)]).toEqual(['successful-ok', []]);
  },
);
