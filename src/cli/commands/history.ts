import type { Command } from 'commander';
import { type HistoryLine, type HistorySelection, hasWildcard } from '../../admin/index.ts';
import { formatAmount } from '../../model/money.ts';
import type { Cli, Session } from '../cli.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { historyRows } from '../history-rows.ts';
import { historyJson } from '../json.ts';
import { localTime } from '../local-time.ts';
import type { Column } from '../table.ts';
import { instantOf, jobOf, rowsOf } from '../values.ts';

/** A table is for reading; a script gets all. */
const tableRowsMax = 1_000;

const columns: readonly Column[] = [
  { head: 'job', align: 'right' },
  { head: 'at' },
  { head: 'user', shrinks: true },
  { head: 'printer' },
  { head: 'action' },
  { head: 'impressions', align: 'right' },
  { head: 'sheets', align: 'right' },
  { head: 'colour', align: 'right' },
  { head: 'amount', align: 'right' },
  { head: 'reasons', shrinks: true },
];

export function defineHistory(command: Command, cli: Cli): void {
  command
    .option('--user <name>', 'only jobs of this user')
    .option('--printer <name>', 'only jobs on this printer')
    .option('--job <number>', 'only this job', jobOf)
    .option('--since <time>', 'from this date or time on', instantOf)
    .option('--until <time>', 'before this date or time', instantOf)
    .option('--limit <n>', `at most so many; a table has ${tableRowsMax} unless told, JSON all`, rowsOf)
    .action(async (options: HistorySelection) => {
      const selection = selectionOf(options);
      await cli.withAdmin(async (session) => {
        await (session.out.json
          ? listJson(session, selection, options.limit)
          : listTable(session, selection, options.limit ?? tableRowsMax));
        return exitCodes.done;
      });
    });
}

function selectionOf({ user, printer, job, since, until }: HistorySelection): HistorySelection {
  if (user !== undefined && hasWildcard(user)) {
    throw new UsageError(`--user is "${user}". Expected one name; leave it out for all users.`);
  }
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError('--since must be before --until; --until itself is not included.');
  }
  return {
    ...(user === undefined ? {} : { user }),
    ...(printer === undefined ? {} : { printer }),
    ...(job === undefined ? {} : { job }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

async function listJson(
  { admin, currency, out }: Session,
  selection: HistorySelection,
  limit = Number.POSITIVE_INFINITY,
): Promise<void> {
  const list = out.list();
  let count = 0;
  for await (const row of historyRows(admin, selection)) {
    list.add(historyJson(row, currency));
    count += 1;
    if (count === limit) break;
  }
  list.end();
}

async function listTable(
  { admin, currency, out }: Session,
  selection: HistorySelection,
  limit: number,
): Promise<void> {
  const rows: (readonly string[])[] = [];
  for await (const row of historyRows(admin, selection)) {
    if (rows.length === limit) {
      out.note(`Only the newest ${limit} rows are shown; choose with --since, --until or --limit.`);
      break;
    }
    rows.push(rowOf(row, currency.digits));
  }
  if (rows.length === 0) out.note('Nothing in the history matches.');
  else out.table(columns, rows);
}

function rowOf(row: HistoryLine, digits: number): readonly string[] {
  const { job, at, user, printer, action, impressions, sheets, colour, amount, reasons } = row;
  const numbers = [impressions, sheets, colour].map(String);
  return [
    String(job),
    localTime(at),
    user,
    printer,
    action,
    ...numbers,
    formatAmount(amount, digits),
    reasons.join(', '),
  ];
}
