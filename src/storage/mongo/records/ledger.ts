import { z } from 'zod';
import type {
  Grant,
  Guard,
  LedgerEntry,
  LedgerWrite,
  Post,
  Refund,
  Reserve,
  Void,
} from '../../../accounting/index.ts';
import { encodeFields } from '../bson.ts';
import type { KeyedRow } from '../group-insert.ts';
import { type Fields, parseRow } from './parse.ts';

const optional = z.exactOptional;

const verb = z.enum(['reserve', 'post', 'void', 'grant', 'refund']);

const base = { id: z.string(), digest: z.string(), account: z.string(), at: z.int() };

const guard: z.ZodType<Guard> = z.discriminatedUnion('field', [
  z.object({ field: z.literal('debt'), atMost: z.int() }),
  z.object({ field: z.literal('impressions'), printer: z.string(), atMost: z.int() }),
]);

const reserve = z.object({
  ...base,
  verb: z.literal('reserve'),
  job: z.int(),
  printer: z.string(),
  amount: z.int(),
  impressions: z.int(),
  policyRevision: z.int(),
  guards: z.array(guard),
} satisfies Fields<Reserve>);

const post = z.object({
  ...base,
  verb: z.literal('post'),
  job: z.int(),
  hold: z.string(),
  amount: z.int(),
  impressions: z.int(),
  overrun: z.boolean(),
  reason: z.string(),
} satisfies Fields<Post>);

const release = z.object({
  ...base,
  verb: z.literal('void'),
  job: z.int(),
  hold: z.string(),
  reason: z.string(),
} satisfies Fields<Void>);

const grant = z.object({
  ...base,
  verb: z.literal('grant'),
  amount: z.int(),
  reason: z.string(),
  by: z.string(),
} satisfies Fields<Grant>);

const refund = z.object({
  ...base,
  verb: z.literal('refund'),
  posting: z.string(),
  amount: z.int(),
  impressions: z.int(),
  reason: z.string(),
  by: z.string(),
} satisfies Fields<Refund>);

/** A write that is being carried out, kept so that another can carry it on. */
export const writeSchema: z.ZodType<LedgerWrite> = z.discriminatedUnion('verb', [
  reserve,
  post,
  release,
  grant,
  refund,
]);

const entry = z.object({
  id: z.string(),
  digest: z.string(),
  verb,
  account: z.string(),
  at: z.int(),
  amount: z.int(),
  impressions: z.int(),
  printer: optional(z.string()),
  job: optional(z.int()),
  of: optional(z.string()),
  reason: z.string(),
  by: optional(z.string()),
} satisfies Fields<LedgerEntry>);

/** An entry with its place among those of the same millisecond. */
export interface Line extends LedgerEntry {
  readonly order: number;
}

export const lineSchema: z.ZodType<Line> = entry.extend({ order: z.int() });

/** A row of the ledger; of a posting it keeps what was given back, so that no two refunds can pass it together. */
export interface LedgerRow extends Line {
  readonly refunded: Portion;
  /** What each refund took, by key of its id. */
  readonly refunds: Readonly<Record<string, Portion>>;
}

interface Portion {
  readonly amount: number;
  readonly impressions: number;
}

const portion = z.object({ amount: z.int(), impressions: z.int() } satisfies Fields<Portion>);

const ledgerRow: z.ZodType<LedgerRow> = entry.extend({
  order: z.int(),
  refunded: portion.default({ amount: 0, impressions: 0 }),
  refunds: z.record(z.string(), portion).default({}),
});

export function parseLedgerRow({ _id: id, ...rest }: KeyedRow): LedgerRow {
  return parseRow(ledgerRow, { id, ...rest }, `the ledger's row ${id}`);
}

/** What others may know of a row. */
export function entryOf({
  order: _order,
  refunded: _refunded,
  refunds: _refunds,
  ...rest
}: LedgerRow): LedgerEntry {
  return rest;
}

export function ledgerRowOf({ id: _id, ...rest }: Line): KeyedRow {
  return { _id, ...encodeFields(rest) };
}
