import type { Amount } from '../model/money.ts';

/** What was charged, or what of it has not been refunded yet. */
export interface Portion {
  readonly amount: Amount;
  readonly impressions: number;
}

export interface PortionInput {
  readonly posted: Portion;
  /** Of the posting, after the refunds so far. */
  readonly left: Portion;
  readonly asked: { readonly amount?: Amount; readonly impressions?: number };
}

export type PortionResult =
  | ({ readonly kind: 'portion' } & Portion)
  | { readonly kind: 'nothing-left' }
  | { readonly kind: 'nothing-asked' }
  | { readonly kind: 'too-much' };

/**
 * How much of a posting to give back. Impressions alone take their share of the amount, rounded in favour of the
 * person and never above what is left; the last impressions take the rest, so that nothing remains by rounding.
 */
export function portionToRefund({ posted, left, asked }: PortionInput): PortionResult {
  if (left.amount === 0 && left.impressions === 0) return { kind: 'nothing-left' };
  if (asked.amount === undefined && asked.impressions === undefined) return { kind: 'portion', ...left };
  const impressions = asked.impressions ?? 0;
  const amount = asked.amount ?? shareOf(posted, left, impressions);
  if (impressions > left.impressions || amount > left.amount) return { kind: 'too-much' };
  if (impressions <= 0 && amount <= 0) return { kind: 'nothing-asked' };
  return { kind: 'portion', amount, impressions };
}

function shareOf(posted: Portion, left: Portion, impressions: number): Amount {
  if (impressions >= left.impressions) return left.amount;
  // Amount times impressions can pass 2^53: 10^12 × 2^31.
  const product = BigInt(posted.amount) * BigInt(impressions);
  const whole = BigInt(posted.impressions);
  const share = Number((product + whole - 1n) / whole);
  return Math.min(share, left.amount);
}
