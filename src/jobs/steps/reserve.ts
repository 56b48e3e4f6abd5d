import {
  type LedgerWrite,
  refusalOfGuard,
  refusalsOf,
  reserveWrite,
  termsOf,
  voidWrite,
  type WriteResult,
} from '../../accounting/index.ts';
import { assert, PrintServerError } from '../../base/fault.ts';
import type { Account, Hold } from '../../model/account.ts';
import type { Job } from '../../model/job.ts';
import type { Quote } from '../../model/quote.ts';
import { byPrecedence, type Refusal } from '../../model/refusal.ts';
import type { Words } from '../../model/sentences/sentence.ts';
import type { Payer } from '../accounts.ts';

/** The ledger's side of accepting a job, ready to be committed with it. */
export interface Reservation {
  readonly ledger: readonly LedgerWrite[];
  readonly account?: string;
  readonly hold?: string;
  readonly warnings: readonly Words[];
}

export type ReservationPlan =
  | { readonly kind: 'reservation'; readonly reservation: Reservation }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export interface ReserveInput {
  readonly payer: Payer;
  readonly job: number;
  readonly printer: string;
  readonly quote: Quote;
  readonly at: number;
  /** Whatever the account allows: it has printed already, or is less than what was reserved. */
  readonly unguarded?: boolean;
  /** A hold of the job that goes in the same commit. */
  readonly inPlaceOf?: Hold;
}

/** Plans the hold. The store has the last word: its guards are checked in the commit itself. */
export function planReservation({ payer, ...rest }: ReserveInput): ReservationPlan {
  switch (payer.kind) {
    case 'refused':
      return { kind: 'refused', refusals: [payer.refusal] };
    case 'nobody':
      return { kind: 'reservation', reservation: { ledger: [], warnings: [] } };
    case 'account':
      return planForAccount(payer.account, rest);
  }
}

function planForAccount(
  account: Account,
  { unguarded = false, ...rest }: Omit<ReserveInput, 'payer'>,
): ReservationPlan {
  if (unguarded) {
    const write = { ...reserveWrite({ account, ...rest }), guards: [] };
    return {
      kind: 'reservation',
      reservation: { ledger: [write], account: account.name, hold: write.id, warnings: [] },
    };
  }
  const refusals = refusalsOf({ account, ...rest });
  if (refusals.length > 0) return { kind: 'refused', refusals: byPrecedence(refusals) };
  const write = reserveWrite({ account, ...rest });
  const { warnings } = termsOf({ account, ...rest });
  return {
    kind: 'reservation',
    reservation: { ledger: [write], account: account.name, hold: write.id, warnings },
  };
}

/** The account was read before the job had the hold that it has now. */
export const readAgain = { kind: 'again' } as const;

interface ReserveAnewInput extends Omit<ReserveInput, 'job'> {
  readonly job: Job;
  /** Why the old hold ends. */
  readonly reason: string;
}

/**
 * Plans a hold in place of the one that the job has, in one commit. What the old hold takes up is no one else's: the guards
 * leave room for it, and as the new hold is written before the old one goes, neither is ever missing.
 */
export function reserveAnew({
  job,
  payer,
  reason,
  ...rest
}: ReserveAnewInput): ReservationPlan | typeof readAgain {
  const { account, hold } = job;
  if (account === undefined || hold === undefined) return planReservation({ payer, job: job.id, ...rest });
  const old = payer.kind === 'account' ? payer.account.holds.find(({ id }) => id === hold) : undefined;
  if (payer.kind === 'account' && old === undefined) return readAgain;
  const plan = planReservation({
    payer,
    job: job.id,
    ...rest,
    ...(old === undefined ? {} : { inPlaceOf: old }),
  });
  if (plan.kind === 'refused') return plan;
  const { reservation } = plan;
  const freed = voidWrite({ account, job: job.id, hold, at: rest.at, reason });
  return { kind: 'reservation', reservation: { ...reservation, ledger: [...reservation.ledger, freed] } };
}

/** What a refused commit means: the person is refused, or the account changed meanwhile and must be read again. */
export function judgeResults(
  results: readonly WriteResult[],
  quote: Quote,
): { readonly kind: 'again' } | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] } {
  const decisive = results.find(({ kind }) => kind !== 'applied' && kind !== 'exists');
  assert(decisive !== undefined, 'a commit was refused without a refused write');
  switch (decisive.kind) {
    case 'guards':
      return {
        kind: 'refused',
        refusals: byPrecedence(decisive.failed.map((guard) => refusalOfGuard(guard, quote))),
      };
    case 'stale-policy':
    case 'no-account':
      return { kind: 'again' };
    case 'applied':
    case 'exists':
    case 'conflict':
    case 'no-hold':
    case 'over-hold':
    case 'no-posting':
    case 'over-posting':
      throw new PrintServerError('assertion', `a reservation was answered with ${decisive.kind}`);
  }
}
