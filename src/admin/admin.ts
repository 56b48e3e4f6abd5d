import type { LimitMode } from '../model/account.ts';
import type { Amount } from '../model/money.ts';
import type { PageCount } from '../model/page-count.ts';
import type { Ticket } from '../model/ticket.ts';
import type { Explanation } from './explanation.ts';
import type {
  HistoryLine,
  JobLine,
  PrinterLine,
  QuoteView,
  RefundView,
  ResolutionArgs,
  UserView,
} from './views.ts';

/**
 * What administrators do, as a table of methods. Arguments and results are plain JSON, so that the same interface runs
 * over the store in this process or through the control socket of the running server. Amounts are integers (model/
 * money.ts), times are milliseconds since 1970. Refusals are values; faults (`store-unreachable`, …) are thrown.
 */
export interface AdminMethods {
  listUsers: Method<UserSelection, { readonly users: readonly UserView[]; readonly next?: string }>;
  showUser: Method<{ readonly user: string }, { readonly user: UserView }>;
  addUsers: Method<Lines<UserAddition>, LineAnswers>;
  setUsers: Method<Lines<UserChange>, LineAnswers>;
  limitUsers: Method<Lines<LimitChange>, LineAnswers>;
  removeUsers: Method<Lines<{ readonly user: string }>, LineAnswers>;
  setPassword: Method<{ readonly user: string; readonly password?: string }, { readonly user: string }>;
  addToken: Method<{ readonly user: string }, { readonly user: string; readonly token: string }>;
  revokeTokens: Method<{ readonly user: string }, { readonly user: string; readonly revoked: number }>;
  grant: Method<Lines<GrantLine>, LineAnswers>;
  refund: Method<RefundArgs, { readonly refund: RefundView }>;
  listPrinters: Method<
    { readonly patterns?: readonly string[] },
    { readonly printers: readonly PrinterLine[] }
  >;
  pausePrinter: Method<PrinterArgs, { readonly printer: PrinterLine }>;
  resumePrinter: Method<PrinterArgs, { readonly printer: PrinterLine }>;
  listJobs: Method<JobSelection, { readonly jobs: readonly JobLine[]; readonly more: boolean }>;
  resolveJob: Method<JobArgs & { readonly how: ResolutionArgs }, { readonly job: JobLine }>;
  holdJob: Method<JobArgs, { readonly job: JobLine }>;
  releaseJob: Method<ReleaseJobArgs, { readonly job: JobLine }>;
  cancelJob: Method<JobArgs, { readonly job: JobLine }>;
  history: Method<HistorySelection, { readonly rows: readonly HistoryLine[]; readonly more: boolean }>;
  explainJob: Method<{ readonly job: number }, { readonly explanation: Explanation }>;
  quote: Method<QuoteArgs, { readonly quote: QuoteView }>;
}

export type Admin = {
  readonly [Name in keyof AdminMethods]: (
    args: AdminMethods[Name]['args'],
  ) => Promise<AdminMethods[Name]['answer']>;
};

interface Method<Args, Done> {
  readonly args: Args;
  readonly answer: Answer<Done>;
}

export type Answer<Done> = (Done & { readonly kind: 'done' }) | NotFound | Refused;

export interface NotFound {
  readonly kind: 'not-found';
  /** A sentence: what there is none of. */
  readonly what: string;
}

export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
}

/** Many changes in one call, each decided by itself; none is written with `dryRun`. */
export interface Lines<Line> {
  /** At most `linesMax`. */
  readonly lines: readonly Line[];
  readonly dryRun?: boolean;
}

/** One call's worth of lines: about 100 KiB of JSON, and short enough to show progress between calls. */
export const linesMax = 1_000;

/** One answer a line, in the same order. */
export interface LineAnswers {
  readonly lines: readonly LineAnswer[];
}

export type LineAnswer =
  /** The user as it is afterwards. `exists`: a repeat of a grant under the same id; nothing was changed. */
  { readonly kind: 'done' | 'exists'; readonly user: UserView } | NotFound | Refused;

export interface UserSelection {
  /** Names with * and ?; none means all. */
  readonly patterns?: readonly string[];
  /** `next` of the answer before. */
  readonly after?: string;
  /** At most `usersPageMax`. */
  readonly limit?: number;
}

export const usersPageMax = 1_000;

export interface UserAddition {
  readonly user: string;
  /** Mode and overdraft of the configured template where they are absent. */
  readonly mode?: LimitMode;
  readonly overdraft?: Amount;
  /** Granted at once; 0 when absent. */
  readonly balance?: Amount;
}

export interface UserChange {
  readonly user: string;
  readonly mode?: LimitMode;
  readonly overdraft?: Amount;
}

export interface LimitChange {
  readonly user: string;
  readonly printer: string;
  /** Impressions; null removes the limit, absent leaves it. */
  readonly soft?: number | null;
  readonly hard?: number | null;
}

export interface GrantLine {
  readonly user: string;
  /** Negative takes money off the wallet. */
  readonly amount: Amount;
  readonly reason: string;
  /** The same id again with the same user and amount changes nothing; with another one it is refused. */
  readonly id?: string;
}

export interface RefundArgs {
  readonly job: number;
  /** How many of the charged impressions; with neither this nor an amount, all that is left. */
  readonly impressions?: number;
  /** Pro rata to the impressions when absent. */
  readonly amount?: Amount;
  readonly reason: string;
  readonly id?: string;
  readonly dryRun?: boolean;
}

export interface PrinterArgs {
  readonly printer: string;
  readonly dryRun?: boolean;
}

export interface JobArgs {
  readonly job: number;
  readonly dryRun?: boolean;
}

export interface ReleaseJobArgs extends JobArgs {
  /** Where it is to be printed; its own printer when absent. */
  readonly printer?: string;
  /** As its owner typed it. */
  readonly pin?: string;
}

export interface JobSelection {
  readonly printer?: string;
  /** Owner's name. */
  readonly user?: string;
  /** Those that have ended too. */
  readonly all?: boolean;
  /** At most `jobLinesMax`. */
  readonly limit?: number;
}

export const jobLinesMax = 10_000;

export interface HistorySelection {
  readonly user?: string;
  readonly printer?: string;
  readonly job?: number;
  /** Inclusive. */
  readonly since?: number;
  /** Exclusive. */
  readonly until?: number;
  /** At most `historyLinesMax`. */
  readonly limit?: number;
}

/** About 3 MiB of JSON, so that a report never keeps the server from its jobs; longer ones are asked for in pages. */
export const historyLinesMax = 10_000;

export interface QuoteArgs {
  readonly printer: string;
  /** Whose limits are checked; none when absent. */
  readonly user?: string;
  readonly ticket: Ticket;
  readonly count: PageCount;
  /** Size of the document, for rules per KiB. */
  readonly octets: number;
}
