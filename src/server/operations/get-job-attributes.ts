import { viewerOf } from '../jobs/job-answers.ts';
import { jobGroups } from '../jobs/job-attributes.ts';
import { success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { requestedAttributes } from '../requests/requested.ts';

/** RFC 8011 §4.3.4. */
export const getJobAttributes: Operation = {
  target: 'job',
  answer: (request, view, services) =>
    success(jobGroups([view], viewerOf(request, services), requestedAttributes(request.operation))),
};
