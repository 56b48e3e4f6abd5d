import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  enums,
  firstBoolean,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  integer,
  keyword,
  name,
  operations,
  outOfBand,
  statuses,
  strings,
  text,
} from '../../src/ipp/index.ts';
import { groupWith, jobId } from '../support/asking.ts';
import { anyDocument, type OperatorServer, startOperatorServer } from '../support/operator-server.ts';

let server: OperatorServer;

beforeEach(async () => {
  server = await startOperatorServer({ printers: [{ name: 'demo' }] });
});

afterEach(() => server.stop());

const ask: OperatorServer['ask'] = (...given) => server.ask(...given);
const command: OperatorServer['command'] = (asked) => server.command(asked);
const print: OperatorServer['print'] = (asked) => server.print(asked);
const unsupported = (reply: IppMessage): IppMessage['groups'][number]['attributes'] =>
  groupOf(reply, groupTags.unsupported) ?? new Map();

async function printer(...wanted: readonly string[]): Promise<IppMessage['groups'][number]['attributes']> {
  const requested = attributeOf('requested-attributes', ...wanted.map(keyword));
  const reply = await ask({ code: operations.getPrinterAttributes, operation: [requested] });
  return groupOf(reply, groupTags.printer) ?? new Map();
}

async function job(id: number): Promise<IppMessage['groups'][number]['attributes']> {
  const reply = await ask({ code: operations.getJobAttributes, operation: [jobId(id)] });
  return groupOf(reply, groupTags.job) ?? new Map();
}

describe('operations that change a printer', () => {
  const administrative = {
    'Pause-Printer': operations.pausePrinter,
    'Resume-Printer': operations.resumePrinter,
    'Purge-Jobs': operations.purgeJobs,
    'Set-Printer-Attributes': operations.setPrinterAttributes,
    'Enable-Printer': operations.enablePrinter,
    'Disable-Printer': operations.disablePrinter,
    'CUPS-Accept-Jobs': operations.cupsAcceptJobs,
    'CUPS-Reject-Jobs': operations.cupsRejectJobs,
    'Pause-Printer-After-Current-Job': operations.pausePrinterAfterCurrentJob,
    'Hold-New-Jobs': operations.holdNewJobs,
    'Release-Held-New-Jobs': operations.releaseHeldNewJobs,
    'Restart-Printer': operations.restartPrinter,
    'Shutdown-Printer': operations.shutdownPrinter,
    'Startup-Printer': operations.startupPrinter,
    'Cancel-Jobs': operations.cancelJobs,
  };

  it.each(Object.entries(administrative))('%s is for operators', async (_name, code) => {
    expect((await ask({ code })).code).toBe(statuses.clientErrorNotAuthorized);
    expect(strings(await printer('printer-state-reasons'), 'printer-state-reasons')).toEqual(['none']);
  });

  it.each([
    [['paused'], operations.pausePrinter, operations.resumePrinter],
    [['paused'], operations.pausePrinterAfterCurrentJob, operations.restartPrinter],
    [['shutdown', 'deactivated', 'paused'], operations.shutdownPrinter, operations.startupPrinter],
    [['hold-new-jobs'], operations.holdNewJobs, operations.releaseHeldNewJobs],
  ])('%j shows in printer-state-reasons and goes again', async (reasons, begin, end) => {
    expect((await command({ code: begin })).code).toBe(0);
    expect(strings(await printer('printer-state-reasons'), 'printer-state-reasons')).toEqual(reasons);
    expect((await command({ code: end })).code).toBe(0);
    expect(strings(await printer('printer-state-reasons'), 'printer-state-reasons')).toEqual(['none']);
  });

  const accepts = async (): Promise<boolean | undefined> =>
    firstBoolean(await printer('printer-is-accepting-jobs'), 'printer-is-accepting-jobs');

  it.each([
    ['Disable-Printer', operations.disablePrinter, [operations.enablePrinter]],
    ['CUPS-Reject-Jobs (cupsreject)', operations.cupsRejectJobs, [operations.cupsAcceptJobs]],
    ['Shutdown-Printer', operations.shutdownPrinter, [operations.startupPrinter, operations.enablePrinter]],
    ['Shutdown-Printer, restarted', operations.shutdownPrinter, [operations.restartPrinter]],
  ])('%s: tells whether it takes jobs', async (_name, off, on) => {
    await command({ code: off });
    expect(await accepts()).toBe(false);
    for (const code of on) {
      expect(await accepts()).toBe(false);
      expect((await command({ code })).code).toBe(0);
    }
    expect(await accepts()).toBe(true);
  });

  const messages = async (): Promise<readonly (string | undefined)[]> => {
    const told = await printer('printer-message-from-operator', 'printer-state-message');
    return [firstString(told, 'printer-message-from-operator'), firstString(told, 'printer-state-message')];
  };

  it.each([
    ['cupsreject', 'printer-state-message', operations.cupsRejectJobs, operations.cupsAcceptJobs],
    ['cupsdisable', 'printer-state-message', operations.pausePrinter, operations.resumePrinter],
    ['Hold-New-Jobs', 'printer-state-message', operations.holdNewJobs, operations.releaseHeldNewJobs],
  ])('tells the reason that %s gives as message and state, until it is over', async (_, name, off, on) => {
    await command({ code: off, operation: [attributeOf(name, text('The toner is on its way'))] });
    expect(await messages()).toEqual(['The toner is on its way', 'The toner is on its way']);
    await command({ code: on });
    expect(await messages()).toEqual(['', '']);
  });

  it('keeps a message from the operator when the stop that it came with is over', async () => {
    const said = attribute('printer-message-from-operator', 'Jam');
    await command({ code: operations.pausePrinter, operation: [said] });
    expect(await messages()).toEqual(['Jam', 'Jam']);
    await command({ code: operations.resumePrinter });
    expect(await messages()).toEqual(['Jam', '']);
  });

  it.each([
    ['Print-Job', operations.printJob],
    ['Validate-Job', operations.validateJob],
    ['Create-Job', operations.createJob],
    ['Cancel-Job', operations.cancelJob],
    ['Hold-Job', operations.holdJob],
    ['Set-Job-Attributes', operations.setJobAttributes],
    ['Promote-Job', operations.promoteJob],
    ['Cancel-Jobs', operations.cancelJobs],
    ['Cancel-My-Jobs', operations.cancelMyJobs],
    ['Create-Printer-Subscriptions', operations.createPrinterSubscriptions],
    ['Set-Printer-Attributes', operations.setPrinterAttributes],
    ['Identify-Printer', operations.identifyPrinter],
  ])('is not there for %s while it is shut down', async (_name, code) => {
    const id = await print();
    await command({ code: operations.shutdownPrinter });
    const reply = await command({ code, operation: [jobId(id)] });
    expect(reply.code).toBe(statuses.serverErrorServiceUnavailable);
    expect(firstInteger(await job(id), 'job-state')).toBe(enums.jobState.pending);
  });

  it('answers questions, and takes the document of an open job, while it is shut down', async () => {
    const created = await ask({ code: operations.createJob });
    const open = jobId(firstInteger(groupOf(created, groupTags.job), 'job-id') ?? 0);
    await command({ code: operations.shutdownPrinter });
    for (const code of [
      operations.getJobs,
      operations.getSubscriptions,
      operations.getPrinterSupportedValues,
    ])
      expect((await command({ code })).code).toBe(0);
    expect((await ask({ code: operations.getJobAttributes, operation: [open] })).code).toBe(0);
    const last = attribute('last-document', true);
    const sent = await ask({ code: operations.sendDocument, operation: [open, last] }, anyDocument);
    expect(sent.code).toBe(0);
  });

  it('starts up only a printer that is shut down', async () => {
    expect((await command({ code: operations.startupPrinter })).code).toBe(statuses.clientErrorNotPossible);
  });

  it('forgets at Restart-Printer whatever operators said of jobs', async () => {
    for (const code of [operations.disablePrinter, operations.holdNewJobs, operations.pausePrinter]) {
      await command({ code });
    }
    await command({ code: operations.restartPrinter });
    expect(strings(await printer('printer-state-reasons'), 'printer-state-reasons')).toEqual(['none']);
    expect(await accepts()).toBe(true);
  });
});

describe('Get-Printer-Supported-Values', () => {
  it('tells operators that no xxx-supported of a printer can be set, whatever they ask for', async () => {
    const code = operations.getPrinterSupportedValues;
    expect((await ask({ code })).code).toBe(statuses.clientErrorNotAuthorized);
    const operation = [attribute('requested-attributes', 'copies-supported', 'printer-info')];
    const reply = await command({ code, operation });
    expect([reply.code, groupOf(reply, groupTags.printer)?.size ?? 0]).toEqual([0, 0]);
  });

  it('refuses a format that is not printed, as Get-Printer-Attributes does', async () => {
    const operation = [attribute('document-format', 'text/html')];
    const reply = await command({ code: operations.getPrinterSupportedValues, operation });
    expect(reply.code).toBe(statuses.clientErrorDocumentFormatNotSupported);
  });
});

describe('Set-Printer-Attributes', () => {
  const set = (...attributes: readonly IppAttribute[]): Promise<IppMessage> =>
    command({ code: operations.setPrinterAttributes, groups: [groupWith(groupTags.printer, ...attributes)] });

  it('changes what can be set', async () => {
    const reply = await set(
      attribute('printer-info', text('The one by the window')),
      attribute('printer-message-from-operator', text('Paper is low.')),
    );
    expect(reply.code).toBe(0);
    expect(server.jobs.printer('demo')?.standing).toMatchObject({
      info: 'The one by the window',
      message: 'Paper is low.',
    });
  });

  it('takes a message from the operator among what is to be set alone', async () => {
    const reply = await command({
      code: operations.setPrinterAttributes,
      operation: [attribute('printer-message-from-operator', text('Jam'))],
      groups: [groupWith(groupTags.printer, attribute('printer-info', text('Here')))],
    });
    expect([reply.code, [...unsupported(reply).keys()]]).toEqual([1, ['printer-message-from-operator']]);
    const { info, message = '' } = server.jobs.printer('demo')?.standing ?? {};
    expect([info, message]).toEqual(['Here', '']);
  });

  it('takes a value back', async () => {
    await set(attribute('printer-info', text('Gone soon')));
    await set(attributeOf('printer-info', outOfBand('no-value')));
    expect(server.jobs.printer('demo')?.standing.info).toBeUndefined();
  });

  it.each([
    [
      'one that is fixed',
      attribute('printer-name', name('other')),
      statuses.clientErrorAttributesNotSettable,
      'not-settable',
    ],
    [
      'one that nobody knows',
      attributeOf('x-acme', keyword('a')),
      statuses.clientErrorAttributesOrValuesNotSupported,
      'unsupported',
    ],
    [
      'a text that is too long',
      attributeOf('printer-info', text('x'.repeat(128))),
      statuses.clientErrorAttributesOrValuesNotSupported,
      'text',
    ],
    [
      'a value of another kind',
      attributeOf('printer-info', integer(7)),
      statuses.clientErrorAttributesOrValuesNotSupported,
      'integer',
    ],
    [
      'one to be deleted, which only a job can lose (RFC 3380 §8.2)',
      attributeOf('printer-info', outOfBand('delete-attribute')),
      statuses.clientErrorAttributesOrValuesNotSupported,
      'unsupported',
    ],
  ])('changes nothing when there is %s among them', async (_what, wrong, status, syntax) => {
    const good = attribute('printer-location', text('Elsewhere'));
    const reply = await set(good, wrong);
    expect(reply.code).toBe(status);
    expect([...unsupported(reply).values()].map((each) => [each.name, each.values[0]?.syntax])).toEqual([
      [wrong.name, syntax],
    ]);
    expect(server.jobs.printer('demo')?.standing.location).toBeUndefined();
  });

  it('wants at least one', async () => {
    expect((await command({ code: operations.setPrinterAttributes })).code).toBe(
      statuses.clientErrorBadRequest,
    );
  });
});

describe('Set-Job-Attributes', () => {
  const set = (id: number, job: readonly IppAttribute[], user = 'alice'): Promise<IppMessage> =>
    ask({ code: operations.setJobAttributes, operation: [jobId(id)], job, user });

  it('changes name, priority and how it looks', async () => {
    const id = await print();
    const reply = await set(id, [
      attribute('job-name', name('Better')),
      attribute('job-priority', 90),
      attribute('print-quality', enums.printQuality.high),
    ]);
    expect(reply.code).toBe(0);
    const now = await job(id);
    expect(firstString(now, 'job-name')).toBe('Better');
    expect(firstInteger(now, 'job-priority')).toBe(90);
    expect(firstInteger(now, 'print-quality')).toBe(enums.printQuality.high);
  });

  it('holds and lets go', async () => {
    const id = await print();
    await set(id, [attribute('job-hold-until', 'indefinite')]);
    expect(firstInteger(await job(id), 'job-state')).toBe(enums.jobState.pendingHeld);
    await set(id, [attribute('job-hold-until', 'no-hold')]);
    expect(firstInteger(await job(id), 'job-state')).toBe(enums.jobState.pending);
  });

  it('is for the owner', async () => {
    const id = await print();
    expect((await set(id, [attribute('job-priority', 1)], 'bob')).code).toBe(
      statuses.clientErrorNotAuthorized,
    );
  });

  it.each([
    [
      'the state of a job',
      attributeOf('job-state', { syntax: 'enum', value: 9 }),
      statuses.clientErrorAttributesNotSettable,
    ],
    ['what was paid for', attribute('copies', 7), statuses.clientErrorAttributesNotSettable],
    [
      'what nobody knows',
      attributeOf('x-acme', keyword('a')),
      statuses.clientErrorAttributesOrValuesNotSupported,
    ],
    [
      'a value that is not offered',
      attribute('job-hold-until', 'full-moon'),
      statuses.clientErrorAttributesOrValuesNotSupported,
    ],
  ])('never sets %s', async (_what, wrong, status) => {
    const id = await print();
    const reply = await set(id, [attribute('job-priority', 90), wrong]);
    expect([reply.code, [...unsupported(reply).keys()]]).toEqual([status, [wrong.name]]);
    expect(firstInteger(await job(id), 'job-priority')).not.toBe(90);
  });

  it('is too late when the job has ended', async () => {
    const id = await print();
    await ask({ code: operations.cancelJob, operation: [jobId(id)] });
    expect((await set(id, [attribute('job-priority', 1)])).code).toBe(statuses.clientErrorNotPossible);
  });
});

describe('the order of a queue', () => {
  it('is changed by operators', async () => {
    const [first, second] = [await print(), await print()];
    const operation = [jobId(second), attributeOf('predecessor-job-id', integer(first))];
    expect((await command({ code: operations.scheduleJobAfter, operation })).code).toBe(0);
    expect((await command({ code: operations.promoteJob, operation: [jobId(second)] })).code).toBe(0);
    expect(server.jobs.scheduled).toEqual([
      { job: second, after: first },
      { job: second, after: undefined },
    ]);
    expect((await ask({ code: operations.promoteJob, operation: [jobId(second)] })).code).toBe(
      statuses.clientErrorNotAuthorized,
    );
  });
});

describe('Purge-Jobs', () => {
  it('cancels what is open and shows nothing of it any more', async () => {
    const ids = [await print(), await print()];
    expect((await command({ code: operations.purgeJobs })).code).toBe(0);
    const all = attribute('which-jobs', 'all');
    expect(groupsOf(await ask({ code: operations.getJobs, operation: [all] }), groupTags.job)).toEqual([]);
    for (const id of ids) {
      const reply = await ask({ code: operations.getJobAttributes, operation: [jobId(id)] });
      expect(reply.code).toBe(statuses.clientErrorNotFound);
    }
    const id = await print();
    expect(groupsOf(await ask({ code: operations.getJobs }), groupTags.job)).toHaveLength(1);
    expect(firstInteger(await job(id), 'job-id')).toBe(id);
  });
});

describe('Purge-Jobs of some jobs', () => {
  const purge = (...ids: number[]): Promise<IppMessage> =>
    command({ code: operations.purgeJobs, operation: [attributeOf('job-ids', ...ids.map(integer))] });
  const shown = async (): Promise<readonly (number | undefined)[]> => {
    const operation = [attribute('which-jobs', 'all')];
    const reply = await ask({ code: operations.getJobs, operation });
    return groupsOf(reply, groupTags.job).map((each) => firstInteger(each, 'job-id'));
  };

  it('leaves all others as they are', async () => {
    const [first, second, third] = [await print(), await print(), await print()];
    await ask({ code: operations.cancelJob, operation: [jobId(first)] });
    expect((await purge(first, third)).code).toBe(0);
    expect(await shown()).toEqual([second]);
    expect(firstInteger(await job(second), 'job-state')).toBe(enums.jobState.pending);
    const gone = await ask({ code: operations.getJobAttributes, operation: [jobId(third)] });
    expect(gone.code).toBe(statuses.clientErrorNotFound);
    expect(server.jobs.printer('demo')?.standing.purgedJobs).toEqual([first, third]);
  });

  it('purges none when one of them is not there', async () => {
    const id = await print();
    const reply = await purge(id, 4711);
    expect([reply.code, unsupported(reply).get('job-ids')?.values]).toEqual([
      statuses.clientErrorNotFound,
      [integer(4711)],
    ]);
    expect(await shown()).toEqual([id]);
    expect(firstInteger(await job(id), 'job-state')).toBe(enums.jobState.pending);
  });
});

describe('a job that was printed', () => {
  it.each([operations.restartJob, operations.reprocessJob, operations.resubmitJob])(
    'is not printed again without being sent again (0x%s)',
    async (code) => {
      const id = await print();
      await ask({ code: operations.cancelJob, operation: [jobId(id)] });
      expect((await ask({ code, operation: [jobId(id)] })).code).toBe(statuses.clientErrorNotPossible);
      expect((await ask({ code, operation: [jobId(id)], user: 'bob' })).code).toBe(
        statuses.clientErrorNotAuthorized,
      );
    },
  );
});
