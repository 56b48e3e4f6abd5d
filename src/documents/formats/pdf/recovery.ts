import { plural } from '../../../base/plural.ts';
import { PageRunList } from '../../page-runs.ts';
import { MemoryBytes, type RandomBytes } from './bytes.ts';
import { colourOf } from './colour.ts';
import { lockedAnswer, pagesOf, sentenceOf, unlock } from './document.ts';
import type { Effort } from './effort.ts';
import { inflatedOctetsMax } from './filters.ts';
import { ObjectStore } from './object-store.ts';
import { ObjectStream } from './object-stream.ts';
import { type PageTree, walkPageTree } from './page-tree.ts';
import type { Reading } from './reading.ts';
import { type Scan, type ScannedObject, scanObjects } from './scan.ts';
import {
  countOf,
  isDictionary,
  nameOf,
  type PdfDictionary,
  PdfReference,
  PdfStream,
  type PdfValue,
} from './values.ts';
import type { XrefPlace } from './xref-section.ts';

/**
 * Counts a document whose cross-reference cannot be trusted from the objects that one pass finds. The number is proven
 * only if a trailer or cross-reference stream names the root and no kid is missing, and estimated if the tree says itself
 * that it has as many: what is left of a file that was cut has fewer pages than the file had.
 */
export function recoverDocument(bytes: RandomBytes, header: number, effort: Effort): Reading {
  if (!effort.spendRecovered(bytes.size)) return broken('the document is too large to search');
  const octets = bytes.at(header, bytes.size - header);
  const scan = scanObjects(octets, effort);
  if (scan.objects.length === 0) {
    return { kind: 'unreadable', why: 'damaged', evidence: ['There is a header, but no object behind it.'] };
  }
  const entries = new Map<number, Placed>();
  for (const { id, offset } of scan.objects)
    place(entries, id.number, { position: offset, inside: undefined });
  const finder = { find: (number: number, at: XrefPlace) => findIn(entries, number, at) };
  const store = new ObjectStore(new MemoryBytes(octets), effort, finder);
  const trailer = findTrailer(scan);
  const locked = trailer !== undefined && !unlock(store, trailer);
  placeCompressed(entries, scan, store);
  return count({ scan, store, trailer, locked });
}

/** Where an object was found last; the position decides between a stream and what stands alone. */
interface Placed {
  readonly position: number;
  readonly inside: { readonly stream: number; readonly index: number } | undefined;
}

function findIn(entries: ReadonlyMap<number, Placed>, number: number, place: XrefPlace): boolean {
  const placed = entries.get(number);
  if (placed === undefined) return false;
  const { position, inside } = placed;
  return inside === undefined ? place.beAt(position) : place.beInside(inside.stream, inside.index);
}

function place(entries: Map<number, Placed>, number: number, entry: Placed): void {
  const known = entries.get(number);
  if (known === undefined || known.position <= entry.position) entries.set(number, entry);
}

function placeCompressed(entries: Map<number, Placed>, { objects }: Scan, store: ObjectStore): void {
  for (const { id, offset, value } of objects) {
    if (!(value instanceof PdfStream) || nameOf(value.dictionary.get('Type')) !== 'ObjStm') continue;
    const data = store.dataOf(value, inflatedOctetsMax);
    const count = countOf(store.resolve(value.dictionary.get('N')));
    const first = countOf(store.resolve(value.dictionary.get('First')));
    if (data === undefined || count === undefined || first === undefined) continue;
    const numbers = ObjectStream.open(data, count, first)?.numbers ?? [];
    for (const [index, number] of numbers.entries()) {
      place(entries, number, { position: offset, inside: { stream: id.number, index } });
    }
  }
}

/** The last trailer that names a root, else the last cross-reference stream that does. */
function findTrailer({ objects, trailers }: Scan): PdfDictionary | undefined {
  const named = trailers.findLast((trailer) => trailer.has('Root'));
  if (named !== undefined) return named;
  for (const { value } of objects.toReversed()) {
    const isXref = value instanceof PdfStream && nameOf(value.dictionary.get('Type')) === 'XRef';
    if (isXref && value.dictionary.has('Root')) return value.dictionary;
  }
  return undefined;
}

interface Recovered {
  readonly scan: Scan;
  readonly store: ObjectStore;
  readonly trailer: PdfDictionary | undefined;
  readonly locked: boolean;
}

function count({ scan, store, trailer, locked }: Recovered): Reading {
  const named = pagesOf(store.resolve(trailer?.get('Root')));
  const catalog = named ?? findCatalog(scan.objects, store);
  const root = catalog ?? guessRoot(scan.objects);
  const tree = walkPageTree(root, store, locked ? undefined : colourOf(store));
  if (locked) return lockedAnswer(tree);
  if (tree.pages === 0 && named !== undefined && tree.missing === 0 && isDictionary(store.resolve(named))) {
    return { kind: 'unreadable', why: 'empty', evidence: ['The page tree has no pages.'] };
  }
  if (tree.pages === 0 && scan.cut) {
    return {
      kind: 'unreadable',
      why: 'incomplete',
      evidence: ['The document is cut off before its page tree.'],
    };
  }
  if (tree.pages === 0) return broken('no page can be found');
  const searched = 'The cross-reference is damaged; the objects were found by searching.';
  const answer = { kind: 'read', endsFile: false, source: 'page tree, walked after recovery' } as const;
  if (named !== undefined && tree.missing === 0) {
    const { pages, runs } = tree;
    return { ...answer, pages, runs, proven: tree.loops === 0, evidence: [searched, sentenceOf(tree)] };
  }
  if (!scan.cut && isConfirmed(tree, store.resolve(catalog))) {
    const pages = tree.pages + tree.missing;
    const lost = `The tree has ${plural(pages, 'page')} and says so itself; ${tree.missing} of them cannot be read.`;
    return { ...answer, pages, runs: withoutFacts(pages), proven: false, evidence: [searched, lost] };
  }
  const evidence = ['The document is damaged; what is left of it may be a part only.', sentenceOf(tree)];
  return { kind: 'unreadable', why: 'incomplete', seen: tree.pages, evidence };
}

/**
 * Whether what is left of a tree agrees with what it says of itself: the kids that were found and those that were not are
 * as many as its /Count. Two witnesses that were damaged alike are not to be expected; one alone is not believed.
 */
function isConfirmed(tree: PageTree, root: PdfValue): boolean {
  const claimed = isDictionary(root) ? countOf(root.get('Count')) : undefined;
  return tree.loops === 0 && tree.pages + tree.missing === claimed;
}

/** Which of the pages were lost is known, but not what they looked like. */
function withoutFacts(pages: number): PageRunList {
  const runs = new PageRunList();
  runs.add({}, pages);
  return runs;
}

/** The tree of a catalog that nobody names. Object 0 is none: it heads the list of free ones (ISO 32000-1 §7.5.4). */
function findCatalog(objects: readonly ScannedObject[], store: ObjectStore): PdfValue | undefined {
  const catalog = objects.findLast(({ id, value }) => id.number > 0 && typeOf(value) === 'Catalog');
  return catalog === undefined ? undefined : pagesOf(store.resolve(catalog.value));
}

/** A tree without a parent. */
function guessRoot(objects: readonly ScannedObject[]): PdfValue | undefined {
  const top = objects.findLast(
    ({ value }) => typeOf(value) === 'Pages' && isDictionary(value) && !value.has('Parent'),
  );
  return top === undefined ? undefined : new PdfReference(top.id.number, top.id.generation);
}

function typeOf(value: PdfValue): string | undefined {
  return isDictionary(value) ? nameOf(value.get('Type')) : undefined;
}

function broken(sentence: string): Reading {
  return { kind: 'broken', seen: 0, endsFile: false, sentence };
}
