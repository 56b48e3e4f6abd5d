import type { Account, AccountPolicy } from '../model/account.ts';
import type { Amount } from '../model/money.ts';

/**
 * A rule as a number, so that stores only compare and the rule exists once (in accounting).
 *   debt         held + amount of this write − balance
 *   impressions  impressions + held of the printer's counter + impressions of this write
 * The write is refused when the value would be above `atMost`.
 */
export type Guard =
  | { readonly field: 'debt'; readonly atMost: number }
  | { readonly field: 'impressions'; readonly printer: string; readonly atMost: number };

interface WriteBase {
  /** Caller-made. The same id with the same digest is a repeat (`exists`), with another digest a conflict. */
  readonly id: string;
  readonly digest: string;
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Sets an amount and impressions aside for a job. Both may be 0 (an exempt user). */
export interface Reserve extends WriteBase {
  readonly verb: 'reserve';
  readonly job: number;
  readonly printer: string;
  readonly amount: Amount;
  readonly impressions: number;
  /** The policy the guards were made from; another revision answers `stale-policy`. */
  readonly policyRevision: number;
  readonly guards: readonly Guard[];
}

/** Charges a hold, wholly or in part, and frees the rest of it in the same write. */
export interface Post extends WriteBase {
  readonly verb: 'post';
  readonly job: number;
  readonly hold: string;
  readonly amount: Amount;
  readonly impressions: number;
  /** Whether more than was held may be charged. */
  readonly overrun: boolean;
  readonly reason: string;
}

/** Frees a hold. */
export interface Void extends WriteBase {
  readonly verb: 'void';
  readonly job: number;
  readonly hold: string;
  readonly reason: string;
}

/** Credits (or, negative, debits) a wallet. */
export interface Grant extends WriteBase {
  readonly verb: 'grant';
  readonly amount: Amount;
  readonly reason: string;
  readonly by: string;
}

/** A grant that names a posting; Σ refunds ≤ posted, in money and in impressions. */
export interface Refund extends WriteBase {
  readonly verb: 'refund';
  readonly posting: string;
  readonly amount: Amount;
  readonly impressions: number;
  readonly reason: string;
  readonly by: string;
}

export type LedgerWrite = Reserve | Post | Void | Grant | Refund;

export interface FailedGuard {
  readonly guard: Guard;
  /** The value that was compared, this write included. */
  readonly value: number;
}

export type WriteResult =
  | { readonly kind: 'applied' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'no-account' }
  | { readonly kind: 'stale-policy' }
  | { readonly kind: 'guards'; readonly failed: readonly FailedGuard[] }
  | { readonly kind: 'no-hold' }
  | { readonly kind: 'over-hold' }
  | { readonly kind: 'no-posting' }
  | { readonly kind: 'over-posting'; readonly amountLeft: Amount; readonly impressionsLeft: number };

/** One line of the append-only ledger. */
export interface LedgerEntry {
  readonly id: string;
  readonly digest: string;
  readonly verb: LedgerWrite['verb'];
  readonly account: string;
  readonly at: number;
  /** Signed effect on the wallet: a post is negative, a reserve is 0. */
  readonly amount: Amount;
  /** Signed effect on the counter of `printer`: a post is positive, a refund negative. */
  readonly impressions: number;
  readonly printer?: string;
  readonly job?: number;
  /** The hold of a post or void, the posting of a refund. */
  readonly of?: string;
  readonly reason: string;
  readonly by?: string;
}

export interface EntryFilter {
  readonly account?: string;
  readonly job?: number;
  readonly verb?: LedgerWrite['verb'];
  readonly limit: number;
}

export interface NewAccount {
  readonly name: string;
  readonly policy: AccountPolicy;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The balance it begins with, and who gives it; not 0. The store books it as a grant of its own making. */
  readonly opening?: { readonly amount: Amount; readonly by: string } | undefined;
}

export interface PolicyChange {
  readonly name: string;
  readonly policy: AccountPolicy;
  readonly expectedPolicyRevision: number;
}

/**
 * The port of the books. Adapters must make each write atomic and durable before they answer, and must refuse a name
 * they do not know rather than make an account. A store that is away throws `store-unreachable`; when it is not
 * known whether a write took effect it throws `store-outcome-unknown`, and the same call may be repeated.
 */
export interface AccountStore {
  account(name: string): Promise<Account | undefined>;
  /** In order of name, after `after`. */
  accounts(page: { readonly after?: string; readonly limit: number }): Promise<readonly Account[]>;
  /** Makes an account at policy revision 1, with its opening balance and the entry of it in the same write. */
  makeAccount(account: NewAccount): Promise<'done' | 'exists'>;
  /** Changes the policy of an account that is still at this revision. */
  putPolicy(change: PolicyChange): Promise<'done' | 'stale'>;
  /** Removes the account; its ledger entries and history stay. Refused while holds are open. */
  removeAccount(name: string): Promise<'done' | 'not-found' | 'held'>;
  /** Each write by itself, in order; one that is refused does not undo the others. */
  apply(writes: readonly LedgerWrite[]): Promise<readonly WriteResult[]>;
  /** Newest first. */
  entries(filter: EntryFilter): Promise<readonly LedgerEntry[]>;
  entry(id: string): Promise<LedgerEntry | undefined>;
}
