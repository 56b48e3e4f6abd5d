import { expect, test } from 'vitest';
import { attribute, attributes, groupTags, statuses } from '../../ipp/index.ts';
import { answerOf } from './answer.ts';

const answer = (code: number, said?: string) =>
  answerOf({
    version: { major: 2, minor: 0 },
    code,
    requestId: 1,
    groups:
      said === undefined
        ? []
        : [{ tag: groupTags.operation, attributes: attributes(attribute('status-message', said)) }],
  });

test.each([
  [statuses.successfulOk, 'done'],
  [0x0001, 'done'],
  [statuses.serverErrorBusy, 'busy'],
  [statuses.serverErrorNotAcceptingJobs, 'busy'],
  [statuses.clientErrorDocumentFormatNotSupported, 'refused'],
  [statuses.clientErrorAccountLimitReached, 'refused'],
  [statuses.clientErrorNotFound, 'gone'],
  [statuses.serverErrorInternalError, 'failed'],
  [0x7777, 'failed'],
])('status %i means %s', (code, verdict) => {
  expect(answer(code).verdict).toBe(verdict);
});

test('the sentence has the name of the status and what the device says', () => {
  expect(answer(statuses.serverErrorBusy, 'one job at a time').sentence).toBe(
    'server-error-busy: one job at a time',
  );
  expect(answer(0x7777).sentence).toBe('status 0x7777');
});
