import type { Command } from 'commander';
import type { RefundArgs, RefundView } from '../../admin/index.ts';
import { plural } from '../../base/plural.ts';
import { type Amount, formatAmount } from '../../model/money.ts';
import { say } from '../answers.ts';
import type { Cli, Session } from '../cli.ts';
import { refundJson } from '../json.ts';
import { impressionsOf, jobOf, positiveAmountOf } from '../values.ts';

interface Options {
  readonly impressions?: number;
  readonly amount?: Amount;
  readonly reason: string;
  readonly id?: string;
  readonly dryRun?: boolean;
}

export function defineRefund(command: Command, cli: Cli): void {
  command
    .argument('<job>', 'number of the job', jobOf)
    .option('--impressions <n>', 'so many of those charged, and their share of the amount', impressionsOf)
    .option(
      '--amount <amount>',
      'so much money; the counter is left unless --impressions is given',
      positiveAmountOf,
    )
    .option('--reason <text>', 'for the books', 'refund')
    .option('--id <id>', 'the same refund under the same id is done once')
    .option('--dry-run', 'only tell what would be done')
    .action(async (job: number, options: Options) => {
      await cli.withAdmin(async (session) => {
        const answer = await session.admin.refund(argsOf(job, options));
        return say(session.out, answer, ({ refund }) => {
          if (session.out.json) session.out.value(refundJson(refund, session.currency));
          else session.out.line(sentence(session, refund, options.dryRun === true));
        });
      });
    });
}

function argsOf(job: number, { impressions, amount, reason, id, dryRun }: Options): RefundArgs {
  return {
    job,
    reason,
    ...(impressions === undefined ? {} : { impressions }),
    ...(amount === undefined ? {} : { amount }),
    ...(id === undefined ? {} : { id }),
    ...(dryRun === undefined ? {} : { dryRun }),
  };
}

function sentence({ currency }: Session, refund: RefundView, dryRun: boolean): string {
  const money = (amount: Amount): string => `${formatAmount(amount, currency.digits)} ${currency.code}`;
  const prefix = dryRun ? 'Would be done: ' : refund.repeated ? 'Done before, nothing changed: ' : '';
  return (
    `${prefix}${money(refund.amount)} and ${plural(refund.impressions, 'impression')} of job ${refund.job} to ${refund.user}; ` +
    `${money(refund.amountLeft)} and ${plural(refund.impressionsLeft, 'impression')} of it stay charged.`
  );
}
