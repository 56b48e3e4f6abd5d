import {
  attributeOf,
  enums,
  firstBoolean,
  firstInteger,
  firstString,
  type IppAttributes,
  integers,
  keyword,
  statuses,
} from '../../ipp/index.ts';
import type { JobQuery, JobView, PrintJobs } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { hasPurged } from '../../model/printer.ts';
import { challengeOf } from '../http/challenge.ts';
import { viewerOf } from '../jobs/job-answers.ts';
import { jobGroups } from '../jobs/job-attributes.ts';
import { ippJobState } from '../jobs/job-state.ts';
import { badRequest, failure, type IppAnswer, success } from '../requests/answer.ts';
import type { IppRequest, Operation, Services } from '../requests/exchange.ts';
import { requestedAttributes } from '../requests/requested.ts';
import { isAt, isPurged, type Resolved, resolvePrinter, uriTarget } from '../requests/resolve.ts';
import { whichJobs } from '../requests/which-jobs.ts';

/** RFC 8011 §4.2.6: without requested-attributes only job-uri and job-id. */
export const getJobs: Operation = {
  target: 'server',
  answer: async (request, services) => {
    const scope = scopeOf(request, services);
    if ('answer' in scope) return scope.answer;
    const conflict = besideJobIds(request.operation);
    if (conflict !== undefined) return conflict;
    const window = windowOf(request.operation, services);
    if ('status' in window) return window;
    const views = await listed(request, services, scope.found, window);
    if ('status' in views) return views;
    const viewer = viewerOf(request, services);
    const requested = requestedAttributes(request.operation, ['job-uri', 'job-id']);
    return success(jobGroups(views, viewer, requested));
  },
};

interface Scope {
  readonly printer?: string;
  /** Printers of which this client hears only when it comes in another way (`tls`: `required`). */
  readonly untold: ReadonlySet<string>;
}
type Window = Pick<JobQuery, 'limit' | 'from' | 'skip'>;

/** One printer, or all of them at `/`: that is what `lpstat -o` asks CUPS for. */
function scopeOf(request: IppRequest, services: Services): Resolved<Scope> {
  const target = uriTarget(request.uris, 'printer-uri');
  if ('answer' in target) return target;
  if (target.found.kind === 'server') {
    const untold = services.jobs.printers().filter(({ settings }) => challengeOf(request, settings));
    return { found: { untold: new Set(untold.map(({ settings }) => settings.name)) } };
  }
  const printer = resolvePrinter(request, services);
  if ('answer' in printer) return printer;
  const { settings } = printer.found;
  const challenge = challengeOf(request, settings);
  return challenge === undefined
    ? { found: { printer: settings.name, untold: new Set() } }
    : { answer: challenge };
}

/** job-ids names the jobs; what chooses them otherwise contradicts it (PWG 5100.7 §6.5, and so in cupsd). */
function besideJobIds(operation: IppAttributes): IppAnswer | undefined {
  if (!operation.has('job-ids')) return undefined;
  const others = ['which-jobs', 'my-jobs', 'first-index', 'first-job-id', 'limit']
    .map((name) => operation.get(name))
    .filter((attribute) => attribute !== undefined);
  if (others.length === 0) return undefined;
  const names = others.map(({ name }) => name).join(', ');
  return failure(statuses.clientErrorConflictingAttributes, `job-ids cannot be joined by ${names}.`, others);
}

/** limit, first-index (PWG 5100.13), and CUPS's first-job-id: each counts from 1. */
function windowOf(operation: IppAttributes, { limits }: Services): Window | IppAnswer {
  for (const name of ['limit', 'first-index', 'first-job-id', 'job-ids'] as const) {
    if (integers(operation, name).some((value) => value < 1)) return badRequest(`${name} must be positive.`);
  }
  const limit = Math.min(firstInteger(operation, 'limit') ?? limits.jobsListedMax, limits.jobsListedMax);
  const from = firstInteger(operation, 'first-job-id');
  const index = firstInteger(operation, 'first-index');
  return {
    limit,
    ...(from === undefined ? {} : { from }),
    ...(index === undefined ? {} : { skip: index - 1 }),
  };
}

async function listed(
  { operation, identity }: IppRequest,
  { jobs }: Services,
  scope: Scope,
  window: Window,
): Promise<readonly JobView[] | IppAnswer> {
  const ids = integers(operation, 'job-ids');
  if (ids.length > namedMax) {
    return failure(statuses.clientErrorRequestEntityTooLarge, `More than ${namedMax} job-ids.`);
  }
  if (ids.length > 0) return named(ids, jobs, scope);
  const keywordAsked = firstString(operation, 'which-jobs');
  const which = whichJobs(keywordAsked);
  if (which === undefined) {
    const refused = [attributeOf('which-jobs', keyword(keywordAsked ?? ''))];
    return failure(statuses.clientErrorAttributesOrValuesNotSupported, 'No such which-jobs.', refused);
  }
  if (which.which === 'none') return [];
  const { state } = which;
  const owner = firstBoolean(operation, 'my-jobs') === true ? { owner: identity.name } : {};
  const accept = (job: Job): boolean =>
    (state === undefined || ippJobState(job) === state) && isShown(job, jobs, scope);
  const isAnyHidden = scope.untold.size > 0 || jobs.printers().some(({ standing }) => hasPurged(standing));
  const everything = state === undefined && !isAnyHidden;
  // At a printer, what may be released there is what waits there.
  const releasable = which.state === enums.jobState.pendingHeld;
  const at = scope.printer === undefined ? {} : { printer: scope.printer };
  const chosen = everything ? {} : { accept };
  return jobs.jobs({ ...at, ...window, ...owner, which: which.which, releasable, ...chosen });
}

function isShown(job: Job, jobs: PrintJobs, { untold }: Scope): boolean {
  return !untold.has(job.printer) && !isPurged(job, jobs);
}

/** Those that are not there are left out (PWG 5100.7 §6.5). */
async function named(ids: readonly number[], jobs: PrintJobs, scope: Scope): Promise<readonly JobView[]> {
  const views = await Promise.all([...new Set(ids)].map((id) => jobs.job(id)));
  return views
    .filter((view) => view !== undefined)
    .filter(({ job }) => scope.printer === undefined || isAt(job, scope.printer, jobs))
    .filter(({ job }) => isShown(job, jobs, scope));
}

/** Jobs that one request may name; each is looked up by itself. */
const namedMax = 1_000;
