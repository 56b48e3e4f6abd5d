import type { LimitMode } from '../model/account.ts';
import type { HistoryRow, JobState } from '../model/job.ts';
import type { Amount } from '../model/money.ts';
import type { Quote } from '../model/quote.ts';
import type { RefusalKind } from '../model/refusal.ts';

/** A user as administrators see it. */
export interface UserView {
  readonly name: string;
  readonly mode: LimitMode;
  readonly balance: Amount;
  readonly overdraft: Amount;
  /** In open holds. */
  readonly held: Amount;
  /** What the next job may cost: balance + overdraft − held. */
  readonly available: Amount;
  /** Printers that the user has printed on or is limited on, by name. */
  readonly counters: readonly CounterView[];
  readonly createdAt: number;
}

export interface CounterView {
  readonly printer: string;
  readonly impressions: number;
  readonly held: number;
  /** null: no such limit. */
  readonly soft: number | null;
  readonly hard: number | null;
}

export type PrinterState = 'idle' | 'processing' | 'paused' | 'stopped' | 'unreachable';

export interface PrinterLine {
  readonly name: string;
  readonly info: string;
  readonly location: string;
  /** Device URI without a password. */
  readonly device: string;
  readonly state: PrinterState;
  readonly accepting: boolean;
  /** Jobs that have not ended. */
  readonly queued: number;
  readonly reasons: readonly string[];
  readonly message?: string;
}

export interface JobLine {
  readonly id: number;
  readonly printer: string;
  readonly user: string;
  readonly level: string;
  readonly name: string;
  readonly state: JobState;
  readonly reasons: readonly string[];
  readonly message?: string;
  readonly needsOperator: boolean;
  /** Charged when the job has ended, else quoted; null while nobody knows. Unknown is never 0. */
  readonly impressions: number | null;
  readonly amount: Amount | null;
  readonly submittedAt: number;
  /** When it is given up unless somebody releases it; null: never. */
  readonly expiresAt: number | null;
}

/** What a report tells of a line of the books. */
export type HistoryLine = Omit<HistoryRow, 'level' | 'name' | 'format' | 'octets' | 'evidence'>;

export interface RefundView {
  readonly job: number;
  readonly user: string;
  readonly amount: Amount;
  readonly impressions: number;
  /** Of the posting, after this refund. */
  readonly amountLeft: Amount;
  readonly impressionsLeft: number;
  /** The same refund under the same id was there already. */
  readonly repeated: boolean;
}

export type ResolutionArgs =
  | { readonly kind: 'printed'; readonly impressions?: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'void' };

interface RefusalView {
  readonly kind: RefusalKind;
  readonly message: string;
}

/** What a document would use and cost, and whether the user may print it now. */
export interface QuoteView {
  readonly printer: string;
  readonly user?: string;
  /** What would become of the job: printed, held for the operator, charged by the device's count, refused. */
  readonly outcome: 'printed' | 'operator' | 'by-device' | 'refused';
  /** Absent when the document is refused before there is a price. */
  readonly quote?: Quote;
  /** All reasons against the job, the deciding one first. */
  readonly refusals: readonly RefusalView[];
  /** Sentences that do not refuse. */
  readonly warnings: readonly string[];
}
