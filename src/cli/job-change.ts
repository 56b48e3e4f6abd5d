import type { Command } from 'commander';
import type { Admin, Answer, JobArgs, JobLine } from '../admin/index.ts';
import { say, worst } from './answers.ts';
import type { Cli } from './cli.ts';
import type { ExitCode } from './exit-codes.ts';
import { jobJson } from './json.ts';
import { jobsOf } from './values.ts';

export interface JobChange<Options> {
  readonly change: (
    admin: Admin,
    args: JobArgs,
    options: Options,
  ) => Promise<Answer<{ readonly job: JobLine }>>;
  /** What became of the job, for people. */
  readonly done: (job: JobLine) => string;
}

/** A command that does one thing to each of the jobs named. */
export function defineJobChange<Options extends object>(
  command: Command,
  cli: Cli,
  { change, done }: JobChange<Options>,
): void {
  command
    .argument('<jobs...>', 'numbers of jobs', jobsOf)
    .option('--dry-run', 'only tell what would be done')
    .action(async (jobs: readonly number[], options: Options & { readonly dryRun?: boolean }) => {
      const { dryRun = false } = options;
      await cli.withAdmin(async ({ admin, currency, out }) => {
        const codes: ExitCode[] = [];
        for (const number of jobs) {
          const answer = await change(admin, { job: number, dryRun }, options);
          codes.push(
            say(out, answer, ({ job }) => {
              if (out.json) out.value(jobJson(job, currency));
              else out.line(dryRun ? `Would be done to job ${job.id}.` : `Job ${job.id} ${done(job)}.`);
            }),
          );
        }
        return worst(codes);
      });
    });
}
