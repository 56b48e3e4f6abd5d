import type { Document } from 'mongodb';
import type { Guard } from '../../../accounting/index.ts';
import { encodeFields, long } from '../bson.ts';
import { keyOf } from '../keys.ts';
import type { StoredHold } from '../records/account.ts';
import type { AccountDraft, OffsetGuard } from './draft.ts';

export interface ChangeOptions {
  /** Lines to leave in the row's outbox; they take effect in this very write. */
  readonly outbox: AccountDraft['lines'];
  /** Keys of outbox lines that are in the ledger by now. */
  readonly forget: readonly string[];
  /** The mark that was read, and the one after this change. */
  readonly mark?: { readonly from: string; readonly to: string } | undefined;
}

/**
 * A draft as one conditional write: the filter holds every condition, the update every effect, and MongoDB carries out
 * both as one. Holds that are added must be absent, holds that are removed must be those that were read.
 */
export function changeCommand(
  draft: AccountDraft,
  options: ChangeOptions,
): { readonly filter: Document; readonly update: Document } {
  return { filter: filterOf(draft, options), update: updateOf(draft, options) };
}

function filterOf(draft: AccountDraft, { mark }: ChangeOptions): Document {
  return {
    _id: draft.account,
    ...(mark !== undefined && { mark: mark.from }),
    ...Object.fromEntries(draft.added.map(({ id }) => [`holds.${keyOf(id)}`, { $exists: false }])),
    ...Object.fromEntries(draft.removed.flatMap(presence)),
    ...(draft.policyRevisions.size > 0 && {
      $and: [...draft.policyRevisions].map((revision) => ({ policyRevision: long(revision) })),
    }),
    ...(draft.guards.length > 0 && { $expr: { $and: draft.guards.map(guardExpression) } }),
  };
}

function presence({ id, plan, order }: StoredHold): [string, unknown][] {
  const path = `holds.${keyOf(id)}`;
  return [
    [`${path}.plan`, plan],
    [`${path}.order`, long(order)],
  ];
}

function guardExpression({ guard, offset }: OffsetGuard): Document {
  return { $lte: [{ $add: [...valueExpressions(guard), long(offset)] }, long(guard.atMost)] };
}

function valueExpressions(guard: Guard): unknown[] {
  if (guard.field === 'debt') return [{ $subtract: ['$held', '$balance'] }];
  const path = `$counters.${keyOf(guard.printer)}`;
  return [{ $ifNull: [`${path}.impressions`, long(0)] }, { $ifNull: [`${path}.held`, long(0)] }];
}

function updateOf(draft: AccountDraft, { outbox, forget, mark }: ChangeOptions): Document {
  const set: Document = {
    ...Object.fromEntries(draft.added.map((hold) => [`holds.${keyOf(hold.id)}`, encodeFields(hold)])),
    ...Object.fromEntries(outbox.map((line) => [`outbox.${keyOf(line.id)}`, encodeFields(line)])),
    ...(mark !== undefined && { mark: mark.to }),
  };
  const unset: Document = {
    ...Object.fromEntries(draft.removed.map(({ id }) => [`holds.${keyOf(id)}`, ''])),
    ...Object.fromEntries(forget.map((key) => [`outbox.${key}`, ''])),
  };
  return {
    $inc: increments(draft),
    ...(Object.keys(set).length > 0 && { $set: set }),
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
  };
}

function increments({ sums }: AccountDraft): Document {
  const sum: Document = { balance: long(sums.balance), held: long(sums.held), revision: long(1) };
  for (const [printer, { impressions, held }] of sums.counters) {
    sum[`counters.${keyOf(printer)}.impressions`] = long(impressions);
    sum[`counters.${keyOf(printer)}.held`] = long(held);
  }
  return sum;
}
