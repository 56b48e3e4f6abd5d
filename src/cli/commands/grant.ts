import type { Command } from 'commander';
import { type GrantLine, hasWildcard } from '../../admin/index.ts';
import { type Amount, formatAmount } from '../../model/money.ts';
import type { Cli, Session } from '../cli.ts';
import { UsageError } from '../errors.ts';
import { type Cells, cell, linesFromFile, requiredCell } from '../from-file.ts';
import { runLines, type SourcedLine } from '../lines.ts';
import { selectUsers } from '../select.ts';
import { amountOf } from '../values.ts';

interface Options {
  readonly reason: string;
  readonly id?: string;
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function defineGrant(command: Command, cli: Cli): void {
  command
    .usage('[options] <user...> <amount>')
    .argument(
      '[operands...]',
      'users (* and ? as in users list), then the amount; a negative one takes money off',
    )
    .option('--reason <text>', 'for the books', 'grant')
    .option('--id <id>', 'a receipt: the same grant under the same id is done once')
    .option('--from <file.csv>', 'a list with the columns user, amount, reason, id')
    .option('--dry-run', 'only tell what would be done')
    .action(async (operands: readonly string[], options: Options) => {
      const given = options.from === undefined ? operandsOf(operands) : undefined;
      if (given === undefined) checkFileOptions(operands, options);
      await cli.withAdmin(async (session) =>
        runLines(session, {
          lines:
            given === undefined
              ? await linesFromFile(cli.io, options.from ?? '-', fileFormat(options))
              : await linesOf(session, given, options),
          dryRun: options.dryRun === true,
          call: (args) => session.admin.grant(args),
          describe: ({ name, balance }, line) => {
            const money = (amount: Amount): string => formatAmount(amount, session.currency.digits);
            return `${money(line.amount)} ${session.currency.code} to ${name}; the balance is ${money(balance)}.`;
          },
        }),
      );
    });
}

interface Given {
  readonly users: readonly string[];
  readonly amount: Amount;
}

function operandsOf(operands: readonly string[]): Given {
  const amount = operands.at(-1);
  if (amount === undefined || operands.length < 2) {
    throw new UsageError(
      'Expected users and an amount, such as: platen grant alice 2.50 --reason "cash desk"',
    );
  }
  return { users: operands.slice(0, -1), amount: amountIn(amount) };
}

function amountIn(text: string): Amount {
  try {
    return amountOf(text);
  } catch (cause) {
    throw new UsageError(`The amount is "${text}". Expected a number such as 2.50, after the users.`, {
      cause,
    });
  }
}

function checkFileOptions(operands: readonly string[], { id }: Options): void {
  if (operands.length > 0)
    throw new UsageError('Name users and amount or a list with --from FILE.csv, not both.');
  if (id !== undefined) throw new UsageError('With --from, ids stand in the column id: one a line.');
}

/** One receipt is one grant. A grant to many users under one id is one for each, so that a repeat finds every one. */
async function linesOf(
  { admin }: Session,
  { users, amount }: Given,
  { reason, id }: Options,
): Promise<readonly SourcedLine<GrantLine>[]> {
  const single = users.length === 1 && !users.some(hasWildcard);
  const names = await selectUsers(admin, users);
  return names.map((user) => ({
    source: user,
    line: { user, amount, reason, ...(id === undefined ? {} : { id: single ? id : `${id}/${user}` }) },
  }));
}

function fileFormat({ reason }: Options): {
  readonly columns: readonly string[];
  readonly required: readonly string[];
  readonly read: (cells: Cells) => GrantLine;
} {
  return {
    columns: ['user', 'amount', 'reason', 'id'],
    required: ['user', 'amount'],
    read: (cells) => {
      const id = cells('id');
      return {
        user: requiredCell(cells, 'user'),
        amount: cell(cells, 'amount', amountOf) ?? amountOf(requiredCell(cells, 'amount')),
        reason: cells('reason') ?? reason,
        ...(id === undefined ? {} : { id }),
      };
    },
  };
}
