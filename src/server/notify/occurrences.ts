import { attribute, enums, type IppAttribute } from '../../ipp/index.ts';
import type { Happening, PrinterView, PrintJobs } from '../../jobs/index.ts';
import type { Job } from '../../model/job.ts';
import { say } from '../../model/sentences/sentence.ts';
import { printerState, printerStateAttributes } from '../attributes/live.ts';
import { ippJobReasons, ippJobState } from '../jobs/job-state.ts';
import type { EventKeyword, Occurrence } from './subscription.ts';

/** What a change means to those who have subscribed; nothing where nobody could see it. */
export function occurrencesOf(happening: Happening, jobs: PrintJobs): readonly Occurrence[] {
  if (happening.kind === 'printer') {
    const view = jobs.printer(happening.printer);
    return view === undefined ? [] : [printerOccurrence(view, printerKeywords(happening.what, view))];
  }
  const { job, before, printing } = happening;
  const keywords = jobKeywords(job, before);
  const view = jobs.printer(job.printer);
  return [
    ...(keywords.length > 0 ? [jobOccurrence(job, keywords)] : []),
    ...(printing !== undefined && view !== undefined ? [printerOccurrence(view, stateKeywords(view))] : []),
  ];
}

/** What has become of a job by the time that somebody can subscribe to it (RFC 3995 §11.1.3). */
export function historyOf(job: Job): readonly Occurrence[] {
  const made = { ...jobOccurrence(job, ['job-created', 'job-state-changed']), last: false };
  return job.state === 'ended' ? [made, jobOccurrence(job, endKeywords)] : [made];
}

const endKeywords = ['job-completed', 'job-state-changed'] as const;

type PrinterHappening = Extract<Happening, { readonly kind: 'printer' }>;

function printerKeywords(what: PrinterHappening['what'], view: PrinterView): readonly EventKeyword[] {
  switch (what) {
    case 'state':
      return stateKeywords(view);
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

/** A paused printer has stopped when the job at its device has ended. */
function stateKeywords(view: PrinterView): readonly EventKeyword[] {
  const stopped = printerState(view) === enums.printerState.stopped;
  return stopped ? ['printer-stopped', 'printer-state-changed'] : ['printer-state-changed'];
}

function jobKeywords(job: Job, before: Job | undefined): readonly EventKeyword[] {
  if (job.state === 'ended') return endKeywords;
  // One of before a restart has no state before either.
  if (before === undefined)
    return job.revision === 1 ? ['job-created', 'job-state-changed'] : ['job-state-changed'];
  const sameState = ippJobState(job) === ippJobState(before);
  if (!sameState || ippJobReasons(job).join() !== ippJobReasons(before).join()) return ['job-state-changed'];
  const same = ['name', 'attributes', 'priority', 'operatorMessage'] as const;
  return same.every((each) => job[each] === before[each]) ? [] : ['job-config-changed'];
}

function jobOccurrence(job: Job, keywords: readonly EventKeyword[]): Occurrence {
  const ended = job.state === 'ended';
  const printed = job.settlement?.reported ?? job.settlement?.impressions ?? 0;
  const attributes: readonly IppAttribute[] = [
    attribute('job-state', ippJobState(job)),
    attribute('job-state-reasons', ...ippJobReasons(job)),
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
