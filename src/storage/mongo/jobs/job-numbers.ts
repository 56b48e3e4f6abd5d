import type { Collection } from 'mongodb';
import { z } from 'zod';
import { assert } from '../../../base/fault.ts';
import { long } from '../bson.ts';
import type { Calls } from '../calls.ts';
import type { NamedRow } from '../collections.ts';
import { parseRow } from '../records/parse.ts';

const counter = z.object({ last: z.int() });
const _id = 'jobs';

/** Numbers for jobs, from one counter for all nodes. */
export class JobNumbers {
  readonly #collection: Collection<NamedRow>;
  readonly #calls: Calls;

  constructor(collection: Collection<NamedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
  }

  /**
   * Makes the counter, unless it is there. Not left to an upsert of the first allocation: two that met on a missing row
   * were given the same number (seen on FerretDB 2.7).
   */
  async begin(): Promise<void> {
    await this.#calls.insert(() => this.#collection.insertOne({ _id, last: long(0) }));
  }

  /** The first of `count` numbers that nobody else gets. */
  async allocate(count: number): Promise<number> {
    assert(Number.isInteger(count) && count > 0, `job numbers are set aside by ones or more, not ${count}`);
    const update = { $inc: { last: long(count) } };
    const row = await this.#calls.write(() =>
      this.#collection.findOneAndUpdate({ _id }, update, { returnDocument: 'after' }),
    );
    return parseRow(counter, row, 'the counter of job numbers').last - count + 1;
  }
}
