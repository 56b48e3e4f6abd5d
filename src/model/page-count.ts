import type { Sides } from './ticket.ts';

/** Reasons why a document could not be counted. */
export const uncountableWhys = [
  'password',
  'incomplete',
  'damaged',
  'unsupported',
  /** Only running it tells, and the program that could is not installed or not wanted. */
  'needs-ghostscript',
  'empty',
  'timeout',
  'worker-failed',
] as const;

/** A `limit:` names the limit that was met. */
export type UncountableWhy = (typeof uncountableWhys)[number] | `limit:${string}`;

export type Confidence = 'exact' | 'declared' | 'estimated';

/** A run of consecutive pages that share all that is known of them; pages are numbered from 1. */
export interface PageRun {
  readonly first: number;
  readonly last: number;
  /** PWG 5101.1 self-describing name; undefined when the document does not say. */
  readonly media?: string;
  /** undefined: not known without rendering. */
  readonly colour?: boolean;
  /** Whether nothing at all is on it, which prints and counts all the same; undefined: nobody looked. */
  readonly blank?: boolean;
  /** Copies that the data itself asks for (PWG NumCopies, PJL COPIES); 0 is a page that is not output. */
  readonly copies?: number;
  /** Sides that the data itself asks for; undefined when it does not say. */
  readonly sides?: Sides;
  /** Another document or job of the stream begins with this run: on a new sheet, and number-up starts anew. */
  readonly newDocument?: true;
}

/** Percent of the area of a page that each ink covers. */
export type Ink = readonly [cyan: number, magenta: number, yellow: number, black: number];

export interface Counted {
  readonly kind: 'counted';
  /** MIME media type as recognised by content. */
  readonly format: string;
  readonly pages: number;
  /** Covers 1..pages without gaps, in order; at most `pageRunsMax` runs. */
  readonly runs: readonly PageRun[];
  /** One a page, when it was asked for and all pages could be looked at. */
  readonly ink?: readonly Ink[];
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

export function pagesIn({ first, last }: PageRun): number {
  return last - first + 1;
}

/** The number of copies that the data asks for of every page; undefined where it differs. */
export function copiesInside({ runs }: Counted): number | undefined {
  const [copies = 1, ...others] = new Set(runs.map((run) => run.copies ?? 1));
  return others.length === 0 ? copies : undefined;
}
