import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstInteger,
  groupsOf,
  groupTags,
  type IppAttribute,
  integer,
  keyword,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import { jobId, unsupportedIn } from '../support/asking.ts';
import type { RequestParts } from '../support/ipp-client.ts';
import { type OperatorServer, startOperatorServer } from '../support/operator-server.ts';

let server: OperatorServer;

beforeEach(async () => {
  server = await startOperatorServer({
    printers: [{ name: 'demo' }, { name: 'Büro 2', capabilities: { carries: [] } }],
  });
});

afterEach(() => server.stop());

const ask: OperatorServer['ask'] = (...given) => server.ask(...given);
const print: OperatorServer['print'] = (asked) => server.print(asked);
const held = [attribute('job-hold-until', 'indefinite')];

const list = async (
  operation: readonly IppAttribute[] = [],
  parts: Partial<RequestParts> = {},
): Promise<readonly number[]> => {
  const reply = await ask({ code: operations.getJobs, operation, ...parts });
  expect(reply.code).toBe(0);
  return groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id') ?? 0);
};

describe('what Get-Jobs lists', () => {
  beforeEach(async () => {
    await print();
    await print({ user: 'bob' });
    await print({ job: held });
    await print({ uri: 'ipp://h/ipp/print/B%C3%BCro%202' });
    await ask({ code: operations.cancelJob, operation: [jobId(1)] });
  });

  it('lists open jobs of the printer, with id and URI only', async () => {
    const reply = await ask({ code: operations.getJobs });
    expect(groupsOf(reply, groupTags.job).map((job) => [...job.keys()])).toEqual([
      ['job-id', 'job-uri'],
      ['job-id', 'job-uri'],
    ]);
    expect(await list()).toEqual([2, 3]);
  });

  it('lists those of all printers at the root, as lpstat wants them', async () => {
    expect(await list([], { uri: 'ipp://localhost/' })).toEqual([2, 3, 4]);
  });

  it('chooses by which-jobs, owner, number and limit', async () => {
    expect(await list([attribute('which-jobs', 'completed')])).toEqual([1]);
    expect(await list([attribute('which-jobs', 'all')])).toEqual([1, 2, 3]);
    expect(await list([attribute('which-jobs', 'pending-held')])).toEqual([3]);
    expect(await list([attribute('which-jobs', 'canceled')])).toEqual([1]);
    expect(await list([attribute('my-jobs', true)])).toEqual([3]);
    expect(await list([attribute('limit', 1)])).toEqual([2]);
    expect(await list([attribute('job-ids', 3, 1, 4, 99)])).toEqual([3, 1]);
    expect(await list([attributeOf('first-job-id', integer(3))])).toEqual([3]);
  });

  it('refuses a which-jobs that it does not know, and a limit below 1', async () => {
    const which = await ask({
      code: operations.getJobs,
      operation: [attributeOf('which-jobs', keyword('saved'))],
    });
    expect([which.code, unsupportedIn(which)]).toEqual([
      statuses.clientErrorAttributesOrValuesNotSupported,
      ['which-jobs'],
    ]);
    const limit = await ask({ code: operations.getJobs, operation: [attributeOf('limit', integer(0))] });
    expect(limit.code).toBe(statuses.clientErrorBadRequest);
  });
});

describe('which of them Get-Jobs lists', () => {
  it('begins at first-job-id and first-index before it counts to limit', async () => {
    for (let made = 0; made < 5; made += 1) await print();
    expect(await list([attributeOf('first-job-id', integer(3)), attribute('limit', 2)])).toEqual([3, 4]);
    expect(await list([attributeOf('first-index', integer(4)), attribute('limit', 5)])).toEqual([4, 5]);
    expect(await list([attributeOf('first-index', integer(9))])).toEqual([]);
  });

  it('counts to limit only those of the state that is asked for', async () => {
    for (let made = 0; made < 4; made += 1) await print();
    await ask({ code: operations.cancelJob, operation: [jobId(1)] });
    await ask({ code: operations.cancelJob, operation: [jobId(3)] });
    await print({ job: held });
    expect(await list([attribute('which-jobs', 'canceled'), attribute('limit', 1)])).toEqual([3]);
    expect(await list([attribute('which-jobs', 'pending-held'), attribute('limit', 1)])).toEqual([5]);
    expect(await list([attribute('which-jobs', 'proof-print')])).toEqual([]);
    expect(await list([attribute('which-jobs', 'aborted')])).toEqual([]);
  });

  it('takes job-ids in their order, once each', async () => {
    for (let made = 0; made < 3; made += 1) await print();
    expect(await list([attributeOf('job-ids', integer(3), integer(1), integer(3), integer(99))])).toEqual([
      3, 1,
    ]);
  });

  it.each(['limit', 'first-index', 'first-job-id', 'job-ids'])(
    'refuses a %s below 1 or of another kind',
    async (what) => {
      for (const value of [integer(0), integer(-1), keyword('one')]) {
        const operation = [attributeOf(what, value)];
        expect((await ask({ code: operations.getJobs, operation })).code).toBe(
          statuses.clientErrorBadRequest,
        );
      }
    },
  );
});
