import type { HistoryRow } from '../model/job.ts';
import { type Answer, type HistorySelection, historyLinesMax } from './admin.ts';
import type { AdminDeps } from './context.ts';
import type { HistoryLine } from './views.ts';

/** Newest first; `more` when older rows were left out. */
export async function history(
  deps: AdminDeps,
  { user, limit: asked, ...selection }: HistorySelection,
): Promise<Answer<{ readonly rows: readonly HistoryLine[]; readonly more: boolean }>> {
  const limit = Math.min(asked ?? historyLinesMax, historyLinesMax);
  const rows = await deps.store.history({
    ...selection,
    ...(user === undefined ? {} : { user: deps.normalise(user) }),
    limit: limit + 1,
  });
  return { kind: 'done', rows: rows.slice(0, limit).map(historyLine), more: rows.length > limit };
}

export function historyLine(row: HistoryRow): HistoryLine {
  const { job, at, user, printer, action, impressions, sheets, colour, amount, reasons, billing } = row;
  const line = { job, at, user, printer, action, impressions, sheets, colour, amount, reasons };
  return billing === undefined ? line : { ...line, billing };
}
