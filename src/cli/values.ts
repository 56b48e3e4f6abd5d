import { InvalidArgumentError } from 'commander';
import { type LimitMode, limitModes } from '../model/account.ts';
import { parseListenAddress } from '../model/listen.ts';
import { type Amount, copiesMax, impressionsMax, parseAmount } from '../model/money.ts';

/**
 * What people type, read once. Each throws what commander shows as: which option, which value, and the sentence here,
 * which says what was expected.
 */
export function amountOf(text: string): Amount {
  const amount = parseAmount(text);
  if (amount === undefined) {
    throw new InvalidArgumentError(
      'Expected an amount such as 2.50: a dot, at most four decimals, no currency.',
    );
  }
  return amount;
}

export function positiveAmountOf(text: string): Amount {
  const amount = amountOf(text);
  if (amount <= 0) throw new InvalidArgumentError('Expected an amount above 0, such as 2.50.');
  return amount;
}

/** An overdraft is how far a wallet may go below zero, so it has no sign. */
export function overdraftOf(text: string): Amount {
  const amount = amountOf(text);
  if (amount < 0)
    throw new InvalidArgumentError('Expected 0 or more: how far the balance may go below zero.');
  return amount;
}

export function modeOf(text: string): LimitMode {
  const mode = limitModes.find((known) => known === text);
  if (mode === undefined) throw new InvalidArgumentError(`Expected one of ${limitModes.join(', ')}.`);
  return mode;
}

export function impressionsOf(text: string): number {
  return wholeNumber(text, { min: 0, max: impressionsMax, what: 'impressions' });
}

/** A limit, or `none` to remove it; commander takes null for a missing value, so that it cannot stand for none. */
export function limitOf(text: string): number | 'none' {
  if (text === 'none') return text;
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number of impressions such as 100, or none.');
  }
  return impressionsOf(text);
}

export function jobOf(text: string): number {
  return wholeNumber(text, { min: 1, max: impressionsMax, what: 'the number of a job' });
}

export function jobsOf(text: string, before: readonly number[] | undefined): readonly number[] {
  return [...(before ?? []), jobOf(text)];
}

export function copiesOf(text: string): number {
  return wholeNumber(text, { min: 1, max: copiesMax, what: 'copies' });
}

export function rowsOf(text: string): number {
  return wholeNumber(text, { min: 1, max: 1_000_000_000, what: 'rows' });
}

export function listenOf(text: string, before: readonly string[] | undefined): readonly string[] {
  if (parseListenAddress(text) === undefined) {
    throw new InvalidArgumentError('Expected HOST:PORT such as 127.0.0.1:8631 or [::1]:8631, or unix:PATH.');
  }
  return [...(before ?? []), text];
}

export function namesOf(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(',').filter((name) => name !== '')];
}

const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Milliseconds since 1970. A date is midnight in the local time zone; so is a time that names no zone. */
export function instantOf(text: string): number {
  const instant = time.test(text) ? Date.parse(text) : midnightOf(text);
  if (instant === undefined || Number.isNaN(instant)) {
    throw new InvalidArgumentError(
      'Expected a date such as 2026-11-01 or a time such as 2026-11-01T08:00:00Z.',
    );
  }
  return instant;
}

function midnightOf(text: string): number | undefined {
  const match = date.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const midnight = new Date(year, month - 1, day);
  // 31 February would roll over into March.
  return midnight.getMonth() === month - 1 && midnight.getDate() === day ? midnight.getTime() : undefined;
}

interface WholeNumber {
  readonly min: number;
  readonly max: number;
  readonly what: string;
}

function wholeNumber(text: string, { min, max, what }: WholeNumber): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new InvalidArgumentError(`Expected ${what}: a whole number from ${min} to ${max}.`);
  }
  return value;
}
