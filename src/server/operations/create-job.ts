import { acceptedAnswer, viewerOf } from '../jobs/job-answers.ts';
import { readJobRequest } from '../jobs/job-request.ts';
import { quoteAttributes } from '../jobs/quote-attributes.ts';
import { withSubscriptions } from '../notify/subscribing.ts';
import { refusalAnswer } from '../requests/answers.ts';
import type { Operation } from '../requests/exchange.ts';
import { namingFormat } from '../requests/unprinted-format.ts';

/** RFC 8011 §4.2.4. */
export const createJob: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const read = readJobRequest(request, printer, services);
    if ('answer' in read) return read.answer;
    const created = await services.jobs.create(read.found.request);
    if (created.kind === 'refused') {
      const { client } = request;
      const asked = { client, phase: 'before-document', settings: printer.settings } as const;
      return namingFormat(refusalAnswer(created.refusals, asked), request.operation, printer);
    }
    const answer = {
      ...acceptedAnswer(created.job, viewerOf(request, services), read.found.ignored),
      operation: quoteAttributes(request, printer.settings, read.found.request, created.decision),
    };
    return withSubscriptions(answer, request, services, created.job.job);
  },
};
