import type { LedgerEntry } from '../../../accounting/index.ts';
import type { Counter } from '../../../model/account.ts';
import type { AccountFigures, LedgerBooks, LedgerEffect, Refunded } from '../../ledger-rules.ts';
import { keyOf } from '../keys.ts';
import type { AccountState, StoredHold } from '../records/account.ts';
import type { LedgerRow } from '../records/ledger.ts';
import { Sums } from './sums.ts';

/** What a write is judged by: the account as it was read, and rows of the ledger that were read after it, by id. */
export interface Facts {
  readonly state: AccountState | undefined;
  readonly rows: ReadonlyMap<string, LedgerRow>;
}

/** One account as the ledger rules see it: as read, and with the writes that were judged before. */
export class AccountBooks implements LedgerBooks {
  readonly #facts: Facts;
  readonly #refund: string | undefined;
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #holds = new Map<string, StoredHold>();
  readonly #sums = new Sums();

  /** `refund`: the id of the write, when it is one: what it had set aside itself does not stand in its way. */
  constructor(facts: Facts, refund?: string) {
    this.#facts = facts;
    this.#refund = refund;
    for (const [id, row] of facts.rows) this.#entries.set(id, row);
    for (const line of facts.state?.outbox ?? []) this.#entries.set(line.id, line);
    for (const hold of facts.state?.holds ?? []) {
      this.#holds.set(hold.id, hold);
      if (!this.#entries.has(hold.id))
        this.#entries.set(hold.id, entryOfHold(facts.state?.account.name ?? '', hold));
    }
  }

  entry(id: string): LedgerEntry | undefined {
    return this.#entries.get(id);
  }

  figures(): AccountFigures | undefined {
    const account = this.#facts.state?.account;
    if (account === undefined) return undefined;
    return {
      policyRevision: account.policyRevision,
      balance: account.balance + this.#sums.balance,
      held: account.held + this.#sums.held,
    };
  }

  counter(_account: string, printer: string): Counter {
    const counters = this.#facts.state?.account.counters ?? {};
    const stored = Object.hasOwn(counters, printer) ? counters[printer] : undefined;
    const added = this.#sums.counter(printer);
    return {
      impressions: (stored?.impressions ?? 0) + added.impressions,
      held: (stored?.held ?? 0) + added.held,
    };
  }

  hold(_account: string, id: string): StoredHold | undefined {
    return this.#holds.get(id);
  }

  refunded(posting: string): Refunded {
    const row = this.#facts.rows.get(posting);
    const refunded = row?.refunded ?? { amount: 0, impressions: 0 };
    const own = this.#refund === undefined ? undefined : row?.refunds[keyOf(this.#refund)];
    return {
      amount: refunded.amount - (own?.amount ?? 0),
      impressions: refunded.impressions - (own?.impressions ?? 0),
    };
  }

  /** Takes notice of a write that was allowed. */
  add(effect: LedgerEffect, opened: StoredHold | undefined): void {
    this.#entries.set(effect.entry.id, effect.entry);
    this.#sums.add(effect);
    if (opened !== undefined) this.#holds.set(opened.id, opened);
    if (effect.closed !== undefined) this.#holds.delete(effect.closed.id);
  }
}

/** A reserve that took effect is known by its hold, before its line is in the ledger. */
export function entryOfHold(account: string, { id, digest, at, printer, job }: StoredHold): LedgerEntry {
  return { id, digest, verb: 'reserve', account, at, amount: 0, impressions: 0, printer, job, reason: '' };
}
