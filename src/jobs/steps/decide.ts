import {
  type Allowance,
  allowanceOf,
  type QuoteResult,
  refusalsOf,
  termsOf,
} from '../../accounting/index.ts';
import type { JobOutcome } from '../../model/job.ts';
import type { Quote } from '../../model/quote.ts';
import { byPrecedence, type Refusal } from '../../model/refusal.ts';
import type { Words } from '../../model/sentences/sentence.ts';
import type { Payer } from '../accounts.ts';

/** What would become of a job: nothing is reserved, and the next job may find it otherwise. */
export interface Decision {
  readonly outcome: JobOutcome;
  /** Absent when it is refused before there is a price. */
  readonly quote?: Quote;
  /** All reasons against it, the deciding one first. */
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly Words[];
  /** What is left before the job; absent for somebody without an account. */
  readonly allowance?: Allowance;
}

/** `printer` is the one whose counters limit. */
export function decide(payer: Payer, printer: string, result: QuoteResult): Decision {
  const unknown = payer.kind === 'refused' ? [payer.refusal] : [];
  const allowance = payer.kind === 'account' ? { allowance: allowanceOf(payer.account, printer) } : {};
  if (result.kind === 'refused') {
    const refusals = byPrecedence([...unknown, result.refusal]);
    return { outcome: 'refused', refusals, warnings: [], ...allowance };
  }
  const { quote } = result;
  const limits = payer.kind === 'account' ? { account: payer.account, printer, quote } : undefined;
  const refusals = byPrecedence([...unknown, ...(limits === undefined ? [] : refusalsOf(limits))]);
  return {
    outcome: refusals.length > 0 ? 'refused' : result.kind === 'quoted' ? 'printed' : result.kind,
    quote,
    refusals,
    warnings: limits === undefined ? [] : termsOf(limits).warnings,
    ...allowance,
  };
}
