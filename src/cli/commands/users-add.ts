import type { Command } from 'commander';
import type { UserAddition, UserView } from '../../admin/index.ts';
import type { LimitMode } from '../../model/account.ts';
import { type Amount, formatAmount } from '../../model/money.ts';
import type { Cli } from '../cli.ts';
import { type Cells, cell, linesFromFile, requiredCell } from '../from-file.ts';
import { runLines, type SourcedLine } from '../lines.ts';
import { eitherOperandsOrFile } from '../select.ts';
import { amountOf, modeOf, overdraftOf } from '../values.ts';

interface Options {
  readonly mode?: LimitMode;
  readonly balance?: Amount;
  readonly overdraft?: Amount;
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function defineUsersAdd(command: Command, cli: Cli): void {
  command
    .summary('add users')
    .argument('[users...]', 'names of the new users')
    .option('--mode <mode>', 'quota, balance, both, accounting-only, blocked or exempt', modeOf)
    .option('--balance <amount>', 'opening balance', amountOf)
    .option('--overdraft <amount>', 'how far the balance may go below zero', overdraftOf)
    .option('--from <file.csv>', 'a list with the columns user, mode, balance, overdraft')
    .option('--dry-run', 'only tell what would be done')
    .action(async (users: readonly string[], options: Options) => {
      eitherOperandsOrFile(users, options.from);
      await cli.withAdmin(async (session) =>
        runLines(session, {
          lines: await linesOf(cli, users, options),
          dryRun: options.dryRun === true,
          call: (args) => session.admin.addUsers(args),
          describe: ({ name, mode, balance }: UserView) =>
            `${name} added, mode ${mode}, balance ${formatAmount(balance, session.currency.digits)} ${session.currency.code}.`,
          usersOnce: true,
        }),
      );
    });
}

async function linesOf(
  cli: Cli,
  users: readonly string[],
  options: Options,
): Promise<readonly SourcedLine<UserAddition>[]> {
  const given = additionFrom(options);
  if (options.from === undefined) {
    return users.map((user) => ({ source: user, line: { user, ...given } }));
  }
  return linesFromFile(cli.io, options.from, {
    columns: ['user', 'mode', 'balance', 'overdraft'],
    required: ['user'],
    read: (cells) => ({ user: requiredCell(cells, 'user'), ...given, ...additionFrom(valuesIn(cells)) }),
  });
}

function valuesIn(cells: Cells): ReturnType<typeof additionFrom> {
  return additionFrom({
    mode: cell(cells, 'mode', modeOf),
    balance: cell(cells, 'balance', amountOf),
    overdraft: cell(cells, 'overdraft', overdraftOf),
  });
}

/** Only what was said: options hold for every line of a list that does not say it itself. */
function additionFrom(values: {
  readonly mode?: LimitMode | undefined;
  readonly balance?: Amount | undefined;
  readonly overdraft?: Amount | undefined;
}): Omit<UserAddition, 'user'> {
  const { mode, balance, overdraft } = values;
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(balance === undefined ? {} : { balance }),
    ...(overdraft === undefined ? {} : { overdraft }),
  };
}
