import type { Sides } from './ticket.ts';

/** Why a document could not be counted. A `limit:` names the limit that was met. */
export type UncountableWhy =
  | 'password'
  | 'incomplete'
  | 'damaged'
  | 'unsupported'
  | 'empty'
  | 'timeout'
  | 'worker-failed'
  | `limit:${string}`;

export type Confidence = 'exact' | 'declared' | 'estimated';

/** A run of consecutive pages that share size and colour; pages are numbered from 1. */
export interface PageRun {
  readonly first: number;
  readonly last: number;
  /** PWG 5101.1 self-describing name; undefined when the document does not say. */
  readonly media?: string;
  /** undefined: not known without rendering. */
  readonly colour?: boolean;
}

export interface Counted {
  readonly kind: 'counted';
  /** MIME media type as recognised by content. */
  readonly format: string;
  readonly pages: number;
  /** Copies that the data itself carries (PWG NumCopies, PJL COPIES); 1 when it has none. */
  readonly copiesInside: number;
  /** Duplex that the data itself carries; undefined when it does not say. */
  readonly sidesInside?: Sides;
  /** Covers 1..pages without gaps, in order; at most `pageRunsMax` runs, then one run without facts. */
  readonly runs: readonly PageRun[];
  readonly confidence: Confidence;
  /** One phrase: which reader decided, such as "page tree, walked". */
  readonly source: string;
  /** Sentences for `platen explain`. */
  readonly evidence: readonly string[];
}

export interface Uncounted {
  readonly kind: 'unknown';
  readonly format?: string;
  readonly why: UncountableWhy;
  /** Pages seen before counting had to stop, if any. */
  readonly seen?: number;
  readonly evidence: readonly string[];
}

/** Unknown is a value of its own and never 0. */
export type PageCount = Counted | Uncounted;

export const pageRunsMax = 4_096;
