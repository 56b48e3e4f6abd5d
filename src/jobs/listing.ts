import { type EndedPlace, endedPlaceOf } from '../model/ended-place.ts';
import type { Job } from '../model/job.ts';
import type { JobHandle } from './job-handle.ts';
import type { JobQuery, JobView } from './print-jobs.ts';
import type { Printer } from './printers.ts';
import { mayBeReleasedAt } from './releasing.ts';
import type { JobStore } from './store.ts';
import { isBefore } from './turn.ts';

export interface Listing {
  readonly store: JobStore;
  readonly open: () => Iterable<JobHandle>;
  readonly view: (handle: JobHandle) => JobView;
  readonly printerOf: (job: Job) => Printer | undefined;
}

/** Jobs looked at in one question that wants only some of them: a rare state must not read the whole history. */
const lookedAtMax = 20_000;
const pageSize = 500;

/** Open jobs in the order in which they will be done, then ended ones, the last that ended first (RFC 8011 §4.2.6.2). */
export async function list(query: JobQuery, listing: Listing): Promise<readonly JobView[]> {
  const wanted = query.limit + (query.skip ?? 0);
  const views: JobView[] = [];
  if (query.which !== 'ended') {
    const open = [...listing.open()].filter(({ job }) => isWanted(job, query, listing.printerOf));
    views.push(...inTurn(open).slice(0, wanted).map(listing.view));
  }
  if (query.which !== 'open' && views.length < wanted) {
    const ended = await listEnded(query, wanted - views.length, listing.store);
    views.push(...ended.map((job) => ({ job, intervening: 0 })));
  }
  return query.skip === undefined ? views : views.slice(query.skip);
}

/** They come by number, which is their order unless somebody has said otherwise. */
function inTurn(handles: readonly JobHandle[]): readonly JobHandle[] {
  const isInTurn = handles.every((handle, index) => {
    const next = handles[index + 1];
    return next === undefined || byTurn(handle, next) <= 0;
  });
  return isInTurn ? handles : [...handles].sort(byTurn);
}

/** What is at its device comes before all that waits. */
function byTurn({ job: one }: JobHandle, { job: other }: JobHandle): number {
  if (one.state === 'relaying' || other.state === 'relaying') {
    return Number(other.state === 'relaying') - Number(one.state === 'relaying') || one.id - other.id;
  }
  return isBefore(one, other) ? -1 : 1;
}

async function listEnded(query: JobQuery, wanted: number, store: JobStore): Promise<readonly Job[]> {
  const { printer, owner, from = 0, byId = false, accept } = query;
  const size = accept === undefined ? wanted : Math.max(wanted, pageSize);
  const found: Job[] = [];
  let after: EndedPlace | undefined;
  for (let looked = 0; looked < lookedAtMax && found.length < wanted; ) {
    const page = await store.jobs({
      ended: true,
      limit: size,
      ...(printer === undefined ? {} : { printer }),
      ...(owner === undefined ? {} : { owner }),
      ...(from === 0 ? {} : { from }),
      ...(after === undefined ? {} : { after }),
      ...(byId ? { byId } : {}),
    });
    found.push(...page.filter((job) => isWanted(job, query)));
    const last = page.at(-1);
    if (last === undefined || page.length < size) break;
    after = endedPlaceOf(last);
    looked += page.length;
  }
  return found.slice(0, wanted);
}

/** A job that was released elsewhere is still shown, until its end, where it was sent to. */
function isWanted(
  job: Job,
  { printer, releasable = false, owner, from = 0, accept }: JobQuery,
  printerOf?: Listing['printerOf'],
): boolean {
  const isThere =
    printer === undefined ||
    job.printer === printer ||
    job.releasedFrom === printer ||
    (releasable && mayBeReleasedAt(job, printerOf?.(job), printer));
  return (
    isThere && job.id >= from && (owner === undefined || job.owner.name === owner) && accept?.(job) !== false
  );
}
