import { enums } from '../../ipp/index.ts';
import type { Job, JobAction, JobState } from '../../model/job.ts';
import { isKeyword } from '../requests/keyword.ts';

const { jobState } = enums;

/** job-state (RFC 8011 §5.3.7) of a job that has not ended, and the reason that is told when the job has none of its own. */
const openStates = {
  incoming: { state: jobState.pending, reason: 'job-incoming' },
  counting: { state: jobState.pending, reason: 'job-interpreting' },
  held: { state: jobState.pendingHeld, reason: 'job-hold-until-specified' },
  pending: { state: jobState.pending, reason: 'none' },
  relaying: { state: jobState.processing, reason: 'job-printing' },
} as const satisfies Record<Exclude<JobState, 'ended'>, StateAndReason>;

const endStates = {
  printed: { state: jobState.completed, reason: 'job-completed-successfully' },
  quoted: { state: jobState.completed, reason: 'job-completed-successfully' },
  cancelled: { state: jobState.canceled, reason: 'job-canceled-by-user' },
  failed: { state: jobState.aborted, reason: 'aborted-by-system' },
  refused: { state: jobState.aborted, reason: 'aborted-by-system' },
} as const satisfies Record<JobAction, StateAndReason>;

interface StateAndReason {
  readonly state: number;
  readonly reason: string;
}

export function ippJobState(job: Job): number {
  return stateAndReason(job).state;
}

/** At least one keyword. A job that waits at a printer that is stopped says so, also one that is held (RFC 3998 §3.2.1). */
export function ippJobReasons(
  job: Job,
  isPrinterStopped: (printer: string) => boolean = () => false,
): readonly string[] {
  const reasons = job.reasons.filter((reason) => reason !== 'none' && isKeyword(reason));
  if (job.cancelRequested !== undefined && job.state !== 'ended') reasons.push('processing-to-stop-point');
  const { state, reason } = stateAndReason(job);
  const waits = state === jobState.pending || state === jobState.pendingHeld;
  const isHeldUp = waits && isPrinterStopped(job.printer);
  // What a job says by itself stands before it; that it waits for nothing else is said by `printer-stopped` alone.
  if (reasons.length === 0 && !(isHeldUp && reason === 'none')) reasons.push(reason);
  if (isHeldUp) reasons.push('printer-stopped');
  return [...new Set(reasons)];
}

function stateAndReason(job: Job): StateAndReason {
  if (job.state === 'ended') return endStates[job.settlement?.action ?? 'failed'];
  const { state, reason } = openStates[job.state];
  // RFC 8011 §5.3.8: what a job waits for is said of one that is held, also before its documents are here.
  return state === jobState.pending && job.waits !== undefined
    ? { state: jobState.pendingHeld, reason }
    : { state, reason };
}
