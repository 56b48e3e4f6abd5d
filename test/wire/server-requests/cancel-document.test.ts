import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enums,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttributes,
  type IppMessage,
  keyword,
  operations,
  strings,
} from '../../../src/ipp/index.ts';
import { jobId, named } from '../../support/asking.ts';
import { demo, until } from '../../support/print-service.ts';
import { ScriptedDevice } from '../../support/scripted-device.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const { documentState, jobState } = enums;
const text = (pages: number): string => Array.from({ length: pages }, () => 'page\n').join('\f');

let server: WholeServer;

beforeEach(async () => {
  const device = new ScriptedDevice();
  device.takesSeveral = true;
  server = await startWholeServer({ device, printers: [demo] });
});

afterEach(() => server.stop());

/** Documents of 1, 2 and 3 pages; held when they are closed. */
async function jobOfThree(closed: boolean, ...job: Parameters<typeof attribute>[]): Promise<void> {
  const held = attribute('job-hold-until', 'indefinite');
  await server.ask({ code: operations.createJob, job: [held, ...job.map((each) => attribute(...each))] });
  for (const pages of [1, 2, 3]) {
    const operation = [jobId(1), attribute('last-document', closed && pages === 3)];
    await server.ask({ code: operations.sendDocument, operation }, text(pages));
  }
}

const cancel = async (number: number, user = 'alice'): Promise<string> => {
  const operation = [jobId(1), attribute('document-number', number)];
  return named(await server.ask({ code: operations.cancelDocument, operation, user }));
};

const documents = async (first: string, ...others: readonly string[]): Promise<readonly IppAttributes[]> => {
  const names = others.map((name) => keyword(name));
  const wanted = attributeOf('requested-attributes', keyword(first), ...names);
  const reply = await server.ask({ code: operations.getDocuments, operation: [jobId(1), wanted] });
  return groupsOf(reply, groupTags.document);
};

const job = async (): Promise<IppAttributes | undefined> =>
  groupOf(await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] }), groupTags.job);

const release = (): Promise<IppMessage> => server.ask({ code: operations.releaseJob, operation: [jobId(1)] });

describe('Cancel-Document', () => {
  it.each([
    ['of a job that is still open', false],
    ['of a job that is held', true],
  ])('%s leaves it with its number, and the job without it', async (_, closed) => {
    await jobOfThree(closed);
    expect(await cancel(2)).toBe('successful-ok');
    const told = await documents('document-number', 'document-state', 'document-state-reasons');
    expect(told.map((each) => firstInteger(each, 'document-number'))).toEqual([1, 2, 3]);
    expect(told.map((each) => firstInteger(each, 'document-state'))).toEqual([
      documentState.pending,
      documentState.canceled,
      documentState.pending,
    ]);
    expect(strings(told[1], 'document-state-reasons')).toEqual(['canceled-by-user']);
    expect(firstInteger(await job(), 'number-of-documents')).toBe(3);
    if (!closed) await server.ask({ code: operations.closeJob, operation: [jobId(1)] });
    expect(firstInteger(await job(), 'job-pages')).toBe(4);
    expect(firstInteger(await job(), 'job-impressions')).toBe(4);
    await release();
    await until(server.service.jobs, 1, 'ended');
    expect(firstInteger(await job(), 'job-impressions-completed')).toBe(4);
    const after = await documents('document-state');
    expect(after.map((each) => firstInteger(each, 'document-state'))).toEqual([
      documentState.completed,
      documentState.canceled,
      documentState.completed,
    ]);
  });

  it('is not possible twice, nor of a job that has ended, and is for the owner and operators', async () => {
    await jobOfThree(true);
    expect(await cancel(1, 'bob')).toBe('client-error-not-authorized');
    expect(await cancel(4)).toBe('client-error-not-found');
    expect(await cancel(1)).toBe('successful-ok');
    expect(await cancel(1)).toBe('client-error-not-possible');
    const operation = [jobId(1), attribute('document-number', 2)];
    const byOperator = await server.ask({
      code: operations.cancelDocument,
      operation,
      user: 'olga',
      operator: true,
    });
    expect(named(byOperator)).toBe('successful-ok');
    expect(strings((await documents('document-state-reasons'))[1], 'document-state-reasons')).toEqual([
      'canceled-by-operator',
    ]);
    await release();
    await until(server.service.jobs, 1, 'ended');
    expect(await cancel(3)).toBe('client-error-not-possible');
  });

  it('of the last document that is left cancels the job', async () => {
    await jobOfThree(true);
    for (const number of [1, 2, 3]) expect(await cancel(number)).toBe('successful-ok');
    expect(firstInteger(await job(), 'job-state')).toBe(jobState.canceled);
  });
});

describe('what is out of each document', () => {
  const counts = async (): Promise<readonly (readonly (number | undefined)[])[]> => {
    const names = ['impressions-completed', 'media-sheets-completed', 'pages-completed'] as const;
    return (await documents(...names)).map((each) => names.map((name) => firstInteger(each, name)));
  };

  it('is nothing before, and all of it with its copies afterwards: together what the job says', async () => {
    await jobOfThree(true, ['copies', 2], ['sides', 'two-sided-long-edge']);
    await cancel(1);
    expect(await counts()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    await release();
    await until(server.service.jobs, 1, 'ended');
    expect(await counts()).toEqual([
      [0, 0, 0],
      [4, 2, 4],
      [6, 4, 6],
    ]);
    const told = await job();
    expect([
      firstInteger(told, 'job-impressions-completed'),
      firstInteger(told, 'job-media-sheets-completed'),
      firstInteger(told, 'job-pages-completed'),
    ]).toEqual([10, 6, 10]);
  });

  it('of a single document is what the job says, also when it is a part', async () => {
    server.device.script = () => ({ kind: 'completed', octetsSent: 1, impressions: 2, evidence: [] });
    await server.ask({ code: operations.printJob }, text(3));
    await until(server.service.jobs, 1, 'ended');
    expect(await counts()).toEqual([[2, 2, 2]]);
  });

  it('is told of none of several when only a part of them is out', async () => {
    server.device.script = () => ({ kind: 'completed', octetsSent: 1, impressions: 4, evidence: [] });
    await jobOfThree(true);
    await release();
    await until(server.service.jobs, 1, 'ended');
    expect(await counts()).toEqual(Array.from({ length: 3 }, () => [undefined, undefined, undefined]));
  });
});
