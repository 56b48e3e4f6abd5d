import { plural } from '../../../base/plural.ts';
import type { RandomBytes } from './bytes.ts';
import { PartBytes } from './bytes.ts';
import { colourOf } from './colour.ts';
import type { Effort } from './effort.ts';
import { openEncryption } from './encryption.ts';
import { ObjectStore } from './object-store.ts';
import { readObjectAt } from './objects.ts';
import { type PageTree, walkPageTree } from './page-tree.ts';
import type { Broken, Reading } from './reading.ts';
import { isDictionary, type PdfDictionary, type PdfValue } from './values.ts';
import { readXref, type Xref } from './xref.ts';

/**
 * Reads one document by its cross-reference. `header` is where `%PDF-` stands: offsets count from there, or from the
 * beginning of the file; both are met, and the one where everything fits is right.
 */
export function readDocument(bytes: RandomBytes, header: number, effort: Effort): Reading {
  const fromHeader = readFrom(bytes, header, effort);
  if (header === 0 || fromHeader.kind !== 'broken') return fromHeader;
  const fromStart = readFrom(bytes, 0, effort);
  return fromStart.kind === 'broken' ? fromHeader : fromStart;
}

function readFrom(bytes: RandomBytes, start: number, effort: Effort): Reading {
  const part = start === 0 ? bytes : new PartBytes(bytes, start, bytes.size);
  const xref = readXref(part, effort);
  if (xref === undefined) return broken('the cross-reference cannot be read');
  const endsFile = xref.endsFile || isLinearizedWhole(part);
  return readTree(new ObjectStore(part, effort, xref.finder), { ...xref, endsFile });
}

/** A linearized file begins with its own length (ISO 32000-1 annex F.3.3) and ends with an offset near its start. */
function isLinearizedWhole(bytes: RandomBytes): boolean {
  const first = readObjectAt(bytes, 0)?.value;
  return isDictionary(first) && first.has('Linearized') && first.get('L') === bytes.size;
}

function readTree(store: ObjectStore, xref: Xref): Reading {
  const { trailer, endsFile } = xref;
  const locked = !unlock(store, trailer);
  const catalog = store.resolve(trailer.get('Root'));
  const tree = walkPageTree(pagesOf(catalog), store, locked ? undefined : colourOf(store));
  if (locked) return lockedAnswer(tree);
  if (tree.missing > 0) return { ...broken('an object is not where it should be', tree.pages), endsFile };
  if (tree.pages === 0) return emptyAnswer(store.resolve(pagesOf(catalog)), tree, endsFile);
  return {
    kind: 'read',
    pages: tree.pages,
    runs: tree.runs,
    proven: tree.loops === 0,
    endsFile,
    source: 'page tree, walked',
    evidence: [sentenceOf(tree)],
  };
}

/** Whether the document can be read without a password; from then on its streams are decrypted, if they are encrypted. */
export function unlock(store: ObjectStore, trailer: PdfDictionary): boolean {
  // A value of null is no entry (ISO 32000-2 §7.3.7). A reference to nothing may be what damage has left of one.
  if ((trailer.get('Encrypt') ?? null) === null) return true;
  const decryption = openEncryption(trailer, store.resolve);
  if (decryption === undefined) return false;
  store.decryptWith(decryption);
  return true;
}

export function pagesOf(catalog: PdfValue): PdfValue | undefined {
  return isDictionary(catalog) ? catalog.get('Pages') : undefined;
}

/** The structure outside object streams is readable without the key, so that some pages may have been seen. */
export function lockedAnswer(tree: PageTree): Reading {
  const seen = tree.pages > 0 && tree.missing === 0 ? { seen: tree.pages } : {};
  const evidence = ['The document can be opened with a password only, which no device will be given.'];
  return { kind: 'unreadable', why: 'password', ...seen, evidence };
}

export function sentenceOf(tree: PageTree): string {
  const loops = tree.loops === 0 ? '' : `; ${tree.loops} references lead back into the tree and add nothing`;
  return `The page tree leads to ${plural(tree.pages, 'page')}${loops}.`;
}

/** A tree without pages is valid and prints nothing; a document without a tree is damaged. */
function emptyAnswer(root: PdfValue, tree: PageTree, endsFile: boolean): Reading {
  if (!isDictionary(root) || tree.loops > 0) return { ...broken('the catalog leads to no page'), endsFile };
  return { kind: 'unreadable', why: 'empty', evidence: ['The page tree has no pages.'] };
}

function broken(sentence: string, seen = 0): Broken {
  return { kind: 'broken', seen, endsFile: false, sentence };
}
