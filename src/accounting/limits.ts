import type { Account, Hold } from '../model/account.ts';
import type { Quote } from '../model/quote.ts';
import type { Refusal } from '../model/refusal.ts';
import { say, type Words } from '../model/sentences/sentence.ts';
import type { FailedGuard, Guard } from './store.ts';

/** What a job may do to an account: the numbers the store must check, and what the person should be told. */
export interface Terms {
  readonly guards: readonly Guard[];
  /** Sentences that do not refuse: a soft limit is passed. */
  readonly warnings: readonly Words[];
  /** Whether the account pays nothing (mode exempt). */
  readonly free: boolean;
}

export interface LimitInput {
  readonly account: Account;
  readonly printer: string;
  readonly quote: Pick<Quote, 'amount' | 'impressions'>;
  /** A hold of the same account that goes in the same commit: what it takes up may be used again. */
  readonly inPlaceOf?: Hold;
}

/** Policy as numbers. Reaching a limit exactly is allowed, and 0 means 0. */
export function termsOf({ account, printer, quote, inPlaceOf }: LimitInput): Terms {
  const { mode, overdraft, limits } = account.policy;
  const limit = limits[printer];
  const guards: Guard[] = [];
  const warnings: Words[] = [];
  const freed = {
    amount: inPlaceOf?.amount ?? 0,
    impressions: inPlaceOf?.printer === printer ? inPlaceOf.impressions : 0,
  };
  if (limitsMoney(mode) && quote.amount > 0) guards.push({ field: 'debt', atMost: overdraft + freed.amount });
  if (limitsPaper(mode) && limit?.hard !== undefined) {
    guards.push({ field: 'impressions', printer, atMost: limit.hard + freed.impressions });
  }
  const used = impressionsOf(account, printer) - freed.impressions;
  if (limitsPaper(mode) && limit?.soft !== undefined && used + quote.impressions > limit.soft) {
    warnings.push(say('soft-limit-passed', { limit: limit.soft, printer }));
  }
  return { guards, warnings, free: mode === 'exempt' };
}

/** All reasons against the job that the account as read shows; empty when it may go to the store. */
export function refusalsOf(input: LimitInput): readonly Refusal[] {
  const { account, quote } = input;
  if (account.policy.mode === 'blocked') {
    return [
      {
        kind: 'account-blocked',
        message: say('account-blocked', { name: account.name }),
      },
    ];
  }
  const failed = termsOf(input).guards.flatMap((guard): FailedGuard[] => {
    const value = guardValue(account, guard) + (guard.field === 'debt' ? quote.amount : quote.impressions);
    return value > guard.atMost ? [{ guard, value }] : [];
  });
  return failed.map((guard) => refusalOfGuard(guard, quote));
}

/** The sentence of a guard that the store refused: limit, need and what is left. */
export function refusalOfGuard({ guard, value }: FailedGuard, need: LimitInput['quote']): Refusal {
  switch (guard.field) {
    case 'debt': {
      const left = guard.atMost - (value - need.amount);
      return {
        kind: 'over-balance',
        message: say('over-balance', { cost: need.amount, left: Math.max(0, left) }),
        limit: guard.atMost,
        need: need.amount,
        left,
      };
    }
    case 'impressions': {
      const left = guard.atMost - (value - need.impressions);
      return {
        kind: 'over-quota',
        message: say('over-quota', {
          need: need.impressions,
          left: Math.max(0, left),
          limit: guard.atMost,
          printer: guard.printer,
        }),
        limit: guard.atMost,
        need: need.impressions,
        left,
      };
    }
  }
}

/** The value of a guard's field before the write, as the stores compute it. */
function guardValue(account: Account, guard: Guard): number {
  return guard.field === 'debt' ? account.held - account.balance : impressionsOf(account, guard.printer);
}

export function impressionsOf(account: Account, printer: string): number {
  const counter = account.counters[printer];
  return counter === undefined ? 0 : counter.impressions + counter.held;
}

export function limitsMoney(mode: Account['policy']['mode']): boolean {
  return mode === 'balance' || mode === 'both';
}

export function limitsPaper(mode: Account['policy']['mode']): boolean {
  return mode === 'quota' || mode === 'both';
}
