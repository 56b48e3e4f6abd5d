import type { JobView } from '../../jobs/index.ts';
import { undoneDemands } from '../jobs/demands.ts';
import { documentFormat } from '../jobs/document-format.ts';
import { problemAnswer, submissionAnswer } from '../jobs/job-answers.ts';
import { compressionNotSupported, compressionOf, notOffered, saidIn } from '../jobs/job-request.ts';
import { badRequest, type IppAnswer } from '../requests/answer.ts';
import { answerStyle } from '../requests/answers.ts';
import { only } from '../requests/checks.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { formatRefusal } from '../requests/unprinted-format.ts';

/** RFC 8011 §4.3.1. */
export const sendDocument: Operation = {
  target: 'job',
  answer: async (request, view, services) => {
    const last = only(request.operation.get('last-document'));
    // The clause demands it; clients that leave it out are told so instead of waiting for a job that never starts.
    if (last?.syntax !== 'boolean') return badRequest('last-document must be one boolean.');
    const compression = compressionOf(request.operation);
    if (compression === undefined) return compressionNotSupported(request.operation);
    const unprinted = formatNotSupported(request, view, services) ?? demandsNotMet(request, view);
    if (unprinted !== undefined) return unprinted;
    const hasData = await request.body.hasData();
    if (!hasData && !last.value)
      return badRequest('Send-Document without document data, and not the last one.');
    const body = hasData ? await request.body.open(compression) : undefined;
    return deliver(request, view, { services, last: last.value, ...(body === undefined ? {} : { body }) });
  },
};

/** RFC 8011 §4.3.1.1: refused before the data is taken, so that the job stays open for another document. */
export function formatNotSupported(
  { operation }: IppRequest,
  { job }: JobView,
  { jobs }: Services,
): IppAnswer | undefined {
  const printer = jobs.printer(job.printer);
  return printer === undefined ? undefined : formatRefusal(operation, printer);
}

/** PWG 5100.5 §3.1.1: a document has no ticket of its own here, so that its job's demands refuse it one. */
export function demandsNotMet(request: IppRequest, { job }: JobView): IppAnswer | undefined {
  const undone = undoneDemands(request, job);
  return undone.length === 0 ? undefined : notOffered(undone);
}

/** PWG 5100.7 §6.1: no more documents will come. */
export const closeJob: Operation = {
  target: 'job',
  answer: (request, view, services) => deliver(request, view, { services, last: true }),
};

interface Delivering {
  readonly services: Services;
  readonly last: boolean;
  readonly body?: Awaited<ReturnType<IppRequest['body']['open']>>;
}

/** Gives a document, or the end of its documents, to a job. */
export async function deliver(
  request: IppRequest,
  { job }: JobView,
  { services, last, body }: Delivering,
): Promise<IppAnswer> {
  const { jobs } = services;
  const printer = jobs.printer(job.printer);
  // A job may be older than the configuration.
  if (printer === undefined) return problemAnswer({ kind: 'not-found' });
  const format = documentFormat(request.operation);
  const said = saidIn(request, services);
  if ('answer' in said) return said.answer;
  const submission = await jobs.deliver(job.id, {
    identity: request.identity,
    last,
    answer: answerStyle(request.client, printer.settings),
    ...(body === undefined ? {} : { body }),
    ...(format === undefined ? {} : { format }),
    ...said.found,
  });
  return submissionAnswer(submission, { request, services, settings: printer.settings });
}
