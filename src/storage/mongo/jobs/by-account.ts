import type { LedgerWrite } from '../../../accounting/index.ts';

/** The writes of each account in their order; the accounts in order of name, the same for every writer. */
export function byAccount<Write extends LedgerWrite>(
  writes: readonly Write[],
): readonly (readonly [account: string, writes: readonly Write[]])[] {
  const groups = new Map<string, Write[]>();
  for (const write of writes) {
    const group = groups.get(write.account);
    if (group === undefined) groups.set(write.account, [write]);
    else group.push(write);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
