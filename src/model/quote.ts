import type { Amount } from './money.ts';

/** What a job will use and cost. Pure arithmetic over ticket, count and prices; see accounting/quote.ts. */
export interface Quote {
  readonly impressions: number;
  readonly sheets: number;
  /** Impressions that are charged as colour. */
  readonly colour: number;
  readonly amount: Amount;
  readonly copies: number;
  /** Sentences for `platen explain`, one a factor. */
  readonly evidence: readonly string[];
}

/** Prices in 1/10 000 currency units. `colour` is added for each colour impression, on top of `impression`. */
export interface PriceList {
  readonly job: Amount;
  readonly impression: Amount;
  readonly sheet: Amount;
  readonly colour: Amount;
}
