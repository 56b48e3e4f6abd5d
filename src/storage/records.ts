import { PrintServerError } from '../base/fault.ts';
import { type AccountPolicy, type Counter, type Hold, limitModes } from '../model/account.ts';
import { type HistoryRow, type Job, jobActions, jobStates } from '../model/job.ts';
import { type PrinterStanding, plainStanding } from '../model/printer.ts';

/**
 * Records come back as the text that this program wrote, so the check is for a damaged or foreign file, not for
 * hostile input: the fields that decide what happens to a job or to money, not every leaf (a full walk would cost
 * more than reading the record).
 */
export function parseJob(text: string): Job {
  return parse(text, isJob, currentJob);
}

export function parseJobs(text: string): readonly Job[] {
  return parse(text, listOf(isJob), (value) => (Array.isArray(value) ? value.map(currentJob) : value));
}

export function parseHistory(text: string): readonly HistoryRow[] {
  return parse(text, listOf(isHistoryRow));
}

export function parsePolicy(text: string): AccountPolicy {
  return parse(text, isPolicy);
}

export function parseCounters(text: string): Readonly<Record<string, Counter>> {
  return parse(text, isCounters);
}

export function parseHolds(text: string): readonly Hold[] {
  return parse(text, listOf(isHold));
}

/** What a record of an older program does not say is as on a printer of which nothing was said. */
export function parseStanding(text: string): PrinterStanding {
  return { ...plainStanding, ...parse(text, isStanding) };
}

function currentJob(job: unknown): unknown {
  if (!isRecord(job)) return job;
  const count = currentCount(job['count']);
  return count === job['count'] ? job : { ...job, count };
}

/** A count once had one number of copies and one word on sides for all of its pages; now each run has its own. */
export function currentCount(count: unknown): unknown {
  if (!isRecord(count) || count['copiesInside'] === undefined) return count;
  const { copiesInside: copies, sidesInside: sides, runs, ...others } = count;
  const printing = sides === undefined ? { copies } : { copies, sides };
  const runOf = (run: unknown): unknown => (isRecord(run) ? { ...run, ...printing } : run);
  return { ...others, runs: Array.isArray(runs) ? runs.map(runOf) : runs };
}

function parse<T>(
  text: string,
  is: (value: unknown) => value is T,
  current: (value: unknown) => unknown = (value) => value,
): T {
  let value: unknown;
  try {
    value = current(JSON.parse(text));
  } catch (cause) {
    throw new PrintServerError('store-corrupt', 'a stored record is not JSON', { cause });
  }
  if (!is(value))
    throw new PrintServerError('store-corrupt', `a stored record is not whole: ${text.slice(0, 80)}`);
  return value;
}

function listOf<T>(is: (value: unknown) => value is T): (value: unknown) => value is readonly T[] {
  return (value) => Array.isArray(value) && value.every(is);
}

function isJob(value: unknown): value is Job {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['id']) &&
    Number.isSafeInteger(value['revision']) &&
    typeof value['printer'] === 'string' &&
    isOneOf(jobStates, value['state']) &&
    isRecord(value['owner']) &&
    isRecord(value['ticket']) &&
    Array.isArray(value['attempts'])
  );
}

function isHistoryRow(value: unknown): value is HistoryRow {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['job']) &&
    Number.isSafeInteger(value['at']) &&
    Number.isSafeInteger(value['amount']) &&
    Number.isSafeInteger(value['impressions']) &&
    isOneOf(jobActions, value['action'])
  );
}

function isStanding(value: unknown): value is Partial<PrinterStanding> {
  return isRecord(value) && typeof value['paused'] === 'boolean';
}

function isPolicy(value: unknown): value is AccountPolicy {
  return (
    isRecord(value) &&
    isOneOf(limitModes, value['mode']) &&
    Number.isSafeInteger(value['overdraft']) &&
    isRecord(value['limits'])
  );
}

function isCounters(value: unknown): value is Readonly<Record<string, Counter>> {
  return isRecord(value) && Object.values(value).every(isCounter);
}

function isCounter(value: unknown): value is Counter {
  return isRecord(value) && Number.isSafeInteger(value['impressions']) && Number.isSafeInteger(value['held']);
}

function isHold(value: unknown): value is Hold {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    typeof value['printer'] === 'string' &&
    Number.isSafeInteger(value['job']) &&
    Number.isSafeInteger(value['amount']) &&
    Number.isSafeInteger(value['impressions'])
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function isOneOf<T extends string>(list: readonly T[], value: unknown): value is T {
  return list.some((item) => item === value);
}
