import type { Command } from 'commander';
import type { LimitChange, UserView } from '../../admin/index.ts';
import type { Cli, Session } from '../cli.ts';
import { UsageError } from '../errors.ts';
import { type Cells, cell, linesFromFile, requiredCell } from '../from-file.ts';
import { runLines, type SourcedLine } from '../lines.ts';
import { eitherOperandsOrFile, selectPrinters, selectUsers } from '../select.ts';
import { limitOf, namesOf } from '../values.ts';

type Limit = ReturnType<typeof limitOf>;

interface Options {
  readonly printer?: readonly string[];
  readonly soft?: Limit;
  readonly hard?: Limit;
  readonly clear?: boolean;
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function defineUsersLimit(command: Command, cli: Cli): void {
  command
    .summary('set or clear the limits of users on printers')
    .argument('[users...]', 'names; * and ? stand for any characters and for one')
    .option('--printer <name>', 'printer or pattern; repeatable', namesOf)
    .option('--soft <impressions>', 'from there on a warning; none removes it', limitOf)
    .option('--hard <impressions>', 'the most that may be printed; none removes it', limitOf)
    .option('--clear', 'remove both limits')
    .option('--from <file.csv>', 'a list with the columns user, printer, soft, hard')
    .option('--dry-run', 'only tell what would be done')
    .action(async (users: readonly string[], options: Options) => {
      eitherOperandsOrFile(users, options.from);
      const change = changeFrom(options);
      if (options.from === undefined) checkOptions(options);
      await cli.withAdmin(async (session) =>
        runLines(session, {
          lines:
            options.from === undefined
              ? await linesOf(session, { users, printers: options.printer ?? [], change })
              : await linesFromFile(cli.io, options.from, fileFormat(options, change)),
          dryRun: options.dryRun === true,
          call: (args) => session.admin.limitUsers(args),
          describe: limitSentence,
        }),
      );
    });
}

type Change = Omit<LimitChange, 'user' | 'printer'>;

function changeFrom({ soft, hard, clear = false }: Options): Change {
  if (clear && (soft !== undefined || hard !== undefined)) {
    throw new UsageError('--clear removes both limits; leave out --soft and --hard.');
  }
  if (clear) return { soft: null, hard: null };
  return changeOf(soft, hard);
}

function changeOf(soft: Limit | undefined, hard: Limit | undefined): Change {
  return {
    ...(soft === undefined ? {} : { soft: soft === 'none' ? null : soft }),
    ...(hard === undefined ? {} : { hard: hard === 'none' ? null : hard }),
  };
}

function checkOptions({ printer = [], soft, hard, clear = false }: Options): void {
  if (printer.length === 0) throw new UsageError('Name the printer with --printer NAME; "*" stands for all.');
  if (soft === undefined && hard === undefined && !clear) {
    throw new UsageError('Nothing to limit: give --soft N, --hard N or --clear.');
  }
}

async function linesOf(
  { admin }: Session,
  given: { readonly users: readonly string[]; readonly printers: readonly string[]; readonly change: Change },
): Promise<readonly SourcedLine<LimitChange>[]> {
  const users = await selectUsers(admin, given.users);
  const printers = await selectPrinters(admin, given.printers);
  return users.flatMap((user) =>
    printers.map((printer) => ({
      source: `${user} on ${printer}`,
      line: { user, printer, ...given.change },
    })),
  );
}

function fileFormat(
  { printer = [] }: Options,
  change: Change,
): {
  readonly columns: readonly string[];
  readonly required: readonly string[];
  readonly read: (cells: Cells) => LimitChange;
} {
  const [onlyPrinter, ...others] = printer;
  if (others.length > 0) throw new UsageError('With --from, name one --printer or have a column printer.');
  return {
    columns: ['user', 'printer', 'soft', 'hard'],
    required: onlyPrinter === undefined ? ['user', 'printer'] : ['user'],
    read: (cells) => ({
      user: requiredCell(cells, 'user'),
      printer: cells('printer') ?? onlyPrinter ?? requiredCell(cells, 'printer'),
      ...change,
      ...changeOf(cell(cells, 'soft', limitOf), cell(cells, 'hard', limitOf)),
    }),
  };
}

function limitSentence({ name, counters }: UserView, { printer }: LimitChange): string {
  const counter = counters.find((each) => each.printer === printer);
  const words = (limit: number | null | undefined): string => String(limit ?? 'none');
  return `${name} on ${printer}: soft ${words(counter?.soft)}, hard ${words(counter?.hard)}.`;
}
