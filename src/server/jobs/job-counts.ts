import {
  type ByKind,
  type BySides,
  type PaperDetail,
  type PaperInput,
  paperDetailOf,
  portionOf,
  usageOf,
} from '../../accounting/index.ts';
import { attributeOf, collection, type IppAttribute, integer } from '../../ipp/index.ts';
import { countOfDocument, type JobView, ticketForAll } from '../../jobs/index.ts';
import { documentsOf, documentsToPrint, type Job } from '../../model/job.ts';

/** What a device said while it printed, or in the end; else what was charged. */
export function impressionsCompleted({ job, impressionsCompleted: told }: JobView): number {
  return job.settlement?.reported ?? told ?? job.settlement?.impressions ?? 0;
}

export function sheetsCompleted(view: JobView): number {
  const { quote, settlement } = view.job;
  if (quote === undefined) return settlement?.sheets ?? 0;
  return portionOf(quote, impressionsCompleted(view)).sheets;
}

/** Copies are in it, pages that were left out are not; undefined where nobody has counted pages. */
export function pagesCompleted(view: JobView, detail: PaperDetail | undefined): number | undefined {
  return detail === undefined ? undefined : sum(completedOf(view, detail.allPages));
}

type ColName =
  | 'job-impressions-col'
  | 'job-impressions-completed-col'
  | 'job-media-sheets-col'
  | 'job-media-sheets-completed-col'
  | 'job-pages-col'
  | 'job-pages-completed-col';

/**
 * The counts of a job by what is on sides, sheets and pages (PWG 5100.7 §6.2); of each collection the sum of all members is
 * the number of that name. What a device has printed of a job it has not finished is taken for an even part of it.
 */
export function countsByKind(
  name: ColName,
  view: JobView,
  detail: PaperDetail | undefined,
): IppAttribute | undefined {
  if (detail === undefined) return undefined;
  switch (name) {
    case 'job-impressions-col':
      return impressionsCol(name, detail.impressions);
    case 'job-impressions-completed-col':
      return impressionsCol(name, sidesCompleted(view, detail.allImpressions));
    case 'job-media-sheets-col':
      return sheetsCol(name, detail.sheets);
    case 'job-media-sheets-completed-col':
      return sheetsCol(name, shared(detail.sheets, sheetsCompleted(view)));
    case 'job-pages-col':
      return pagesCol(name, detail.pages);
    case 'job-pages-completed-col':
      return pagesCol(name, completedOf(view, detail.allPages));
  }
}

/** Absent where the pages could not be counted: nothing is known of them then but a number that a rule made. */
export function paperOf(job: Job): PaperDetail | undefined {
  const input = paperInputOf(job);
  return input === undefined ? undefined : paperDetailOf(input);
}

function paperInputOf(job: Job): PaperInput | undefined {
  const { count, quote } = job;
  if (count?.kind !== 'counted' || quote === undefined) return undefined;
  const input = { count, ticket: ticketForAll(job), colourDevice: quote.colour > 0 };
  // The record says what it came to, not how copies met those in the data.
  const ways = ['attribute', 'resend', 'driver'] as const;
  const way = ways.find((copiesBy) => usageOf({ ...input, copiesBy }).impressions === quote.impressions);
  return { ...input, copiesBy: way ?? 'attribute' };
}

/** What came out of one document, with copies. */
export interface DocumentCompleted {
  readonly impressions: number;
  readonly sheets: number;
  readonly pages?: number;
}

const nothingCompleted: DocumentCompleted = { impressions: 0, sheets: 0, pages: 0 };

/**
 * Of the only document all that is known of its job. Of several each has its own as soon as all of them are out, and nothing
 * as long as nothing is; between that nobody says of which one the paper is, and no sum shall be wrong: undefined.
 */
export function documentCompleted(view: JobView, number: number): DocumentCompleted | undefined {
  const { job } = view;
  const impressions = impressionsCompleted(view);
  if (documentsOf(job)[number - 1]?.cancelled !== undefined || impressions === 0) return nothingCompleted;
  if (documentsToPrint(job).length === 1) {
    const pages = pagesCompleted(view, paperOf(job));
    return { impressions, sheets: sheetsCompleted(view), ...(pages === undefined ? {} : { pages }) };
  }
  const count = countOfDocument(job, number);
  const all = paperInputOf(job);
  if (impressions !== job.quote?.impressions || count === undefined || all === undefined) return undefined;
  const { jobSheets: _, ...ticket } = job.ticket;
  const { allImpressions, sheets, allPages } = paperDetailOf({ ...all, count, ticket });
  return {
    impressions: sum(allImpressions.oneSided) + sum(allImpressions.twoSided),
    sheets: sum(sheets),
    pages: sum(allPages),
  };
}

function sidesCompleted(view: JobView, all: BySides): BySides {
  const completed = impressionsCompleted(view);
  const whole = sum(all.oneSided) + sum(all.twoSided);
  const oneSided = whole === 0 ? 0 : Math.round((sum(all.oneSided) * completed) / whole);
  return {
    oneSided: shared(all.oneSided, oneSided),
    twoSided: shared(all.twoSided, completed - oneSided),
  };
}

/** Pages come with the sides that they are on. */
function completedOf(view: JobView, all: ByKind): ByKind {
  const impressions = view.job.quote?.impressions ?? 0;
  const completed = impressionsCompleted(view);
  if (impressions === 0 || completed >= impressions) return completed === 0 ? shared(all, 0) : all;
  return shared(all, Math.floor((sum(all) * completed) / impressions));
}

/** So many of all, each kind in proportion; what rounding leaves goes to the kinds that it took most from. */
function shared(all: ByKind, wanted: number): ByKind {
  const whole = sum(all);
  if (whole === wanted) return all;
  if (whole === 0) return { ...all, monochrome: wanted };
  const exact = kinds.map((kind) => ({ kind, share: (all[kind] * wanted) / whole }));
  const counts = { blank: 0, monochrome: 0, colour: 0 };
  for (const { kind, share } of exact) counts[kind] = Math.floor(share);
  const byRest = exact.sort((one, other) => (other.share % 1) - (one.share % 1));
  for (const { kind } of byRest.slice(0, wanted - sum(counts))) counts[kind] += 1;
  return counts;
}

const kinds = ['blank', 'monochrome', 'colour'] as const;

function sum({ blank, monochrome, colour }: ByKind): number {
  return blank + monochrome + colour;
}

function impressionsCol(name: ColName, { oneSided, twoSided }: BySides): IppAttribute {
  return col(name, {
    blank: oneSided.blank,
    'blank-two-sided': twoSided.blank,
    'full-color': oneSided.colour,
    'full-color-two-sided': twoSided.colour,
    'highlight-color': 0,
    'highlight-color-two-sided': 0,
    monochrome: oneSided.monochrome,
    'monochrome-two-sided': twoSided.monochrome,
  });
}

function sheetsCol(name: ColName, { blank, colour, monochrome }: ByKind): IppAttribute {
  return col(name, { blank, 'full-color': colour, 'highlight-color': 0, monochrome });
}

/** PWG 5100.7 has two kinds of pages; one with nothing on it has no colour. */
function pagesCol(name: ColName, { blank, colour, monochrome }: ByKind): IppAttribute {
  return col(name, { 'full-color': colour, monochrome: monochrome + blank });
}

function col(name: ColName, members: Readonly<Record<string, number>>): IppAttribute {
  const list = Object.entries(members).map(([member, count]) => attributeOf(member, integer(count)));
  return attributeOf(name, collection(...list));
}
