import type { Collection, Document } from 'mongodb';
import type { EntryFilter, LedgerEntry, Refund } from '../../../accounting/index.ts';
import { encodeFields, long } from '../bson.ts';
import type { Calls } from '../calls.ts';
import { GroupInsert, type KeyedRow } from '../group-insert.ts';
import { keyOf } from '../keys.ts';
import type { AccountState, StoredHold } from '../records/account.ts';
import { entryOf, type LedgerRow, type Line, ledgerRowOf, parseLedgerRow } from '../records/ledger.ts';
import { entryOfHold } from './books.ts';

/** The books. A row's _id is the id of its write, so that none can be there twice. */
export class Ledger {
  readonly #collection: Collection<KeyedRow>;
  readonly #calls: Calls;
  readonly #lines: GroupInsert;

  constructor(collection: Collection<KeyedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
    this.#lines = new GroupInsert(collection, calls);
  }

  /** Waits until the lines are there. */
  async insert(lines: readonly Line[]): Promise<void> {
    await this.#lines.insert(lines.map(ledgerRowOf));
  }

  /**
   * Takes lines that a hold in an account row vouches for. They are there before anyone reads the ledger through this
   * store or the hold ends; after a crash the sweep writes them from the hold.
   */
  insertLater(lines: readonly Line[]): void {
    this.#lines.later(lines.map(ledgerRowOf));
  }

  /** Takes the lines of holds that may not have come so far. */
  insertLinesOfHolds({ account, holds }: AccountState, which: (hold: StoredHold) => boolean): void {
    const chosen = holds.filter(which);
    this.insertLater(chosen.map((hold) => ({ ...entryOfHold(account.name, hold), order: hold.order })));
  }

  async flush(): Promise<void> {
    await this.#lines.flush();
  }

  /** Those of the rows that are there, by id. */
  async rows(ids: readonly string[]): Promise<ReadonlyMap<string, LedgerRow>> {
    if (ids.length === 0) return new Map();
    const found = this.#collection.find({ _id: { $in: [...ids] } });
    const rows = await this.#calls.read(() => found.toArray());
    return new Map(rows.map((row) => [row._id, parseLedgerRow(row)]));
  }

  async entry(id: string): Promise<LedgerEntry | undefined> {
    await this.flush();
    const row = await this.#calls.read(() => this.#collection.findOne({ _id: id }));
    return row === null ? undefined : entryOf(parseLedgerRow(row));
  }

  async entries({ account, job, verb, limit }: EntryFilter): Promise<readonly LedgerEntry[]> {
    await this.flush();
    const filter: Document = {
      ...(account !== undefined && { account }),
      ...(job !== undefined && { job: long(job) }),
      ...(verb !== undefined && { verb }),
    };
    const found = this.#collection.find(filter, { sort: { at: -1, order: -1 }, limit });
    const rows = await this.#calls.read(() => found.toArray());
    return rows.map((row) => entryOf(parseLedgerRow(row)));
  }

  /**
   * Sets the part of a refund aside at its posting, before any money moves: two refunds that together pass the posting
   * meet here. True also when it was set aside before.
   */
  async claimRefund({ id, posting, amount, impressions }: Refund): Promise<boolean> {
    const path = `refunds.${keyOf(id)}`;
    const filter = {
      _id: posting,
      verb: 'post',
      [path]: { $exists: false },
      $expr: {
        $and: [
          { $lte: [{ $add: [refunded('amount'), '$amount', long(amount)] }, long(0)] },
          { $lte: [{ $add: [refunded('impressions'), long(impressions)] }, '$impressions'] },
        ],
      },
    };
    const update = {
      $set: { [path]: encodeFields({ amount, impressions }) },
      $inc: { 'refunded.amount': long(amount), 'refunded.impressions': long(impressions) },
    };
    const { matchedCount } = await this.#calls.write(() => this.#collection.updateOne(filter, update));
    if (matchedCount === 1) return true;
    const row = (await this.rows([posting])).get(posting);
    return row?.refunds[keyOf(id)] !== undefined;
  }

  /** Gives the part back that a refund had set aside and that was refused in the end. */
  async releaseRefund({ id, posting, amount, impressions }: Refund): Promise<void> {
    const path = `refunds.${keyOf(id)}`;
    const update = {
      $unset: { [path]: '' },
      $inc: { 'refunded.amount': long(-amount), 'refunded.impressions': long(-impressions) },
    };
    const filter = { _id: posting, [path]: { $exists: true } };
    await this.#calls.write(() => this.#collection.updateOne(filter, update));
  }
}

/** A posting that nobody asked back has no such field yet. Its amount is negative, its impressions are not. */
function refunded(of: 'amount' | 'impressions'): Document {
  return { $ifNull: [`$refunded.${of}`, long(0)] };
}
