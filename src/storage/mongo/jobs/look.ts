import type { LedgerWrite, WriteResult } from '../../../accounting/index.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { judge } from '../accounts/judge.ts';
import type { Ledger } from '../accounts/ledger.ts';
import type { Order } from '../order.ts';
import type { AccountState } from '../records/account.ts';
import type { LedgerRow } from '../records/ledger.ts';
import { byAccount } from './by-account.ts';

/** What all writes of a commit would be answered now, and the accounts as they were read for it. */
export interface Outlook {
  readonly results: readonly WriteResult[];
  readonly states: ReadonlyMap<string, AccountState | undefined>;
  readonly rows: ReadonlyMap<string, LedgerRow>;
}

export async function lookAt(
  writes: readonly LedgerWrite[],
  {
    accounts,
    ledger,
    order,
  }: { readonly accounts: Accounts; readonly ledger: Ledger; readonly order: Order },
): Promise<Outlook> {
  const groups = byAccount(writes);
  const read = await Promise.all(groups.map(async ([name]) => [name, await accounts.read(name)] as const));
  const states = new Map(read);
  // After the accounts: a line that is in neither was not there when the account was read.
  const rows = await ledger.rows(writes.map((write) => write.id));
  const results = new Map<LedgerWrite, WriteResult>();
  for (const [account, group] of groups) {
    const judged = judge(group, { state: states.get(account), rows }, { account, plan: '', order });
    for (const [index, write] of group.entries())
      results.set(write, judged.results[index] ?? { kind: 'conflict' });
  }
  return { results: writes.map((write) => results.get(write) ?? { kind: 'conflict' }), states, rows };
}

export function isRefused({ kind }: WriteResult): boolean {
  return kind !== 'applied' && kind !== 'exists';
}
