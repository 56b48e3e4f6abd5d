import type { Account, LimitMode } from '../model/account.ts';
import type { Amount } from '../model/money.ts';
import { impressionsOf, limitsMoney, limitsPaper } from './limits.ts';

/** What is left to a person on one printer; open holds are taken off. Neither of the two: nothing limits. */
export interface Allowance {
  readonly name: string;
  readonly mode: LimitMode;
  /** May still be spent, an overdraft included; below 0 when more was charged than was there. */
  readonly amount?: Amount;
  readonly impressions?: { readonly left: number; readonly limit: number };
}

export function allowanceOf(account: Account, printer: string): Allowance {
  const { name, policy, balance, held } = account;
  const { mode, overdraft, limits } = policy;
  const limit = limits[printer]?.hard;
  return {
    name,
    mode,
    ...(limitsMoney(mode) ? { amount: balance - held + overdraft } : {}),
    ...(limitsPaper(mode) && limit !== undefined
      ? { impressions: { left: Math.max(0, limit - impressionsOf(account, printer)), limit } }
      : {}),
  };
}
