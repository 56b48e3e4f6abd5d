import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enums,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  integer,
  operations,
  statuses,
} from '../../../src/ipp/index.ts';
import { type Asked, jobId, unsupportedIn } from '../../support/asking.ts';
import { type OperatorServer, startOperatorServer } from '../../support/operator-server.ts';

const { jobState } = enums;
/** What libcups names where `cancel -a` names no printer. */
const everywhere = 'ipp://localhost/printers/';

let server: OperatorServer;

/** Jobs of alice, alice and bob, at two printers. */
beforeEach(async () => {
  server = await startOperatorServer({ printers: [{ name: 'demo' }, { name: 'hall' }] });
  await server.print();
  await server.print({ uri: 'ipp://h/ipp/print/hall' });
  await server.print({ uri: 'ipp://h/ipp/print/hall', user: 'bob' });
});

afterEach(() => server.stop());

const ask = (asked: Asked): ReturnType<OperatorServer['ask']> => server.ask({ uri: everywhere, ...asked });
const command = (asked: Asked): ReturnType<OperatorServer['ask']> =>
  server.command({ uri: everywhere, ...asked });
const jobIds = (...ids: readonly number[]) => attributeOf('job-ids', ...ids.map(integer));

async function statesOf(...ids: readonly number[]): Promise<readonly (number | undefined)[]> {
  const replies = ids.map((id) => ask({ code: operations.getJobAttributes, operation: [jobId(id)] }));
  return (await Promise.all(replies)).map((reply) =>
    firstInteger(groupOf(reply, groupTags.job), 'job-state'),
  );
}

async function shown(): Promise<readonly number[]> {
  const reply = await ask({ code: operations.getJobs, operation: [attribute('which-jobs', 'all')] });
  return groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id') ?? 0);
}

it('cancels one’s own jobs at all printers, which Get-Jobs lists there', async () => {
  expect(await shown()).toEqual([1, 2, 3]);
  expect((await ask({ code: operations.cancelMyJobs })).code).toBe(statuses.successfulOk);
  expect(await statesOf(1, 2, 3)).toEqual([jobState.canceled, jobState.canceled, jobState.pending]);
});

it('cancels those that are named, whatever printer they are at, or none', async () => {
  const none = await ask({ code: operations.cancelMyJobs, operation: [jobIds(2, 99)] });
  expect([none.code, unsupportedIn(none)]).toEqual([statuses.clientErrorNotFound, ['job-ids']]);
  const foreign = await ask({ code: operations.cancelMyJobs, operation: [jobIds(2, 3)] });
  expect(foreign.code).toBe(statuses.clientErrorNotAuthorized);
  expect((await ask({ code: operations.cancelMyJobs, operation: [jobIds(2)] })).code).toBe(
    statuses.successfulOk,
  );
  expect(await statesOf(1, 2, 3)).toEqual([jobState.pending, jobState.canceled, jobState.pending]);
});

it('cancels all jobs of all printers for an operator alone', async () => {
  expect((await ask({ code: operations.cancelJobs })).code).toBe(statuses.clientErrorNotAuthorized);
  expect((await command({ code: operations.cancelJobs })).code).toBe(statuses.successfulOk);
  expect(await statesOf(1, 2, 3)).toEqual([jobState.canceled, jobState.canceled, jobState.canceled]);
});

it('purges the named ones of several printers, then all that are left', async () => {
  expect((await command({ code: operations.purgeJobs, operation: [jobIds(1, 3)] })).code).toBe(
    statuses.successfulOk,
  );
  expect(await shown()).toEqual([2]);
  expect((await command({ code: operations.purgeJobs })).code).toBe(statuses.successfulOk);
  expect(await shown()).toEqual([]);
});

it('leaves a named printer’s neighbours alone', async () => {
  const asked = { code: operations.cancelMyJobs, uri: 'ipp://h/ipp/print/hall' };
  expect((await server.ask(asked)).code).toBe(statuses.successfulOk);
  expect(await statesOf(1, 2, 3)).toEqual([jobState.pending, jobState.canceled, jobState.pending]);
});
