import type { UncountableWhy } from '../../../model/page-count.ts';

/** Why a ZIP, or what is inside of it, cannot be read. */
export interface ZipProblem {
  readonly kind: 'problem';
  readonly why: UncountableWhy;
  readonly sentence: string;
}

export function problem(why: UncountableWhy, sentence: string): ZipProblem {
  return { kind: 'problem', why, sentence };
}
