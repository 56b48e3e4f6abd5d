import { z } from 'zod';
import type { Account, AccountPolicy, Counter, CounterLimit, Hold } from '../../../model/account.ts';
import { limitModes } from '../../../model/account.ts';
import { nameOf } from '../keys.ts';
import { type Line, lineSchema } from './ledger.ts';
import { type Fields, parseRow } from './parse.ts';

/** A hold and what is needed to find out whose it is, and to write its ledger line. */
export interface StoredHold extends Hold {
  readonly digest: string;
  readonly at: number;
  readonly order: number;
  /** The plan of a job's commit that set it; '' when it was set by a transfer. */
  readonly plan: string;
}

/** An account as its row says, with what only this store knows of it. */
export interface AccountState {
  readonly account: Account;
  readonly holds: readonly StoredHold[];
  /** Ledger lines that took effect in this row and may not be in the ledger yet. */
  readonly outbox: readonly Line[];
  /** Another one after every transfer; see Transfers. */
  readonly mark: string;
  /** Raised by every change. */
  readonly revision: number;
}

export const storedHoldSchema: z.ZodType<StoredHold> = z.object({
  id: z.string(),
  job: z.int(),
  amount: z.int(),
  printer: z.string(),
  impressions: z.int(),
  digest: z.string(),
  at: z.int(),
  order: z.int(),
  plan: z.string(),
} satisfies Fields<StoredHold>);

const counter = z.object({ impressions: z.int(), held: z.int() } satisfies Fields<Counter>);

const limit = z.object({
  printer: z.string(),
  soft: z.exactOptional(z.int()),
  hard: z.exactOptional(z.int()),
} satisfies Fields<CounterLimit & { readonly printer: string }>);

const accountRow = z.object({
  _id: z.string(),
  mode: z.enum(limitModes),
  overdraft: z.int(),
  limits: z.array(limit),
  policyRevision: z.int(),
  balance: z.int(),
  held: z.int(),
  counters: z.record(z.string(), counter),
  holds: z.record(z.string(), storedHoldSchema),
  outbox: z.record(z.string(), lineSchema),
  mark: z.string(),
  revision: z.int(),
  createdAt: z.int(),
});

export function parseAccount(row: unknown): AccountState {
  const { _id: name, mode, overdraft, limits, ...rest } = parseRow(accountRow, row, 'an account');
  const holds = Object.values(rest.holds).sort((a, b) => a.order - b.order);
  return {
    account: {
      name,
      policy: { mode, overdraft, limits: limitsByPrinter(limits) },
      policyRevision: rest.policyRevision,
      balance: rest.balance,
      held: rest.held,
      counters: Object.fromEntries(Object.entries(rest.counters).map(([key, value]) => [nameOf(key), value])),
      holds: holds.map(({ id, job, amount, printer, impressions }) => ({
        id,
        job,
        amount,
        printer,
        impressions,
      })),
      createdAt: rest.createdAt,
    },
    holds,
    outbox: Object.values(rest.outbox),
    mark: rest.mark,
    revision: rest.revision,
  };
}

function limitsByPrinter(limits: readonly z.output<typeof limit>[]): AccountPolicy['limits'] {
  return Object.fromEntries(limits.map(({ printer, ...rest }) => [printer, rest]));
}

/** The policy as fields of the row; a list of limits, because printers' names are no field names. */
export function policyFields({ mode, overdraft, limits }: AccountPolicy): Record<string, unknown> {
  return {
    mode,
    overdraft,
    limits: Object.entries(limits).map(([printer, rest]) => ({ printer, ...rest })),
  };
}

/** The account as it would be without these of its holds. */
export function withoutHolds(state: AccountState, gone: readonly StoredHold[]): AccountState {
  const ids = new Set(gone.map((hold) => hold.id));
  const counters = new Map(Object.entries(state.account.counters));
  let { held } = state.account;
  for (const { amount, printer, impressions } of gone) {
    held -= amount;
    const counter = counters.get(printer) ?? { impressions: 0, held: 0 };
    counters.set(printer, { ...counter, held: counter.held - impressions });
  }
  return {
    ...state,
    account: { ...state.account, held, counters: Object.fromEntries(counters) },
    holds: state.holds.filter((hold) => !ids.has(hold.id)),
  };
}
