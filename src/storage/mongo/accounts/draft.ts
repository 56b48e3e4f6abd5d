import type { Guard, LedgerWrite, Reserve } from '../../../accounting/index.ts';
import type { LedgerEffect } from '../../ledger-rules.ts';
import type { StoredHold } from '../records/account.ts';
import type { Line } from '../records/ledger.ts';
import { Sums } from './sums.ts';

/** A guard, and what to add to the value that the row has when it is checked. */
export interface OffsetGuard {
  readonly guard: Guard;
  readonly offset: number;
}

/** A write that is allowed, and the row's side of what it does. */
export interface Allowed {
  readonly write: LedgerWrite;
  readonly effect: LedgerEffect;
  readonly line: Line;
  readonly opened?: StoredHold | undefined;
  readonly closed?: StoredHold | undefined;
}

/**
 * What some writes, one after the other, do to one account: differences and conditions only, so that it can be made of
 * an account that was not read, and be applied to whatever the account is by then.
 */
export class AccountDraft {
  readonly account: string;
  readonly sums: Sums = new Sums();
  readonly #seen = new Sums();
  readonly #added: StoredHold[] = [];
  readonly #removed: StoredHold[] = [];
  readonly #lines: Line[] = [];
  readonly #guards: OffsetGuard[] = [];
  readonly #policyRevisions = new Set<number>();

  constructor(account: string) {
    this.account = account;
  }

  /** Whether it changes nothing. */
  get empty(): boolean {
    return this.#lines.length === 0;
  }

  get added(): readonly StoredHold[] {
    return this.#added;
  }

  get removed(): readonly StoredHold[] {
    return this.#removed;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  get guards(): readonly OffsetGuard[] {
    return this.#guards;
  }

  get policyRevisions(): ReadonlySet<number> {
    return this.#policyRevisions;
  }

  add({ write, effect, line, opened, closed }: Allowed): void {
    if (write.verb === 'reserve') {
      this.#policyRevisions.add(write.policyRevision);
      for (const guard of write.guards) this.#guards.push({ guard, offset: this.#offsetOf(guard, write) });
    }
    this.#lines.push(line);
    if (opened !== undefined) this.#added.push(opened);
    if (closed !== undefined) this.#removed.push(closed);
    this.sums.add(effect);
    this.#seen.add(effect);
  }

  /** Takes notice of a write that is carried out by another draft, for the guards of those after it. */
  notice(effect: LedgerEffect): void {
    this.#seen.add(effect);
  }

  /** What the value of the guard becomes by this write and those before it, beyond what the row says. */
  #offsetOf(guard: Guard, write: Reserve): number {
    if (guard.field === 'debt') return this.#seen.held - this.#seen.balance + write.amount;
    const { impressions, held } = this.#seen.counter(guard.printer);
    return impressions + held + write.impressions;
  }
}
