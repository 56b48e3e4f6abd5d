import fc from 'fast-check';
import { type Guard, type LedgerWrite, termsOf } from '../../src/accounting/index.ts';
import type { Transition } from '../../src/jobs/index.ts';
import type { AccountPolicy } from '../../src/model/account.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import type { ReferenceLedger } from './history-reference-ledger.ts';

/** A write in few words, so that a history meets its own ids, holds and postings again and again. */
export interface Draft {
  readonly verb: LedgerWrite['verb'];
  /** Decides whose it is, how much, and where, so that the writes of one job mostly fit each other. */
  readonly job: number;
  readonly size: 'same' | 'less' | 'more';
  /** Somebody else's account. */
  readonly astray: boolean;
  readonly overrun: boolean;
  /** The policy that the guards were made from has been changed since. */
  readonly stale: boolean;
  /** An id that other verbs use too. */
  readonly clash: boolean;
}

/**
 *   apply     each write by itself
 *   unknown   the answer of the first call was lost; the same call again
 *   twice     two callers at once
 *   together  all or none, as a commit of a job takes them
 *   reopen    the store is closed and opened again
 */
export type LedgerStep =
  | { readonly kind: 'apply' | 'unknown' | 'together'; readonly drafts: readonly Draft[] }
  | { readonly kind: 'twice'; readonly draft: Draft }
  /** `opening` 0: without a balance to begin with. */
  | { readonly kind: 'make'; readonly account: string; readonly policy: number; readonly opening: number }
  | { readonly kind: 'policy'; readonly account: string; readonly policy: number; readonly stale: boolean }
  | { readonly kind: 'remove'; readonly account: string }
  | { readonly kind: 'reopen' };

/** alice is limited by money and bob by paper, always; what carol may do changes, and she may be removed. */
export const limits = { overdraft: 100, impressions: 8 } as const;
const policies: readonly AccountPolicy[] = [
  { mode: 'balance', overdraft: limits.overdraft, limits: {} },
  { mode: 'quota', overdraft: 0, limits: { demo: { hard: limits.impressions } } },
  { mode: 'both', overdraft: 0, limits: { demo: { hard: 5 }, lab: { hard: 0 } } },
  { mode: 'accounting-only', overdraft: 0, limits: {} },
];
const own: Readonly<Record<string, number>> = { alice: 0, bob: 1 };
const owners = ['alice', 'bob', 'carol'];
/** One of them has no account. */
export const names: readonly string[] = [...owners, 'nobody'];

export function policyOf(account: string, wish: number): AccountPolicy {
  const policy = policies[own[account] ?? wish % policies.length];
  if (policy === undefined) throw new Error(`no policy ${wish}`);
  return policy;
}

const seldom = (times: number): fc.Arbitrary<boolean> => fc.nat({ max: times - 1 }).map((n) => n === 0);

const draft: fc.Arbitrary<Draft> = fc.record({
  verb: fc.constantFrom(...(['reserve', 'reserve', 'post', 'post', 'void', 'grant', 'refund'] as const)),
  job: fc.nat({ max: 11 }),
  size: fc.constantFrom(...(['same', 'same', 'same', 'less', 'more'] as const)),
  astray: seldom(15),
  overrun: fc.boolean(),
  stale: seldom(10),
  clash: seldom(25),
});

const several = fc.array(draft, { minLength: 1, maxLength: 3 });

const step: fc.Arbitrary<LedgerStep> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constantFrom('apply', 'unknown'), drafts: several }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('together'), drafts: several }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('twice'), draft }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('policy'),
      account: fc.constantFrom('alice', 'bob', 'carol'),
      policy: fc.nat({ max: 3 }),
      stale: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('make'),
      account: fc.constantFrom('alice', 'carol', 'carol'),
      policy: fc.nat({ max: 3 }),
      opening: fc.constantFrom(0, 100, -50),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove'), account: fc.constantFrom('carol', 'nobody') }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' }) },
);

export function ledgerHistory(steps: number): fc.Arbitrary<readonly LedgerStep[]> {
  return fc.array(step, { minLength: 1, maxLength: steps, size: 'max' });
}

/** The write that accounting would make of the draft now; its digest says all that must be the same in a repeat. */
export function writeOf(draft: Draft, ledger: ReferenceLedger, at: number): LedgerWrite {
  const { verb, job, size, overrun } = draft;
  const account = (draft.astray ? names[(job + 1) % names.length] : owners[job % owners.length]) ?? '';
  const printer = job % 5 === 4 ? 'lab' : 'demo';
  const times = { less: 1, same: 2, more: 3 }[size];
  const [amount, impressions] = [(job % 4) * 50 * times, (job % 3) * times];
  const id = draft.clash ? 'clash' : `${verb}:${job}`;
  const common = { id, account, at, digest: [verb, account, job, amount, impressions].join() };
  switch (verb) {
    case 'grant': {
      // Nobody is debited whose limit is looked at: a debit may well pass it.
      const signed = account === 'carol' ? 0 - amount : amount;
      return { ...common, verb, amount: signed, reason: 'cash desk', by: 'root' };
    }
    case 'reserve': {
      const book = ledger.book(account);
      const guards = guardsOf(ledger, account, { printer, amount, impressions });
      const policyRevision = (book?.revision ?? 0) - (draft.stale ? 1 : 0);
      return { ...common, verb, job, printer, amount, impressions, guards, policyRevision };
    }
    case 'post':
      return {
        ...common,
        verb,
        job,
        hold: `reserve:${job}`,
        amount,
        impressions,
        overrun,
        reason: 'printed',
      };
    case 'void':
      return { ...common, verb, job, hold: `reserve:${job}`, reason: 'cancelled' };
    case 'refund': {
      const [posting, reason, by] = [`post:${job}`, 'paper jam', 'root'];
      return { ...common, id: `${id}:${size}`, verb, posting, amount, impressions, reason, by };
    }
  }
}

function guardsOf(
  ledger: ReferenceLedger,
  name: string,
  { printer, ...quote }: { readonly printer: string; readonly amount: number; readonly impressions: number },
): readonly Guard[] {
  const book = ledger.book(name);
  const figures = ledger.figures(name);
  if (book === undefined || figures === undefined) return [];
  const account = { ...figures, name, policy: book.policy, holds: [], createdAt: 0 };
  return termsOf({ account, printer, quote }).guards;
}

/** A new job whose first commit carries the writes; those of one transition differ in account or verb. */
export function transitionWith(writes: readonly LedgerWrite[], job: number, at: number): Transition {
  return {
    id: `transition:${job}`,
    step: 'accept',
    expectedRevision: 0,
    ledger: writes.filter(
      ({ account, verb }, place) =>
        writes.findIndex((other) => other.account === account && other.verb === verb) === place,
    ),
    change: {
      id: job,
      uuid: `00000000-0000-4000-8000-${String(job).padStart(12, '0')}`,
      revision: 1,
      printer: 'demo',
      owner: { name: 'alice', level: 'claimed', proof: '', operator: false },
      name: '',
      ticket: plainTicket,
      attributes: '',
      priority: 50,
      state: 'pending',
      reasons: [],
      needsOperator: false,
      attempts: [],
      submittedAt: at,
    },
  };
}
