import { digestOf, newId } from '../base/ids.ts';
import type { Account, Hold } from '../model/account.ts';
import type { Quote } from '../model/quote.ts';
import { termsOf } from './limits.ts';
import type { Grant, NewAccount, Post, Refund, Reserve, Void } from './store.ts';

/**
 * The ledger's verbs with ids made from the job id, so that a repeat after a crash finds itself. Neither time nor
 * guards are in a digest: the same decision taken again must be the same write.
 */
function holdIdOf(job: number, before: Hold | undefined): string {
  const first = `job:${job}:hold`;
  if (before === undefined) return first;
  return `${first}:${Number(before.id.slice(first.length + 1) || 1) + 1}`;
}

function postingIdOf(job: number): string {
  return `job:${job}:post`;
}

export interface ReserveInput {
  readonly account: Account;
  readonly job: number;
  readonly printer: string;
  readonly quote: Quote;
  readonly at: number;
  /** The hold of the job that this one takes the place of. Its void comes behind it in the same commit. */
  readonly inPlaceOf?: Hold;
}

export function reserveWrite({ account, job, printer, quote, at, ...rest }: ReserveInput): Reserve {
  const terms = termsOf({ account, printer, quote, ...rest });
  const amount = terms.free ? 0 : quote.amount;
  const { impressions } = quote;
  return {
    verb: 'reserve',
    id: holdIdOf(job, rest.inPlaceOf),
    digest: digestOf(['reserve', account.name, job, printer, amount, impressions]),
    account: account.name,
    at,
    job,
    printer,
    amount,
    impressions,
    policyRevision: account.policyRevision,
    guards: terms.guards,
  };
}

export function postWrite(post: Omit<Post, 'verb' | 'id' | 'digest'>): Post {
  const { account, job, amount, impressions } = post;
  return {
    verb: 'post',
    id: postingIdOf(job),
    digest: digestOf(['post', account, job, amount, impressions]),
    ...post,
  };
}

export function voidWrite(end: Omit<Void, 'verb' | 'id' | 'digest'>): Void {
  const { account, job, hold } = end;
  return {
    verb: 'void',
    // Each hold of a job ends by itself: `job:1:hold:2` by `job:1:void:2`.
    id: hold.replace(`job:${job}:hold`, `job:${job}:void`),
    digest: digestOf(['void', account, job]),
    ...end,
  };
}

export function grantWrite(grant: Omit<Grant, 'verb' | 'digest'>): Grant {
  return { verb: 'grant', digest: digestOf(['grant', grant.account, grant.amount]), ...grant };
}

/**
 * The grant of the balance an account begins with. Its id is random: it is written with the account, once, and an account
 * made again under an old name begins with a balance of its own.
 */
export function openingWrite({ name, at, opening }: NewAccount): Grant | undefined {
  if (opening === undefined) return undefined;
  const id = `opening:${newId()}`;
  return grantWrite({ id, account: name, at, reason: 'opening balance', ...opening });
}

export function refundWrite(refund: Omit<Refund, 'verb' | 'digest'>): Refund {
  const { account, posting, amount, impressions } = refund;
  return { verb: 'refund', digest: digestOf(['refund', account, posting, amount, impressions]), ...refund };
}
