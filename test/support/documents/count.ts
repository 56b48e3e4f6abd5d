import {
  type CountWish,
  createDocumentCounters,
  type DocumentCounters,
  defaultCountLimits,
} from '../../../src/documents/index.ts';
import { type Counted, type PageCount, pagesIn } from '../../../src/model/page-count.ts';

interface CountHow {
  readonly announced?: string;
  readonly chunks?: readonly number[];
  readonly wish?: CountWish;
}

/** Counts a document in memory as the server would, cut into chunks of these sizes (the last one repeats). */
export function countOctets(
  counters: DocumentCounters,
  octets: Buffer,
  { announced, chunks = [octets.length || 1], wish }: CountHow = {},
): Promise<PageCount> {
  const counter = counters.counter(announced, wish);
  let index = 0;
  for (let at = 0; at < octets.length; ) {
    const size = Math.max(1, chunks[Math.min(index, chunks.length - 1)] ?? octets.length);
    counter.push(octets.subarray(at, at + size));
    at += size;
    index += 1;
  }
  return counter.finish({ octets: octets.length, memory: octets }, new AbortController().signal);
}

/** Counts one document with counters of its own. */
export async function countOnce(octets: Buffer, announced?: string): Promise<PageCount> {
  const counters = createDocumentCounters(defaultCountLimits);
  try {
    return await countOctets(counters, octets, announced === undefined ? {} : { announced });
  } finally {
    await counters.close();
  }
}

/** Pages times the copies that the data asks for. */
export function impressionsOf({ runs }: Counted): number {
  return runs.reduce((sum, run) => sum + pagesIn(run) * (run.copies ?? 1), 0);
}
