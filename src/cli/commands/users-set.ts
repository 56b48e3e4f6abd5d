import type { Command } from 'commander';
import type { LimitMode } from '../../model/account.ts';
import { type Amount, formatAmount } from '../../model/money.ts';
import type { Cli } from '../cli.ts';
import { UsageError } from '../errors.ts';
import { runLines } from '../lines.ts';
import { selectUsers } from '../select.ts';
import { modeOf, overdraftOf } from '../values.ts';

interface Options {
  readonly mode?: LimitMode;
  readonly overdraft?: Amount;
  readonly dryRun?: boolean;
}

export function defineUsersSet(command: Command, cli: Cli): void {
  command
    .summary('change how users are limited')
    .argument('<users...>', 'names; * and ? stand for any characters and for one')
    .option('--mode <mode>', 'quota, balance, both, accounting-only, blocked or exempt', modeOf)
    .option('--overdraft <amount>', 'how far the balance may go below zero', overdraftOf)
    .option('--dry-run', 'only tell what would be done')
    .action(async (users: readonly string[], { mode, overdraft, dryRun = false }: Options) => {
      if (mode === undefined && overdraft === undefined) {
        throw new UsageError('Nothing to set: give --mode or --overdraft. Money is added by "platen grant".');
      }
      const change = {
        ...(mode === undefined ? {} : { mode }),
        ...(overdraft === undefined ? {} : { overdraft }),
      };
      await cli.withAdmin(async (session) => {
        const names = await selectUsers(session.admin, users);
        return runLines(session, {
          lines: names.map((user) => ({ source: user, line: { user, ...change } })),
          dryRun,
          call: (args) => session.admin.setUsers(args),
          describe: (user) =>
            `${user.name}: mode ${user.mode}, overdraft ${formatAmount(user.overdraft, session.currency.digits)}.`,
        });
      });
    });
}
