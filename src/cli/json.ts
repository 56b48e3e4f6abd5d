import type { HistoryLine, JobLine, PrinterLine, QuoteView, RefundView, UserView } from '../admin/index.ts';
import type { Currency } from '../config/index.ts';
import { formatAmount } from '../model/money.ts';

/*
 * The JSON that scripts rely on (docs/cli.md). Amounts are decimal strings, times ISO 8601 in UTC, and what is not
 * known or not set is null: a key is never missing.
 */

export function userJson(user: UserView, { digits }: Currency): object {
  const { name, mode, balance, held, available, counters } = user;
  return {
    name,
    mode,
    balance: formatAmount(balance, digits),
    held: formatAmount(held, digits),
    available: formatAmount(available, digits),
    counters: counters.map(({ printer, impressions, held: heldImpressions, soft, hard }) => ({
      printer,
      impressions,
      held: heldImpressions,
      soft,
      hard,
    })),
  };
}

export function jobJson(job: JobLine, { digits }: Currency): object {
  const { id, printer, user, level, name, state, reasons, needsOperator, impressions, amount } = job;
  return {
    id,
    printer,
    user,
    level,
    name,
    state,
    reasons,
    needsOperator,
    impressions,
    amount: amount === null ? null : formatAmount(amount, digits),
    submitted: isoTime(job.submittedAt),
    expires: job.expiresAt === null ? null : isoTime(job.expiresAt),
  };
}

export function historyJson(row: HistoryLine, { digits }: Currency): object {
  const { job, at, user, printer, action, impressions, sheets, colour, amount, reasons, billing } = row;
  return {
    job,
    at: isoTime(at),
    user,
    printer,
    action,
    impressions,
    sheets,
    colour,
    amount: formatAmount(amount, digits),
    reasons,
    ...(billing?.account === undefined ? {} : { jobAccountId: billing.account }),
    ...(billing?.user === undefined ? {} : { jobAccountingUserId: billing.user }),
  };
}

export function printerJson(printer: PrinterLine): object {
  const { name, info, location, device, state, accepting, queued, reasons, message } = printer;
  return { name, info, location, device, state, accepting, queued, reasons, message: message ?? null };
}

export function refundJson(refund: RefundView, { digits }: Currency): object {
  const { job, user, amount, impressions, amountLeft, impressionsLeft, repeated } = refund;
  return {
    job,
    user,
    amount: formatAmount(amount, digits),
    impressions,
    left: { amount: formatAmount(amountLeft, digits), impressions: impressionsLeft },
    repeated,
  };
}

export function quoteJson(file: string, view: QuoteView, { digits }: Currency): object {
  const { printer, user, outcome, quote, refusals, warnings } = view;
  return {
    file,
    printer,
    user: user ?? null,
    outcome,
    impressions: quote?.impressions ?? null,
    sheets: quote?.sheets ?? null,
    colour: quote?.colour ?? null,
    amount: quote === undefined ? null : formatAmount(quote.amount, digits),
    reasons: refusals.map(({ kind, message }) => ({ kind, message })),
    warnings,
    evidence: quote?.evidence ?? [],
  };
}

export function isoTime(at: number): string {
  return new Date(at).toISOString();
}
