import type { LedgerWrite, WriteResult } from '../../../accounting/index.ts';
import { judge } from '../accounts/judge.ts';
import type { AccountState } from '../records/account.ts';
import type { LedgerRow } from '../records/ledger.ts';
import { byAccount } from './by-account.ts';
import type { JobParts } from './parts.ts';

/** What all writes of a commit would be answered now, and the accounts as they were read for it. */
export interface Outlook {
  readonly results: readonly WriteResult[];
  readonly states: ReadonlyMap<string, AccountState | undefined>;
  readonly rows: ReadonlyMap<string, LedgerRow>;
}

type LookParts = Pick<JobParts, 'accounts' | 'ledger' | 'order'>;

/**
 * Looks at the accounts, then at the ledger: a line that is in neither was not there when the account was read. Both at
 * once could miss a line on its way from one to the other. For a post or void that only means to be told `no-hold` in
 * place of `exists`, so that those are looked at in one step, and once more when the answer is no; a grant would be
 * given twice.
 */
export async function lookAt(writes: readonly LedgerWrite[], parts: LookParts): Promise<Outlook> {
  const ids = writes.map((write) => write.id);
  if (writes.every((write) => write.verb === 'post' || write.verb === 'void')) {
    const [states, rows] = await Promise.all([readAccounts(writes, parts), parts.ledger.rows(ids)]);
    const outlook = judgeAll(writes, { states, rows }, parts);
    if (!outlook.results.some(isRefused)) return outlook;
  }
  const states = await readAccounts(writes, parts);
  return judgeAll(writes, { states, rows: await parts.ledger.rows(ids) }, parts);
}

async function readAccounts(
  writes: readonly LedgerWrite[],
  { accounts }: LookParts,
): Promise<Outlook['states']> {
  const names = new Set(writes.map((write) => write.account));
  const read = [...names].map(async (name) => [name, await accounts.read(name)] as const);
  return new Map(await Promise.all(read));
}

function judgeAll(
  writes: readonly LedgerWrite[],
  { states, rows }: Omit<Outlook, 'results'>,
  { order }: LookParts,
): Outlook {
  const results = new Map<LedgerWrite, WriteResult>();
  for (const [account, group] of byAccount(writes)) {
    const judged = judge(group, { state: states.get(account), rows }, { account, plan: '', order });
    for (const [index, result] of judged.results.entries()) {
      const write = group[index];
      if (write !== undefined) results.set(write, result);
    }
  }
  return { results: writes.map((write) => results.get(write) ?? { kind: 'conflict' }), states, rows };
}

export function isRefused({ kind }: WriteResult): boolean {
  return kind !== 'applied' && kind !== 'exists';
}
