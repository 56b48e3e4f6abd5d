import type { PriceList, Quote } from '../model/quote.ts';
import { say, type Words } from '../model/sentences/sentence.ts';
import type { Allowance } from './allowance.ts';

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
export function quoteWords({ impressions, sheets, colour, amount }: Quote, least = false): readonly Words[] {
  const usage =
    colour === 0
      ? say('quote-usage', { impressions, sheets })
      : say('quote-usage-colour', { impressions, sheets, colour });
  if (amount === 0) return [usage, say('quote-free')];
  return [usage, say(least ? 'quote-least' : 'quote-cost', { cost: amount })];
}

/** What is left when the job is taken off. */
export function allowanceAfter(
  { amount, impressions, ...who }: Allowance,
  quote: Pick<Quote, 'amount' | 'impressions'>,
): Allowance {
  return {
    ...who,
    ...(amount === undefined ? {} : { amount: amount - quote.amount }),
    ...(impressions === undefined
      ? {}
      : { impressions: { ...impressions, left: Math.max(0, impressions.left - quote.impressions) } }),
  };
}

export function leftWords({ amount, impressions }: Allowance): readonly Words[] {
  return [
    ...(amount === undefined ? [] : [say('quote-left-money', { left: amount })]),
    ...(impressions === undefined ? [] : [say('quote-left-impressions', { left: impressions.left })]),
  ];
}
