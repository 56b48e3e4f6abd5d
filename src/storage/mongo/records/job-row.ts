import { z } from 'zod';
import type { LedgerWrite } from '../../../accounting/index.ts';
import type { HistoryRow, Job } from '../../../model/job.ts';
import { decodeOctets } from '../bson.ts';
import type { NumberedRow } from '../collections.ts';
import { type StoredHold, storedHoldSchema } from './account.ts';
import { historySchema, jobSchema } from './job.ts';
import { writeSchema } from './ledger.ts';
import { parseRow } from './parse.ts';

export interface PlannedHold {
  readonly account: string;
  readonly hold: StoredHold;
}

/** Holds are being set for a commit that nobody has been told of; `undoing`: it will not be. */
export interface ReservingPlan {
  readonly phase: 'reserving' | 'undoing';
  readonly id: string;
  readonly holds: readonly PlannedHold[];
}

/** A commit that will be completed, whatever happens. */
export interface SettlingPlan {
  readonly phase: 'settling';
  readonly id: string;
  readonly transition: string;
  readonly job: Job;
  /** Those that are not reserves. */
  readonly writes: readonly LedgerWrite[];
  readonly document?: Uint8Array | 'remove';
  readonly history?: PlannedHistory;
}

export interface PlannedHistory {
  readonly row: HistoryRow;
  readonly order: number;
}

export type Plan = ReservingPlan | SettlingPlan;

export interface JobState {
  readonly id: number;
  /** 0 while the job's first commit is being carried out. */
  readonly revision: number;
  /** The commit that made this revision. */
  readonly transition: string;
  /** As it was before the plan, if there is one; absent while revision is 0. */
  readonly job?: Job;
  /** Plans of this job whose holds are valid. */
  readonly accepted: readonly string[];
  readonly plan?: Plan;
}

const reservingPlan: z.ZodType<ReservingPlan> = z.object({
  phase: z.enum(['reserving', 'undoing']),
  id: z.string(),
  holds: z.array(z.object({ account: z.string(), hold: storedHoldSchema })),
});

const octets = z.unknown().transform((value, context): Uint8Array | 'remove' => {
  if (value === 'remove') return value;
  const decoded = decodeOctets(value);
  if (decoded === undefined) context.addIssue('expected octets');
  return decoded ?? 'remove';
});

const settlingPlan: z.ZodType<SettlingPlan> = z.object({
  phase: z.literal('settling'),
  id: z.string(),
  transition: z.string(),
  job: jobSchema,
  writes: z.array(writeSchema),
  document: z.exactOptional(octets),
  history: z.exactOptional(z.object({ row: historySchema, order: z.int() })),
});

const jobState: z.ZodType<JobState> = z.object({
  id: z.int(),
  revision: z.int(),
  transition: z.string(),
  job: z.exactOptional(jobSchema),
  accepted: z.array(z.string()),
  plan: z.exactOptional(z.union([reservingPlan, settlingPlan])),
});

export function parseJobState({ _id: id, ...rest }: NumberedRow): JobState {
  return parseRow(jobState, { id: Number(id), ...rest }, `the record of job ${id.toString()}`);
}
