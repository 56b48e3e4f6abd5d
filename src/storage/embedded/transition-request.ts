import type { Transition } from '../../jobs/index.ts';
import { endedPlaceOf } from '../../model/ended-place.ts';
import type { HistoryRow, Job } from '../../model/job.ts';
import { assertTransition } from '../transition-shape.ts';
import type { CommitRequest, StoredHistory, StoredJob } from './messages.ts';

/** A transition as the writer takes it: records as text, and beside them only what is looked up by. */
export function commitRequestOf(transition: Transition): CommitRequest<Uint8Array> {
  assertTransition(transition);
  const { id, change, expectedRevision, ledger, document, history } = transition;
  return {
    kind: 'commit',
    transition: id,
    job: change && storedJob(change, expectedRevision),
    ledger,
    document,
    history: history && storedHistory(history),
  };
}

function storedJob(job: Job, expectedRevision: number): StoredJob {
  return {
    id: job.id,
    expectedRevision,
    printer: job.printer,
    owner: job.owner.name,
    cups: job.cups && { key: job.cups.key, run: job.cups.run },
    ended: job.state === 'ended',
    endedAt: job.state === 'ended' ? endedPlaceOf(job).endedAt : undefined,
    record: JSON.stringify(job),
  };
}

function storedHistory(row: HistoryRow): StoredHistory {
  const { job, at, user, printer, action } = row;
  return { job, at, user, printer, action, record: JSON.stringify(row) };
}
