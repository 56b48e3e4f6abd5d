import type { Explanation } from '../admin/index.ts';
import type { Currency } from '../config/index.ts';
import { type Amount, formatAmount } from '../model/money.ts';
import { historyJson, isoTime } from './json.ts';

/** All facts of an explanation; absent ones are null. */
export function explanationJson(explanation: Explanation, currency: Currency): object {
  const { job, printer, state, name, user, level, proof, document, ticket, count, account } = explanation;
  const money = (amount: Amount): string => formatAmount(amount, currency.digits);
  return {
    job,
    printer,
    state,
    name,
    user,
    level,
    proof: proof ?? null,
    submitted: timeOrNull(explanation.submittedAt),
    ended: timeOrNull(explanation.endedAt),
    document: document ?? null,
    ticket: ticket ?? null,
    count: count ?? null,
    account: account ?? null,
    quote: quoteJson(explanation, money),
    attempts: explanation.attempts.map((attempt) => ({ ...attempt, startedAt: isoTime(attempt.startedAt) })),
    settlement: settlementJson(explanation, money),
    history: explanation.history.map((row) => historyJson(row, currency)),
    ledger: explanation.ledger.map((entry) => ({
      id: entry.id,
      verb: entry.verb,
      account: entry.account,
      at: isoTime(entry.at),
      amount: money(entry.amount),
      impressions: entry.impressions,
      reason: entry.reason,
      by: entry.by ?? null,
    })),
    sentences: explanation.sentences,
  };
}

function quoteJson({ quote }: Explanation, money: (amount: Amount) => string): object | null {
  if (quote === undefined) return null;
  const { impressions, sheets, colour, amount, prices, evidence } = quote;
  return {
    impressions,
    sheets,
    colour,
    amount: money(amount),
    prices: {
      job: money(prices.job),
      impression: money(prices.impression),
      sheet: money(prices.sheet),
      colour: money(prices.colour),
    },
    evidence,
  };
}

function settlementJson({ settlement }: Explanation, money: (amount: Amount) => string): object | null {
  if (settlement === undefined) return null;
  const { reported, ...rest } = settlement;
  return { ...rest, amount: money(settlement.amount), reported: reported ?? null };
}

function timeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : isoTime(at);
}
