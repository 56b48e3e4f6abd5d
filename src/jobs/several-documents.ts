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
