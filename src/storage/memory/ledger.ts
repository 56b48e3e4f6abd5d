import {
  type EntryFilter,
  type LedgerEntry,
  type LedgerWrite,
  type NewAccount,
  openingWrite,
  type PolicyChange,
  type WriteResult,
} from '../../accounting/index.ts';
import type { Account, AccountPolicy, Counter, Hold } from '../../model/account.ts';
import {
  type AccountFigures,
  judgeWrite,
  type LedgerBooks,
  type LedgerEffect,
  type Refunded,
} from '../ledger-rules.ts';

interface StoredAccount {
  readonly name: string;
  readonly policy: AccountPolicy;
  readonly policyRevision: number;
  readonly balance: number;
  readonly held: number;
  readonly createdAt: number;
  readonly counters: Map<string, Counter>;
  readonly holds: Map<string, Hold>;
}

const nothing: Counter = { impressions: 0, held: 0 };

/** Accounts and entries in maps. Every method is synchronous, so nothing comes between a look and a write. */
export class MemoryLedger implements LedgerBooks {
  private readonly stored = new Map<string, StoredAccount>();
  private readonly byId = new Map<string, LedgerEntry>();
  private readonly log: LedgerEntry[] = [];

  entry(id: string): LedgerEntry | undefined {
    return this.byId.get(id);
  }

  figures(account: string): AccountFigures | undefined {
    return this.stored.get(account);
  }

  counter(account: string, printer: string): Counter {
    return this.stored.get(account)?.counters.get(printer) ?? nothing;
  }

  hold(account: string, id: string): Hold | undefined {
    return this.stored.get(account)?.holds.get(id);
  }

  refunded(posting: string): Refunded {
    let [amount, impressions] = [0, 0];
    for (const entry of this.log) {
      if (entry.verb !== 'refund' || entry.of !== posting) continue;
      amount += entry.amount;
      impressions -= entry.impressions;
    }
    return { amount, impressions };
  }

  apply(writes: readonly LedgerWrite[]): readonly WriteResult[] {
    return writes.map((write) => {
      const verdict = judgeWrite(this, write);
      if (verdict.kind !== 'applied') return verdict;
      this.enter(verdict.effect);
      return { kind: 'applied' };
    });
  }

  /** All writes or none; answers the results when one was refused. */
  applyAll(writes: readonly LedgerWrite[]): readonly WriteResult[] | undefined {
    const entered: LedgerEffect[] = [];
    const results = writes.map((write): WriteResult => {
      const verdict = judgeWrite(this, write);
      if (verdict.kind !== 'applied') return verdict;
      this.enter(verdict.effect);
      entered.push(verdict.effect);
      return { kind: 'applied' };
    });
    if (results.every((result) => result.kind === 'applied' || result.kind === 'exists')) return undefined;
    for (const effect of entered.reverse()) this.takeBack(effect);
    return results;
  }

  account(name: string): Account | undefined {
    const stored = this.stored.get(name);
    return (
      stored && {
        ...stored,
        counters: Object.fromEntries(stored.counters),
        holds: [...stored.holds.values()],
      }
    );
  }

  accounts(page: { readonly after?: string; readonly limit: number }): readonly Account[] {
    const names = [...this.stored.keys()].filter((name) => page.after === undefined || name > page.after);
    return names
      .sort()
      .slice(0, page.limit)
      .flatMap((name) => this.account(name) ?? []);
  }

  makeAccount(account: NewAccount): 'done' | 'exists' {
    const { name, policy, at: createdAt } = account;
    if (this.stored.has(name)) return 'exists';
    const nothingYet = { balance: 0, held: 0, counters: new Map(), holds: new Map() };
    this.stored.set(name, { name, policy, policyRevision: 1, createdAt, ...nothingYet });
    const opening = openingWrite(account);
    if (opening !== undefined) this.apply([opening]);
    return 'done';
  }

  putPolicy({ name, policy, expectedPolicyRevision }: PolicyChange): 'done' | 'stale' {
    const stored = this.stored.get(name);
    if (stored?.policyRevision !== expectedPolicyRevision) return 'stale';
    this.stored.set(name, { ...stored, policy, policyRevision: expectedPolicyRevision + 1 });
    return 'done';
  }

  removeAccount(name: string): 'done' | 'not-found' | 'held' {
    const stored = this.stored.get(name);
    if (stored === undefined) return 'not-found';
    if (stored.holds.size > 0) return 'held';
    this.stored.delete(name);
    return 'done';
  }

  entries({ account, job, verb, limit }: EntryFilter): readonly LedgerEntry[] {
    const found = this.log.filter(
      (entry) =>
        (account === undefined || entry.account === account) &&
        (job === undefined || entry.job === job) &&
        (verb === undefined || entry.verb === verb),
    );
    return found.reverse().slice(0, limit);
  }

  private enter(effect: LedgerEffect): void {
    this.byId.set(effect.entry.id, effect.entry);
    this.log.push(effect.entry);
    this.move(effect, 1);
  }

  private takeBack(effect: LedgerEffect): void {
    this.byId.delete(effect.entry.id);
    this.log.pop();
    this.move(effect, -1);
  }

  private move(effect: LedgerEffect, sign: 1 | -1): void {
    const { account, printer } = effect.entry;
    const stored = this.stored.get(account);
    if (stored === undefined) return;
    const [ended, begun] = sign === 1 ? [effect.closed, effect.opened] : [effect.opened, effect.closed];
    if (ended !== undefined) stored.holds.delete(ended.id);
    if (begun !== undefined) stored.holds.set(begun.id, begun);
    if (printer !== undefined) {
      const counter = this.counter(account, printer);
      stored.counters.set(printer, {
        impressions: counter.impressions + sign * effect.counter.impressions,
        held: counter.held + sign * effect.counter.held,
      });
    }
    this.stored.set(account, {
      ...stored,
      balance: stored.balance + sign * effect.balance,
      held: stored.held + sign * effect.held,
    });
  }
}
