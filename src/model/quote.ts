import type { Amount } from './money.ts';

/** Prices in 1/10 000 currency units. `colour` is added for each colour impression, on top of `impression`. */
export interface PriceList {
  readonly job: Amount;
  readonly impression: Amount;
  readonly sheet: Amount;
  readonly colour: Amount;
}

export const freeOfCharge: PriceList = { job: 0, impression: 0, sheet: 0, colour: 0 };

/** What goes through the device: sides marked, pieces of paper, and how many of the sides are colour. */
export interface Usage {
  readonly impressions: number;
  readonly sheets: number;
  readonly colour: number;
}

/** What a job will use and cost. Pure arithmetic over ticket, count and prices; see accounting/quote.ts. */
export interface Quote extends Usage {
  readonly amount: Amount;
  /** The prices of the moment, so that a later change of the config cannot change what was agreed. */
  readonly prices: PriceList;
  /** Sentences for `platen explain`, one a factor. */
  readonly evidence: readonly string[];
}

/** Of a job that nobody has quoted. */
export const noQuote: Quote = {
  impressions: 0,
  sheets: 0,
  colour: 0,
  amount: 0,
  prices: freeOfCharge,
  evidence: [],
};
