import type { LedgerEntry } from '../../accounting/index.ts';
import { PrintServerError } from '../../base/fault.ts';
import type { Hold } from '../../model/account.ts';
import { isOneOf } from '../records.ts';
import { integerAt, type Row, textAt } from './sqlite.ts';

/** In the order of the insert. */
export const entryColumns =
  'id, digest, verb, account, at, amount, impressions, printer, job, of, reason, by';

const verbs = ['grant', 'reserve', 'post', 'void', 'refund'] as const;

export function entryOf(row: Row): LedgerEntry {
  const verb = row['verb'];
  if (!isOneOf(verbs, verb)) {
    throw new PrintServerError(
      'store-corrupt',
      `the ledger has an entry of an unknown verb: ${String(verb)}`,
    );
  }
  return {
    id: textAt(row, 'id'),
    digest: textAt(row, 'digest'),
    verb,
    account: textAt(row, 'account'),
    at: integerAt(row, 'at'),
    amount: integerAt(row, 'amount'),
    impressions: integerAt(row, 'impressions'),
    ...(row['printer'] !== null && { printer: textAt(row, 'printer') }),
    ...(row['job'] !== null && { job: integerAt(row, 'job') }),
    ...(row['of'] !== null && { of: textAt(row, 'of') }),
    reason: textAt(row, 'reason'),
    ...(row['by'] !== null && { by: textAt(row, 'by') }),
  };
}

export function holdOf(row: Row): Hold {
  return {
    id: textAt(row, 'id'),
    job: integerAt(row, 'job'),
    amount: integerAt(row, 'amount'),
    printer: textAt(row, 'printer'),
    impressions: integerAt(row, 'impressions'),
  };
}
