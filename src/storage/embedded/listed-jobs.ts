import { assert } from '../../base/fault.ts';
import type { JobFilter } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { parseJobs } from '../records.ts';
import type { ReadAnswer, ReadRequest } from './messages.ts';

/**
 * Records kept, by their length: some 650 usual jobs, more than one answer of Get-Jobs holds. Less than 2 MiB of memory when full,
 * and nothing in a server that nobody asks for its ended jobs.
 */
const charactersKeptMax = 1024 * 1024;

interface KeptJob {
  readonly job: Job;
  /** Of its record, as far as that is known: its share of those that were read with it. */
  readonly characters: number;
}

/** Jobs by id, and the same for the reader: id, revision, id, revision … Never changed, only replaced. */
interface Kept {
  readonly jobs: ReadonlyMap<number, KeptJob>;
  readonly known: Float64Array;
}

const nothingKept: Kept = { jobs: new Map(), known: new Float64Array() };

/**
 * Lists of jobs. Who looks at the ended ones looks again, and finds most of them as they were: what was listed last is kept
 * with its revision, and the reader sends the records of the others alone. To read a record and carry it over is three
 * quarters of what a list costs.
 */
export class ListedJobs {
  private readonly read: (request: ReadRequest) => Promise<ReadAnswer>;
  private kept = nothingKept;

  constructor(read: (request: ReadRequest) => Promise<ReadAnswer>) {
    this.read = read;
  }

  async jobs(filter: JobFilter): Promise<readonly Job[]> {
    const kept = isAskedAgain(filter) ? this.kept : nothingKept;
    const answer = await this.read({ kind: 'jobs', filter, known: kept.known });
    assert(answer.kind === 'jobs', `a list of jobs was answered by ${answer.kind}`);
    const fresh = parseJobs(answer.records);
    const jobs = answer.order === undefined ? fresh : inOrder(answer.order, fresh, kept);
    if (isAskedAgain(filter) && fresh.length > 0) {
      this.keep(jobs, { fresh, characters: answer.records.length / fresh.length });
    }
    return jobs;
  }

  /** Those of this list, and of older ones as many as there is room for. */
  private keep(
    jobs: readonly Job[],
    read: { readonly fresh: readonly Job[]; readonly characters: number },
  ): void {
    const isFresh = new Set(read.fresh);
    const older = this.kept.jobs;
    const wanted = new Map<number, KeptJob>();
    for (const job of jobs) {
      const characters = isFresh.has(job)
        ? read.characters
        : (older.get(job.id)?.characters ?? read.characters);
      wanted.set(job.id, { job, characters });
    }
    for (const [id, each] of older) if (!wanted.has(id)) wanted.set(id, each);
    this.kept = keptOf(wanted);
  }
}

/** The beginning of a list of ended jobs; further pages are for those who look for something rare, and then for all. */
function isAskedAgain({ ended, after, byId = false }: JobFilter): boolean {
  return ended && after === undefined && !byId;
}

function inOrder(order: readonly number[], fresh: readonly Job[], { jobs }: Kept): readonly Job[] {
  const byId = new Map(fresh.map((job) => [job.id, job]));
  return order.flatMap((id) => byId.get(id) ?? jobs.get(id)?.job ?? []);
}

function keptOf(wanted: ReadonlyMap<number, KeptJob>): Kept {
  const jobs = new Map<number, KeptJob>();
  let room = charactersKeptMax;
  for (const [id, each] of wanted) {
    room -= each.characters;
    if (room < 0) break;
    jobs.set(id, each);
  }
  const known = Float64Array.from([...jobs.values()].flatMap(({ job }) => [job.id, job.revision]));
  return { jobs, known };
}
