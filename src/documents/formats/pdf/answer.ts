import { impressionsMax } from '../../../model/money.ts';
import type { Confidence, PageCount } from '../../../model/page-count.ts';
import type { DocumentQuestion } from '../../format.ts';
import { PageRunList } from '../../page-runs.ts';
import type { RandomBytes } from './bytes.ts';
import { readDocuments } from './documents.ts';
import { driverCopies } from './driver-copies.ts';
import type { Effort } from './effort.ts';
import type { Broken, Read, Reading, Unreadable } from './reading.ts';

/** What our own reader says: an answer, a structure that it cannot read, or a limit that it met first. */
export type Counting =
  | { readonly kind: 'answer'; readonly count: PageCount }
  | { readonly kind: 'broken'; readonly sentence: string }
  | { readonly kind: 'limit'; readonly limit: string };

export function countPdf(
  bytes: RandomBytes,
  { mediaType, driverCopies: asked }: DocumentQuestion,
  effort: Effort,
): Counting {
  const placed = readDocuments(bytes, effort);
  const readings = placed.map(({ reading }) => reading);
  if (effort.passed !== undefined) return { kind: 'limit', limit: effort.passed };
  const unreadable = readings.find(isUnreadable);
  if (unreadable !== undefined) return { kind: 'answer', count: refuse(mediaType, unreadable) };
  const broken = readings.find(isBroken);
  if (broken !== undefined) return { kind: 'broken', sentence: broken.sentence };
  const copies = placed.map(({ start }) => (asked === true ? driverCopies(bytes, start) : undefined));
  const count = add(mediaType, readings.filter(isRead), copies);
  return { kind: 'answer', count: withLimit(count, effort.colour?.passed) };
}

/** Says that colours were not told to the end, where that left any open. */
function withLimit(count: PageCount, limit: string | undefined): PageCount {
  if (limit === undefined || count.kind === 'unknown') return count;
  if (count.runs.every((run) => run.colour !== undefined)) return count;
  const sentence = `Operators were followed for colours up to the limit "${limit}"; behind it colours are open.`;
  return { ...count, evidence: [...count.evidence, sentence] };
}

function sentences(copies: number | undefined): readonly string[] {
  return copies === undefined
    ? []
    : [`The driver leaves ${copies} copies to the device (%%PDFTOPDFNumCopies).`];
}

function isRead(reading: Reading): reading is Read {
  return reading.kind === 'read';
}

function isUnreadable(reading: Reading): reading is Unreadable {
  return reading.kind === 'unreadable';
}

function isBroken(reading: Reading): reading is Broken {
  return reading.kind === 'broken';
}

function refuse(format: string, { why, seen, evidence }: Unreadable): PageCount {
  return { kind: 'unknown', format, why, ...(seen === undefined ? {} : { seen }), evidence };
}

/** Documents in one stream print one after the other: their pages are added. `copies`: of each, where it says them. */
function add(format: string, readings: readonly Read[], copies: readonly (number | undefined)[]): PageCount {
  const evidence = readings.flatMap((reading, index) => [...reading.evidence, ...sentences(copies[index])]);
  const runs = new PageRunList();
  for (const [index, reading] of readings.entries()) {
    const asked = copies[index];
    const pages = reading.runs.finish();
    runs.addDocument(asked === undefined ? pages : pages.map((run) => ({ ...run, copies: asked })));
  }
  if (runs.impressions > impressionsMax) return { kind: 'unknown', format, why: 'limit:pages', evidence };
  // A device that reads from the end, as programs do, prints the last of several documents only.
  const sure = readings.length === 1 && readings.every((reading) => reading.proven);
  const confidence: Confidence = sure ? 'exact' : 'estimated';
  const several =
    readings.length > 1 ? [`${readings.length} documents follow each other in one stream.`] : [];
  return {
    kind: 'counted',
    format,
    pages: runs.pages,
    runs: runs.finish(),
    confidence,
    source: readings.at(-1)?.source ?? '',
    evidence: [...several, ...evidence],
  };
}
