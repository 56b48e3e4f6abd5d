import type { BackendEnd, Job } from '../../model/job.ts';
import type { PageCount } from '../../model/page-count.ts';

/** The document of this time, as far as it tells whether it is that of the last time. */
export interface ThisTime {
  readonly digest: string;
  readonly octets: number;
  readonly source: 'file' | 'stdin';
  /** Of a job that has printed already the document may be gone. */
  readonly offline: boolean;
}

/**
 * What a job of CUPS is that we have seen before (a retry, a resume, a restart of cupsd or of our own):
 *   fresh      reserved and charged for itself
 *   continued  the reservation of the last time goes on
 *   held       it waits with us, and must wait with CUPS too
 *   printed    CUPS alone does not know that it has printed: it is not printed again
 */
export type Standing = 'fresh' | 'continued' | 'held' | 'printed';

export interface Coming {
  readonly isSameDocument: boolean;
  /** cupsd starts it by itself, since it has not heard how the last run ended. */
  readonly isRerun: boolean;
}

export function standingOf(last: Job, { isSameDocument, isRerun }: Coming): Standing {
  // An operator wants it on paper once more, whatever the last run has done.
  if (isSameDocument && last.state === 'pending') return 'continued';
  if (isSameDocument && isRerun && hasPrinted(last)) return 'printed';
  if (last.state === 'ended' || !isSameDocument) return 'fresh';
  const attempt = last.attempts.at(-1);
  // It has printed, and an operator has yet to say how many pages: whoever prints it again pays again.
  if (attempt?.backend !== undefined && endedWell(attempt.backend)) return 'fresh';
  if (last.state !== 'held') return 'continued';
  return last.needsOperator && attempt !== undefined ? 'continued' : 'held';
}

/** All of it, by the word of the backend; of a job that has a device of our own, by the books. */
export function hasPrinted({ settlement, attempts, quote, cups }: Job): boolean {
  const backend = attempts.at(-1)?.backend;
  if (backend === undefined) return cups?.relay === true && settlement?.action === 'printed';
  const all = quote?.impressions ?? 0;
  return endedWell(backend) || (all > 0 && (backend.pages ?? 0) >= all);
}

/** SIGTERM means that it may be asked to run again: then even a good end is not the end. */
export function endedWell({ exit, terminated }: BackendEnd): boolean {
  return exit === 0 && !terminated;
}

/**
 * A file is the same when its octets are. What filters write differs from run to run (dates, PDF identifiers): a stream
 * under the same key is the same document when it counts the same.
 */
export async function isSame(
  last: Job,
  now: ThisTime,
  countOfNow: () => Promise<PageCount>,
): Promise<boolean> {
  if (last.document?.digest === now.digest) return true;
  if (now.offline && now.octets === 0) return true;
  if (now.source === 'file' || last.count === undefined) return false;
  return countsAlike(last.count, await countOfNow());
}

function countsAlike(a: PageCount, b: PageCount): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return a.kind === b.kind;
  return a.format === b.format && JSON.stringify(a.runs) === JSON.stringify(b.runs);
}
