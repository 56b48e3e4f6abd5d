import { expect, test } from 'vitest';
import { attribute, attributeOf, attributes, enums, groupTags, integer, outOfBand } from '../../ipp/index.ts';
import { jobAttributesOf } from './quirks.ts';
import { hasEnded, newsOf, whyOf } from './remote-job.ts';

test('a job without any octet is empty; one of which nothing is said is not', () => {
  expect(newsOf(attributes(attribute('job-k-octets', 0), attribute('number-of-documents', 0))).empty).toBe(
    true,
  );
  expect(newsOf(attributes(attribute('job-k-octets', 0))).empty).toBe(true);
  expect(newsOf(attributes(attribute('job-k-octets', 1))).empty).toBe(false);
  expect(newsOf(attributes(attribute('job-k-octets', 0), attribute('number-of-documents', 1))).empty).toBe(
    false,
  );
  expect(newsOf(new Map()).empty).toBe(false);
});

test('0 impressions are no impressions said', () => {
  expect(newsOf(attributes(attribute('job-impressions-completed', 0)))).not.toHaveProperty('impressions');
  expect(newsOf(attributes(attribute('job-impressions-completed', 3))).impressions).toBe(3);
});

test('a job that the device never began with is untouched', () => {
  expect(newsOf(attributes(attribute('time-at-processing', outOfBand('no-value')))).untouched).toBe(true);
  expect(newsOf(attributes(attribute('time-at-processing', 12))).untouched).toBe(false);
  expect(newsOf(new Map()).untouched).toBe(false);
});

test('only the three last states are ends, and no state at all is none', () => {
  const ended = (state: number): boolean => hasEnded(newsOf(attributes(attribute('job-state', state))));
  const { pending, pendingHeld, processing, processingStopped, canceled, aborted, completed } =
    enums.jobState;
  expect([pending, pendingHeld, processing, processingStopped].map(ended)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([canceled, aborted, completed].map(ended)).toEqual([true, true, true]);
  expect(hasEnded(newsOf(new Map()))).toBe(false);
});

test('the reason of a failure is a sentence with the keywords behind it', () => {
  const job = attributes(
    attribute('job-state', enums.jobState.aborted),
    attribute('job-state-reasons', 'aborted-by-system', 'document-format-error'),
    attribute('job-state-message', 'Bad page'),
  );
  expect(whyOf(newsOf(job))).toBe(
    'the device has aborted the job: Bad page (aborted-by-system, document-format-error)',
  );
});

test('job-id is found in a group where it does not belong', () => {
  const version = { major: 1, minor: 1 };
  const strange = attributes(attributeOf('job-id', integer(5)));
  const message = {
    version,
    code: 0,
    requestId: 1,
    groups: [{ tag: groupTags.printer, attributes: strange }],
  };
  expect(jobAttributesOf(message)).toBe(strange);
  expect(jobAttributesOf({ ...message, groups: [] })).toBeUndefined();
});
