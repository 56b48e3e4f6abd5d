import type { Readable } from 'node:stream';
import { clippedText } from '../../base/clipped-text.ts';
import { attribute, statuses, text } from '../../ipp/index.ts';
import { mayAct } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { cleared } from '../http/body.ts';
import { problemAnswer, submissionAnswer } from '../jobs/job-answers.ts';
import { compressionNotSupported, compressionOf, readJobRequest } from '../jobs/job-request.ts';
import { withSubscriptions } from '../notify/subscribing.ts';
import { badRequest, failure, type IppAnswer } from '../requests/answer.ts';
import { refusalAnswer } from '../requests/answers.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import type { Resolved } from '../requests/resolve.ts';
import { namingFormat } from '../requests/unprinted-format.ts';
import { deliver, demandsNotMet, formatNotSupported } from './send-document.ts';

/** RFC 8011 §4.2.2: offered where the configuration names hosts. What can be refused without the document is not fetched. */
export const printUri: Operation = {
  target: 'printer',
  isOffered: ({ fetcher }) => fetcher !== undefined,
  answer: async (request, printer, services) => {
    const read = readJobRequest(request, printer, services);
    if ('answer' in read) return read.answer;
    const { request: job, compression, ignored } = read.found;
    const validated = await services.jobs.validate(job);
    if (validated.kind === 'refused') {
      const { client } = request;
      const asked = { client, phase: 'before-document', settings: printer.settings } as const;
      return namingFormat(refusalAnswer(validated.refusals, asked), request.operation, printer);
    }
    const fetched = await fetchedFor(request, services);
    if ('answer' in fetched) return fetched.answer;
    return unlessBroken(fetched.found, async (source) => {
      const submission = await services.jobs.print(job, await cleared(source, compression));
      const answer = submissionAnswer(submission, { request, services, settings: printer.settings, ignored });
      if (submission.kind !== 'accepted') return answer;
      return withSubscriptions(answer, request, services, submission.job.job);
    });
  },
};

/** RFC 8011 §4.3.2; the last one may come without a URI, as Send-Document may without data. */
export const sendUri: Operation = {
  target: 'job',
  isOffered: ({ fetcher }) => fetcher !== undefined,
  answer: async (request, view, services) => {
    const last = only(request.operation.get('last-document'));
    if (last?.syntax !== 'boolean') return badRequest('last-document must be one boolean.');
    const compression = compressionOf(request.operation);
    if (compression === undefined) return compressionNotSupported(request.operation);
    if (!mayAct(view.job, request.identity)) return problemAnswer({ kind: 'not-yours' });
    if (view.job.state !== 'incoming' || (last.value && !request.operation.has('document-uri'))) {
      return deliver(request, view, { services, last: last.value });
    }
    const unprinted = formatNotSupported(request, view, services) ?? demandsNotMet(request, view);
    if (unprinted !== undefined) return unprinted;
    const fetched = await fetchedFor(request, services);
    if ('answer' in fetched) return fetched.answer;
    return unlessBroken(fetched.found, async (source) =>
      deliver(request, view, { services, last: last.value, body: await cleared(source, compression) }),
    );
  },
};

async function fetchedFor({ operation }: IppRequest, { fetcher }: Services): Promise<Resolved<Readable>> {
  const asked = operation.get('document-uri');
  const uri = only(asked);
  if (uri?.syntax !== 'uri') return { answer: badRequest('document-uri must be one URI.') };
  const fetched = await fetcher?.open(uri.value);
  switch (fetched?.kind) {
    case 'open':
      return { found: fetched.body };
    case 'failed':
      return { answer: accessError(fetched.why) };
    case 'scheme':
    case undefined: {
      const refused = asked === undefined ? [] : [asked];
      const message = 'Documents are fetched by http and https only.';
      return { answer: failure(statuses.clientErrorUriSchemeNotSupported, message, refused) };
    }
  }
}

/** A document that breaks off is the fault of its server, whatever has become of the job. */
async function unlessBroken(
  source: Readable,
  submit: (source: Readable) => Promise<IppAnswer>,
): Promise<IppAnswer> {
  try {
    return await submit(source);
  } catch (error) {
    if (source.errored === null) throw error;
    return accessError(source.errored.message);
  } finally {
    source.destroy();
  }
}

/** RFC 8011 §4.1.6.4: document-access-error says more than the status. */
function accessError(why: string): IppAnswer {
  const octetsMax = 1_023;
  return {
    ...failure(statuses.clientErrorDocumentAccessError, say('document-not-fetched', { why })),
    operation: [attribute('document-access-error', text(clippedText(why, octetsMax)))],
  };
}
