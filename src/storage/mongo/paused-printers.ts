import type { Collection } from 'mongodb';
import type { Calls } from './calls.ts';
import type { NamedRow } from './collections.ts';

/** Which printers are paused, on all nodes. */
export class PausedPrinters {
  readonly #collection: Collection<NamedRow>;
  readonly #calls: Calls;

  constructor(collection: Collection<NamedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
  }

  async names(): Promise<readonly string[]> {
    const rows = this.#collection.find({}, { sort: { _id: 1 } });
    return (await this.#calls.read(() => rows.toArray())).map(({ _id }) => _id);
  }

  async set(printer: string, paused: boolean): Promise<void> {
    if (paused) await this.#calls.insert(() => this.#collection.insertOne({ _id: printer }));
    else await this.#calls.write(() => this.#collection.deleteOne({ _id: printer }));
  }
}
