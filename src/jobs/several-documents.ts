import { documentsOf, type Job } from '../model/job.ts';
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

/** What was counted of one document, from 1, as if it were alone; undefined where nobody has counted it. */
export function countOfDocument(job: Job, number: number): Counted | undefined {
  const { count } = job;
  if (count?.kind !== 'counted') return undefined;
  const documents = documentsOf(job);
  if (documents.length === 1) return number === 1 ? count : undefined;
  const pages = documents[number - 1]?.pages;
  const before = pagesOf(documents.slice(0, number - 1));
  if (pages === undefined || before === undefined) return undefined;
  const own = count.runs.filter(({ first, last }) => first > before && last <= before + pages);
  const runs = own.map(({ newDocument, ...run }, index) => ({
    ...run,
    ...(newDocument === undefined || index === 0 ? {} : { newDocument }),
    first: run.first - before,
    last: run.last - before,
  }));
  return { ...count, pages, runs };
}

/** The ticket by the numbers that pages have in the count of the whole job. */
export function ticketForAll(job: Job): Ticket {
  const pages = documentsOf(job).map((document) => document.pages);
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
