import type { PdfDictionary } from './values.ts';

/** Where an object is. */
export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'in-stream'; readonly stream: number; readonly index: number };

/** One cross-reference section, table or stream; entries are read when asked for. */
export interface XrefSection {
  readonly trailer: PdfDictionary;
  /** Position behind the section and its trailer. */
  readonly end: number;
  readonly find: (number: number) => XrefEntry | undefined;
}
