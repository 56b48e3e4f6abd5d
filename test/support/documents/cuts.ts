import { createDocumentCounters, defaultCountLimits } from '../../../src/documents/index.ts';
import type { PageCount } from '../../../src/model/page-count.ts';
import { countOctets, countOnce } from './count.ts';

/** Counts a document cut at every octet from `from` (behind what tells its format) to its last but one. */
export async function countCuts(octets: Buffer, from: number): Promise<readonly PageCount[]> {
  const counts: PageCount[] = [];
  for (let end = from; end < octets.length; end += 1) counts.push(await countOnce(octets.subarray(0, end)));
  return counts;
}

/** Counts a document octet by octet and in other awkward pieces. */
export async function countPieces(octets: Buffer): Promise<readonly PageCount[]> {
  const counters = createDocumentCounters(defaultCountLimits);
  try {
    const counts: PageCount[] = [];
    for (const chunks of [[1], [2], [7], [1_023, 2, 1], [octets.length - 1, 1]]) {
      counts.push(await countOctets(counters, octets, { chunks }));
    }
    return counts;
  } finally {
    await counters.close();
  }
}
