import { statSync } from 'node:fs';
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
  type IppMessage,
  integer,
  name,
  octetString,
  operations,
  statuses,
  strings,
  uri,
} from '../../src/ipp/index.ts';
import { jobId, unsupportedIn } from '../support/asking.ts';
import { demoUri, type RequestParts } from '../support/ipp-client.ts';
import { anyDocument, type OperatorServer, startOperatorServer } from '../support/operator-server.ts';

const { jobState } = enums;

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
async function stateOf(id: number): Promise<number | undefined> {
  const reply = await ask({ code: operations.getJobAttributes, operation: [jobId(id)] });
  return firstInteger(groupOf(reply, groupTags.job), 'job-state');
}

describe('Print-Job', () => {
  it('answers with the job, and hands over what the client asked for', async () => {
    const reply = await ask(
      {
        code: operations.printJob,
        operation: [
          attribute('job-name', name('Quarterly')),
          attribute('document-format', 'Application/PDF'),
        ],
        job: [attribute('copies', 2), attribute('sides', 'two-sided-long-edge')],
      },
      anyDocument,
    );
    const job = groupOf(reply, groupTags.job);
    expect(reply.code).toBe(0);
    expect([firstInteger(job, 'job-id'), firstString(job, 'job-uri')]).toEqual([
      1,
      'ipp://localhost:8631/jobs/1',
    ]);
    expect(firstInteger(job, 'job-state')).toBe(jobState.pending);
    expect(server.jobs.requests[0]).toMatchObject({
      printer: 'demo',
      name: 'Quarterly',
      format: 'application/pdf',
      held: false,
      priority: 50,
      identity: { name: 'alice', level: 'claimed', operator: false },
      ticket: { copies: 2, sides: 'two-sided-long-edge' },
    });
    expect(server.jobs.document(1)).toEqual(anyDocument);
  });

  it('refuses to print nothing', async () => {
    expect((await ask({ code: operations.printJob })).code).toBe(statuses.clientErrorBadRequest);
  });

  it('answers not-found for a printer that is not there', async () => {
    const reply = await ask(
      { code: operations.printJob, uri: 'ipp://localhost/ipp/print/nowhere' },
      anyDocument,
    );
    expect(reply.code).toBe(statuses.clientErrorNotFound);
  });

  it('takes job attributes from the operation group too, and those of the job group first', async () => {
    await ask(
      {
        code: operations.printJob,
        operation: [attribute('copies', 7), attribute('job-priority', 80), ...held],
        job: [attribute('copies', 3)],
      },
      anyDocument,
    );
    expect(server.jobs.requests[0]).toMatchObject({ held: true, priority: 80, ticket: { copies: 3 } });
  });

  it('says what it leaves out, and refuses it when the client insists', async () => {
    const job = [
      attribute('copies', 100),
      attributeOf('x-staple-twice', integer(1)),
      attribute('sides', 'one-sided'),
    ];
    const lenient = await ask({ code: operations.printJob, job }, anyDocument);
    expect(lenient.code).toBe(statuses.successfulOkIgnoredOrSubstitutedAttributes);
    expect(unsupportedIn(lenient)).toEqual(['copies', 'x-staple-twice']);
    expect(server.jobs.requests[0]?.ticket.copies).toBe(1);
    const insisting = [attribute('ipp-attribute-fidelity', true)];
    const strict = await ask({ code: operations.printJob, operation: insisting, job }, anyDocument);
    expect(strict.code).toBe(statuses.clientErrorAttributesOrValuesNotSupported);
    expect(unsupportedIn(strict)).toEqual(['copies', 'x-staple-twice']);
    expect(server.jobs.requests).toHaveLength(1);
  });

  it('hands over a release password, and prints no job with one that could not be checked', async () => {
    const secret = attribute('job-password', octetString(Buffer.from('1234')));
    expect((await ask({ code: operations.printJob, operation: [secret] }, anyDocument)).code).toBe(0);
    expect(server.jobs.requests.at(-1)?.pin).toEqual({
      encryption: 'none',
      octets: Uint8Array.from(Buffer.from('1234')),
    });
    for (const encryption of ['md4', 'sha2-256']) {
      const asked = [secret, attribute('job-password-encryption', encryption)];
      const reply = await ask({ code: operations.printJob, operation: asked }, anyDocument);
      expect(reply.code).toBe(statuses.clientErrorAttributesOrValuesNotSupported);
    }
    expect(server.jobs.requests).toHaveLength(1);
  });

  it('offers and prices nothing that the device is not told', async () => {
    const job = [attribute('copies', 2), attribute('sides', 'two-sided-long-edge')];
    const reply = await ask(
      { code: operations.printJob, uri: 'ipp://h/printers/B%C3%BCro%202', job },
      anyDocument,
    );
    expect(unsupportedIn(reply)).toEqual(['copies', 'sides']);
    expect(server.jobs.requests[0]?.ticket).toMatchObject({
      copies: 1,
      sides: 'one-sided',
      colourMode: 'auto',
    });
  });

  it('refuses more job attributes than a record should hold', async () => {
    const long = Array.from({ length: 900 }, (_, index) => name(`${index}`.padEnd(60, 'x')));
    const job = [
      attributeOf('media-col', {
        syntax: 'collection',
        members: new Map([['media-type', attributeOf('media-type', ...long)]]),
      }),
    ];
    const reply = await ask({ code: operations.printJob, job }, anyDocument);
    // What is not offered is not kept either.
    expect(reply.code).toBe(statuses.successfulOkIgnoredOrSubstitutedAttributes);
    expect(server.jobs.requests[0]?.attributes).toBe('');
    const often = Array.from(
      { length: 4_000 },
      () => ({ syntax: 'enum', value: enums.finishings.none }) as const,
    );
    const tooLarge = await ask(
      { code: operations.printJob, job: [attributeOf('finishings', ...often)] },
      anyDocument,
    );
    expect(tooLarge.code).toBe(statuses.clientErrorRequestEntityTooLarge);
  });

  it('names the job after the document, and its owner anonymous, when the client names neither', async () => {
    await ask(
      { code: operations.printJob, user: '', operation: [attribute('document-name', name('report.pdf'))] },
      anyDocument,
    );
    expect(server.jobs.requests[0]).toMatchObject({ name: 'report.pdf', identity: { name: 'anonymous' } });
  });
});

describe('Validate-Job, Create-Job, Send-Document, Close-Job', () => {
  it('validates without making a job', async () => {
    expect((await ask({ code: operations.validateJob, job: [attribute('copies', 2)] })).code).toBe(0);
    expect(await server.jobs.job(1)).toBeUndefined();
  });

  it('prints in two requests', async () => {
    const created = await ask({ code: operations.createJob });
    const job = groupOf(created, groupTags.job);
    expect([created.code, firstInteger(job, 'job-id')]).toEqual([0, 1]);
    expect(strings(job, 'job-state-reasons')).toEqual(['job-incoming']);
    const send = { code: operations.sendDocument, operation: [jobId(1), attribute('last-document', true)] };
    expect((await ask(send, anyDocument)).code).toBe(0);
    expect(server.jobs.document(1)).toEqual(anyDocument);
    expect((await ask(send, anyDocument)).code).toBe(statuses.clientErrorNotPossible);
  });

  it('takes the last document and then its end', async () => {
    await ask({ code: operations.createJob });
    await ask(
      { code: operations.sendDocument, operation: [jobId(1), attribute('last-document', false)] },
      anyDocument,
    );
    const end = { code: operations.sendDocument, operation: [jobId(1), attribute('last-document', true)] };
    expect((await ask(end)).code).toBe(0);
    expect(server.jobs.deliveries[1]).toMatchObject({ last: true });
    expect(server.jobs.deliveries[1]).not.toHaveProperty('body');
  });

  it('wants to know whether it is the last document, and a document when it is not', async () => {
    await ask({ code: operations.createJob });
    const unsure = await ask({ code: operations.sendDocument, operation: [jobId(1)] }, anyDocument);
    const empty = await ask({
      code: operations.sendDocument,
      operation: [jobId(1), attribute('last-document', false)],
    });
    expect([unsure.code, empty.code]).toEqual([
      statuses.clientErrorBadRequest,
      statuses.clientErrorBadRequest,
    ]);
  });

  it('closes a job, but not one of somebody else or one that is not there', async () => {
    await ask({ code: operations.createJob });
    const close = { code: operations.closeJob, operation: [jobId(1)] };
    expect((await ask({ ...close, user: 'mallory' })).code).toBe(statuses.clientErrorNotAuthorized);
    expect((await ask({ ...close, operation: [jobId(99)] })).code).toBe(statuses.clientErrorNotFound);
    expect((await ask(close)).code).toBe(0);
  });
});

describe('jobs that exist', () => {
  it('holds, releases and cancels for the owner only', async () => {
    await print({ job: held });
    expect(await stateOf(1)).toBe(jobState.pendingHeld);
    for (const code of [operations.holdJob, operations.releaseJob, operations.cancelJob]) {
      const request = { code, operation: [jobId(1)] };
      expect((await ask({ ...request, user: 'mallory' })).code).toBe(statuses.clientErrorNotAuthorized);
      expect((await ask(request)).code).toBe(0);
    }
    expect(await stateOf(1)).toBe(jobState.canceled);
    const again = await ask({ code: operations.cancelJob, operation: [jobId(1)] });
    expect(again.code).toBe(statuses.clientErrorNotPossible);
  });

  it('finds a job by its URI in every form, and not under another printer', async () => {
    await print();
    for (const path of ['/jobs/1', '/ipp/print/demo/1', '/printers/demo/1']) {
      const target = attribute('job-uri', uri(`http://elsewhere${path}`));
      expect((await ask({ code: operations.getJobAttributes, operation: [target] })).code).toBe(0);
    }
    const wrong = attribute('job-uri', uri('ipp://h/ipp/print/B%C3%BCro%202/1'));
    expect((await ask({ code: operations.getJobAttributes, operation: [wrong] })).code).toBe(
      statuses.clientErrorNotFound,
    );
    const none = attribute('job-uri', uri(demoUri));
    expect((await ask({ code: operations.getJobAttributes, operation: [none] })).code).toBe(
      statuses.clientErrorBadRequest,
    );
  });

  it('shows the owner everything, as it was submitted', async () => {
    await print({
      operation: [attribute('job-name', name('Secret plans'))],
      job: [attribute('print-quality', 5)],
    });
    const reply = await ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
    const job = groupOf(reply, groupTags.job);
    expect([firstString(job, 'job-name'), firstString(job, 'job-originating-user-name')]).toEqual([
      'Secret plans',
      'alice',
    ]);
    expect([firstInteger(job, 'print-quality'), job?.has('page-ranges')]).toEqual([5, false]);
    expect(job?.get('time-at-completed')?.values).toEqual([{ syntax: 'no-value' }]);
    expect(firstString(job, 'job-printer-uri')).toBe(demoUri);
  });

  it('tells an address of the printer as it came, also one that is none', async () => {
    await print();
    const asked = `${demoUri}?a b`;
    const reply = await ask({
      code: operations.getJobAttributes,
      operation: [attributeOf('printer-uri', uri(asked)), jobId(1)],
    });
    expect(firstString(groupOf(reply, groupTags.job), 'job-printer-uri')).toBe(asked);
  });

  it('shows others neither name, owner, message nor ticket', async () => {
    await print({ operation: [attribute('job-name', name('Secret plans'))], job: [attribute('copies', 2)] });
    const reply = await ask({ code: operations.getJobAttributes, operation: [jobId(1)], user: 'mallory' });
    const job = groupOf(reply, groupTags.job);
    expect(firstInteger(job, 'job-state')).toBe(jobState.pending);
    for (const secret of [
      'job-name',
      'job-originating-user-name',
      'job-state-message',
      'copies',
      'document-format',
    ]) {
      expect(job?.has(secret)).toBe(false);
    }
  });

  it('tells only what is asked for', async () => {
    await print({ job: [attribute('copies', 2)] });
    const asked = attribute('requested-attributes', 'job-template', 'job-id', 'no-such-thing');
    const reply = await ask({ code: operations.getJobAttributes, operation: [jobId(1), asked] });
    expect([...(groupOf(reply, groupTags.job)?.keys() ?? [])]).toEqual(['job-id', 'copies']);
  });
});

describe('operators', () => {
  const asOperator = (parts: RequestParts): Promise<IppMessage> => server.ask({ ...parts, operator: true });

  it('are the peers of the Unix socket, which only its owner can open', async () => {
    expect(statSync(server.socket).mode & 0o777).toBe(0o600);
    await print();
    expect((await asOperator({ code: operations.cancelJob, user: 'root', operation: [jobId(1)] })).code).toBe(
      0,
    );
  });

  it('pause and resume printers; nobody else does, whatever the name', async () => {
    for (const code of [operations.pausePrinter, operations.resumePrinter]) {
      expect((await ask({ code, user: 'root' })).code).toBe(statuses.clientErrorNotAuthorized);
      expect((await asOperator({ code })).code).toBe(0);
    }
    await asOperator({ code: operations.pausePrinter });
    const reply = await ask({ code: operations.getPrinterAttributes });
    const printer = groupOf(reply, groupTags.printer);
    expect(firstInteger(printer, 'printer-state')).toBe(enums.printerState.stopped);
    expect(strings(printer, 'printer-state-reasons')).toEqual(['paused']);
  });

  it('cancel all jobs or none of those named', async () => {
    await print();
    await print({ user: 'bob' });
    expect((await ask({ code: operations.cancelJobs })).code).toBe(statuses.clientErrorNotAuthorized);
    const some = await asOperator({ code: operations.cancelJobs, operation: [attribute('job-ids', 1, 99)] });
    expect([some.code, unsupportedIn(some)]).toEqual([statuses.clientErrorNotFound, ['job-ids']]);
    expect(await stateOf(1)).toBe(jobState.pending);
    expect((await asOperator({ code: operations.cancelJobs })).code).toBe(0);
    expect([await stateOf(1), await stateOf(2)]).toEqual([jobState.canceled, jobState.canceled]);
  });

  it('are not needed to cancel one’s own jobs', async () => {
    await print();
    await print({ user: 'bob' });
    const others = await ask({ code: operations.cancelMyJobs, operation: [attribute('job-ids', 1, 2)] });
    expect(others.code).toBe(statuses.clientErrorNotAuthorized);
    expect((await ask({ code: operations.cancelMyJobs })).code).toBe(0);
    expect([await stateOf(1), await stateOf(2)]).toEqual([jobState.canceled, jobState.pending]);
    const ended = await ask({ code: operations.cancelMyJobs, operation: [attribute('job-ids', 1)] });
    expect(ended.code).toBe(statuses.clientErrorNotPossible);
  });
});

describe('the other operations', () => {
  it('lists printers for lpstat and names the default one', async () => {
    const all = await ask({
      code: operations.cupsGetPrinters,
      operation: [attribute('requested-attributes', 'printer-name')],
    });
    const names = groupsOf(all, groupTags.printer).map((printer) => firstString(printer, 'printer-name'));
    expect(names).toEqual(['demo', 'Büro 2']);
    const second = await ask({
      code: operations.cupsGetPrinters,
      operation: [attribute('limit', 1), attributeOf('first-printer-name', name('Büro 2'))],
    });
    expect(
      groupsOf(second, groupTags.printer).map((printer) => firstString(printer, 'printer-uri-supported')),
    ).toEqual(['ipp://localhost:8631/ipp/print/B%C3%BCro%202']);
    const byDefault = await ask({ code: operations.cupsGetDefault });
    expect(firstString(groupOf(byDefault, groupTags.printer), 'printer-name')).toBe('demo');
  });

  it.each([
    [
      'their place, whatever its capitals',
      [attribute('printer-location', 'SECOND FLOOR')],
      ['demo', 'Büro 2'],
    ],
    ['another place', [attribute('printer-location', 'Second')], []],
    ['two sides', [attribute('printer-type', 0x10), attribute('printer-type-mask', 0x10)], ['demo']],
    ['one side alone', [attribute('printer-type', 0), attribute('printer-type-mask', 0x10)], ['Büro 2']],
    ['classes', [attribute('printer-type', 1), attribute('printer-type-mask', 1)], []],
    [
      'how many of them there may be',
      [attribute('printer-type', 0), attribute('printer-type-mask', 0x10), attribute('limit', 1)],
      ['Büro 2'],
    ],
  ])('lists printers by %s', async (_what, operation, expected) => {
    const reply = await ask({ code: operations.cupsGetPrinters, operation });
    const names = groupsOf(reply, groupTags.printer).map((printer) => firstString(printer, 'printer-name'));
    expect(names).toEqual(expected);
  });

  it('has no classes, and lpstat is told so', async () => {
    const answer = await ask({ code: operations.cupsGetClasses });
    expect([answer.code, groupsOf(answer, groupTags.printer)]).toEqual([0, []]);
  });

  it('identifies a printer by the log and says which actions it has not', async () => {
    const ok = await ask({
      code: operations.identifyPrinter,
      operation: [attribute('identify-actions', 'display')],
    });
    const both = await ask({
      code: operations.identifyPrinter,
      operation: [attribute('identify-actions', 'sound', 'display')],
    });
    expect([ok.code, both.code, unsupportedIn(both)]).toEqual([0, 1, ['identify-actions']]);
  });
});
