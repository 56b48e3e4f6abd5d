import type { Collection, Document } from 'mongodb';
import type { JobFilter } from '../../../jobs/index.ts';
import type { EndedPlace } from '../../../model/ended-place.ts';
import type { CupsOrigin, Job } from '../../../model/job.ts';
import { decodeOctets, encodeFields, encodeOctets, long } from '../bson.ts';
import type { Calls } from '../calls.ts';
import type { NumberedRow } from '../collections.ts';
import { jobSchema } from '../records/job.ts';
import { type JobState, type Plan, parseJobState, type SettlingPlan } from '../records/job-row.ts';
import { parseRow } from '../records/parse.ts';

/** What a commit makes of the record. */
export interface NextRecord {
  readonly transition: string;
  readonly job: Job;
  readonly document?: Uint8Array | 'remove' | undefined;
}

const noPlan = { plan: { $exists: false } };

/** The rows of the jobs. A row is changed by compare-and-set on its revision, or on the plan it has. */
export class JobRows {
  readonly #collection: Collection<NumberedRow>;
  readonly #calls: Calls;

  constructor(collection: Collection<NumberedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
  }

  async read(id: number): Promise<JobState | undefined> {
    const options = { projection: { document: 0 } };
    const row = await this.#calls.read(() => this.#collection.findOne({ _id: long(id) }, options));
    return row === null ? undefined : parseJobState(row);
  }

  /** A commit of the record alone: one write. false: the row is not at that revision, or has a plan. */
  async put(next: NextRecord, expectedRevision: number): Promise<boolean> {
    const _id = long(next.job.id);
    if (expectedRevision > 0) {
      const { $set, $unset } = recordUpdate(next);
      const update = next.document === 'remove' ? { $set, $unset } : { $set };
      return this.#update({ _id, revision: long(expectedRevision), ...noPlan }, update);
    }
    const { $set } = recordUpdate(next);
    const row = { _id, accepted: [], ...runOf(next.job), ...$set };
    return (await this.#calls.insert(() => this.#collection.insertOne(row))) === 'inserted';
  }

  /** Writes a plan into the row, made for it when expected revision is 0. From then on only the plan decides. */
  async plan(job: Job, plan: Plan, expectedRevision: number): Promise<boolean> {
    const _id = long(job.id);
    const encoded = encodeFields(plan);
    if (expectedRevision > 0) {
      return this.#update({ _id, revision: long(expectedRevision), ...noPlan }, { $set: { plan: encoded } });
    }
    const row = { _id, revision: long(0), transition: '', accepted: [], ...runOf(job), plan: encoded };
    return (await this.#calls.insert(() => this.#collection.insertOne(row))) === 'inserted';
  }

  /** The holds of the plan become valid and the record visible, in one write. */
  async accept(plan: string, next: NextRecord): Promise<boolean> {
    const { $set, $unset } = recordUpdate(next);
    const update = { $set, $unset: { ...$unset, plan: '' }, $push: { accepted: plan } };
    return this.#update({ ...planned(next.job.id, plan), 'plan.phase': 'reserving' }, update);
  }

  /** The holds of the plan become valid, and the rest of the commit will be completed. */
  async acceptAndSettle(id: number, plan: string, settling: SettlingPlan): Promise<boolean> {
    const update = { $set: { plan: encodeFields(settling) }, $push: { accepted: plan } };
    return this.#update({ ...planned(id, plan), 'plan.phase': 'reserving' }, update);
  }

  /** The record becomes visible; false: another has completed this plan. */
  async settle({ id, transition, job, document }: SettlingPlan): Promise<boolean> {
    const { $set, $unset } = recordUpdate({ transition, job, document });
    return this.#update(planned(job.id, id), { $set, $unset: { ...$unset, plan: '' } });
  }

  /** From then on the plan's owner cannot have it accepted any more. */
  async beginUndo(id: number, plan: string): Promise<boolean> {
    const filter = { ...planned(id, plan), 'plan.phase': 'reserving' };
    return this.#update(filter, { $set: { 'plan.phase': 'undoing' } });
  }

  /** Leaves the row as it was before the plan. */
  async restore(id: number, plan: string): Promise<boolean> {
    const filter = { ...planned(id, plan), revision: long(0) };
    const { deletedCount } = await this.#calls.write(() => this.#collection.deleteOne(filter));
    return deletedCount === 1 || this.#update(planned(id, plan), { $unset: { plan: '' } });
  }

  /** Every row that has a plan. */
  async planned(): Promise<readonly JobState[]> {
    const found = this.#collection.find({ 'plan.phase': { $exists: true } }, { projection: { document: 0 } });
    return (await this.#calls.read(() => found.toArray())).map(parseJobState);
  }

  /** Which of these jobs are there, without their documents. */
  async some(ids: readonly number[]): Promise<ReadonlyMap<number, JobState>> {
    const found = this.#collection.find({ _id: { $in: ids.map(long) } }, { projection: { document: 0 } });
    const rows = await this.#calls.read(() => found.toArray());
    return new Map(rows.map(parseJobState).map((state) => [state.id, state]));
  }

  async job(id: number): Promise<Job | undefined> {
    const [job] = await this.#jobs({ _id: long(id), job: { $exists: true } }, { _id: 1 });
    return job;
  }

  /** The row of the job that has this run of a job of CUPS, whether it is accepted or not. */
  async ofRun({ key, run }: CupsOrigin): Promise<JobState | undefined> {
    const filter = { 'cups.key': key, 'cups.run': long(run) };
    const options = { projection: { document: 0 } };
    const row = await this.#calls.read(() => this.#collection.findOne(filter, options));
    return row === null ? undefined : parseJobState(row);
  }

  async cupsJobs(key: string, limit: number): Promise<readonly Job[]> {
    return this.#jobs({ 'cups.key': key, job: { $exists: true } }, { 'cups.run': -1 }, limit);
  }

  async document(id: number): Promise<Uint8Array | undefined> {
    const projection = { document: 1 };
    const row = await this.#calls.read(() =>
      this.#collection.findOne({ _id: long(id), job: { $exists: true } }, { projection }),
    );
    return decodeOctets(row?.['document']);
  }

  async unfinished(): Promise<readonly Job[]> {
    return this.#jobs({ ended: false }, { _id: 1 });
  }

  async jobs({
    printer,
    owner,
    ended,
    from,
    after,
    byId = false,
    limit,
  }: JobFilter): Promise<readonly Job[]> {
    const filter = {
      ended,
      ...(printer !== undefined && { 'job.printer': printer }),
      ...(owner !== undefined && { 'job.owner.name': owner }),
      ...(from !== undefined && { _id: { $gte: long(from) } }),
      ...(after !== undefined && behind(after)),
    };
    if (!ended) return this.#jobs(filter, { _id: 1 }, limit);
    return this.#jobs(filter, byId ? { _id: -1 } : { 'job.endedAt': -1, _id: -1 }, limit);
  }

  /** limit 0: all of them. */
  async #jobs(filter: Document, sort: Readonly<Record<string, 1 | -1>>, limit = 0): Promise<readonly Job[]> {
    const found = this.#collection.find(filter, { projection: { job: 1 }, sort, limit });
    const rows = await this.#calls.read(() => found.toArray());
    return rows.map((row) => parseRow(jobSchema, row['job'], `job ${row._id.toString()}`));
  }

  async #update(filter: Document, update: Document): Promise<boolean> {
    const { matchedCount } = await this.#calls.write(() => this.#collection.updateOne(filter, update));
    return matchedCount === 1;
  }
}

/** What the unique index of runs looks at. */
function runOf({ cups }: Job): Document {
  return cups === undefined ? {} : { cups: { key: cups.key, run: long(cups.run) } };
}

/** In the words of the index: what ended no later, but for that moment itself from the id on. */
function behind({ endedAt, id }: EndedPlace): Document {
  const at = long(endedAt);
  return { 'job.endedAt': { $lte: at }, $nor: [{ 'job.endedAt': at, _id: { $gte: long(id) } }] };
}

function planned(id: number, plan: string): Document {
  return { _id: long(id), 'plan.id': plan };
}

function recordUpdate({ transition, job, document }: NextRecord): {
  readonly $set: Document;
  readonly $unset: Document;
} {
  const $set = {
    revision: long(job.revision),
    transition,
    ended: job.state === 'ended',
    job: encodeFields(job),
    ...(document instanceof Uint8Array && { document: encodeOctets(document) }),
  };
  return { $set, $unset: document === 'remove' ? { document: '' } : {} };
}
