import { submissionAnswer } from '../jobs/job-answers.ts';
import { readJobRequest } from '../jobs/job-request.ts';
import { withSubscriptions } from '../notify/subscribing.ts';
import { badRequest } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { namingFormat } from '../requests/unprinted-format.ts';

/** RFC 8011 §4.2.1. */
export const printJob: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const read = readJobRequest(request, printer, services);
    if ('answer' in read) return read.answer;
    if (!(await request.body.hasData())) return badRequest('Print-Job without document data.');
    const { request: job, compression, ignored } = read.found;
    const submission = await services.jobs.print(job, await request.body.open(compression));
    const told = submissionAnswer(submission, { request, services, settings: printer.settings, ignored });
    const answer = namingFormat(told, request.operation, printer);
    if (submission.kind !== 'accepted') return answer;
    return withSubscriptions(answer, request, services, submission.job.job);
  },
};
