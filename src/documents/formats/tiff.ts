import { plural } from '../../base/plural.ts';
import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext, WishedDocument } from '../format.ts';
import { PageRunList } from '../page-runs.ts';
import { startsWithText } from '../recognise.ts';
import { openOctets, type RandomOctets } from './octets/random-octets.ts';
import { type PdfPicture, pdfOfPictures } from './pixels/picture-pdf.ts';
import { offsetAt, problem, readDirectory, type TiffLayout, type TiffProblem } from './tiff/directory.ts';
import { TiffEffort } from './tiff/effort.ts';
import { pageTags, TiffPageReader, type TiffReading } from './tiff/page.ts';

/**
 * TIFF 6.0 and BigTIFF; II is little-endian, MM big-endian:
 *
 *     classic: "II" 42(2) first(4)                    directory: entries(2) entry… next(4)
 *     BigTIFF: "II" 43(2) 8(2) 0(2) first(8)          directory: entries(8) entry… next(8)
 *     entry := tag(2) type(2) count(4 | 8) value or offset of the values(4 | 8)
 *
 * A page is a directory of the chain that is no reduced copy or mask of another; directories that hang on a tag
 * (SubIFDs, Exif) are no part of the chain. They may lie anywhere, so that nothing is read while it streams by. A page
 * counts when all its strips or tiles lie within the document.
 */
export const recogniseTiff: (head: Uint8Array) => boolean = startsWithText(
  ...['II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
);

export function openTiff({ mediaType, wish, lookTimeMs, drawer }: FormatContext): StreamCounter {
  return {
    push: () => undefined,
    finish: async (source, signal) => {
      const pictures: PdfPicture[] = [];
      const effort = new TiffEffort(signal, lookTimeMs);
      const count = await countTiff(mediaType, { source, wish, pictures }, effort);
      if (count.kind === 'unknown' || pictures.length !== count.pages) return count;
      return drawer.complete(count, { source, wish, parts: pdfOfPictures(pictures) }, signal);
    },
  };
}

/** Gathers what is to be drawn of its pages; fewer than there are where one cannot be. */
interface TiffQuestion extends WishedDocument {
  readonly pictures: PdfPicture[];
}

/** Pages that are drawn at most are fewer (`counting.drawPagesMax`). */
const picturesMax = 10_000;

/** 100 000 pages are ten times the largest archive of scans; what passes this is made to be followed for ever. */
const directoriesMax = 100_000;

async function countTiff(
  format: string,
  { source, wish, pictures }: TiffQuestion,
  effort: TiffEffort,
): Promise<PageCount> {
  const pages = new PageRunList();
  const octets = await openOctets(source);
  if (octets === undefined)
    return unknown(format, 'damaged', 'The document is neither in memory nor in a file.');
  try {
    const wantsInk = wish.ink === true;
    const looksAtPixels = wish.colour === true || wantsInk;
    const outcome = await followChain(octets, { pages, pictures }, { effort, looksAtPixels, wantsInk });
    if (typeof outcome === 'number') {
      const count = answer(format, pages, outcome);
      return effort.lookedEnough ? { ...count, evidence: [...count.evidence, lookedEnough] } : count;
    }
    const seen = pages.pages === 0 ? {} : { seen: pages.pages };
    return { ...unknown(format, outcome.why, outcome.sentence), ...seen };
  } finally {
    await octets.close();
  }
}

const lookedEnough = 'Its pixels are too many to look at all of them; the colour of the rest is open.';

function answer(format: string, pages: PageRunList, directories: number): PageCount {
  if (pages.pages === 0) return unknown(format, 'damaged', 'The TIFF has reduced copies and masks only.');
  const others = directories - pages.pages;
  return {
    kind: 'counted',
    format,
    pages: pages.pages,
    runs: pages.finish(),
    confidence: 'exact',
    source: 'chain of directories, followed',
    evidence: [
      `${plural(pages.pages, 'page')}, all their pixels within the document.`,
      ...(others === 0 ? [] : [`Reduced copies and masks in the chain: ${others}.`]),
    ],
  };
}

function unknown(format: string, why: UncountableWhy, sentence: string): PageCount {
  return { kind: 'unknown', format, why, evidence: [sentence] };
}

/** Adds the pages of the chain; returns how many directories it has. */
async function followChain(
  octets: RandomOctets,
  { pages, pictures }: { readonly pages: PageRunList; readonly pictures: PdfPicture[] },
  { effort, looksAtPixels, wantsInk }: Pick<TiffReading, 'effort' | 'looksAtPixels' | 'wantsInk'>,
): Promise<number | TiffProblem> {
  const header = await readHeader(octets);
  if (header.kind === 'problem') return header;
  const { layout } = header;
  const reader = new TiffPageReader({ octets, layout, effort, looksAtPixels, wantsInk });
  const visited = new Set<number>();
  for (let offset = header.first; offset !== 0; ) {
    if (visited.has(offset)) return problem('damaged', 'The chain of directories leads back into itself.');
    if (visited.size === directoriesMax) {
      return problem('limit:tiff-directories', `It has more than ${directoriesMax} directories.`);
    }
    visited.add(offset);
    const directory = await readDirectory(octets, layout, { offset, wanted: pageTags }, effort);
    if (directory.kind === 'problem') return directory;
    const page = await reader.read(directory.fields);
    if (page.kind === 'problem') return page;
    if (page.kind === 'page') {
      const { kind: _, picture, ...facts } = page;
      pages.add(facts);
      if (picture !== undefined && pictures.length < picturesMax) pictures.push(picture);
    }
    offset = directory.next;
  }
  return visited.size === 0 ? problem('damaged', 'The TIFF names no first directory.') : visited.size;
}

interface TiffHeader {
  readonly kind: 'header';
  readonly layout: TiffLayout;
  readonly first: number;
}

async function readHeader(octets: RandomOctets): Promise<TiffHeader | TiffProblem> {
  const start = await octets.read(0, 8);
  if (start === undefined) return problem('incomplete', 'The header is cut off.');
  const littleEndian = start.getUint8(0) === 0x49;
  const big = start.getUint16(2, littleEndian) === 43;
  const layout = { littleEndian, big };
  if (!big) return { kind: 'header', layout, first: offsetAt(start, 4, layout) };
  if (start.getUint16(4, littleEndian) !== 8 || start.getUint16(6, littleEndian) !== 0) {
    return problem('damaged', 'The offsets of a BigTIFF have 8 octets, these have not.');
  }
  const offset = await octets.read(8, 8);
  if (offset === undefined) return problem('incomplete', 'The header is cut off.');
  return { kind: 'header', layout, first: offsetAt(offset, 0, layout) };
}
