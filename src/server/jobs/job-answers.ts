import { statuses } from '../../ipp/index.ts';
import type { Changed, JobProblem, JobView, Submission } from '../../jobs/index.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { isStopped } from '../attributes/live.ts';
import { failure, type IppAnswer, success } from '../requests/answer.ts';
import { refusalAnswer } from '../requests/answers.ts';
import type { IppRequest, Services } from '../requests/exchange.ts';
import { toldAt } from './actuals.ts';
import { afterSubmission, type JobViewer, jobGroups } from './job-attributes.ts';
import type { Ignored } from './job-request.ts';

/** From whose eyes, and from where, jobs are shown in the answer to this request. */
export function viewerOf(
  request: IppRequest,
  { clock, jobs, printerAttributes }: Pick<Services, 'clock' | 'jobs' | 'printerAttributes'>,
): JobViewer {
  const { uri, target } = request.uris['printer-uri'] ?? {};
  const printerOf = onceEach((name) => jobs.printer(name));
  return {
    identity: request.identity,
    address: request.address,
    speech: request.speech,
    isPrinterStopped: (name) => isStopped(printerOf(name)),
    actuals: onceEach((name) => {
      const printer = printerOf(name);
      return printer && toldAt(printer, printerAttributes.offered(printer));
    }),
    nowMs: clock.now(),
    ...(uri !== undefined && target?.kind === 'printer' ? { asked: { uri, printer: target.name } } : {}),
  };
}

/** A list has many jobs of few printers, and an answer is made in one go. */
function onceEach<Found>(find: (name: string) => Found): (name: string) => Found {
  const known = new Map<string, { readonly found: Found }>();
  return (name) => {
    const each = known.get(name) ?? { found: find(name) };
    known.set(name, each);
    return each.found;
  };
}

/** A yes to a job, and what of the request it leaves out. */
export function acceptedAnswer(
  view: JobView,
  viewer: JobViewer,
  ignored: Ignored = nothingIgnored,
): IppAnswer {
  return { ...success(jobGroups([view], viewer, afterSubmission)), ...ignoredPart(ignored) };
}

/** The status and the group that tell what was ignored; nothing when nothing was. */
export function ignoredPart({ attributes, conflicting }: Ignored): Partial<IppAnswer> {
  if (attributes.length === 0) return {};
  const status = conflicting
    ? statuses.successfulOkConflictingAttributes
    : statuses.successfulOkIgnoredOrSubstitutedAttributes;
  return { status, unsupported: attributes };
}

const nothingIgnored: Ignored = { attributes: [], conflicting: false };

export interface Submitted {
  readonly request: IppRequest;
  readonly services: Services;
  readonly settings?: PrinterSettings;
  readonly ignored?: Ignored;
}

/** The answer to Print-Job, Send-Document and Close-Job. */
export function submissionAnswer(submission: Submission, submitted: Submitted): IppAnswer {
  const { request, services, settings, ignored = nothingIgnored } = submitted;
  switch (submission.kind) {
    case 'accepted':
      return acceptedAnswer(submission.job, viewerOf(request, services), ignored);
    case 'refused':
      return refusalAnswer(submission.refusals, {
        client: request.client,
        phase: 'with-document',
        ...(settings === undefined ? {} : { settings }),
      });
    case 'not-found':
    case 'not-yours':
    case 'not-allowed':
    case 'one-document':
    case 'too-many-documents':
      return problemAnswer(submission);
    case 'not-possible':
    case 'receiving':
      // A CUPS backend that hears 0404 or 0507 here comes back a thousand times a second; 0508 ends its job.
      return request.client.refusals === 'cups'
        ? failure(statuses.serverErrorJobCanceled, submission.message)
        : problemAnswer(submission);
  }
}

/** The answer to whatever changes a job. */
export function changedAnswer(changed: Changed): IppAnswer {
  return changed.kind === 'done' ? success() : problemAnswer(changed);
}

export function problemAnswer(problem: JobProblem): IppAnswer {
  switch (problem.kind) {
    case 'not-found':
      return failure(statuses.clientErrorNotFound, say('no-such-job'));
    case 'not-yours':
      return failure(statuses.clientErrorNotAuthorized, say('not-yours'));
    case 'not-allowed':
      return failure(statuses.clientErrorNotAuthorized, problem.message);
    case 'not-possible':
      return failure(statuses.clientErrorNotPossible, problem.message);
    case 'receiving':
      // "The client SHOULD try the unmodified request again", unlike after 0404 (RFC 8011 §B.1.5.8, §B.1.4.5).
      return failure(statuses.serverErrorBusy, problem.message);
    case 'one-document':
      return failure(statuses.serverErrorMultipleDocumentJobsNotSupported, problem.message);
    case 'too-many-documents':
      // "Would exceed the capacity of the Printer for this Job" (PWG 5100.7 §8.2).
      return failure(statuses.serverErrorTooManyDocuments, problem.message);
  }
}
