import type { Grant, LedgerWrite, Reserve, WriteResult } from '../../../accounting/index.ts';
import { assert } from '../../../base/fault.ts';
import { judgeWrite, type LedgerBooks, type LedgerEffect } from '../../ledger-rules.ts';
import type { Order } from '../order.ts';
import type { StoredHold } from '../records/account.ts';
import { AccountBooks, type Facts } from './books.ts';
import { AccountDraft } from './draft.ts';

export interface Judged {
  /** One a write. */
  readonly results: readonly WriteResult[];
  /** The effect of those that are allowed. */
  readonly draft: AccountDraft;
}

export interface Carrier {
  readonly account: string;
  /** The plan of the job's commit that carries the writes out; '' for a transfer. */
  readonly plan: string;
  readonly order: Order;
  /** Which of the writes the draft is to carry out; the others are only taken notice of. */
  readonly carries?: (write: LedgerWrite) => boolean;
}

/** Judges writes on one account, each after those before it. */
export function judge(writes: readonly LedgerWrite[], facts: Facts, carrier: Carrier): Judged {
  const books = new AccountBooks(facts, writes.find((write) => write.verb === 'refund')?.id);
  const draft = new AccountDraft(carrier.account);
  const results = writes.map((write): WriteResult => {
    const verdict = judgeWrite(books, write);
    if (verdict.kind !== 'applied') return verdict;
    const { effect } = verdict;
    const closed = effect.closed === undefined ? undefined : books.hold(carrier.account, effect.closed.id);
    const row = rowSide(write, effect, carrier);
    books.add(effect, row.opened);
    if (carrier.carries?.(write) === false) draft.notice(effect);
    else draft.add({ write, effect, closed, ...row });
    return { kind: 'applied' };
  });
  return { results, draft };
}

/**
 * The draft of reserves on an account that nobody has read: MongoDB checks the guards, the policy's revision and that
 * the holds are not there yet, in the write itself.
 */
export function draftUnread(writes: readonly Reserve[], carrier: Carrier): AccountDraft {
  const draft = new AccountDraft(carrier.account);
  for (const write of writes) {
    const verdict = judgeWrite(unread(write.policyRevision), { ...write, guards: [] });
    assert(verdict.kind === 'applied', `the rules refuse a reserve without guards: ${verdict.kind}`);
    draft.add({ write, effect: verdict.effect, ...rowSide(write, verdict.effect, carrier) });
  }
  return draft;
}

/** The draft of what an account begins with, for its first row. */
export function draftOpening(opening: Grant, order: Order): AccountDraft {
  const draft = new AccountDraft(opening.account);
  const verdict = judgeWrite(unread(1), opening);
  assert(verdict.kind === 'applied', `the rules refuse an opening balance: ${verdict.kind}`);
  const carrier = { account: opening.account, plan: '', order };
  draft.add({ write: opening, effect: verdict.effect, ...rowSide(opening, verdict.effect, carrier) });
  return draft;
}

function unread(policyRevision: number): LedgerBooks {
  return {
    entry: () => undefined,
    figures: () => ({ policyRevision, balance: 0, held: 0 }),
    counter: () => ({ impressions: 0, held: 0 }),
    hold: () => undefined,
    refunded: () => ({ amount: 0, impressions: 0 }),
  };
}

function rowSide(
  { digest, at }: LedgerWrite,
  { entry, opened }: LedgerEffect,
  { plan, order: orders }: Carrier,
): { readonly line: LedgerLine; readonly opened?: StoredHold } {
  const order = orders.next();
  const line = { ...entry, order };
  return opened === undefined ? { line } : { line, opened: { ...opened, digest, at, order, plan } };
}

type LedgerLine = AccountDraft['lines'][number];
