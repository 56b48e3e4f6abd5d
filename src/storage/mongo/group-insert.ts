import type { Collection, Document } from 'mongodb';
import type { Calls } from './calls.ts';
import { onlyDuplicates } from './faults.ts';
import { bulkRowsMax } from './limits.ts';

export interface KeyedRow extends Document {
  readonly _id: string;
}

/**
 * Inserts rows that are never changed afterwards and that may be inserted again: a row whose _id is there already is
 * the same row. While one bulk is on its way the rows that arrive wait, and all go into the next. What could not be
 * inserted stays and goes with the next as well.
 */
export class GroupInsert {
  readonly #collection: Collection<KeyedRow>;
  readonly #calls: Calls;
  readonly #waiting = new Map<string, KeyedRow>();
  #bulk: Promise<void> | undefined;

  constructor(collection: Collection<KeyedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
  }

  /** Waits until these rows, and all that came before, are there. */
  async insert(rows: readonly KeyedRow[]): Promise<void> {
    this.later(rows);
    await this.flush();
  }

  /** Takes rows that nobody waits for now; who needs them waits with `flush`, and is told of a failure. */
  later(rows: readonly KeyedRow[]): void {
    for (const row of rows) this.#waiting.set(row._id, row);
    this.#nextBulk().catch(() => undefined);
  }

  /** Waits until every row taken so far is there. */
  async flush(): Promise<void> {
    const wanted = [...this.#waiting.keys()];
    while (wanted.some((id) => this.#waiting.has(id))) await this.#nextBulk();
  }

  #nextBulk(): Promise<void> {
    this.#bulk ??= this.#insertNext().finally(() => {
      this.#bulk = undefined;
    });
    return this.#bulk;
  }

  async #insertNext(): Promise<void> {
    // In order of _id: two bulks that meet the same rows in different order could wait for each other for ever.
    const rows = [...this.#waiting.values()].slice(0, bulkRowsMax).sort((a, b) => (a._id < b._id ? -1 : 1));
    await this.#insert(rows);
    for (const row of rows) this.#waiting.delete(row._id);
  }

  async #insert(rows: KeyedRow[]): Promise<void> {
    const [first, ...others] = rows;
    if (first === undefined) return;
    if (others.length === 0) {
      await this.#calls.insert(() => this.#collection.insertOne(first));
      return;
    }
    await this.#calls.write(async () => {
      try {
        await this.#collection.insertMany(rows, { ordered: false });
      } catch (error) {
        if (!onlyDuplicates(error)) throw error;
      }
    });
  }
}
