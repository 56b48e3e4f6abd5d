import type { Guard, LedgerEntry, LedgerWrite, Reserve, WriteResult } from '../../src/accounting/index.ts';
import type { AccountPolicy, Counter } from '../../src/model/account.ts';

/** What of an account is compared; counters at zero are as good as none. */
export interface Figures {
  readonly policyRevision: number;
  readonly balance: number;
  readonly held: number;
  readonly counters: Readonly<Record<string, Counter>>;
}

interface Book {
  readonly policy: AccountPolicy;
  readonly revision: number;
  /** Entries before this one belong to an account of the same name that was removed. */
  readonly from: number;
}

/**
 * The ledger once more, as slow and as plain as can be: a list of entries, and every figure added up from it when it is
 * asked for. It shares no line with the stores.
 */
export class ReferenceLedger {
  readonly #books = new Map<string, Book>();
  readonly #entries: LedgerEntry[] = [];
  /** What each entry of a reserve set aside, by its id. */
  readonly #reserves = new Map<string, Reserve>();

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** What postings of an account took beyond their holds. */
  overruns(name: string): { readonly amount: number; readonly impressions: number } {
    const over = { amount: 0, impressions: 0 };
    for (const { verb, account, of = '', amount, impressions } of this.#entries) {
      const reserve = this.#reserves.get(of);
      if (verb !== 'post' || account !== name || reserve === undefined) continue;
      over.amount += Math.max(0, 0 - amount - reserve.amount);
      over.impressions += Math.max(0, impressions - reserve.impressions);
    }
    return over;
  }

  book(name: string): Book | undefined {
    return this.#books.get(name);
  }

  figures(name: string): Figures | undefined {
    const book = this.#books.get(name);
    if (book === undefined) return undefined;
    const lines = this.#entries.slice(book.from).filter(({ account }) => account === name);
    const holds = this.#holds(name);
    const printers = new Set([...lines, ...holds].flatMap(({ printer }) => printer ?? []));
    const counters: Record<string, Counter> = {};
    for (const printer of printers) {
      const used = lines.filter((line) => line.printer === printer);
      const open = holds.filter((hold) => hold.printer === printer);
      counters[printer] = {
        impressions: sum(used.map(({ impressions }) => impressions)),
        held: sum(open.map(({ impressions }) => impressions)),
      };
    }
    return {
      policyRevision: book.revision,
      balance: sum(lines.map(({ amount }) => amount)),
      held: sum(holds.map(({ amount }) => amount)),
      counters: withoutZeros(counters),
    };
  }

  makeAccount(name: string, policy: AccountPolicy): 'done' | 'exists' {
    if (this.#books.has(name)) return 'exists';
    this.#books.set(name, { policy, revision: 1, from: this.#entries.length });
    return 'done';
  }

  putPolicy(name: string, policy: AccountPolicy, expected: number): 'done' | 'stale' {
    const book = this.#books.get(name);
    if (book?.revision !== expected) return 'stale';
    this.#books.set(name, { ...book, policy, revision: expected + 1 });
    return 'done';
  }

  remove(name: string): 'done' | 'not-found' | 'held' {
    if (!this.#books.has(name)) return 'not-found';
    if (this.#holds(name).length > 0) return 'held';
    this.#books.delete(name);
    return 'done';
  }

  /** All or none: on a refusal everything is as it was. */
  together(writes: readonly LedgerWrite[]): readonly WriteResult[] {
    const lines = this.#entries.length;
    const results = writes.map((write) => this.apply(write));
    if (results.some(({ kind }) => kind !== 'applied' && kind !== 'exists')) this.#entries.length = lines;
    return results;
  }

  apply(write: LedgerWrite): WriteResult {
    const known = this.#entries.find(({ id }) => id === write.id);
    if (known !== undefined) return { kind: known.digest === write.digest ? 'exists' : 'conflict' };
    const figures = this.figures(write.account);
    if (figures === undefined) return { kind: 'no-account' };
    const refused = this.#refusal(write, figures);
    if (refused !== undefined) return refused;
    this.#enter(write);
    return { kind: 'applied' };
  }

  #refusal(write: LedgerWrite, figures: Figures): WriteResult | undefined {
    switch (write.verb) {
      case 'grant':
        return undefined;
      case 'reserve': {
        if (write.policyRevision !== figures.policyRevision) return { kind: 'stale-policy' };
        const failed = write.guards
          .map((guard) => ({ guard, value: compared(guard, write, figures) }))
          .filter(({ guard, value }) => value > guard.atMost);
        return failed.length === 0 ? undefined : { kind: 'guards', failed };
      }
      case 'post': {
        const hold = this.#hold(write);
        if (hold === undefined) return { kind: 'no-hold' };
        const fits = write.amount <= hold.amount && write.impressions <= hold.impressions;
        return fits || write.overrun ? undefined : { kind: 'over-hold' };
      }
      case 'void':
        return this.#hold(write) === undefined ? { kind: 'no-hold' } : undefined;
      case 'refund': {
        const posting = this.#posting(write.posting, write.account);
        if (posting === undefined) return { kind: 'no-posting' };
        const back = this.#entries.filter(({ verb, of }) => verb === 'refund' && of === posting.id);
        const amountLeft = sum([-posting.amount, ...back.map(({ amount }) => -amount)]);
        const impressionsLeft = sum([posting.impressions, ...back.map(({ impressions }) => impressions)]);
        const fits = write.amount <= amountLeft && write.impressions <= impressionsLeft;
        return fits ? undefined : { kind: 'over-posting', amountLeft, impressionsLeft };
      }
    }
  }

  #enter(write: LedgerWrite): void {
    const { id, digest, verb, account, at } = write;
    const line = { id, digest, verb, account, at };
    switch (write.verb) {
      case 'grant':
        this.#entries.push({
          ...line,
          amount: write.amount,
          impressions: 0,
          reason: write.reason,
          by: write.by,
        });
        return;
      case 'reserve':
        this.#reserves.set(id, write);
        this.#entries.push({ ...line, ...placeOf(write), amount: 0, impressions: 0, reason: '' });
        return;
      case 'post':
      case 'void': {
        const hold = this.#hold(write);
        const charged = write.verb === 'post' ? write : { amount: 0, impressions: 0 };
        this.#entries.push({
          ...line,
          amount: sum([-charged.amount]),
          impressions: charged.impressions,
          ...(hold === undefined ? {} : { printer: hold.printer }),
          job: write.job,
          of: write.hold,
          reason: write.reason,
        });
        return;
      }
      case 'refund': {
        const posting = this.#posting(write.posting, account);
        const { reason, by, amount } = write;
        const place = posting?.printer === undefined ? {} : { printer: posting.printer };
        const job = posting?.job === undefined ? {} : { job: posting.job };
        const impressions = sum([-write.impressions]);
        this.#entries.push({ ...line, ...place, ...job, amount, impressions, of: write.posting, reason, by });
      }
    }
  }

  /** Reserved, and neither posted nor voided since. */
  #holds(name: string): readonly Reserve[] {
    const ended = new Set(this.#entries.flatMap(({ verb, of }) => (verb === 'refund' ? [] : (of ?? []))));
    return this.#entries
      .filter(({ id, verb, account }) => verb === 'reserve' && account === name && !ended.has(id))
      .flatMap(({ id }) => this.#reserves.get(id) ?? []);
  }

  #hold({ hold, account }: { readonly hold: string; readonly account: string }): Reserve | undefined {
    return this.#holds(account).find(({ id }) => id === hold);
  }

  #posting(id: string, name: string): LedgerEntry | undefined {
    return this.#entries.find((entry) => entry.id === id && entry.verb === 'post' && entry.account === name);
  }
}

/** From 0, so that nothing adds up to −0. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function withoutZeros(counters: Readonly<Record<string, Counter>>): Readonly<Record<string, Counter>> {
  return Object.fromEntries(
    Object.entries(counters).filter(([, { impressions, held }]) => impressions !== 0 || held !== 0),
  );
}

function compared(guard: Guard, write: Reserve, figures: Figures): number {
  if (guard.field === 'debt') return figures.held + write.amount - figures.balance;
  const counter = figures.counters[guard.printer];
  return (counter?.impressions ?? 0) + (counter?.held ?? 0) + write.impressions;
}

function placeOf({ printer, job }: Reserve): { readonly printer: string; readonly job: number } {
  return { printer, job };
}
