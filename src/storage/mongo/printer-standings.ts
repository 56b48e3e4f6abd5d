import type { Collection } from 'mongodb';
import type { PrinterStanding } from '../../model/printer.ts';
import type { Calls } from './calls.ts';
import type { NamedRow } from './collections.ts';
import { parseRow } from './records/parse.ts';
import { standingRow } from './records/standing.ts';

/** What operators have said of printers, for all nodes. */
export class PrinterStandings {
  readonly #collection: Collection<NamedRow>;
  readonly #calls: Calls;

  constructor(collection: Collection<NamedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
  }

  async all(): Promise<ReadonlyMap<string, PrinterStanding>> {
    const rows = this.#collection.find({}, { sort: { _id: 1 } });
    const found = (await this.#calls.read(() => rows.toArray())).map((row) =>
      parseRow(standingRow, row, `the printer ${row._id}`),
    );
    return new Map(found.map(({ _id, standing }) => [_id, standing]));
  }

  async set(printer: string, standing: PrinterStanding): Promise<void> {
    const text = JSON.stringify(standing);
    await this.#calls.write(() =>
      this.#collection.updateOne({ _id: printer }, { $set: { standing: text } }, { upsert: true }),
    );
  }
}
