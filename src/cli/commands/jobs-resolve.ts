import type { Command } from 'commander';
import type { ResolutionArgs } from '../../admin/index.ts';
import { plural } from '../../base/plural.ts';
import { say } from '../answers.ts';
import type { Cli } from '../cli.ts';
import { UsageError } from '../errors.ts';
import { jobJson } from '../json.ts';
import { impressionsOf, jobOf } from '../values.ts';

interface Options {
  readonly printed?: number | true;
  readonly again?: boolean;
  readonly void?: boolean;
  readonly dryRun?: boolean;
}

export function defineJobsResolve(command: Command, cli: Cli): void {
  command
    .summary('end a job that waits for an operator')
    .argument('<job>', 'number of the job', jobOf)
    .option('--printed [n]', 'it was printed, wholly or so many impressions: charge that', impressionsOf)
    .option('--again', 'print it again')
    .option('--void', 'it was not printed: charge nothing')
    .option('--dry-run', 'only tell what would be done')
    .action(async (job: number, options: Options) => {
      const { how, done } = resolutionOf(options);
      const dryRun = options.dryRun === true;
      await cli.withAdmin(async ({ admin, currency, out }) => {
        const answer = await admin.resolveJob({ job, how, dryRun });
        return say(out, answer, (answered) => {
          if (out.json) out.value(jobJson(answered.job, currency));
          else out.line(`${dryRun ? 'Would be done: ' : ''}job ${job} ${done}.`);
        });
      });
    });
}

interface Chosen {
  readonly how: ResolutionArgs;
  readonly done: string;
}

function resolutionOf(options: Options): Chosen {
  const chosen = [options.printed !== undefined, options.again === true, options.void === true];
  if (chosen.filter(Boolean).length !== 1) {
    throw new UsageError('Say what became of the job: one of --printed [N], --again, --void.');
  }
  if (options.again === true) return { how: { kind: 'again' }, done: 'is printed again' };
  if (options.void === true) return { how: { kind: 'void' }, done: 'is ended and not charged' };
  return typeof options.printed === 'number'
    ? {
        how: { kind: 'printed', impressions: options.printed },
        done: `is ended, ${plural(options.printed, 'impression')} charged`,
      }
    : { how: { kind: 'printed' }, done: 'is ended and charged as printed' };
}
