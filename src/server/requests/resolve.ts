import { statuses } from '../../ipp/index.ts';
import { type JobView, mayBeReleasedAt, type PrinterView, type PrintJobs } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { isPurgedBy } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { badRequest, failure, type IppAnswer } from './answer.ts';
import { only } from './checks.ts';
import type { IppRequest, Services } from './exchange.ts';
import type { Target, TargetUris } from './target.ts';

/** What was looked for, or the answer that says why it was not found. */
export type Resolved<Found> = { readonly found: Found } | { readonly answer: IppAnswer };

type Asking = Pick<IppRequest, 'operation' | 'uris'>;
type Looking = Pick<Services, 'jobs' | 'defaultPrinter'>;

/** The printer of `printer-uri`. */
export function resolvePrinter({ uris }: Pick<Asking, 'uris'>, services: Looking): Resolved<PrinterView> {
  const target = uriTarget(uris, 'printer-uri');
  return 'answer' in target ? target : printerAt(target.found, services);
}

/** The job of `job-uri`, or of `printer-uri` and `job-id` (RFC 8011 §4.1.5). */
export async function resolveJob(request: Asking, services: Looking): Promise<Resolved<JobView>> {
  const target = jobTarget(request);
  if ('answer' in target) return target;
  const { id, printer } = target.found;
  const view = await services.jobs.job(id);
  const there = view !== undefined && (printer === undefined || isAt(view.job, printer, services.jobs));
  return !there || isPurged(view.job, services.jobs) ? { answer: noSuchJob(id) } : { found: view };
}

/** Whether a job is one of this printer: it is printed there, was sent there, or may be released there. */
export function isAt(job: Job, printer: string, jobs: PrintJobs): boolean {
  return (
    job.printer === printer ||
    job.releasedFrom === printer ||
    mayBeReleasedAt(job, jobs.printer(job.printer), printer)
  );
}

/** The printer that a request about a job names; undefined: none, or none by name. */
export function printerAsked(request: Asking): string | undefined {
  const target = jobTarget(request);
  return 'answer' in target ? undefined : target.found.printer;
}

/** Ended, and wiped from what clients see (Purge-Jobs). */
export function isPurged(job: Job, jobs: PrintJobs): boolean {
  const printer = job.state === 'ended' ? jobs.printer(job.printer) : undefined;
  return printer !== undefined && isPurgedBy(printer.standing, job.id);
}

export function defaultPrinter({ jobs, defaultPrinter: name }: Looking): PrinterView | undefined {
  return name === undefined ? jobs.printers()[0] : jobs.printer(name);
}

/** Where the request points; a missing or mistyped URI is the client's mistake. */
export function uriTarget(uris: TargetUris, name: keyof TargetUris): Resolved<Target> {
  const asked = uris[name];
  if (asked === undefined) return { answer: badRequest(`${name} must be one URI.`) };
  const { uri, target } = asked;
  return target === undefined
    ? { answer: failure(statuses.clientErrorNotFound, say('nothing-there', { uri })) }
    : { found: target };
}

function printerAt(target: Target, services: Looking): Resolved<PrinterView> {
  switch (target.kind) {
    case 'printer': {
      const view = services.jobs.printer(target.name);
      return view === undefined ? { answer: noSuchPrinter(target.name) } : { found: view };
    }
    case 'default':
    case 'server': {
      const view = defaultPrinter(services);
      return view === undefined ? { answer: noSuchPrinter('default') } : { found: view };
    }
    case 'job':
      return { answer: badRequest('printer-uri must be the URI of a printer, not of a job.') };
  }
}

/** A job number, and the printer that it must belong to where the request names one. */
function jobTarget({
  operation,
  uris,
}: Asking): Resolved<{ readonly id: number; readonly printer?: string }> {
  const byUri = operation.has('job-uri');
  const target = uriTarget(uris, byUri ? 'job-uri' : 'printer-uri');
  if ('answer' in target) return target;
  if (target.found.kind === 'job') return { found: target.found };
  if (byUri) return { answer: badRequest('job-uri must be the URI of a job.') };
  const id = only(operation.get('job-id'));
  if (id?.syntax !== 'integer' || id.value < 1)
    return { answer: badRequest('job-id must be one positive integer.') };
  return {
    found: target.found.kind === 'printer' ? { id: id.value, printer: target.found.name } : { id: id.value },
  };
}

function noSuchPrinter(name: string): IppAnswer {
  return failure(statuses.clientErrorNotFound, say('no-printer', { printer: name }));
}

export function noSuchJob(id: number): IppAnswer {
  return failure(statuses.clientErrorNotFound, say('no-job', { job: id }));
}
