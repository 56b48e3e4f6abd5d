import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstInteger,
  groupsOf,
  groupTags,
  type IppAttribute,
  keyword,
  operations,
} from '../../../src/ipp/index.ts';
import { jobId, named } from '../../support/asking.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;

/** Jobs 1 to 4; 2 waits until 4 has ended, and 1 longer. */
beforeAll(async () => {
  server = await startWholeServer();
  const held = [attribute('job-hold-until', 'indefinite')];
  for (const job of [held, held, [], []]) await server.ask({ code: operations.printJob, job }, 'page');
  await until(server.service.jobs, 3, 'ended');
  await until(server.service.jobs, 4, 'ended');
  for (const id of [2, 1]) {
    await server.ask({ code: operations.releaseJob, operation: [jobId(id)] });
    await until(server.service.jobs, id, 'ended');
  }
});

afterAll(() => server.stop());

const completed = async (...more: readonly IppAttribute[]): Promise<readonly (number | undefined)[]> => {
  const operation = [attributeOf('which-jobs', keyword('completed')), ...more];
  const reply = await server.ask({ code: operations.getJobs, operation });
  expect(named(reply)).toBe('successful-ok');
  return groupsOf(reply, groupTags.job).map((job) => firstInteger(job, 'job-id'));
};

it('lists first what ended last, whatever its number (RFC 8011 §4.2.6.2)', async () => {
  expect(await completed()).toEqual([1, 2, 4, 3]);
  expect(await completed(attribute('limit', 2))).toEqual([1, 2]);
  expect(await completed(attribute('first-index', 2), attribute('limit', 2))).toEqual([2, 4]);
  expect(await completed(attribute('first-job-id', 2))).toEqual([2, 4, 3]);
  expect(await completed(attribute('my-jobs', true), attribute('limit', 1))).toEqual([1]);
});

it('lists none of them after Purge-Jobs, although the last that ended has not the highest number', async () => {
  await server.ask({ code: operations.purgeJobs, operator: true });
  expect(await completed()).toEqual([]);
});
