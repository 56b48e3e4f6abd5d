import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  keyword,
  operations,
  strings,
} from '../../../src/ipp/index.ts';
import { jobId, named, unsupportedIn } from '../../support/asking.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;
const indefinite = attribute('job-hold-until', 'indefinite');
const { jobState } = enums;

/** Job 1 is held by its client, job 2 waits behind a printer that is paused. */
beforeEach(async () => {
  server = await startWholeServer();
  await server.ask({ code: operations.pausePrinter, operator: true });
  await server.ask({ code: operations.printJob, job: [indefinite] }, 'page');
  await server.ask({ code: operations.printJob }, 'page');
  await until(server.service.jobs, 2, 'pending');
});

afterEach(() => server.stop());

const hold = (id: number, ...operation: readonly IppAttribute[]): Promise<IppMessage> =>
  server.ask({ code: operations.holdJob, operation: [jobId(id), ...operation] });
const release = (id: number): Promise<IppMessage> =>
  server.ask({ code: operations.releaseJob, operation: [jobId(id)] });

async function job(id: number): Promise<IppAttributes | undefined> {
  const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(id)] });
  return groupOf(reply, groupTags.job);
}

async function standing(id: number): Promise<readonly unknown[]> {
  const group = await job(id);
  return [firstInteger(group, 'job-state'), firstString(group, 'job-hold-until')];
}

describe('a job that waits', () => {
  it('says that its printer is stopped, as long as it is', async () => {
    const reasons = async (id: number): Promise<readonly string[]> =>
      strings(await job(id), 'job-state-reasons');
    expect([await reasons(1), await reasons(2)]).toEqual([
      ['job-hold-until-specified', 'printer-stopped'],
      ['printer-stopped'],
    ]);
    server.device.script = (_job, _, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve({ kind: 'completed', octetsSent: 4, evidence: [] });
        });
      });
    await server.ask({ code: operations.resumePrinter, operator: true });
    await until(server.service.jobs, 2, 'relaying');
    expect(await reasons(2)).toEqual(['job-outgoing']);
  });
});

describe('Hold-Job', () => {
  it('holds until somebody releases the job, and says so', async () => {
    expect(named(await hold(2))).toBe('successful-ok');
    expect(await standing(2)).toEqual([jobState.pendingHeld, 'indefinite']);
    expect(strings(await job(2), 'job-state-reasons')).toEqual([
      'job-hold-until-specified',
      'printer-stopped',
    ]);
  });

  it('may be said again of a job that is held', async () => {
    expect(named(await hold(1))).toBe('successful-ok');
    expect(await standing(1)).toEqual([jobState.pendingHeld, 'indefinite']);
  });

  it('takes a period in place of the one of the job', async () => {
    expect(named(await hold(1, attribute('job-hold-until', 'no-hold')))).toBe('successful-ok');
    expect(await standing(1)).toEqual([jobState.pending, 'no-hold']);
    expect(named(await hold(1, indefinite))).toBe('successful-ok');
    expect(await standing(1)).toEqual([jobState.pendingHeld, 'indefinite']);
  });

  it('holds without end and says why when the printer does not know the period', async () => {
    const reply = await hold(2, attributeOf('job-hold-until', keyword('some-day')));
    expect([named(reply), unsupportedIn(reply)]).toEqual([
      'successful-ok-ignored-or-substituted-attributes',
      ['job-hold-until'],
    ]);
    expect(await standing(2)).toEqual([jobState.pendingHeld, 'indefinite']);
  });

  it('holds a job that still waits for its document', async () => {
    await server.ask({ code: operations.createJob });
    expect(named(await hold(3))).toBe('successful-ok');
    const last = [jobId(3), attribute('last-document', true)];
    await server.ask({ code: operations.sendDocument, operation: last }, 'page');
    await until(server.service.jobs, 3, 'held');
    expect(await standing(3)).toEqual([jobState.pendingHeld, 'indefinite']);
  });
});

describe('a job that is to be held when its document is here', () => {
  beforeEach(async () => {
    await server.ask({ code: operations.createJob, job: [indefinite] });
  });

  it('is held from the start (RFC 8011 §5.3.8)', async () => {
    expect(await standing(3)).toEqual([jobState.pendingHeld, 'indefinite']);
    expect(strings(await job(3), 'job-state-reasons')).toEqual([
      'job-incoming',
      'job-hold-until-specified',
      'printer-stopped',
    ]);
    const listed = await server.ask({
      code: operations.getJobs,
      operation: [attribute('which-jobs', 'pending-held')],
    });
    expect(listed.groups.map(({ attributes }) => firstInteger(attributes, 'job-id'))).toContain(3);
  });

  it('can be released before its document has come, and prints then', async () => {
    expect(named(await release(3))).toBe('successful-ok');
    expect(await standing(3)).toEqual([jobState.pending, undefined]);
    expect(strings(await job(3), 'job-state-reasons')).toEqual(['job-incoming', 'printer-stopped']);
    // Again: it is pending, and waits for nobody's word (RFC 8011 §4.3.6).
    expect(named(await release(3))).toBe('successful-ok');
    const last = [jobId(3), attribute('last-document', true)];
    await server.ask({ code: operations.sendDocument, operation: last }, 'page');
    await until(server.service.jobs, 3, 'pending');
  });

  it('is released by its owner alone', async () => {
    const reply = await server.ask({ code: operations.releaseJob, user: 'bob', operation: [jobId(3)] });
    expect(named(reply)).toBe('client-error-not-authorized');
  });
});

describe('Release-Job', () => {
  it('takes the hold and its period away', async () => {
    expect(named(await release(1))).toBe('successful-ok');
    expect(await standing(1)).toEqual([jobState.pending, undefined]);
  });

  it('has nothing to do where nothing is held', async () => {
    expect(named(await release(2))).toBe('successful-ok');
    expect(await standing(2)).toEqual([jobState.pending, undefined]);
  });

  it('is not possible when the job has ended', async () => {
    await server.ask({ code: operations.cancelJob, operation: [jobId(2)] });
    expect(named(await release(2))).toBe('client-error-not-possible');
  });
});
