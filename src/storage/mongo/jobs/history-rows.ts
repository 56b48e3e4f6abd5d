import type { Collection, Document } from 'mongodb';
import type { HistoryFilter } from '../../../jobs/index.ts';
import type { HistoryRow } from '../../../model/job.ts';
import { encodeFields, long } from '../bson.ts';
import type { Calls } from '../calls.ts';
import { GroupInsert, type KeyedRow } from '../group-insert.ts';
import { historySchema } from '../records/job.ts';
import type { PlannedHistory } from '../records/job-row.ts';
import { parseRow } from '../records/parse.ts';

/** The history. A row's _id is the id of the commit that wrote it, so that none can be there twice. */
export class HistoryRows {
  readonly #collection: Collection<KeyedRow>;
  readonly #calls: Calls;
  readonly #rows: GroupInsert;

  constructor(collection: Collection<KeyedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
    this.#rows = new GroupInsert(collection, calls);
  }

  async insert(transition: string, { row, order }: PlannedHistory): Promise<void> {
    await this.#rows.insert([{ _id: transition, ...encodeFields({ ...row, order }) }]);
  }

  async find({
    user,
    printer,
    job,
    action,
    since,
    until,
    limit,
  }: HistoryFilter): Promise<readonly HistoryRow[]> {
    const filter: Document = {
      ...(user !== undefined && { user }),
      ...(printer !== undefined && { printer }),
      ...(job !== undefined && { job: long(job) }),
      ...(action !== undefined && { action }),
      ...((since !== undefined || until !== undefined) && { at: span(since, until) }),
    };
    const found = this.#collection.find(filter, { sort: { at: -1, order: -1 }, limit });
    const rows = await this.#calls.read(() => found.toArray());
    return rows.map((row) => parseRow(historySchema, row, `the history row ${row._id}`));
  }
}

function span(since: number | undefined, until: number | undefined): Document {
  return {
    ...(since !== undefined && { $gte: long(since) }),
    ...(until !== undefined && { $lt: long(until) }),
  };
}
