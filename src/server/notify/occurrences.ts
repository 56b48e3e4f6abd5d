import { attribute, type IppAttribute } from '../../ipp/index.ts';
import type { Happening, PrinterView } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { say } from '../../model/sentences/sentence.ts';
import { printerStateAttributes } from '../attributes/live.ts';
import { ippJobReasons, ippJobState } from '../jobs/job-state.ts';
import type { EventKeyword, Occurrence } from './subscription.ts';

/** The printer of which something may have happened, and whether it stands still only since then. */
export interface PrinterSeen {
  readonly view: PrinterView;
  readonly hasStopped: boolean;
}

type IsPrinterStopped = (printer: string) => boolean;

/** What a change means to those who have subscribed; nothing where nobody could see it. */
export function occurrencesOf(
  happening: Happening,
  seen: PrinterSeen | undefined,
  isPrinterStopped: IsPrinterStopped,
): readonly Occurrence[] {
  if (happening.kind === 'printer') {
    return seen === undefined ? [] : [printerOccurrence(seen.view, printerKeywords(happening.what, seen))];
  }
  const { job, before } = happening;
  const keywords = jobKeywords(job, before);
  return [
    ...(keywords.length > 0 ? [jobOccurrence(job, keywords, isPrinterStopped)] : []),
    ...(seen === undefined ? [] : [printerOccurrence(seen.view, stateKeywords(seen))]),
  ];
}

/** What has become of a job by the time that somebody can subscribe to it (RFC 3995 §11.1.3). */
export function historyOf(job: Job, isPrinterStopped: IsPrinterStopped): readonly Occurrence[] {
  const made = { ...jobOccurrence(job, madeKeywords, isPrinterStopped), last: false };
  return job.state === 'ended' ? [made, jobOccurrence(job, endKeywords, isPrinterStopped)] : [made];
}

const madeKeywords = ['job-created', 'job-state-changed'] as const;
const endKeywords = ['job-completed', 'job-state-changed'] as const;

type PrinterHappening = Extract<Happening, { readonly kind: 'printer' }>;

function printerKeywords(what: PrinterHappening['what'], seen: PrinterSeen): readonly EventKeyword[] {
  switch (what) {
    case 'state':
      return stateKeywords(seen);
    case 'config':
      return ['printer-config-changed'];
    case 'queue-order':
      return ['printer-queue-order-changed'];
    case 'restarted':
      return ['printer-restarted', 'printer-state-changed'];
    case 'shut-down':
      return ['printer-shutdown', 'printer-state-changed'];
  }
}

/** A paused printer has stopped when the job at its device has ended; later it only stands still (RFC 3995 §5.3.3.4.2). */
function stateKeywords({ hasStopped }: PrinterSeen): readonly EventKeyword[] {
  return hasStopped ? ['printer-stopped', 'printer-state-changed'] : ['printer-state-changed'];
}

function jobKeywords(job: Job, before: Job | undefined): readonly EventKeyword[] {
  if (job.state === 'ended') return endKeywords;
  if (before === undefined) return job.revision === 1 ? madeKeywords : ['job-state-changed'];
  // Restart-Job makes it anew (RFC 3995 §11.2.1).
  const waits = job.state === 'pending' || job.state === 'held';
  if (before.needsOperator && !job.needsOperator && waits) return madeKeywords;
  const sameState = ippJobState(job) === ippJobState(before);
  if (!sameState || ippJobReasons(job).join() !== ippJobReasons(before).join()) return ['job-state-changed'];
  const same = ['name', 'attributes', 'priority', 'operatorMessage'] as const;
  return same.every((each) => job[each] === before[each]) ? [] : ['job-config-changed'];
}

function jobOccurrence(
  job: Job,
  keywords: readonly EventKeyword[],
  isPrinterStopped: IsPrinterStopped,
): Occurrence {
  const ended = job.state === 'ended';
  const printed = job.settlement?.reported ?? job.settlement?.impressions ?? 0;
  const attributes: readonly IppAttribute[] = [
    attribute('job-state', ippJobState(job)),
    attribute('job-state-reasons', ...ippJobReasons(job, isPrinterStopped)),
    ...(ended ? [attribute('job-impressions-completed', printed)] : []),
  ];
  const text = textOf(keywords[0] ?? 'job-state-changed', job.id);
  return { printer: job.printer, job: job.id, keywords, text, attributes, last: ended };
}

function printerOccurrence(view: PrinterView, keywords: readonly EventKeyword[]): Occurrence {
  const { name } = view.settings;
  const text = textOf(keywords[0] ?? 'printer-state-changed', name);
  return { printer: name, keywords, text, attributes: printerStateAttributes(view), last: false };
}

function textOf(keyword: EventKeyword, subject: string | number): Occurrence['text'] {
  return say(`event-${keyword}`, { subject });
}
