import { enums, firstInteger, firstString, type IppAttributes, strings } from '../../ipp/index.ts';
import { impressionsOf } from './quirks.ts';

/** What a device says of a job of ours. */
export interface RemoteJobNews {
  readonly phase: 'waiting' | 'held' | 'processing' | 'stopped' | 'completed' | 'aborted' | 'canceled';
  readonly reasons: readonly string[];
  readonly message?: string;
  /** More than 0; 0 is told by `untouched`. */
  readonly impressions?: number;
  /** The device has never begun with it: it says so by a time-at-processing without a value. */
  readonly untouched: boolean;
  /** It holds no octet of a document yet, as far as it tells. */
  readonly empty: boolean;
  /** The document is not all there yet. */
  readonly incoming: boolean;
}

export const newsAttributes = [
  'job-id',
  'job-state',
  'job-state-reasons',
  'job-state-message',
  'job-impressions-completed',
  'job-k-octets',
  'number-of-documents',
  'time-at-processing',
] as const;

export function newsOf(job: IppAttributes): RemoteJobNews {
  const reasons = strings(job, 'job-state-reasons').filter((reason) => reason !== 'none');
  const message = firstString(job, 'job-state-message');
  const impressions = impressionsOf(job);
  return {
    phase: phaseOf(firstInteger(job, 'job-state') ?? enums.jobState.processing),
    reasons,
    ...(message !== undefined && message !== '' && { message }),
    ...(impressions !== undefined && { impressions }),
    untouched: job.get('time-at-processing')?.values[0]?.syntax === 'no-value' && impressions === undefined,
    empty: isEmpty(job),
    incoming: reasons.includes('job-incoming') || reasons.includes('job-data-insufficient'),
  };
}

export function hasEnded(news: RemoteJobNews): boolean {
  return news.phase === 'completed' || news.phase === 'aborted' || news.phase === 'canceled';
}

/** What a person may read about a job that did not print. */
export function whyOf(news: RemoteJobNews): string {
  const reasons = news.reasons.length > 0 ? ` (${news.reasons.join(', ')})` : '';
  return `the device has ${news.phase} the job${news.message === undefined ? '' : `: ${news.message}`}${reasons}`;
}

/** number-of-documents counts what has come; job-k-octets is rounded up (RFC 8011 §5.3.17.1), so 0 is nothing at all. */
function isEmpty(job: IppAttributes): boolean {
  const documents = firstInteger(job, 'number-of-documents');
  const kOctets = firstInteger(job, 'job-k-octets');
  if (documents === undefined && kOctets === undefined) return false;
  return (documents ?? 0) === 0 && (kOctets ?? 0) === 0;
}

/** RFC 8011 §5.3.7. A device that leaves the state out is taken to be at work: it is asked again. */
function phaseOf(state: number): RemoteJobNews['phase'] {
  switch (state) {
    case enums.jobState.pending:
      return 'waiting';
    case enums.jobState.pendingHeld:
      return 'held';
    case enums.jobState.processingStopped:
      return 'stopped';
    case enums.jobState.canceled:
      return 'canceled';
    case enums.jobState.aborted:
      return 'aborted';
    case enums.jobState.completed:
      return 'completed';
    default:
      return 'processing';
  }
}
