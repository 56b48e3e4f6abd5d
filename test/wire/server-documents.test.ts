import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enums,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  integer,
  name,
  operations,
  statuses,
} from '../../src/ipp/index.ts';
import { groupWith, jobId } from '../support/asking.ts';
import { type OperatorServer, startOperatorServer } from '../support/operator-server.ts';

let server: OperatorServer;

beforeEach(async () => {
  server = await startOperatorServer({ printers: [{ name: 'demo' }] });
});

afterEach(() => server.stop());

const ask: OperatorServer['ask'] = (...given) => server.ask(...given);
const print: OperatorServer['print'] = (asked) => server.print(asked);

describe('documents of a job', () => {
  it('are listed and described', async () => {
    const id = await print({ operation: [attribute('job-name', name('Plan'))] });
    const list = await ask({ code: operations.getDocuments, operation: [jobId(id)] });
    const groups = groupsOf(list, groupTags.document);
    expect(groups.map((group) => [...group.keys()])).toEqual([['document-number']]);
    const number = attributeOf('document-number', integer(1));
    const one = await ask({ code: operations.getDocumentAttributes, operation: [jobId(id), number] });
    const described = groupOf(one, groupTags.document);
    expect(firstInteger(described, 'document-state')).toBe(enums.documentState.pending);
    expect(firstString(described, 'document-format')).toBe('application/pdf');
    expect(firstString(described, 'document-name')).toBe('Plan');
    expect(firstString(described, 'attributes-charset')).toBe('utf-8');
    expect(firstString(described, 'attributes-natural-language')).toBe('en');
  });

  it('keep their names from others', async () => {
    const id = await print({ operation: [attribute('job-name', name('Plan'))] });
    const operation = [jobId(id), attributeOf('document-number', integer(1))];
    const reply = await ask({ code: operations.getDocumentAttributes, operation, user: 'bob' });
    const described = groupOf(reply, groupTags.document);
    expect(described?.has('document-name')).toBe(false);
    expect(firstInteger(described, 'document-job-id')).toBe(id);
  });

  it('are named by a number that there is', async () => {
    const id = await print();
    const codes = [
      operations.getDocumentAttributes,
      operations.setDocumentAttributes,
      operations.cancelDocument,
    ];
    for (const code of codes) {
      const none = [jobId(id), attributeOf('document-number', integer(2))];
      expect((await ask({ code, operation: none })).code).toBe(statuses.clientErrorNotFound);
      expect((await ask({ code, operation: [jobId(id)] })).code).toBe(statuses.clientErrorBadRequest);
    }
  });

  it('cannot be changed, least of all when their job has ended (PWG 5100.5 §4.4, table 6)', async () => {
    const id = await print();
    const change = {
      code: operations.setDocumentAttributes,
      operation: [jobId(id), attributeOf('document-number', integer(1))],
      groups: [groupWith(groupTags.document, attribute('document-name', name('other')))],
    };
    expect((await ask(change)).code).toBe(statuses.clientErrorAttributesNotSettable);
    await ask({ code: operations.cancelJob, operation: [jobId(id)] });
    expect((await ask(change)).code).toBe(statuses.clientErrorNotPossible);
  });

  it('take their job with them when they are cancelled', async () => {
    const id = await print();
    const operation = [jobId(id), attributeOf('document-number', integer(1))];
    expect((await ask({ code: operations.cancelDocument, operation, user: 'bob' })).code).toBe(
      statuses.clientErrorNotAuthorized,
    );
    expect((await ask({ code: operations.cancelDocument, operation })).code).toBe(0);
    const job = await ask({ code: operations.getJobAttributes, operation: [jobId(id)] });
    expect(firstInteger(groupOf(job, groupTags.job), 'job-state')).toBe(enums.jobState.canceled);
  });
});
