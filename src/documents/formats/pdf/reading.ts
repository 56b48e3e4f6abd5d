import type { UncountableWhy } from '../../../model/page-count.ts';
import type { PageRunList } from '../../page-runs.ts';

/** What reading one document gave. */
export type Reading = Read | Unreadable | Broken;

export interface Read {
  readonly kind: 'read';
  readonly pages: number;
  readonly runs: PageRunList;
  /** Every object on the way was where it should be, and nothing was missing. */
  readonly proven: boolean;
  /** The file ends with this document's cross-reference: no other document can follow. */
  readonly endsFile: boolean;
  readonly source: string;
  readonly evidence: readonly string[];
}

/** It is known why this document cannot be counted; another reader would not help. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly why: UncountableWhy;
  readonly seen?: number;
  readonly evidence: readonly string[];
}

/** The structure does not hold; recovery or another reader may help. */
export interface Broken {
  readonly kind: 'broken';
  readonly seen: number;
  readonly endsFile: boolean;
  readonly sentence: string;
}
