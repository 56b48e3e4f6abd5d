import { assert } from '../base/fault.ts';
import type { Job } from '../model/job.ts';
import { noQuote, type Quote } from '../model/quote.ts';
import type { Accounts, Payer } from './accounts.ts';
import { type Change, change } from './commit.ts';
import type { JobHandle } from './job-handle.ts';
import { judgeResults, type ReservationPlan, type readAgain } from './steps/reserve.ts';
import type { Store } from './store.ts';

/** An account that changed under our hands so often is not just busy. */
const rereadsMax = 5;

type Refused = Extract<ReservationPlan, { readonly kind: 'refused' }>;

/** What is decided by an account as it was read; `quote` is what is reserved for. */
export type DecisionAnew<No> =
  | { readonly change: Change; readonly quote: Quote }
  | { readonly no: No | typeof readAgain };

/**
 * Changes a job for which other money is reserved from then on, in place of what was: the commit does both or neither. Decided
 * again where its account was another one by then. undefined: it is done.
 */
export async function changeAnew<No extends { readonly kind: string }>(
  { store, accounts }: { readonly store: Store; readonly accounts: Accounts },
  handle: JobHandle,
  decide: (job: Job, payer: Payer) => DecisionAnew<No>,
): Promise<No | Refused | undefined> {
  for (let reads = 0; ; reads += 1) {
    assert(reads <= rereadsMax, `the account of job ${handle.job.id} changed all the time`);
    const payer = await accounts.payer(handle.job.owner.name);
    let quote = noQuote;
    const result = await change<No | typeof readAgain>(store, handle, (job) => {
      const decided = decide(job, payer);
      if ('no' in decided) return decided;
      ({ quote } = decided);
      return decided.change;
    });
    if (result.kind === 'no') {
      if (isReadAgain(result.reason)) continue;
      return result.reason;
    }
    if (result.kind !== 'refused') return undefined;
    const judged = judgeResults(result.result.results, quote);
    if (judged.kind === 'refused') return judged;
  }
}

function isReadAgain(reason: { readonly kind: string }): reason is typeof readAgain {
  return reason.kind === 'again';
}
