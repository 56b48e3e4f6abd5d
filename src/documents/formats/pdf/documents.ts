import { Buffer } from 'node:buffer';
import type { RandomBytes } from './bytes.ts';
import { PartBytes } from './bytes.ts';
import { isWhite } from './characters.ts';
import { readDocument } from './document.ts';
import type { Effort } from './effort.ts';
import type { Reading } from './reading.ts';
import { recoverDocument } from './recovery.ts';

/**
 * One stream may hold several documents, and every common reader counts only the last. That nothing but one is there
 * is proven by structure: the file ends with the cross-reference of the document that begins it. Only when it does not
 * are further headers looked for.
 *
 *     %PDF- A … startxref %%EOF   %PDF- B … startxref %%EOF
 *
 * The stream is cut at headers. A document that holds another one as an attachment is not cut: read from its own header, its
 * cross-reference ends it, whatever headers lie between.
 */
export function readDocuments(bytes: RandomBytes, effort: Effort): readonly PlacedReading[] {
  const start = findHeader(bytes);
  const first = readDocument(bytes, start, effort);
  const isWhole = first.kind === 'unreadable' || (first.kind === 'read' && first.endsFile);
  if (isWhole || effort.passed !== undefined) return [{ start, reading: first }];
  const starts = findStarts(bytes, start);
  if (starts.length > documentsMax) {
    effort.pass('pdf-documents');
    return [];
  }
  if (starts.length === 1)
    return [{ start, reading: provenOr(first, () => recoverDocument(bytes, start, effort)) }];
  return starts.map((at, index) => {
    const part = new PartBytes(bytes, at, starts[index + 1] ?? bytes.size);
    const reading = provenOr(readDocument(part, 0, effort), () => recoverDocument(part, 0, effort));
    return { start: at, reading };
  });
}

export interface PlacedReading {
  /** Of its header. */
  readonly start: number;
  readonly reading: Reading;
}

function provenOr(reading: Reading, recover: () => Reading): Reading {
  return reading.kind === 'broken' ? recover() : reading;
}

/** `%PDF-` may stand anywhere in the first 1024 octets (ISO 32000-1 annex H.3). */
function findHeader(bytes: RandomBytes): number {
  const found = asBuffer(bytes.at(0, 1_024)).subarray(0, 1_024).indexOf('%PDF-');
  return Math.max(0, found);
}

/** Documents in one stream; a print room sends some, a hostile file millions. */
const documentsMax = 1_000;
/** Read at once while searching. */
const pieceOctets = 1_048_576;
const header = '%PDF-';

/** Where documents begin: at a header that stands behind an end mark, not inside a stream. */
function findStarts(bytes: RandomBytes, first: number): readonly number[] {
  const starts = [first];
  // No octet is looked back at twice, however many headers there are.
  let seen = first;
  for (let from = first + header.length; from < bytes.size; from += pieceOctets) {
    // Pieces overlap by a header, so that none is cut.
    const piece = asBuffer(bytes.at(from, pieceOctets + header.length)).subarray(
      0,
      pieceOctets + header.length - 1,
    );
    for (let at = piece.indexOf(header); at >= 0; at = piece.indexOf(header, at + 1)) {
      if (followsEndMark(bytes, from + at, seen)) starts.push(from + at);
      if (starts.length > documentsMax) return starts;
      seen = from + at;
    }
  }
  return starts;
}

const endMark = '%%EOF';
/** Read at once while looking back; nearly always the end mark is a few octets away. */
const lookBackOctets = 4_096;

/**
 * Whether the last thing before the line of this header is an end mark: only white space and comments may lie between,
 * however long (files are padded with either), but never an object, in whose data a header means nothing.
 */
function followsEndMark(bytes: RandomBytes, at: number, after: number): boolean {
  for (let end = at; end > after; end -= lookBackOctets) {
    const from = Math.max(after, end - lookBackOctets);
    // An overlap, so that no word is cut.
    const octets = asBuffer(bytes.at(from, end - from + endMark.length)).subarray(
      0,
      Math.min(at, end + endMark.length - 1) - from,
    );
    if (end === at && !isWhite(octets.at(-1))) return false;
    const mark = octets.lastIndexOf(endMark);
    const object = octets.lastIndexOf('obj');
    if (mark >= 0 || object >= 0) return mark > object;
  }
  return false;
}

function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length);
}
