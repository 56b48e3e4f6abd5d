import type { PageCount } from '../../../model/page-count.ts';
import type { DocumentSource } from '../../counter.ts';
import type { DocumentQuestion } from '../../format.ts';

/** What a worker is asked. */
export interface CountRequest extends DocumentSource, DocumentQuestion {
  /** Milliseconds for telling colours; what is not told by then stays open. */
  readonly colourTimeMs: number;
}

/** Whether a message is a count: what comes from a worker that read a hostile document is looked at before it is used. */
export function isPageCount(value: unknown): value is PageCount {
  if (!isRecord(value) || !Array.isArray(value['evidence'])) return false;
  if (value['kind'] === 'unknown') return typeof value['why'] === 'string';
  const pages = value['pages'];
  const hasPages = typeof pages === 'number' && Number.isSafeInteger(pages) && pages > 0;
  return value['kind'] === 'counted' && hasPages && Array.isArray(value['runs']);
}

export function isCountRequest(value: unknown): value is CountRequest {
  if (!isRecord(value)) return false;
  const path = value['path'];
  const memory = value['memory'];
  const placed = typeof path === 'string' || memory instanceof Uint8Array;
  const numbers = [value['octets'], value['colourTimeMs']];
  const numbered = numbers.every((number) => typeof number === 'number');
  return placed && numbered && typeof value['mediaType'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
