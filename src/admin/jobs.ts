import type { JobView, ReleaseArgs, Released } from '../jobs/index.ts';
import type { Identity } from '../model/identity.ts';
import type { Job } from '../model/job.ts';
import { englishOf, joined } from '../model/sentences/sentence.ts';
import { type Answer, type JobArgs, type JobSelection, jobLinesMax, type ReleaseJobArgs } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { noJob, refused } from './names.ts';
import { noPrinter } from './printers.ts';
import type { JobLine, ResolutionArgs } from './views.ts';

type JobAnswer = Answer<{ readonly job: JobLine }>;

export async function listJobs(
  deps: AdminDeps,
  selection: JobSelection,
): Promise<Answer<{ readonly jobs: readonly JobLine[]; readonly more: boolean }>> {
  const { printer, user, all = false } = selection;
  if (printer !== undefined && deps.jobs.printer(printer) === undefined) return noPrinter(deps, printer);
  const limit = Math.min(selection.limit ?? jobLinesMax, jobLinesMax);
  const views = await deps.jobs.jobs({
    ...(printer === undefined ? {} : { printer }),
    ...(user === undefined ? {} : { owner: deps.normalise(user) }),
    which: all ? 'all' : 'open',
    limit: limit + 1,
  });
  return { kind: 'done', jobs: views.slice(0, limit).map(jobLine), more: views.length > limit };
}

export async function resolveJob(
  deps: AdminDeps,
  by: Identity,
  args: JobArgs & { readonly how: ResolutionArgs },
): Promise<JobAnswer> {
  return changeJob(deps, args, {
    possible: (job) => job.needsOperator,
    otherwise: 'does not wait for an operator, so there is nothing to resolve',
    change: () => deps.jobs.resolve(args.job, args.how, by),
  });
}

export async function holdJob(deps: AdminDeps, by: Identity, args: JobArgs): Promise<JobAnswer> {
  return changeJob(deps, args, {
    possible: ({ state }) => state !== 'relaying' && state !== 'ended',
    otherwise: 'is being printed or has ended and cannot be held any more',
    change: () => deps.jobs.hold(args.job, by),
  });
}

export async function releaseJob(deps: AdminDeps, by: Identity, args: ReleaseJobArgs): Promise<JobAnswer> {
  const { printer, pin } = args;
  const how: ReleaseArgs = {
    ...(printer === undefined ? {} : { printer }),
    ...(pin === undefined ? {} : { pin: { encryption: 'none', octets: Buffer.from(pin) } }),
  };
  return changeJob(deps, args, {
    possible: ({ state, needsOperator }) => state === 'held' && !needsOperator,
    otherwise: 'is not held; a job that waits for an operator is ended by jobs resolve',
    change: () => deps.jobs.release(args.job, by, how),
  });
}

export async function cancelJob(deps: AdminDeps, by: Identity, args: JobArgs): Promise<JobAnswer> {
  return changeJob(deps, args, {
    possible: ({ state }) => state !== 'ended',
    otherwise: 'has ended already',
    change: () => deps.jobs.cancel(args.job, by),
  });
}

interface JobChange {
  /** Only for a dry run: when it is done, the job itself decides. */
  readonly possible: (job: Job) => boolean;
  readonly otherwise: string;
  readonly change: () => Promise<Released>;
}

async function changeJob(deps: AdminDeps, args: JobArgs, change: JobChange): Promise<JobAnswer> {
  if (args.dryRun === true) {
    const view = await deps.jobs.job(args.job);
    if (view === undefined) return noJob(args.job);
    if (!change.possible(view.job)) return refused(`Job ${args.job} ${change.otherwise}.`);
    return { kind: 'done', job: jobLine(view) };
  }
  const changed = await change.change();
  switch (changed.kind) {
    case 'done':
      return { kind: 'done', job: jobLine(changed.job) };
    case 'not-found':
      return noJob(args.job);
    case 'not-yours':
      return refused(`Job ${args.job} belongs to somebody else.`);
    case 'refused':
      return refused(englishOf(joined(changed.refusals.map(({ message }) => message))));
    case 'not-allowed':
    case 'not-possible':
    case 'receiving':
    case 'one-document':
    case 'too-many-documents':
      return refused(englishOf(changed.message));
  }
}

function jobLine({ job }: JobView): JobLine {
  const known = job.settlement ?? job.quote;
  return {
    id: job.id,
    printer: job.printer,
    user: job.owner.name,
    level: job.owner.level,
    name: job.name,
    state: job.state,
    reasons: job.reasons,
    ...(job.message === undefined ? {} : { message: englishOf(job.message) }),
    needsOperator: job.needsOperator,
    impressions: known?.impressions ?? null,
    amount: known?.amount ?? null,
    submittedAt: job.submittedAt,
    expiresAt: job.state === 'held' ? (job.waits?.expiresAt ?? null) : null,
  };
}
