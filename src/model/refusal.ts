import type { UncountableWhy } from './page-count.ts';
import type { Words } from './sentences/sentence.ts';

/**
 * An expected no. The order of `refusalKinds` is the order of precedence: when several reasons hold, the first decides
 * the status that the client gets and all are told in the sentence.
 */
export const refusalKinds = [
  'unknown-printer',
  'wrong-way',
  'not-accepting',
  'shutting-down',
  'store-away',
  'disk-full',
  'identity-too-weak',
  'unknown-user',
  'account-blocked',
  'format-not-supported',
  'not-countable',
  'document-damaged',
  'too-large',
  'over-quota',
  'over-balance',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

export interface Refusal {
  readonly kind: RefusalKind;
  /** One sentence for the person who prints: the limit, the need and what is left. */
  readonly message: Words;
  readonly why?: UncountableWhy;
  /** Amounts are 1/10 000 currency units for `over-balance`, impressions for `over-quota`. */
  readonly limit?: number;
  readonly need?: number;
  readonly left?: number;
}

/** Sorts by precedence; the first one decides. */
export function byPrecedence(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...refusals].sort((a, b) => refusalKinds.indexOf(a.kind) - refusalKinds.indexOf(b.kind));
}
