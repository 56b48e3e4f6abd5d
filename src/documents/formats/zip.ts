import type { PageCount } from '../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { hasTextAt } from '../recognise.ts';
import { openOctets, type RandomOctets } from './octets/random-octets.ts';
import { countOdf, isOdfType } from './odf.ts';
import { countOoxml, ooxmlRoot } from './ooxml.ts';
import { isFixedRepresentation } from './xps/space.ts';
import { countXps } from './xps.ts';
import { openArchive, type ZipArchive } from './zip/archive.ts';
import { ZipEffort } from './zip/effort.ts';
import { readEntry } from './zip/entry-data.ts';
import { ZipPackage } from './zip/package.ts';
import { problem, type ZipProblem } from './zip/problem.ts';
import { readRelationships } from './zip/relationships.ts';

const localHeader = 'PK\u0003\u0004';
/** What may stand before the first entry: the mark of an archive that once was split, or the end of an empty one. */
const others = ['PK\u0007\u0008', 'PK00', 'PK\u0005\u0006'];
/** Types that are ZIP archives: announced, they tell an archive that something else stands before. */
const zipTypes =
  /^application\/(?:zip|oxps|vnd\.ms-xpsdocument|vnd\.oasis\.opendocument\.|vnd\.openxmlformats-)/;

export function recogniseZip(head: Uint8Array, announced: string): boolean {
  if ([localHeader, ...others].some((magic) => hasTextAt(head, 0, magic))) return true;
  if (!zipTypes.test(announced)) return false;
  return Buffer.from(head.buffer, head.byteOffset, head.length).includes(localHeader, 0, 'latin1');
}

/** What an archive holds is said at its end: nothing is read while it streams by. */
export function openZip({ mediaType }: FormatContext): StreamCounter {
  return {
    push: () => undefined,
    finish: (source, signal) => countZip(mediaType, source, signal),
  };
}

async function countZip(format: string, source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
  const octets = await openOctets(source);
  if (octets === undefined) {
    return unknown(format, problem('damaged', 'The document is neither in memory nor in a file.'));
  }
  try {
    return await countPackage(format, octets, new ZipEffort(signal));
  } finally {
    await octets.close();
  }
}

/** A ZIP is what its parts make of it: XPS, OpenDocument, Office Open XML, or nothing that is known. */
async function countPackage(format: string, octets: RandomOctets, effort: ZipEffort): Promise<PageCount> {
  const archive = await openArchive(octets, effort);
  if (archive.kind === 'problem') return unknown(format, archive);
  const mediaType = await mimetype(archive, effort);
  if (typeof mediaType !== 'string') return unknown(format, mediaType);
  const pack = await ZipPackage.open(archive, effort);
  if ('kind' in pack) return unknown(format, pack);
  if (isOdfType(mediaType)) return countOdf(pack, mediaType);
  const relationships = await readRelationships(pack, '');
  if ('kind' in relationships) return unknown(format, relationships);
  const xps = relationships.find(({ type }) => isFixedRepresentation(type));
  if (xps !== undefined) return countXps(pack, xps);
  const office = ooxmlRoot(relationships);
  if (office !== undefined) return countOoxml(pack, office, relationships);
  return unknown(
    mediaType || format,
    problem('unsupported', 'It is a ZIP, but no document that is known here.'),
  );
}

const mimetypeOctetsMax = 256;

/** What the part `mimetype` says, as OpenDocument and EPUB have it; '' without that part. */
async function mimetype(archive: ZipArchive, effort: ZipEffort): Promise<string | ZipProblem> {
  const entry = archive.entries.find(({ name }) => name === 'mimetype');
  if (entry === undefined || entry.octets > mimetypeOctetsMax) return '';
  let text = '';
  const wrong = await readEntry(archive.octets, entry, effort, (piece) => {
    text += Buffer.from(piece).toString('latin1');
    return text.length <= mimetypeOctetsMax;
  });
  return wrong ?? (/^[\w.+-]+\/[\w.+-]+$/.test(text.trim()) ? text.trim() : '');
}

function unknown(format: string, { why, sentence }: ZipProblem): PageCount {
  return { kind: 'unknown', format, why, evidence: [sentence] };
}
