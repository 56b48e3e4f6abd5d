import { Buffer } from 'node:buffer';
import type { RandomBytes } from './bytes.ts';
import type { Effort } from './effort.ts';
import { PdfParser } from './parser.ts';
import { countOf, type PdfDictionary } from './values.ts';
import type { ObjectFinder, ObjectRun, XrefPlace, XrefSection } from './xref-section.ts';
import { readXrefStream } from './xref-stream.ts';
import { readXrefTable, XrefTable } from './xref-table.ts';

/** All sections that one document is made of. */
export interface Xref {
  /** The newest trailer that names a root. */
  readonly trailer: PdfDictionary;
  /** Whether the file ends with this cross-reference, so that nothing of another document can follow. */
  readonly endsFile: boolean;
  readonly finder: ObjectFinder;
}

/** Updates of one document; each is a save by a person. */
const sectionsMax = 1_000;
/** Producers pad the end of a file: 5000 NULs were met. */
const tailOctets = [1_024, 65_536] as const;

/**
 * Reads the chain of cross-reference sections from the last `startxref` (ISO 32000-1 §7.5.4–8): the newest entry of an
 * object wins, a hybrid file's stream comes before the older sections, and offsets seen are not followed again.
 */
export function readXref(bytes: RandomBytes, effort: Effort): Xref | undefined {
  const start = findStartXref(bytes);
  if (start === undefined) return undefined;
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  const offsets = [start.offset];
  for (let offset = offsets.pop(); offset !== undefined; offset = offsets.pop()) {
    if (seen.has(offset)) continue;
    seen.add(offset);
    if (seen.size > sectionsMax || !effort.spendObject()) return undefined;
    const section = readSection(bytes, offset, effort);
    if (section === undefined) return undefined;
    sections.push(section);
    const previous = countOf(section.trailer.get('Prev'));
    const hybrid = countOf(section.trailer.get('XRefStm'));
    if (previous !== undefined) offsets.push(previous);
    if (hybrid !== undefined) offsets.push(hybrid);
  }
  const trailer = sections.find((section) => section.trailer.has('Root'))?.trailer;
  if (trailer === undefined) return undefined;
  const newest = sections[0];
  const endsFile = newest !== undefined && onlyWordsBetween(bytes, newest.end, start.position);
  const finder = sections.length === 1 && newest !== undefined ? newest : new XrefChain(sections);
  return { trailer, endsFile, finder };
}

/** The newest section that holds an object says where it is. */
class XrefChain implements ObjectFinder {
  readonly #sections: readonly XrefSection[];

  constructor(sections: readonly XrefSection[]) {
    this.#sections = sections;
  }

  find(number: number, place: XrefPlace): boolean {
    const sections = this.#sections;
    for (let index = 0; index < sections.length; index += 1) {
      if (sections[index]?.find(number, place) === true) return true;
    }
    return false;
  }

  /** In the newest section that holds the first of them, up to one that a newer section may hold. */
  findRun(run: ObjectRun): number {
    for (const section of this.#sections) {
      if (!(section instanceof XrefTable)) return 0;
      const lacking = section.lacks(run);
      if (lacking === 0) return section.findRun(run);
      run.to = run.from + lacking;
    }
    return 0;
  }
}

function readSection(bytes: RandomBytes, offset: number, effort: Effort): XrefSection | undefined {
  const parser = new PdfParser(bytes.at(offset, 64));
  return parser.word('xref')
    ? readXrefTable(bytes, offset + parser.position)
    : readXrefStream(bytes, offset, effort);
}

interface StartXref {
  /** Where the keyword stands. */
  readonly position: number;
  /** What it points to. */
  readonly offset: number;
}

function findStartXref(bytes: RandomBytes): StartXref | undefined {
  for (const length of tailOctets) {
    const from = Math.max(0, bytes.size - length);
    const tail = bytes.at(from, length);
    const found = Buffer.from(tail.buffer, tail.byteOffset, tail.length).lastIndexOf('startxref');
    if (found < 0) continue;
    const offset = new PdfParser(tail, found + 'startxref'.length).integer();
    return offset === undefined ? undefined : { position: from + found, offset };
  }
  return undefined;
}

/** Comments and the ends of a cross-reference stream may stand before `startxref`; a whole document may not. */
const betweenOctetsMax = 1_024;

function onlyWordsBetween(bytes: RandomBytes, start: number, end: number): boolean {
  if (end < start || end - start > betweenOctetsMax) return false;
  const parser = new PdfParser(bytes.at(start, end - start).subarray(0, end - start));
  parser.word('endstream');
  parser.word('endobj');
  return parser.atEnd;
}
