import type { Command } from 'commander';
import type { CounterView, UserView } from '../../admin/index.ts';
import { formatAmount } from '../../model/money.ts';
import { say } from '../answers.ts';
import type { Cli, Session } from '../cli.ts';
import { userJson } from '../json.ts';
import type { Column } from '../table.ts';

const columns: readonly Column[] = [
  { head: 'printer', shrinks: true },
  { head: 'impressions', align: 'right' },
  { head: 'held', align: 'right' },
  { head: 'soft', align: 'right' },
  { head: 'hard', align: 'right' },
];

export function defineUsersShow(command: Command, cli: Cli): void {
  command
    .summary('show a user: wallet, counters, limits')
    .argument('<user>', 'name of the user')
    .action(async (user: string) => {
      await cli.withAdmin(async (session) => {
        const answer = await session.admin.showUser({ user });
        return say(session.out, answer, (done) => {
          if (session.out.json) session.out.value(userJson(done.user, session.currency));
          else tell(session, done.user);
        });
      });
    });
}

function tell({ out, currency }: Session, user: UserView): void {
  const money = (amount: number): string => `${formatAmount(amount, currency.digits)} ${currency.code}`;
  out.line(`user       ${user.name}`);
  out.line(`mode       ${user.mode}`);
  out.line(`balance    ${money(user.balance)}`);
  out.line(`held       ${money(user.held)}`);
  out.line(`available  ${money(user.available)}`);
  if (user.overdraft !== 0) out.line(`overdraft  ${money(user.overdraft)}`);
  if (user.counters.length === 0) return;
  out.line('');
  out.table(columns, user.counters.map(counterRow));
}

function counterRow({ printer, impressions, held, soft, hard }: CounterView): readonly string[] {
  return [printer, String(impressions), String(held), limit(soft), limit(hard)];
}

function limit(value: number | null): string {
  return value === null ? '-' : String(value);
}
