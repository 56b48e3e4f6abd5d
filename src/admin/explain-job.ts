import type { LedgerEntry } from '../accounting/index.ts';
import { bookedDocuments, type HistoryRow, type Job } from '../model/job.ts';
import { englishOf } from '../model/sentences/sentence.ts';
import type { Answer } from './admin.ts';
import type { AdminDeps } from './context.ts';
import {
  billingSentences,
  documentSentences,
  ledgerSentences,
  paperSentences,
  releaseSentences,
  whoSentences,
} from './explain-facts.ts';
import { chargeSentences, deviceSentences, priceSentences } from './explain-money.ts';
import type { Explanation, Sentence } from './explanation.ts';
import { historyLine } from './history.ts';
import { noJob } from './names.ts';

/** Ledger entries and history rows of one job; a handful in practice. */
const rowsMax = 1_000;

/** Why a job was counted, charged or refused as it was: from its record, its history and the ledger. */
export async function explainJob(
  deps: AdminDeps,
  args: { readonly job: number },
): Promise<Answer<{ readonly explanation: Explanation }>> {
  const [view, history, entries] = await Promise.all([
    deps.jobs.job(args.job),
    deps.store.history({ job: args.job, limit: rowsMax }),
    deps.store.entries({ job: args.job, limit: rowsMax }),
  ]);
  const ledger = [...entries].reverse();
  const [row] = history;
  const explanation =
    view !== undefined
      ? fromRecord(deps, view.job, history, ledger)
      : row === undefined
        ? undefined
        : fromHistory(deps, row, history, ledger);
  return explanation === undefined ? noJob(args.job) : { kind: 'done', explanation };
}

function fromRecord(
  deps: AdminDeps,
  job: Job,
  history: readonly HistoryRow[],
  ledger: readonly LedgerEntry[],
): Explanation {
  const { document, count, quote, account, settlement, endedAt } = job;
  return {
    job: job.id,
    printer: job.printer,
    state: settlement?.action ?? job.state,
    name: job.name,
    user: job.owner.name,
    level: job.owner.level,
    proof: job.owner.proof,
    submittedAt: job.submittedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(document === undefined ? {} : { document: bookedDocuments(job) }),
    ticket: job.ticket,
    ...(count === undefined ? {} : { count }),
    ...(quote === undefined ? {} : { quote }),
    ...(account === undefined ? {} : { account }),
    attempts: job.attempts,
    ...(settlement === undefined ? {} : { settlement }),
    history: history.map(historyLine),
    ledger,
    sentences: [
      stateSentence(job),
      ...whoSentences(job.owner),
      ...billingSentences(job),
      ...documentSentences(job),
      ...paperSentences(job),
      ...priceSentences(deps, job),
      ...releaseSentences(job),
      ...deviceSentences(job),
      ...chargeSentences(deps, job),
      ...ledgerSentences(deps, ledger),
    ],
  };
}

/** A refused job leaves one row of history and no record. */
function fromHistory(
  deps: AdminDeps,
  row: HistoryRow,
  history: readonly HistoryRow[],
  ledger: readonly LedgerEntry[],
): Explanation {
  const reasons = row.reasons.length === 0 ? '' : `, because of ${row.reasons.join(', ')}`;
  return {
    job: row.job,
    printer: row.printer,
    state: row.action,
    name: row.name,
    user: row.user,
    level: row.level,
    endedAt: row.at,
    document: { format: row.format, octets: row.octets },
    attempts: [],
    history: history.map(historyLine),
    ledger,
    sentences: [
      { about: 'job', text: `Job ${row.job} on ${row.printer} was ${row.action}${reasons}.` },
      { about: 'who', text: `It came from "${row.user}", a name of level ${row.level}.` },
      ...row.evidence.map((text): Sentence => ({ about: 'count', text })),
      ...ledgerSentences(deps, ledger),
    ],
  };
}

function stateSentence(job: Job): Sentence {
  const state = job.settlement?.action ?? job.state;
  const reasons = job.reasons.length === 0 ? '' : ` (${job.reasons.join(', ')})`;
  const operator = job.needsOperator
    ? ` It waits for an operator: platen jobs resolve ${job.id} --printed [N] | --again | --void.`
    : '';
  const message = job.message === undefined ? '' : ` ${englishOf(job.message)}`;
  return { about: 'job', text: `Job ${job.id} on ${job.printer}: ${state}${reasons}.${message}${operator}` };
}
