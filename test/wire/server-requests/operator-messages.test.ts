import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  firstString,
  groupOf,
  groupTags,
  type IppMessage,
  keyword,
  operations,
  outOfBand,
  text,
} from '../../../src/ipp/index.ts';
import { type Asked, jobId, named, unsupportedIn } from '../../support/asking.ts';
import { until } from '../../support/print-service.ts';
import { startWholeServer, type WholeServer } from '../../support/whole-server.ts';

const messageName = 'job-message-from-operator';
let server: WholeServer;

/** Job 1 is held, job 2 waits behind a printer that is paused. */
beforeEach(async () => {
  server = await startWholeServer();
  await server.ask({ code: operations.pausePrinter, operator: true });
  await server.ask({ code: operations.printJob, job: [attribute('job-hold-until', 'indefinite')] }, 'page');
  await server.ask({ code: operations.printJob }, 'page');
  await until(server.service.jobs, 2, 'pending');
});

afterEach(() => server.stop());

const operate = (
  code: keyof typeof operations,
  id: number,
  said: string,
  parts: Partial<Asked> = {},
): Promise<IppMessage> =>
  server.ask({
    code: operations[code],
    operation: [jobId(id), attribute(messageName, text(said))],
    operator: true,
    ...parts,
  });

async function messageOf(id: number, user = 'alice'): Promise<string | undefined> {
  const reply = await server.ask({ code: operations.getJobAttributes, user, operation: [jobId(id)] });
  return firstString(groupOf(reply, groupTags.job), messageName);
}

describe('what an operator says of a job (RFC 3998 §6)', () => {
  it.each<[keyof typeof operations, number]>([
    ['cancelJob', 1],
    ['cancelJob', 2],
    ['holdJob', 2],
    ['releaseJob', 1],
    ['promoteJob', 2],
    ['scheduleJobAfter', 2],
  ])('may come with %s, and is kept for the owner', async (code, id) => {
    expect(named(await operate(code, id, 'no more A3'))).toBe('successful-ok');
    expect(await messageOf(id)).toBe('no more A3');
    expect(await messageOf(id, 'bob')).toBeUndefined();
  });

  it.each([
    ['empty', text('')],
    ['none', outOfBand('no-value')],
  ])('may be %s, which is told as it came (RFC 3380 §5.2)', async (_, value) => {
    await operate('holdJob', 1, 'before');
    const operation = [jobId(1), attributeOf(messageName, value)];
    expect(named(await server.ask({ code: operations.releaseJob, operation, operator: true }))).toBe(
      'successful-ok',
    );
    const reply = await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] });
    expect(groupOf(reply, groupTags.job)?.get(messageName)?.values).toEqual([value]);
  });

  it('stays until something else is said', async () => {
    await operate('holdJob', 1, 'first');
    await server.ask({ code: operations.releaseJob, operation: [jobId(1)], operator: true });
    expect(await messageOf(1)).toBe('first');
    await operate('cancelJob', 1, 'second');
    expect(await messageOf(1)).toBe('second');
  });

  it('is none when it does not come from an operator', async () => {
    const reply = await operate('holdJob', 1, 'mine', { operator: false });
    expect([named(reply), unsupportedIn(reply)]).toEqual([
      'successful-ok-ignored-or-substituted-attributes',
      ['job-message-from-operator'],
    ]);
    expect(await messageOf(1)).toBeUndefined();
  });

  it.each([
    ['is too long', text('x'.repeat(128)), 'client-error-request-value-too-long'],
    ['is no text', keyword('x'), 'client-error-bad-request'],
  ])('is refused with the operation when it %s', async (_, value, status) => {
    const operation = [jobId(1), attributeOf(messageName, value)];
    const reply = await server.ask({ code: operations.cancelJob, operation, operator: true });
    expect(named(reply)).toBe(status);
    const job = groupOf(
      await server.ask({ code: operations.getJobAttributes, operation: [jobId(1)] }),
      groupTags.job,
    );
    expect(firstString(job, 'job-state-reasons')).toBe('job-hold-until-specified');
  });

  it('is set and taken back by Set-Job-Attributes, of operators alone', async () => {
    const set = (value: Parameters<typeof attributeOf>[1], operator: boolean): Promise<IppMessage> =>
      server.ask({
        code: operations.setJobAttributes,
        operation: [jobId(1)],
        job: [attributeOf(messageName, value)],
        operator,
      });
    const refused = await set(text('mine'), false);
    expect([named(refused), unsupportedIn(refused)]).toEqual([
      'client-error-attributes-not-settable',
      [messageName],
    ]);
    expect(named(await set(text('x'.repeat(128)), true))).toBe(
      'client-error-attributes-or-values-not-supported',
    );
    expect(named(await set(text('paper is ordered'), true))).toBe('successful-ok');
    expect(await messageOf(1)).toBe('paper is ordered');
    expect(named(await set(outOfBand('delete-attribute'), true))).toBe('successful-ok');
    expect(await messageOf(1)).toBeUndefined();
  });
});

it.each([
  [127, 'successful-ok'],
  [128, 'client-error-request-value-too-long'],
])('a message of %i octets on the display of a printer: %s', async (octets, status) => {
  const message = attribute('message', text('x'.repeat(octets)));
  const reply = await server.ask({ code: operations.identifyPrinter, operation: [message] });
  expect(named(reply)).toBe(status);
});
