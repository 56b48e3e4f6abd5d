import { digestOf } from '../base/ids.ts';
import type { Account } from '../model/account.ts';
import type { Amount } from '../model/money.ts';
import type { Quote } from '../model/quote.ts';
import { termsOf } from './limits.ts';
import type { Grant, Post, Refund, Reserve, Void } from './store.ts';

/**
 * The ledger's verbs with ids made from the job id, so that a repeat after a crash finds itself. Neither time nor
 * guards are in a digest: the same decision taken again must be the same write.
 */
function holdIdOf(job: number): string {
  return `job:${job}:hold`;
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
}

export function reserveWrite({ account, job, printer, quote, at }: ReserveInput): Reserve {
  const terms = termsOf({ account, printer, quote });
  const amount = terms.free ? 0 : quote.amount;
  const { impressions } = quote;
  return {
    verb: 'reserve',
    id: holdIdOf(job),
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

export interface PostInput {
  readonly account: string;
  readonly job: number;
  readonly amount: Amount;
  readonly impressions: number;
  readonly overrun: boolean;
  readonly reason: string;
  readonly at: number;
}

export function postWrite({ account, job, amount, impressions, overrun, reason, at }: PostInput): Post {
  return {
    verb: 'post',
    id: postingIdOf(job),
    digest: digestOf(['post', account, job, amount, impressions]),
    account,
    at,
    job,
    hold: holdIdOf(job),
    amount,
    impressions,
    overrun,
    reason,
  };
}

export interface VoidInput {
  readonly account: string;
  readonly job: number;
  readonly reason: string;
  readonly at: number;
}

export function voidWrite({ account, job, reason, at }: VoidInput): Void {
  return {
    verb: 'void',
    id: `job:${job}:void`,
    digest: digestOf(['void', account, job]),
    account,
    at,
    job,
    hold: holdIdOf(job),
    reason,
  };
}

export function grantWrite(grant: Omit<Grant, 'verb' | 'digest'>): Grant {
  return { verb: 'grant', digest: digestOf(['grant', grant.account, grant.amount]), ...grant };
}

export function refundWrite(refund: Omit<Refund, 'verb' | 'digest'>): Refund {
  const { account, posting, amount, impressions } = refund;
  return { verb: 'refund', digest: digestOf(['refund', account, posting, amount, impressions]), ...refund };
}
