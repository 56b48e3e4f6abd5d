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
    const views = await listed(request, services, { ...scope.found, ...window });
    if ('status' in views) return views;
    const viewer = viewerOf(request, services);
    const requested = requestedAttributes(request.operation, ['job-uri', 'job-id']);
    return success(jobGroups(views, viewer, requested));
  },
};

type Scope = Pick<JobQuery, 'printer'>;
type Window = Pick<JobQuery, 'limit' | 'from' | 'skip'>;

/** One printer, or all of them at `/`: that is what `lpstat -o` asks CUPS for. */
function scopeOf(request: IppRequest, services: Services): Resolved<Scope> {
  const target = uriTarget(request.uris, 'printer-uri');
  if ('answer' in target) return target;
  if (target.found.kind === 'server') return { found: {} };
  const printer = resolvePrinter(request, services);
  return 'answer' in printer ? printer : { found: { printer: printer.found.settings.name } };
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
  asked: Scope & Window,
): Promise<readonly JobView[] | IppAnswer> {
  const ids = integers(operation, 'job-ids');
  if (ids.length > namedMax) {
    return failure(statuses.clientErrorRequestEntityTooLarge, `More than ${namedMax} job-ids.`);
  }
  if (ids.length > 0) return named(ids, jobs, asked);
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
    (state === undefined || ippJobState(job) === state) && !isPurged(job, jobs);
  const everything = state === undefined && !jobs.printers().some(({ standing }) => hasPurged(standing));
  // At a printer, what may be released there is what waits there.
  const releasable = which.state === enums.jobState.pendingHeld;
  return jobs.jobs({ ...asked, ...owner, which: which.which, releasable, ...(everything ? {} : { accept }) });
}

/** Those that are not there are left out (PWG 5100.7 §6.5). */
async function named(
  ids: readonly number[],
  jobs: PrintJobs,
  { printer }: Scope,
): Promise<readonly JobView[]> {
  const views = await Promise.all([...new Set(ids)].map((id) => jobs.job(id)));
  return views
    .filter((view) => view !== undefined)
    .filter(({ job }) => (printer === undefined || isAt(job, printer, jobs)) && !isPurged(job, jobs));
}

/** Jobs that one request may name; each is looked up by itself. */
const namedMax = 1_000;
