import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  attribute,
  collection,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttributes,
  members,
  operations,
  ranges,
} from '../../../src/ipp/index.ts';
import { jobId } from '../../support/asking.ts';
import { type OperatorServer, startOperatorServer } from '../../support/operator-server.ts';

let server: OperatorServer;

afterEach(() => server.stop());

async function start(printsAfterMs?: number): Promise<void> {
  server = await startOperatorServer({
    printers: [{ name: 'demo' }, { name: 'raw', capabilities: { carries: ['copies'] } }],
    ...(printsAfterMs === undefined ? {} : { printsAfterMs }),
  });
}

async function told(id: number, user = 'alice', printer = 'demo'): Promise<IppAttributes> {
  const uri = `ipp://localhost/ipp/print/${printer}`;
  const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(id)], uri, user });
  return groupOf(reply, groupTags.job) ?? new Map();
}

async function ended(id: number, printer = 'demo'): Promise<IppAttributes> {
  return vi.waitFor(async () => {
    const job = await told(id, 'alice', printer);
    expect(firstInteger(job, 'job-state')).toBe(enums.jobState.completed);
    return job;
  });
}

function actualsIn(job: IppAttributes): readonly string[] {
  return [...job.keys()].filter((name) => name.endsWith('-actual'));
}

const size = collection(attribute('x-dimension', 21_590), attribute('y-dimension', 27_940));
const asked = [
  attribute('copies', 2),
  attribute('sides', 'two-sided-long-edge'),
  attribute('page-ranges', { syntax: 'rangeOfInteger', lower: 2, upper: 3 }),
  attribute('media-col', collection(attribute('media-size', size))),
  attribute('print-quality', enums.printQuality.high),
];

describe('how a job was printed', () => {
  it('is told of all that was agreed or asked for', async () => {
    await start(1);
    const job = await ended(await server.print({ job: asked }));
    expect(firstInteger(job, 'copies-actual')).toBe(2);
    expect(firstString(job, 'sides-actual')).toBe('two-sided-long-edge');
    expect(ranges(job, 'page-ranges-actual')).toEqual([{ lower: 2, upper: 3 }]);
    expect(firstString(job, 'media-actual')).toBe('na_letter_8.5x11in');
    expect(members(job, 'media-col-actual')[0]?.get('media-size')?.values).toEqual([size]);
    expect(firstInteger(job, 'print-quality-actual')).toBe(enums.printQuality.high);
  });

  // RFC 8011 §5.2: then the document says it, else the default that the device has when it prints; PWG 5100.8 §3.3: no guesses.
  it('is told of what nobody asked for only where it was agreed all the same', async () => {
    await start(1);
    const job = await ended(await server.print());
    expect(firstInteger(job, 'copies-actual')).toBe(1);
    expect(firstString(job, 'sides-actual')).toBe('one-sided');
    expect(firstString(job, 'print-color-mode-actual')).toBe('auto');
    expect(firstString(job, 'imposition-template-actual')).toBe('none');
    expect(firstInteger(job, 'job-priority-actual')).toBe(50);
    expect(firstString(job, 'job-sheets-actual')).toBe('none');
    expect(actualsIn(job)).toEqual([
      'copies-actual',
      'sides-actual',
      'print-color-mode-actual',
      'number-up-actual',
      'imposition-template-actual',
      'job-priority-actual',
      'job-sheets-actual',
      'multiple-document-handling-actual',
    ]);
  });

  // PWG 5100.8 §4; the registry has the second spelling.
  it.each(['job-actual', 'job-actuals'])('is asked for as a whole by %s', async (group) => {
    await start(1);
    const id = await server.print({ job: asked });
    const all = actualsIn(await ended(id));
    const reply = await server.ask({
      code: operations.getJobAttributes,
      operation: [jobId(id), attribute('requested-attributes', group)],
    });
    expect([...(groupOf(reply, groupTags.job) ?? new Map()).keys()]).toEqual(all);
  });

  it('is not known before the job is sent to its device, and is no business of others', async () => {
    await start();
    expect(actualsIn(await told(await server.print({ job: asked })))).toEqual([]);
    await server.stop();
    await start(1);
    const id = await server.print({ job: asked });
    await ended(id);
    expect(actualsIn(await told(id, 'bob'))).toEqual([]);
  });

  it('is not told of what the device was not told', async () => {
    await start(1);
    const id = await server.print({ uri: 'ipp://localhost/ipp/print/raw', job: asked });
    expect(actualsIn(await ended(id, 'raw'))).toEqual([
      'copies-actual',
      'job-priority-actual',
      'job-sheets-actual',
      'multiple-document-handling-actual',
    ]);
  });

  it('is told of each job of a list as its own printer does it', async () => {
    await start(1);
    const raw = 'ipp://localhost/ipp/print/raw';
    const ids = [await server.print(), await server.print({ uri: raw }), await server.print({ uri: raw })];
    await Promise.all([ended(ids[0] ?? 0), ended(ids[1] ?? 0, 'raw'), ended(ids[2] ?? 0, 'raw')]);
    const reply = await server.ask({
      code: operations.getJobs,
      uri: 'ipp://localhost/',
      operation: [attribute('job-ids', ...ids), attribute('requested-attributes', 'job-id', 'sides-actual')],
    });
    const list = groupsOf(reply, groupTags.job).map((job) => [
      firstInteger(job, 'job-id'),
      ...actualsIn(job),
    ]);
    expect(list.sort()).toEqual([[ids[0], 'sides-actual'], [ids[1]], [ids[2]]].sort());
  });
});
