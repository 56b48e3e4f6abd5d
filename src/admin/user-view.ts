import type { Account } from '../model/account.ts';
import type { CounterView, UserView } from './views.ts';

export function userView(account: Account): UserView {
  const { name, policy, balance, held, createdAt } = account;
  return {
    name,
    mode: policy.mode,
    balance,
    overdraft: policy.overdraft,
    held,
    available: balance + policy.overdraft - held,
    counters: countersOf(account),
    createdAt,
  };
}

/** A limit counts before the first page is printed, so it is shown beside a counter of 0. */
function countersOf({ counters, policy }: Account): readonly CounterView[] {
  const printers = new Set([...Object.keys(counters), ...Object.keys(policy.limits)]);
  return [...printers].sort().map((printer) => ({
    printer,
    impressions: counters[printer]?.impressions ?? 0,
    held: counters[printer]?.held ?? 0,
    soft: policy.limits[printer]?.soft ?? null,
    hard: policy.limits[printer]?.hard ?? null,
  }));
}
