import { plural } from '../../base/plural.ts';
import { impressionsMax } from '../../model/money.ts';
import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { PageRunList } from '../page-runs.ts';
import { startsWith } from '../recognise.ts';
import { DviMarks } from './dvi/marks.ts';
import { openOctets, type RandomOctets } from './octets/random-octets.ts';

/**
 * DVI of TeX (The DVI file format, Fuchs 1982), all integers big-endian; it is read from its end:
 *
 *     page:      139 count(4)*10 previous(4) …      `previous` is where the page before begins, -1 for the first
 *     postamble: 248 last(4) num(4) den(4) mag(4) height(4) width(4) depth(2) pages(2) …
 *     end:       249 postamble(4) id(1) 223 223 223 223 …
 *
 * The postamble's number of pages is counted modulo 65 536, so that the chain of pages decides; colour is told on the way.
 */
export const recogniseDvi: (head: Uint8Array) => boolean = startsWith(0xf7, 0x02);

const opcodes = { beginPage: 139, postamble: 248, end: 249, filler: 223 } as const;
/** TeX writes 2; pTeX, which writes downwards too, 3. */
const idsOfEnd: readonly number[] = [2, 3];
const pageOctets = 45;
const postambleOctets = 29;
/** Fillers there may be at the end: four to seven by the format, more where a disk had blocks. */
const tailOctets = 4_096;

export function openDvi({ mediaType }: FormatContext): StreamCounter {
  const pages = new PageRunList();
  const marks = new DviMarks((colour) => {
    pages.add({ colour });
  });
  return {
    push: (chunk) => {
      marks.push(chunk);
    },
    finish: async (source) => {
      const count = await countDvi(mediaType, source);
      const isTold = count.kind === 'counted' && count.pages === pages.pages;
      return isTold ? { ...count, runs: pages.finish() } : count;
    },
  };
}

async function countDvi(format: string, source: DocumentSource): Promise<PageCount> {
  const octets = await openOctets(source);
  if (octets === undefined)
    return unknown(format, 'damaged', 'The document is neither in memory nor in a file.');
  try {
    return await followPages(format, octets);
  } finally {
    await octets.close();
  }
}

async function followPages(format: string, octets: RandomOctets): Promise<PageCount> {
  const postambleAt = await findPostamble(octets);
  if (postambleAt === undefined) return unknown(format, 'incomplete', 'The end of the document is missing.');
  const postamble = await octets.read(postambleAt, postambleOctets);
  if (postamble?.getUint8(0) !== opcodes.postamble) {
    return unknown(format, 'damaged', 'There is no postamble where the end says.');
  }
  const claim = postamble.getUint16(27);
  let pages = 0;
  let before = postambleAt;
  for (let at = postamble.getInt32(1); at !== -1; ) {
    const page = at < before ? await octets.read(at, pageOctets) : undefined;
    if (page?.getUint8(0) !== opcodes.beginPage) {
      return unknown(
        format,
        'damaged',
        `No page begins where another says, ${plural(pages, 'page')} before the end.`,
      );
    }
    pages += 1;
    if (pages > impressionsMax) return unknown(format, 'limit:pages', 'No document has more pages.');
    before = at;
    at = page.getInt32(41);
  }
  if (pages === 0) return unknown(format, 'empty', 'The document has no page.');
  if (pages % 65_536 !== claim) {
    return unknown(format, 'damaged', `The postamble says ${claim} pages, ${pages} were found.`);
  }
  return {
    kind: 'counted',
    format,
    pages,
    runs: [{ first: 1, last: pages }],
    confidence: 'exact',
    source: 'chain of pages, followed',
    evidence: [`${plural(pages, 'page')}, each at its place; the postamble says ${claim}.`],
  };
}

/** Where the postamble is, by the octets before the fillers at the end. */
async function findPostamble(octets: RandomOctets): Promise<number | undefined> {
  const length = Math.min(octets.size, tailOctets);
  const tail = await octets.read(octets.size - length, length);
  if (tail === undefined) return undefined;
  let id = length - 1;
  while (id >= 0 && tail.getUint8(id) === opcodes.filler) id -= 1;
  const fillers = length - 1 - id;
  if (fillers < 4 || id < 5 || !idsOfEnd.includes(tail.getUint8(id))) return undefined;
  return tail.getUint8(id - 5) === opcodes.end ? tail.getInt32(id - 4) : undefined;
}

function unknown(format: string, why: UncountableWhy, sentence: string): PageCount {
  return { kind: 'unknown', format, why, evidence: [sentence] };
}
