import { type Admin, type HistoryLine, type HistorySelection, historyLinesMax } from '../admin/index.ts';
import { isNo, sentenceOf } from './answers.ts';
import { NothingSelected } from './errors.ts';

/** Rows in one call: a report must not keep the server from its jobs. */
const rowsPerCall = 1_000;

/**
 * The history page by page, newest first. Rows have no key but their time, so the next page begins at the millisecond
 * of the last row, and as many rows of that millisecond as came before are left out.
 */
export async function* historyRows(
  admin: Pick<Admin, 'history'>,
  selection: HistorySelection,
): AsyncGenerator<HistoryLine, void, undefined> {
  let until = selection.until;
  let seenAtLast = 0;
  for (;;) {
    // A page must be able to hold all that is left out and something new.
    const limit = Math.min(seenAtLast + rowsPerCall, historyLinesMax);
    const page = await admin.history({ ...selection, ...(until === undefined ? {} : { until }), limit });
    if (isNo(page)) throw new NothingSelected(sentenceOf(page));
    yield* page.rows.slice(seenAtLast);
    const last = page.rows.at(-1);
    if (!page.more || last === undefined) return;
    if (page.rows.length <= seenAtLast) throw new NothingSelected(tooMany(last));
    until = last.at + 1;
    seenAtLast = page.rows.filter((row) => row.at === last.at).length;
  }
}

function tooMany({ at }: HistoryLine): string {
  return `More than ${historyLinesMax} rows have the time ${new Date(at).toISOString()}; ask for one printer or user.`;
}
