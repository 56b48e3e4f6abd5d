import type { Line } from '../records/ledger.ts';
import type { Accounts } from './accounts.ts';
import type { Ledger } from './ledger.ts';

/** Takes lines in the outbox of an account to the ledger; they leave the outbox with the next change of the account. */
export async function bookLines(
  { accounts, ledger }: { readonly accounts: Accounts; readonly ledger: Ledger },
  account: string,
  lines: readonly Line[],
): Promise<void> {
  await ledger.insert(lines);
  accounts.forgetLater(
    account,
    lines.map(({ id }) => id),
  );
}
