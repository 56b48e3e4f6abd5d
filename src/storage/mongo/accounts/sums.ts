import type { Counter } from '../../../model/account.ts';
import type { LedgerEffect } from '../../ledger-rules.ts';

const unused: Counter = { impressions: 0, held: 0 };

/** Effects of writes on one account, added up. */
export class Sums {
  readonly #counters = new Map<string, Counter>();
  #balance = 0;
  #held = 0;

  get balance(): number {
    return this.#balance;
  }

  get held(): number {
    return this.#held;
  }

  get counters(): ReadonlyMap<string, Counter> {
    return this.#counters;
  }

  counter(printer: string): Counter {
    return this.#counters.get(printer) ?? unused;
  }

  add({ entry, balance, held, counter }: LedgerEffect): void {
    this.#balance += balance;
    this.#held += held;
    if (entry.printer === undefined) return;
    const before = this.counter(entry.printer);
    this.#counters.set(entry.printer, {
      impressions: before.impressions + counter.impressions,
      held: before.held + counter.held,
    });
  }
}
