import { success } from '../answer.ts';
import type { Operation } from '../exchange.ts';
import { viewerOf } from '../job-answers.ts';
import { jobGroup } from '../job-attributes.ts';
import { requestedAttributes } from '../requested.ts';

/** RFC 8011 §4.3.4. */
export const getJobAttributes: Operation = {
  target: 'job',
  answer: (request, view, services) =>
    success(jobGroup(view, viewerOf(request, services), requestedAttributes(request.operation))),
};
