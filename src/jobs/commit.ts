import type { LedgerWrite } from '../accounting/index.ts';
import { isFault, PrintServerError } from '../base/fault.ts';
import { newId } from '../base/ids.ts';
import { bookedDocuments, type HistoryRow, type Job } from '../model/job.ts';
import { type JobHandle, receivedOf } from './job-handle.ts';
import type { CommitResult, JobStore, Transition } from './store.ts';
import { StorePause } from './store-pause.ts';

/** What one step wants to change; the revision is filled in here. */
export interface Change {
  readonly step: Transition['step'];
  readonly job: Partial<Omit<Job, 'id' | 'uuid' | 'revision'>>;
  readonly ledger?: readonly LedgerWrite[];
  readonly document?: Uint8Array | 'remove';
  readonly history?: HistoryFacts;
}

/** A line of the books without its documents, of which it says what the record says in the end. */
export type HistoryFacts = Omit<HistoryRow, 'format' | 'octets'>;

export type Changed<Reason> =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly result: Extract<CommitResult, { kind: 'refused' }> }
  | { readonly kind: 'no'; readonly reason: Reason }
  /** Another job is this run of the job of CUPS. */
  | { readonly kind: 'taken' };

/** A writer that loses the race so often against other nodes is not racing, it is wrong. */
const racesMax = 20;

/**
 * Changes a job: `decide` sees the record as it is now and says what to change, or why not. When another writer was
 * first it is asked again with the newer record. Changes of one job are made one after the other.
 */
export async function change<Reason = never>(
  store: JobStore,
  handle: JobHandle,
  decide: (job: Job) => Change | { readonly no: Reason },
): Promise<Changed<Reason>> {
  const turn = handle.lane.then(() => changeNow(store, handle, decide));
  handle.lane = turn.catch(() => undefined);
  return turn;
}

async function changeNow<Reason>(
  store: JobStore,
  handle: JobHandle,
  decide: (job: Job) => Change | { readonly no: Reason },
): Promise<Changed<Reason>> {
  for (let race = 0; race < racesMax; race += 1) {
    const decision = decide(handle.job);
    if ('no' in decision) return { kind: 'no', reason: decision.no };
    const transition = transitionOf(handle, decision);
    const result = await commit(store, transition);
    switch (result.kind) {
      case 'done':
        handle.job = transition.change;
        return { kind: 'done' };
      case 'refused':
        return { kind: 'refused', result };
      case 'taken':
        return result;
      case 'stale':
        if (result.job === undefined) throw lostRecord(handle.job.id);
        handle.job = result.job;
    }
  }
  throw new PrintServerError(
    'assertion',
    `job ${handle.job.id} could not be changed: others were always first`,
  );
}

/** The next record of a job and everything that goes with it. */
function transitionOf(
  handle: JobHandle,
  { step, history, ...rest }: Change,
): Transition & { readonly change: Job } {
  const { job } = handle;
  const received = rest.job.state === 'ended' ? receivedOf(handle) : {};
  const next = { ...job, ...received, ...rest.job, revision: job.revision + 1 };
  return {
    id: newId(),
    step,
    ...rest,
    ...(history === undefined ? {} : { history: { ...history, ...bookedDocuments(next) } }),
    change: next,
    expectedRevision: job.revision,
    ledger: rest.ledger ?? [],
  };
}

/**
 * Commits; a commit whose outcome is unknown is repeated, which tells what became of it, before anyone is answered. That
 * lasts as long as the store is away: whoever was told anything else might be told wrong, and would print it again.
 */
export async function commit(store: JobStore, transition: Transition): Promise<CommitResult> {
  let unknown = false;
  const pause = new StorePause();
  for (;;) {
    try {
      return await store.commit(transition);
    } catch (error) {
      unknown ||= isFault(error, 'store-outcome-unknown');
      if (!unknown || !isStoreAway(error)) throw error;
      await pause.next();
    }
  }
}

/** What another try may bring. */
export function isStoreAway(error: unknown): boolean {
  return isFault(error, 'store-unreachable') || isFault(error, 'store-outcome-unknown');
}

function lostRecord(id: number): PrintServerError {
  return new PrintServerError('store-corrupt', `the record of job ${id} is gone from the store`);
}
