import type { LedgerEntry } from '../accounting/index.ts';
import type { Attempt, DocumentRef, Settlement } from '../model/job.ts';
import type { PageCount } from '../model/page-count.ts';
import type { Quote } from '../model/quote.ts';
import type { Ticket } from '../model/ticket.ts';
import type { HistoryLine } from './views.ts';

/** Why a job was counted, charged or refused as it was: the facts, and sentences made of them. */
export interface Explanation {
  readonly job: number;
  readonly printer: string;
  /** State of the job, or what became of it. */
  readonly state: string;
  readonly name: string;
  readonly user: string;
  readonly level: string;
  /** What proved the name; absent when only the history is left. */
  readonly proof?: string;
  readonly submittedAt?: number;
  readonly endedAt?: number;
  readonly document?: Pick<DocumentRef, 'format' | 'octets'>;
  readonly ticket?: Ticket;
  readonly count?: PageCount;
  readonly quote?: Quote;
  readonly account?: string;
  readonly attempts: readonly Attempt[];
  readonly settlement?: Settlement;
  readonly history: readonly HistoryLine[];
  /** Oldest first. */
  readonly ledger: readonly LedgerEntry[];
  /** In the order of the job's life. */
  readonly sentences: readonly Sentence[];
}

export interface Sentence {
  readonly about:
    | 'job'
    | 'who'
    | 'document'
    | 'count'
    | 'paper'
    | 'price'
    | 'release'
    | 'device'
    | 'charge'
    | 'ledger';
  readonly text: string;
}
