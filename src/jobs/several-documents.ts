import { documentsOf, documentsToPrint, type Job } from '../model/job.ts';
import { type Counted, type PageCount, pageRunsMax } from '../model/page-count.ts';
import type { PageRange, Ticket } from '../model/ticket.ts';

/** Documents in one job: more than anyone sends in one, and few enough to look at one by one. */
export const documentsPerJobMax = 100;

/**
 * The count of a job of several documents: the pages of all, each document on a sheet of its own. One that could not be
 * counted leaves the whole job uncounted.
 */
export async function joinedCount(counts: readonly Promise<PageCount>[]): Promise<PageCount> {
  const all = await Promise.all(counts);
  const [first, ...further] = all;
  const unknown = all.find((count) => count.kind === 'unknown');
  if (unknown !== undefined) return unknown;
  if (first?.kind !== 'counted' || further.length === 0)
    return first ?? { kind: 'unknown', why: 'empty', evidence: [] };
  const joined = further.reduce<Counted>(
    (sum, next) => (next.kind === 'counted' ? append(sum, next) : sum),
    first,
  );
  return joined.runs.length <= pageRunsMax
    ? joined
    : {
        kind: 'unknown',
        why: 'limit:runs',
        evidence: [`More than ${pageRunsMax} runs of pages in all documents.`],
      };
}

function append(sum: Counted, { pages, runs, source, evidence, confidence }: Counted): Counted {
  const moved = runs.map((run, index) => ({
    ...run,
    first: run.first + sum.pages,
    last: run.last + sum.pages,
    ...(index === 0 ? { newDocument: true as const } : {}),
  }));
  return {
    ...sum,
    pages: sum.pages + pages,
    runs: [...sum.runs, ...moved],
    confidence: confidence === 'exact' ? sum.confidence : confidence,
    source: sum.source === source ? source : `${sum.source}; ${source}`,
    evidence: [...sum.evidence, ...evidence],
  };
}

/**
 * What was counted of one document, from 1, as if it were alone; undefined where nobody has counted it, and of one that was
 * cancelled: the count of the job is that of the others.
 */
export function countOfDocument(job: Job, number: number): Counted | undefined {
  const { count } = job;
  if (count?.kind !== 'counted') return undefined;
  const documents = documentsOf(job);
  if (documents.length === 1) return number === 1 ? count : undefined;
  const place = placeOf(job, number);
  if (place === undefined) return undefined;
  const { pages, before } = place;
  const own = count.runs.filter(({ first, last }) => first > before && last <= before + pages);
  const runs = own.map(({ newDocument, ...run }, index) => ({
    ...run,
    ...(newDocument === undefined || index === 0 ? {} : { newDocument }),
    first: run.first - before,
    last: run.last - before,
  }));
  return { ...count, pages, runs };
}

/** The count of a job without one of its documents; undefined where nobody knows which pages are of it. */
export function countWithout(job: Job, number: number): Counted | undefined {
  const { count } = job;
  const place = placeOf(job, number);
  if (count?.kind !== 'counted' || place === undefined) return undefined;
  const { pages, before } = place;
  const left = count.runs.flatMap((run) => {
    if (run.last <= before) return [run];
    return run.first > before + pages ? [{ ...run, first: run.first - pages, last: run.last - pages }] : [];
  });
  const runs = left.map(({ newDocument, ...run }, index) => ({
    ...run,
    ...(newDocument === undefined || index === 0 ? {} : { newDocument }),
  }));
  return { ...count, pages: count.pages - pages, runs };
}

/** Which pages of the count of a job are those of a document. */
function placeOf(job: Job, number: number): { readonly pages: number; readonly before: number } | undefined {
  const documents = documentsOf(job);
  const document = documents[number - 1];
  if (document?.pages === undefined || document.cancelled !== undefined) return undefined;
  const before = pagesOf(documents.slice(0, number - 1).filter(({ cancelled }) => cancelled === undefined));
  return before === undefined ? undefined : { pages: document.pages, before };
}

/** The ticket by the numbers that pages have in the count of the whole job. */
export function ticketForAll(job: Job): Ticket {
  const pages = documentsToPrint(job).map((document) => document.pages);
  const known = pages.filter((each) => each !== undefined);
  return known.length === pages.length ? rangesInEach(job.ticket, known) : job.ticket;
}

function pagesOf(documents: readonly { readonly pages?: number }[]): number | undefined {
  return documents.reduce<number | undefined>(
    (sum, { pages }) => (sum === undefined || pages === undefined ? undefined : sum + pages),
    0,
  );
}

/** page-ranges name the pages of each document (RFC 8011 §5.2.7, for documents that are kept apart). */
export function rangesInEach(ticket: Ticket, pages: readonly number[]): Ticket {
  if (ticket.pageRanges.length === 0 || pages.length < 2) return ticket;
  const pageRanges: PageRange[] = [];
  let before = 0;
  for (const count of pages) {
    for (const { lower, upper } of ticket.pageRanges) {
      if (lower <= count) pageRanges.push({ lower: lower + before, upper: Math.min(upper, count) + before });
    }
    before += count;
  }
  // No page of any document: one behind the last says so, where none would mean all.
  const none = { lower: before + 1, upper: before + 1 };
  return { ...ticket, pageRanges: pageRanges.length === 0 ? [none] : pageRanges };
}
