import type { Allowance } from '../accounting/index.ts';
import { clippedText } from '../base/clipped-text.ts';
import { attributeOf, type IppAttribute, integer, keyword, text } from '../ipp/index.ts';
import type { Decision } from '../jobs/index.ts';
import { formatAmount } from '../model/money.ts';
import type { PriceList, Quote } from '../model/quote.ts';
import { joined, type Speech, say, type Words, wordsIn } from '../model/sentences/sentence.ts';

/** RFC 8011 §5.1.2. */
const textOctetsMax = 1_023;

/** What printing costs on a printer, without anybody's account. */
export function priceWords(prices: PriceList, colour: boolean): readonly Words[] {
  const words = [
    ...(prices.impression === 0 ? [] : [say('price-impression', { price: prices.impression })]),
    ...(prices.colour === 0 || !colour ? [] : [say('price-colour', { price: prices.colour })]),
    ...(prices.sheet === 0 ? [] : [say('price-sheet', { price: prices.sheet })]),
    ...(prices.job === 0 ? [] : [say('price-job', { price: prices.job })]),
  ];
  return words.length === 0 ? [say('price-none')] : words;
}

/** What is left to somebody. */
export function allowanceWords({ name, mode, amount, impressions }: Allowance): readonly Words[] {
  if (mode === 'blocked') return [say('account-blocked', { name })];
  if (mode === 'exempt') return [say('left-exempt', { name })];
  const left = [
    ...(amount === undefined ? [] : [say('left-money', { name, left: amount })]),
    ...(impressions === undefined ? [] : [say('left-impressions', { name, ...impressions })]),
  ];
  return left.length === 0 ? [say('left-unlimited', { name })] : left;
}

/** How a job uses paper and money, before it is printed. `least`: the document may bring more. */
export function quoteWords(
  { impressions, sheets, colour, amount }: Quote,
  { least, free }: { readonly least: boolean; readonly free: boolean },
): readonly Words[] {
  const usage =
    colour === 0
      ? say('quote-usage', { impressions, sheets })
      : say('quote-usage-colour', { impressions, sheets, colour });
  if (free && amount === 0) return [usage, say('quote-free')];
  return [usage, say(least ? 'quote-least' : 'quote-cost', { cost: amount })];
}

/** What would be left after the job. */
export function leftWords({ allowance, quote }: Decision): readonly Words[] {
  if (allowance === undefined || quote === undefined) return [];
  const { amount, impressions } = allowance;
  return [
    ...(amount === undefined ? [] : [say('quote-left-money', { left: amount - quote.amount })]),
    ...(impressions === undefined
      ? []
      : [say('quote-left-impressions', { left: Math.max(0, impressions.left - quote.impressions) })]),
  ];
}

export function textAttribute(name: string, words: readonly Words[], speech: Speech): IppAttribute {
  return attributeOf(name, text(clippedText(wordsIn(joined(words), speech), textOctetsMax)));
}

/** The same as numbers, for programs; IPP has no attributes for money (docs/ipp.md). */
export function amountAttribute(
  name: 'platen-charge-amount' | 'platen-left-amount',
  amount: number,
  { currency }: Speech,
): IppAttribute {
  return attributeOf(name, text(`${formatAmount(amount, currency.digits)} ${currency.code}`));
}

export function leftAttributes(
  { amount, impressions }: Pick<Allowance, 'amount'> & { readonly impressions?: { readonly left: number } },
  speech: Speech,
): readonly IppAttribute[] {
  return [
    ...(amount === undefined ? [] : [amountAttribute('platen-left-amount', amount, speech)]),
    ...(impressions === undefined
      ? []
      : [attributeOf('platen-left-impressions', integer(Math.min(impressions.left, 2_147_483_647)))]),
  ];
}

export function outcomeAttribute(outcome: Decision['outcome']): IppAttribute {
  return attributeOf('platen-outcome', keyword(outcome));
}
