import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstInteger,
  groupOf,
  groupsOf,
  groupTags,
  type IppMessage,
  keyword,
  operations,
} from '../../../src/ipp/index.ts';
import { jobId } from '../../support/asking.ts';
import { demo } from '../../support/print-service.ts';
import { ScriptedDevice } from '../../support/scripted-device.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

let server: WholeServer;

beforeEach(async () => {
  const device = new ScriptedDevice();
  device.takesSeveral = true;
  server = await startWholeServer({ device, printers: [demo] });
});

afterEach(() => server.stop());

/** Held, so that nothing changes while it is looked at. */
async function jobOf(documents: readonly string[], pageRange?: readonly [number, number]): Promise<void> {
  const [lower, upper] = pageRange ?? [];
  await server.ask({
    code: operations.createJob,
    job: [
      attribute('job-hold-until', 'indefinite'),
      ...(lower === undefined || upper === undefined
        ? []
        : [attributeOf('page-ranges', { syntax: 'rangeOfInteger', lower, upper })]),
    ],
  });
  for (const [index, data] of documents.entries()) {
    const operation = [jobId(1), attribute('last-document', index === documents.length - 1)];
    await server.ask({ code: operations.sendDocument, operation }, data);
  }
}

const documents = (): Promise<IppMessage> =>
  server.ask({
    code: operations.getDocuments,
    operation: [jobId(1), attributeOf('requested-attributes', keyword('pages'), keyword('impressions'))],
  });

interface Counts {
  /** Pages and impressions. */
  readonly each: readonly (readonly [number, number])[];
  readonly job: readonly [number, number];
}

it.each<[string, readonly string[], readonly [number, number] | undefined, Counts]>([
  ['one document', ['1\f2\f3\n'], undefined, { each: [[3, 3]], job: [3, 3] }],
  [
    'several',
    ['1\f2\f3\n', '1\n', '1\f2\n'],
    undefined,
    {
      each: [
        [3, 3],
        [1, 1],
        [2, 2],
      ],
      job: [6, 6],
    },
  ],
  [
    'page-ranges in each',
    ['1\f2\f3\f4\n', '1\f2\n'],
    [2, 3],
    {
      each: [
        [4, 2],
        [2, 1],
      ],
      job: [6, 3],
    },
  ],
])('%s: pages and impressions of documents and job', async (_, data, pageRange, counts) => {
  await jobOf(data, pageRange);
  expect(
    groupsOf(await documents(), groupTags.document).map((group) => [
      firstInteger(group, 'pages'),
      firstInteger(group, 'impressions'),
    ]),
  ).toEqual(counts.each);
  const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
  const job = groupOf(reply, groupTags.job);
  expect([firstInteger(job, 'job-pages'), firstInteger(job, 'job-impressions')]).toEqual(counts.job);
});
