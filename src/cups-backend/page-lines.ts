/** What a backend has said about its pages: the sum of its `PAGE: n copies`, unless it told a total. */
export interface PagesSaid {
  readonly sum: number;
  readonly total?: number;
}

export const noPages: PagesSaid = { sum: 0 };

/** More is no count of a printer but a broken line. */
const pagesMax = 1_000_000_000;

/** `PAGE: total 12`, or `PAGE: page-number copies`; any other line changes nothing. */
export function afterLine(said: PagesSaid, line: string): PagesSaid {
  const match = /^PAGE:\s+(total|\d{1,9})\s+(\d{1,9})\b/.exec(line);
  if (match === null) return said;
  const count = Number(match[2]);
  if (match[1] === 'total') return { ...said, total: count };
  return { ...said, sum: Math.min(said.sum + count, pagesMax) };
}

/** `undefined` when nothing was said: unknown is never 0. */
export function pagesOf({ sum, total }: PagesSaid): number | undefined {
  if (total !== undefined && total > 0) return total;
  return sum > 0 ? sum : undefined;
}
