import { type LedgerWrite, portionOf, postWrite, priceOf, voidWrite } from '../../accounting/index.ts';
import { plural } from '../../base/plural.ts';
import type { Job, JobAction, Settlement } from '../../model/job.ts';
import { noQuote } from '../../model/quote.ts';
import type { Words } from '../../model/sentences/sentence.ts';
import type { Change, HistoryFacts } from '../commit.ts';

/** How the job ended, before money is looked at. */
export interface Ending {
  readonly action: JobAction;
  /** Impressions to charge; `quoted` is what was agreed. */
  readonly impressions: number | 'quoted';
  /** What the device said. */
  readonly reported?: number;
  /** Whether more than was held may be charged (the printer's `overrun` rule). */
  readonly overrun: boolean;
  readonly reasons: readonly string[];
  readonly message?: Words;
  readonly evidence: readonly string[];
  readonly at: number;
}

/** The commit that ends a job: what is charged, the rest of the hold freed, the history row, the document forgotten. */
export function settle(job: Job, ending: Ending): Change {
  const settlement = settlementOf(job, ending);
  return {
    step: 'finish',
    job: {
      state: 'ended',
      reasons: ending.reasons,
      message: ending.message,
      needsOperator: false,
      hold: undefined,
      cancelRequested: undefined,
      endedAt: ending.at,
      settlement,
    },
    ledger: ledgerOf(job, ending, settlement),
    document: 'remove',
    history: historyOf(job, ending, settlement),
  };
}

function settlementOf(job: Job, ending: Ending): Settlement {
  const quote = job.quote ?? noQuote;
  const wanted = ending.impressions === 'quoted' ? quote.impressions : ending.impressions;
  const impressions = ending.overrun ? wanted : Math.min(wanted, quote.impressions);
  const usage = portionOf(quote, impressions);
  const amount = impressions === quote.impressions ? quote.amount : priceOf(usage, quote.prices);
  const evidence = [...ending.evidence];
  if (impressions < wanted) {
    evidence.push(
      `${plural(wanted, 'impression')} were reported; no more than the ${quote.impressions} agreed are charged.`,
    );
  }
  return {
    action: ending.action,
    ...usage,
    amount,
    ...(ending.reported === undefined ? {} : { reported: ending.reported }),
    evidence,
  };
}

function ledgerOf(job: Job, ending: Ending, settlement: Settlement): readonly LedgerWrite[] {
  if (job.hold === undefined || job.account === undefined) return [];
  const common = { account: job.account, job: job.id, hold: job.hold, at: ending.at, reason: ending.action };
  const { amount, impressions } = settlement;
  if (impressions === 0) return [voidWrite(common)];
  return [postWrite({ ...common, amount, impressions, overrun: ending.overrun })];
}

function historyOf(job: Job, ending: Ending, settlement: Settlement): HistoryFacts {
  return {
    ...jobFacts(job),
    at: ending.at,
    action: ending.action,
    impressions: settlement.impressions,
    sheets: settlement.sheets,
    colour: settlement.colour,
    amount: settlement.amount,
    reasons: ending.action === 'printed' ? [] : ending.reasons,
    evidence: [...(job.count?.evidence ?? []), ...(job.quote?.evidence ?? []), ...settlement.evidence],
  };
}

type JobFacts = Pick<HistoryFacts, 'job' | 'user' | 'level' | 'printer' | 'name' | 'billing'>;

function jobFacts(job: Job): JobFacts {
  return {
    job: job.id,
    user: job.owner.name,
    level: job.owner.level,
    printer: job.printer,
    name: job.name,
    ...(job.billing === undefined ? {} : { billing: job.billing }),
  };
}

/** The line of a job that was refused. */
export function refusedRow(
  job: Job,
  reasons: readonly string[],
  at: number,
  evidence: readonly string[],
): HistoryFacts {
  return {
    ...jobFacts(job),
    at,
    action: 'refused',
    impressions: 0,
    sheets: 0,
    colour: 0,
    amount: 0,
    reasons,
    evidence: [...(job.count?.evidence ?? []), ...evidence],
  };
}
