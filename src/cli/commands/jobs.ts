import type { Command } from 'commander';
import type { JobLine, JobSelection } from '../../admin/index.ts';
import { formatAmount } from '../../model/money.ts';
import { say } from '../answers.ts';
import type { Cli } from '../cli.ts';
import { jobJson } from '../json.ts';
import { localTime } from '../local-time.ts';
import type { Column } from '../table.ts';
import { rowsOf } from '../values.ts';
import { defineJobsResolve } from './jobs-resolve.ts';

interface Options {
  readonly printer?: string;
  readonly user?: string;
  readonly all?: boolean;
  readonly limit?: number;
}

const columns: readonly Column[] = [
  { head: 'job', align: 'right' },
  { head: 'printer' },
  { head: 'user', shrinks: true },
  { head: 'state' },
  { head: 'impressions', align: 'right' },
  { head: 'amount', align: 'right' },
  { head: 'submitted' },
  { head: 'reasons', shrinks: true },
  { head: 'name', shrinks: true },
];

export function defineJobs(jobs: Command, cli: Cli): void {
  jobs
    .command('list', { isDefault: true })
    .summary('list the jobs that have not ended')
    .option('--printer <name>', 'only those of this printer')
    .option('--user <name>', 'only those of this user')
    .option('--all', 'those that have ended too')
    .option('--limit <n>', 'at most so many', rowsOf)
    .action(async (options: Options) => {
      await cli.withAdmin(async ({ admin, currency, out }) => {
        const answer = await admin.listJobs(selectionOf(options));
        return say(out, answer, (done) => {
          if (out.json) out.value(done.jobs.map((job) => jobJson(job, currency)));
          else if (done.jobs.length === 0)
            out.note(options.all === true ? 'There are no jobs.' : 'No job waits.');
          else
            out.table(
              columns,
              done.jobs.map((job) => rowOf(job, currency.digits)),
            );
          if (done.more) out.note(`Only ${done.jobs.length} jobs are shown; there are more.`);
        });
      });
    });
  defineJobsResolve(jobs.command('resolve'), cli);
}

function selectionOf({ printer, user, all, limit }: Options): JobSelection {
  return {
    ...(printer === undefined ? {} : { printer }),
    ...(user === undefined ? {} : { user }),
    ...(all === undefined ? {} : { all }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function rowOf(job: JobLine, digits: number): readonly string[] {
  const { id, printer, user, state, needsOperator, impressions, amount, submittedAt, reasons, name } = job;
  return [
    String(id),
    printer,
    user,
    needsOperator ? `${state}, resolve` : state,
    impressions === null ? '?' : String(impressions),
    amount === null ? '?' : formatAmount(amount, digits),
    localTime(submittedAt),
    reasons.join(', '),
    name,
  ];
}
