import { describe, expect, test } from 'vitest';
import { statuses } from '../../ipp/index.ts';
import { problemAnswer } from './job-answers.ts';

describe('a document more than its job takes', () => {
  test.each([
    ['one-document', statuses.serverErrorMultipleDocumentJobsNotSupported],
    ['too-many-documents', statuses.serverErrorTooManyDocuments],
  ] as const)('%s has a status of its own (RFC 8011 §4.3.1, PWG 5100.7 §8.2)', (kind, status) => {
    expect(problemAnswer({ kind, message: 'No more.' }).status).toBe(status);
  });
});
