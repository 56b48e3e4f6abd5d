import { ignoredPart } from '../jobs/job-answers.ts';
import { readJobRequest } from '../jobs/job-request.ts';
import { quoteAttributes } from '../jobs/quote-attributes.ts';
import { withForecast } from '../notify/subscribing.ts';
import { success } from '../requests/answer.ts';
import { refusalAnswer } from '../requests/answers.ts';
import type { Operation } from '../requests/exchange.ts';
import { namingFormat } from '../requests/unprinted-format.ts';

/** RFC 8011 §4.2.3: what can be refused without the document is refused here already. */
export const validateJob: Operation = {
  target: 'printer',
  answer: async (request, printer, services) => {
    const read = readJobRequest(request, printer, services);
    if ('answer' in read) return read.answer;
    const validated = await services.jobs.validate(read.found.request);
    if (validated.kind === 'refused') {
      const { client } = request;
      const asked = { client, phase: 'before-document', settings: printer.settings } as const;
      return namingFormat(refusalAnswer(validated.refusals, asked), request.operation, printer);
    }
    const answer = {
      ...success(),
      ...ignoredPart(read.found.ignored),
      operation: quoteAttributes(request, printer.settings, read.found.request, validated.decision),
    };
    return withForecast(answer, request, services);
  },
};
