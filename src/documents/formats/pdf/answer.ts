import { impressionsMax } from '../../../model/money.ts';
import type { Confidence, PageCount } from '../../../model/page-count.ts';
import { PageRunList } from '../../page-runs.ts';
import type { RandomBytes } from './bytes.ts';
import { readDocuments } from './documents.ts';
import type { Effort } from './effort.ts';
import type { Broken, Read, Reading, Unreadable } from './reading.ts';

/** What our own reader says: an answer, a structure that it cannot read, or a limit that it met first. */
export type Counting =
  | { readonly kind: 'answer'; readonly count: PageCount }
  | { readonly kind: 'broken'; readonly sentence: string }
  | { readonly kind: 'limit'; readonly limit: string };

export function countPdf(bytes: RandomBytes, mediaType: string, effort: Effort): Counting {
  const readings = readDocuments(bytes, effort);
  if (effort.passed !== undefined) return { kind: 'limit', limit: effort.passed };
  const unreadable = readings.find(isUnreadable);
  if (unreadable !== undefined) return { kind: 'answer', count: refuse(mediaType, unreadable) };
  const broken = readings.find(isBroken);
  if (broken !== undefined) return { kind: 'broken', sentence: broken.sentence };
  return { kind: 'answer', count: withLimit(add(mediaType, readings.filter(isRead)), effort.colour?.passed) };
}

/** Says that colours were not told to the end, where that left any open. */
function withLimit(count: PageCount, limit: string | undefined): PageCount {
  if (limit === undefined || count.kind === 'unknown') return count;
  if (count.runs.every((run) => run.colour !== undefined)) return count;
  const sentence = `Operators were followed for colours up to the limit "${limit}"; behind it colours are open.`;
  return { ...count, evidence: [...count.evidence, sentence] };
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

/** Documents in one stream print one after the other: their pages are added. */
function add(format: string, readings: readonly Read[]): PageCount {
  const evidence = readings.flatMap((reading) => reading.evidence);
  const runs = new PageRunList();
  for (const reading of readings) runs.addDocument(reading.runs.finish());
  if (runs.pages > impressionsMax) return { kind: 'unknown', format, why: 'limit:pages', evidence };
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
