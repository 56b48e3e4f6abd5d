import {
  attributeOf,
  firstBoolean,
  firstInteger,
  firstString,
  type IppAttributes,
  integers,
  keyword,
  statuses,
} from '../../ipp/index.ts';
import type { JobQuery, JobView } from '../../jobs/index.ts';
import { badRequest, failure, success } from '../answer.ts';
import { only } from '../checks.ts';
import type { IppRequest, Operation, Services } from '../exchange.ts';
import { viewerOf } from '../job-answers.ts';
import { jobGroup } from '../job-attributes.ts';
import { ippJobState } from '../job-state.ts';
import { requestedAttributes } from '../requested.ts';
import { type Resolved, resolvePrinter, uriTarget } from '../resolve.ts';
import { whichJobs } from '../which-jobs.ts';

/** RFC 8011 §4.2.6: without requested-attributes only job-uri and job-id. */
export const getJobs: Operation = {
  target: 'server',
  answer: async (request, services) => {
    const scope = scopeOf(request.operation, services);
    if ('answer' in scope) return scope.answer;
    const asked = firstString(request.operation, 'which-jobs');
    const which = whichJobs(asked);
    if (which === undefined) {
      const refused = [attributeOf('which-jobs', keyword(asked ?? ''))];
      return failure(statuses.clientErrorAttributesOrValuesNotSupported, 'No such which-jobs.', refused);
    }
    const limit = firstInteger(request.operation, 'limit') ?? services.limits.jobsListedMax;
    if (limit < 1) return badRequest('limit must be at least 1.');
    const views = await listed(request, services, { ...scope.found, which: which.which, limit });
    const wanted = views.filter(({ job }) => which.state === undefined || ippJobState(job) === which.state);
    const viewer = viewerOf(request, services);
    const requested = requestedAttributes(request.operation, ['job-uri', 'job-id']);
    return success(...wanted.map((view) => jobGroup(view, viewer, requested)));
  },
};

/** One printer, or all of them at `/`: that is what `lpstat -o` asks CUPS for. */
function scopeOf(operation: IppAttributes, services: Services): Resolved<Pick<JobQuery, 'printer'>> {
  const target = uriTarget(operation, 'printer-uri');
  if ('answer' in target) return target;
  if (target.found.kind === 'server') return { found: {} };
  const printer = resolvePrinter(operation, services);
  return 'answer' in printer ? printer : { found: { printer: printer.found.settings.name } };
}

async function listed(
  { operation, identity }: IppRequest,
  { jobs, limits }: Services,
  asked: JobQuery,
): Promise<readonly JobView[]> {
  const limit = Math.min(asked.limit, limits.jobsListedMax);
  const owner = firstBoolean(operation, 'my-jobs') === true ? identity.name : undefined;
  const ids = integers(operation, 'job-ids');
  if (ids.length > 0)
    return named(ids.slice(0, limit), jobs, { ...asked, ...(owner === undefined ? {} : { owner }) });
  const firstId = only(operation.get('first-job-id'));
  const views = await jobs.jobs({ ...asked, limit, ...(owner === undefined ? {} : { owner }) });
  return firstId?.syntax === 'integer' ? views.filter(({ job }) => job.id >= firstId.value) : views;
}

/** PWG 5100.7 §6.5: job-ids names the jobs, whatever which-jobs says. */
async function named(
  ids: readonly number[],
  jobs: Services['jobs'],
  { printer, owner }: Pick<JobQuery, 'printer' | 'owner'>,
): Promise<readonly JobView[]> {
  const views = await Promise.all(ids.map((id) => jobs.job(id)));
  return views
    .filter((view) => view !== undefined)
    .filter(
      ({ job }) => (printer ?? job.printer) === job.printer && (owner ?? job.owner.name) === job.owner.name,
    );
}
