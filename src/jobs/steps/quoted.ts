import { allowanceAfter, leftWords, quoteWords } from '../../accounting/index.ts';
import type { Identity } from '../../model/identity.ts';
import type { DocumentRef, Job } from '../../model/job.ts';
import { maySeeAccount } from '../../model/may-see-account.ts';
import type { PageCount } from '../../model/page-count.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { englishOf, joined, say, type Words } from '../../model/sentences/sentence.ts';
import type { Change } from '../commit.ts';
import type { Decision } from './decide.ts';
import { reasonsOf } from './refuse.ts';

export interface Quoted {
  readonly decision: Decision;
  readonly count: PageCount;
  readonly document: DocumentRef;
  readonly settings: PrinterSettings;
  readonly at: number;
}

/**
 * The end of a job of a printer that only tells prices: it is completed, whatever was found out, because it did what it was
 * sent for. Nothing is charged, and the books have no line of it.
 */
export function quotedChange({ decision, count, document, settings, at }: Quoted): (job: Job) => Change {
  const { quote, outcome, refusals } = decision;
  const against = reasonsOf(refusals);
  const end = against.length === 0 ? 'job-completed-successfully' : 'job-completed-with-warnings';
  return (job) => {
    const message = joined(wordsOf(decision, count, { owner: job.owner, settings }));
    return {
      step: 'finish',
      job: {
        state: 'ended',
        reasons: [end, ...against],
        message,
        document,
        count,
        ...(quote === undefined ? {} : { quote }),
        acceptedAt: job.acceptedAt ?? at,
        endedAt: at,
        settlement: {
          action: 'quoted',
          outcome,
          impressions: 0,
          sheets: 0,
          colour: 0,
          amount: 0,
          evidence: [englishOf(message)],
        },
      },
      document: 'remove',
    };
  };
}

interface Hearer {
  readonly owner: Identity;
  readonly settings: PrinterSettings;
}

function wordsOf(decision: Decision, count: PageCount, { owner, settings }: Hearer): readonly Words[] {
  const { quote, allowance, outcome, refusals, warnings } = decision;
  const why = count.kind === 'unknown' ? count.why : 'rule';
  const left =
    quote !== undefined && allowance !== undefined && outcome !== 'refused' && maySeeAccount(owner, settings)
      ? leftWords(allowanceAfter(allowance, quote))
      : [];
  const said = {
    printed: [say('quote-would-print')],
    operator: [say('quote-operator', { why })],
    'by-device': [say('quote-by-device', { why })],
    refused: [say('quote-refused'), ...refusals.map(({ message }) => message)],
  } as const satisfies Record<Decision['outcome'], readonly Words[]>;
  const usage = quote === undefined || quote.impressions === 0 ? [] : quoteWords(quote);
  return [...usage, ...left, ...warnings, ...said[outcome], say('quote-only')];
}
