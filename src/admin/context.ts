import type { QuoteResult } from '../accounting/index.ts';
import type { Clock } from '../base/clock.ts';
import type { Currency, UsersRule } from '../config/index.ts';
import type { PrinterView, PrintJobs, Store } from '../jobs/index.ts';
import { type Amount, formatAmount } from '../model/money.ts';
import type { PageCount } from '../model/page-count.ts';
import type { Ticket } from '../model/ticket.ts';

export interface AdminDeps {
  readonly store: Store;
  readonly jobs: PrintJobs;
  readonly clock: Clock;
  readonly currency: Currency;
  readonly users: Pick<UsersRule, 'unknown' | 'template' | 'openingBalance'>;
  /** Makes account names of typed ones, as at the submission of a job. */
  readonly normalise: (name: string) => string;
  /** The same arithmetic as for a job: what the device carries of the ticket, the printer's rules and prices. */
  readonly quote: (request: QuoteRequest) => QuoteResult;
}

export interface QuoteRequest {
  readonly printer: PrinterView;
  readonly ticket: Ticket;
  readonly count: PageCount;
  readonly octets: number;
}

/** An amount for a sentence: `2.50 EUR`. */
export function money(deps: Pick<AdminDeps, 'currency'>, amount: Amount): string {
  return `${formatAmount(amount, deps.currency.digits)} ${deps.currency.code}`;
}
