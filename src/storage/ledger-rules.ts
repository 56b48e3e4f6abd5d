import type {
  FailedGuard,
  Grant,
  Guard,
  LedgerEntry,
  LedgerWrite,
  Post,
  Refund,
  Reserve,
  Void,
  WriteResult,
} from '../accounting/index.ts';
import { assert } from '../base/fault.ts';
import type { Account, Counter, Hold } from '../model/account.ts';
import { type Amount, amountMax, impressionsMax } from '../model/money.ts';

/** The figures of an account that the rules compare. */
export type AccountFigures = Pick<Account, 'policyRevision' | 'balance' | 'held'>;

/** What was given back of a posting so far; both are 0 or more. */
export interface Refunded {
  readonly amount: Amount;
  readonly impressions: number;
}

/** What the rules look up. Each answer is of the moment: nobody else may write until the effect is stored. */
export interface LedgerBooks {
  entry(id: string): LedgerEntry | undefined;
  figures(account: string): AccountFigures | undefined;
  /** Zeros when the account has not used the printer. */
  counter(account: string, printer: string): Counter;
  hold(account: string, id: string): Hold | undefined;
  refunded(posting: string): Refunded;
}

/** What a write changes: sums to be added, the entry, and the hold that begins or ends. */
export interface LedgerEffect {
  readonly entry: LedgerEntry;
  readonly balance: Amount;
  readonly held: Amount;
  /** Added to the counter of `entry.printer`; both 0 where the entry names no printer. */
  readonly counter: Counter;
  readonly opened?: Hold;
  readonly closed?: Hold;
}

export type Verdict =
  | { readonly kind: 'applied'; readonly effect: LedgerEffect }
  | Exclude<WriteResult, { readonly kind: 'applied' }>;

/**
 * Decides about one write. In order of precedence: an id that is known, an account that is not, then what the verb
 * asks for. An id is looked up before the account, so that a repeat is recognised even after the account is gone.
 */
export function judgeWrite(books: LedgerBooks, write: LedgerWrite): Verdict {
  assertWithinCaps(write);
  const known = books.entry(write.id);
  if (known !== undefined) {
    const same = known.digest === write.digest && known.verb === write.verb;
    return { kind: same ? 'exists' : 'conflict' };
  }
  const figures = books.figures(write.account);
  if (figures === undefined) return { kind: 'no-account' };
  const verdict = judgeVerb(books, figures, write);
  if (verdict.kind === 'applied') assertExact(figures, verdict.effect);
  return verdict;
}

function judgeVerb(books: LedgerBooks, figures: AccountFigures, write: LedgerWrite): Verdict {
  switch (write.verb) {
    case 'grant':
      return judgeGrant(write);
    case 'reserve':
      return judgeReserve(books, figures, write);
    case 'post':
      return judgePost(books, write);
    case 'void':
      return judgeVoid(books, write);
    case 'refund':
      return judgeRefund(books, write);
  }
}

function judgeGrant(write: Grant): Verdict {
  const entry = {
    ...lineOf(write),
    amount: write.amount,
    impressions: 0,
    reason: write.reason,
    by: write.by,
  };
  return { kind: 'applied', effect: { entry, balance: write.amount, held: 0, counter: nothing } };
}

function judgeReserve(books: LedgerBooks, figures: AccountFigures, write: Reserve): Verdict {
  if (figures.policyRevision !== write.policyRevision) return { kind: 'stale-policy' };
  const failed: FailedGuard[] = [];
  for (const guard of write.guards) {
    const value = valueOf(books, figures, { write, guard });
    if (value > guard.atMost) failed.push({ guard, value });
  }
  if (failed.length > 0) return { kind: 'guards', failed };
  const { id, job, amount, printer, impressions } = write;
  const entry = { ...lineOf(write), amount: 0, impressions: 0, printer, job, reason: '' };
  const opened = { id, job, amount, printer, impressions };
  return {
    kind: 'applied',
    effect: { entry, balance: 0, held: amount, counter: { impressions: 0, held: impressions }, opened },
  };
}

/** The value a guard compares, with this write in it (see Guard). */
function valueOf(
  books: LedgerBooks,
  figures: AccountFigures,
  { write, guard }: { readonly write: Reserve; readonly guard: Guard },
): number {
  switch (guard.field) {
    case 'debt':
      return figures.held + write.amount - figures.balance;
    case 'impressions': {
      const counter = books.counter(write.account, guard.printer);
      return counter.impressions + counter.held + write.impressions;
    }
  }
}

function judgePost(books: LedgerBooks, write: Post): Verdict {
  const hold = books.hold(write.account, write.hold);
  if (hold === undefined) return { kind: 'no-hold' };
  const over = write.amount > hold.amount || write.impressions > hold.impressions;
  if (over && !write.overrun) return { kind: 'over-hold' };
  // 0 − x, because −x of 0 is −0, which is another value to some comparisons.
  return ending(hold, {
    ...lineOf(write),
    amount: 0 - write.amount,
    impressions: write.impressions,
    printer: hold.printer,
    job: write.job,
    of: hold.id,
    reason: write.reason,
  });
}

function judgeVoid(books: LedgerBooks, write: Void): Verdict {
  const hold = books.hold(write.account, write.hold);
  if (hold === undefined) return { kind: 'no-hold' };
  return ending(hold, {
    ...lineOf(write),
    amount: 0,
    impressions: 0,
    printer: hold.printer,
    job: write.job,
    of: hold.id,
    reason: write.reason,
  });
}

/** A hold ends whole, whatever part of it was charged. */
function ending(hold: Hold, entry: LedgerEntry): Verdict {
  return {
    kind: 'applied',
    effect: {
      entry,
      balance: entry.amount,
      held: 0 - hold.amount,
      counter: { impressions: entry.impressions, held: 0 - hold.impressions },
      closed: hold,
    },
  };
}

function judgeRefund(books: LedgerBooks, write: Refund): Verdict {
  const posting = books.entry(write.posting);
  if (posting?.verb !== 'post' || posting.account !== write.account) return { kind: 'no-posting' };
  const refunded = books.refunded(posting.id);
  const amountLeft = 0 - posting.amount - refunded.amount;
  const impressionsLeft = posting.impressions - refunded.impressions;
  if (write.amount > amountLeft || write.impressions > impressionsLeft) {
    return { kind: 'over-posting', amountLeft, impressionsLeft };
  }
  const { printer, job } = posting;
  const entry: LedgerEntry = {
    ...lineOf(write),
    amount: write.amount,
    impressions: 0 - write.impressions,
    ...(printer !== undefined && { printer }),
    ...(job !== undefined && { job }),
    of: posting.id,
    reason: write.reason,
    by: write.by,
  };
  const counter = { impressions: entry.impressions, held: 0 };
  return { kind: 'applied', effect: { entry, balance: write.amount, held: 0, counter } };
}

const nothing: Counter = { impressions: 0, held: 0 };

function lineOf(write: LedgerWrite): Pick<LedgerEntry, 'id' | 'digest' | 'verb' | 'account' | 'at'> {
  return { id: write.id, digest: write.digest, verb: write.verb, account: write.account, at: write.at };
}

function assertWithinCaps(write: LedgerWrite): void {
  if (write.verb === 'void') return;
  assertInteger(write.amount, { atLeast: write.verb === 'grant' ? -amountMax : 0, atMost: amountMax });
  if (write.verb !== 'grant') assertInteger(write.impressions, { atLeast: 0, atMost: impressionsMax });
}

function assertInteger(value: number, cap: { readonly atLeast: number; readonly atMost: number }): void {
  const good = Number.isInteger(value) && value >= cap.atLeast && value <= cap.atMost;
  assert(good, `a ledger write must move a whole number from ${cap.atLeast} to ${cap.atMost}, not ${value}`);
}

/** Caps on each write do not bound their sum: 9 000 grants of the largest amount would pass 2^53. */
function assertExact(figures: AccountFigures, effect: LedgerEffect): void {
  const exact =
    Number.isSafeInteger(figures.balance + effect.balance) &&
    Number.isSafeInteger(figures.held + effect.held);
  assert(exact, `the account ${effect.entry.account} would pass what can be counted exactly`);
}
