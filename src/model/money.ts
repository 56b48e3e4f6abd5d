/**
 * Money is an integer number of 1/10 000 currency units, so that prices may have four decimals and no sum is ever
 * rounded. The cap keeps every product of an amount, copies and impressions below 2^53.
 */
export type Amount = number;

const amountScale = 10_000;
/** 100 million currency units: far above any wallet, far below 2^53 / amountScale. */
export const amountMax: Amount = 100_000_000 * amountScale;
/** Largest number of impressions or sheets one job may have; 2^31 − 1 is what IPP can say (RFC 8011 §5.1.5). */
export const impressionsMax = 2_147_483_647;
export const copiesMax = 9_999;

const decimal = /^(-?)(\d{1,9})(?:\.(\d{1,4}))?$/;

/** Reads a decimal string such as "0.05"; undefined when it is none, has over 4 decimals or passes the cap. */
export function parseAmount(text: string): Amount | undefined {
  const match = decimal.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const value = Number(whole) * amountScale + Number(fraction.padEnd(4, '0'));
  if (value > amountMax) return undefined;
  return sign === '-' && value !== 0 ? -value : value;
}

/** Writes an amount as a decimal string with at least `digits` decimals; more only when they are not zero. */
export function formatAmount(amount: Amount, digits = 2): string {
  const whole = Math.trunc(Math.abs(amount) / amountScale);
  const fraction = String(Math.abs(amount) % amountScale).padStart(4, '0');
  let kept = fraction.replace(/0+$/, '');
  if (kept.length < digits) kept = kept.padEnd(digits, '0');
  return `${amount < 0 ? '-' : ''}${whole}${kept === '' ? '' : `.${kept}`}`;
}
