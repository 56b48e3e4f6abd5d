import type { Clock } from '../base/clock.ts';
import type { Currency, UsersRule } from '../config/index.ts';
import type { PrintJobs, Store } from '../jobs/index.ts';
import { type Amount, formatAmount } from '../model/money.ts';

/** Passwords and tokens; the shape of what identity/ keeps. */
interface CredentialKeeper {
  setPassword(user: string, password: string | undefined): Promise<void>;
  addToken(user: string, nowMs: number): Promise<string>;
  revokeTokens(user: string): Promise<number>;
}

export interface AdminDeps {
  readonly store: Store;
  readonly jobs: PrintJobs;
  readonly credentials: CredentialKeeper;
  readonly clock: Clock;
  readonly currency: Currency;
  readonly users: Pick<UsersRule, 'unknown' | 'template' | 'openingBalance'>;
  /** Makes account names of typed ones, as at the submission of a job. */
  readonly normalise: (name: string) => string;
}

/** An amount for a sentence: `2.50 EUR`. */
export function money(deps: Pick<AdminDeps, 'currency'>, amount: Amount): string {
  return `${formatAmount(amount, deps.currency.digits)} ${deps.currency.code}`;
}
