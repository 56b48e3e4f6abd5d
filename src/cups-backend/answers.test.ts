import { expect, test } from 'vitest';
import { faultMessageOf, parseDecision, parseJobStatus } from './answers.ts';

test.each([
  { decision: 'allow', attempt: '1/2', job: 3, deadline: 4, userName: 'alice' },
  { decision: 'deny', reason: 'account-closed', message: 'no' },
  { decision: 'hold', reason: 'account-limit-reached', message: 'no' },
  { decision: 'cancel', reason: 'document-format-error', message: 'no' },
  { decision: 'later', seconds: 5, message: 'soon' },
  { decision: 'relayed', job: 3 },
  { decision: 'done', job: 3 },
])('understands %j', (body) => {
  expect(parseDecision({ ...body, more: 'of a newer server' })).toEqual(body);
});

test('a reason of a newer server still holds the job', () => {
  expect(parseDecision({ decision: 'deny', reason: 'new', message: 'x' })).toMatchObject({
    decision: 'deny',
    reason: 'job-hold-until-specified',
  });
});

test.each([
  undefined,
  null,
  'allow',
  {},
  { decision: 'maybe' },
  { decision: 'allow', job: 1 },
  { decision: 'relayed' },
])('takes %j for no decision', (body) => {
  expect(parseDecision(body)).toBeUndefined();
});

test('reads the state of a job, and the words of a fault', () => {
  expect(parseJobStatus({ state: 'held', message: 'x' })).toEqual({ state: 'held', message: 'x' });
  expect(parseJobStatus({ state: 'gone' })).toBeUndefined();
  expect(faultMessageOf({ code: 'c', message: 'm' })).toBe('m');
  expect(faultMessageOf('text')).toBe('no reason given');
});
