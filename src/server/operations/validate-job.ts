import { success } from '../answer.ts';
import { refusalAnswer } from '../answers.ts';
import type { Operation } from '../exchange.ts';
import { ignoredPart } from '../job-answers.ts';
import { readJobRequest } from '../job-request.ts';
import { quoteAttributes } from '../quote-attributes.ts';
import { namingFormat } from '../unprinted-format.ts';

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
    return {
      ...success(),
      ...ignoredPart(read.found.ignored),
      operation: quoteAttributes(request, printer.settings, read.found.request, validated.decision),
    };
  },
};
