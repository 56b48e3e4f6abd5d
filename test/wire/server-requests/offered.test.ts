import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  collection,
  dateTime,
  definitionOf,
  enums,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  name,
  operations,
  range,
  statuses,
  strings,
} from '../../../src/ipp/index.ts';
import { jobId, named, unsupportedIn } from '../../support/asking.ts';
import { type OperatorServer, startOperatorServer } from '../../support/operator-server.ts';

let server: OperatorServer;

beforeEach(async () => {
  server = await startOperatorServer({ printers: [{ name: 'demo' }] });
});

afterEach(() => server.stop());

async function offers(): Promise<IppAttributes> {
  const reply = await server.ask({ code: operations.getPrinterAttributes });
  return groupOf(reply, groupTags.printer) ?? new Map();
}

/** Where the supported values are none of the attribute itself: whether there is one, how far ahead, or which members. */
const examples: Readonly<Record<string, IppValue>> = {
  'finishings-col': collection(attribute('finishing-template', 'none')),
  'job-account-id': name('4711'),
  'job-accounting-user-id': name('bob'),
  'job-delay-output-until-time': dateTime(Date.now() + 3_600_000),
  'job-hold-until-time': dateTime(Date.now() + 3_600_000),
  'job-priority': { syntax: 'integer', value: 7 },
  'media-col': collection(attribute('media-type', 'stationery'), attribute('media-source', 'auto')),
  overrides: collection(attribute('pages', range(1, 2)), attribute('print-quality', enums.printQuality.high)),
  'page-ranges': range(1, 2),
};

function valuesFor(asked: string, all: IppAttributes): readonly IppValue[] {
  const example = examples[asked];
  if (example !== undefined) return [example];
  return (all.get(`${asked}-supported`)?.values ?? []).map((value) =>
    value.syntax === 'rangeOfInteger' ? { syntax: 'integer', value: value.upper } : value,
  );
}

describe('every job attribute that a printer offers', () => {
  it('is taken with each of its values, kept, and told as it came', async () => {
    const all = await offers();
    const templates = strings(all, 'job-creation-attributes-supported').filter(
      (each) => definitionOf(each)?.groups.includes('job-template') ?? true,
    );
    expect(templates.length).toBeGreaterThan(25);
    for (const asked of templates) {
      const values = valuesFor(asked, all);
      expect([asked, values.length]).not.toEqual([asked, 0]);
      for (const value of values) {
        const wish = attributeOf(asked, value);
        const reply = await server.ask(
          {
            code: operations.printJob,
            operation: [attribute('ipp-attribute-fidelity', true)],
            job: [wish],
          },
          Buffer.from('%PDF-1.7'),
        );
        expect([asked, named(reply), unsupportedIn(reply)]).toEqual([asked, 'successful-ok', []]);
        expect(await kept(reply, asked)).toEqual(wish);
      }
    }
  });

  it('is refused by name with a value that is not offered', async () => {
    const wrong: readonly IppAttribute[] = [
      attribute('output-bin', 'mailbox-17'),
      attribute('print-quality', 99),
      attribute('print-content-optimize', 'lasagne'),
      attribute('finishings', enums.finishings.staple),
    ];
    for (const wish of wrong) {
      const operation = [attribute('ipp-attribute-fidelity', true)];
      const reply = await server.ask({ code: operations.validateJob, operation, job: [wish] });
      expect([reply.code, unsupportedIn(reply)]).toEqual([
        statuses.clientErrorAttributesOrValuesNotSupported,
        [wish.name],
      ]);
    }
  });
});

async function kept(
  reply: Awaited<ReturnType<OperatorServer['ask']>>,
  asked: string,
): Promise<IppAttribute | undefined> {
  const id = groupOf(reply, groupTags.job)?.get('job-id')?.values[0];
  const number = id?.syntax === 'integer' ? id.value : 0;
  const job = await server.ask({ code: operations.getJobAttributes, operation: [jobId(number)] });
  return groupOf(job, groupTags.job)?.get(asked);
}

describe('figures of a client in the group of the job', () => {
  it.each<[string, IppAttribute]>([
    ['job-pages', attribute('job-pages', 4)],
    ['job-impressions-col', attribute('job-impressions-col', collection(attribute('full-color', 4)))],
    ['job-media-sheets-col', attribute('job-media-sheets-col', collection(attribute('blank', 1)))],
    ['job-pages-col', attribute('job-pages-col', collection(attribute('monochrome', 4)))],
  ])('%s is taken, with fidelity too', async (_, figure) => {
    const operation = [attribute('ipp-attribute-fidelity', true)];
    const reply = await server.ask({ code: operations.validateJob, operation, job: [figure] });
    expect([named(reply), unsupportedIn(reply)]).toEqual(['successful-ok', []]);
  });
});
