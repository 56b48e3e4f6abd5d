import type { Command } from 'commander';
import type { UserView } from '../../admin/index.ts';
import { formatAmount } from '../../model/money.ts';
import type { Cli, Session } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import { userJson } from '../json.ts';
import { usersMatching } from '../select.ts';
import type { Column } from '../table.ts';

const columns: readonly Column[] = [
  { head: 'user', shrinks: true },
  { head: 'mode' },
  { head: 'balance', align: 'right' },
  { head: 'held', align: 'right' },
  { head: 'available', align: 'right' },
  { head: 'impressions', align: 'right' },
];

export function defineUsersList(command: Command, cli: Cli): void {
  command
    .summary('list users')
    .argument('[patterns...]', 'names; * and ? stand for any characters and for one')
    .action(async (patterns: readonly string[]) => {
      await cli.withAdmin(async (session) => {
        await (session.out.json ? listJson(session, patterns) : listTable(session, patterns));
        return exitCodes.done;
      });
    });
}

async function listJson({ admin, currency, out }: Session, patterns: readonly string[]): Promise<void> {
  const list = out.list();
  for await (const user of usersMatching(admin, patterns)) list.add(userJson(user, currency));
  list.end();
}

async function listTable({ admin, currency, out }: Session, patterns: readonly string[]): Promise<void> {
  const rows: (readonly string[])[] = [];
  for await (const user of usersMatching(admin, patterns)) rows.push(rowOf(user, currency.digits));
  if (rows.length === 0) out.note(patterns.length === 0 ? 'There are no users yet.' : 'No user matches.');
  else out.table(columns, rows);
}

function rowOf(
  { name, mode, balance, held, available, counters }: UserView,
  digits: number,
): readonly string[] {
  const impressions = counters.reduce((sum, counter) => sum + counter.impressions, 0);
  const amounts = [balance, held, available].map((amount) => formatAmount(amount, digits));
  return [name, mode, ...amounts, String(impressions)];
}
