import { type NewAccount, openingWrite } from '../../../accounting/index.ts';
import type { Order } from '../order.ts';
import { asUnknown, type Repairs } from '../repairs.ts';
import type { Accounts } from './accounts.ts';
import { bookLines } from './booking.ts';
import { AccountDraft } from './draft.ts';
import { draftOpening } from './judge.ts';
import type { Ledger } from './ledger.ts';

export interface MakingParts {
  readonly accounts: Accounts;
  readonly ledger: Ledger;
  readonly order: Order;
  readonly repairs: Repairs;
}

/**
 * Makes an account by one insert: its row has the opening balance from the first moment, and in its outbox the line of
 * it, which goes to the ledger next. After a crash between the two the sweep takes it there.
 */
export async function makeAccount(parts: MakingParts, account: NewAccount): Promise<'done' | 'exists'> {
  const { accounts, order, repairs } = parts;
  const { name } = account;
  const opening = openingWrite(account);
  const draft = opening === undefined ? new AccountDraft(name) : draftOpening(opening, order);
  if (!(await accounts.insert(account, draft))) return 'exists';
  if (draft.empty) return 'done';
  const book = (): Promise<void> => bookLines(parts, name, draft.lines);
  try {
    await book();
  } catch (error) {
    repairs.add(`opening ${name}`, book);
    throw asUnknown(error);
  }
  return 'done';
}
