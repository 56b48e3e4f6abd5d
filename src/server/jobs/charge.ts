import type { Allowance } from '../../accounting/index.ts';
import { clippedText } from '../../base/clipped-text.ts';
import { attributeOf, type IppAttribute, integer, keyword, text } from '../../ipp/index.ts';
import type { Decision } from '../../jobs/index.ts';
import { formatAmount } from '../../model/money.ts';
import { joined, type Speech, type Words, wordsIn } from '../../model/sentences/sentence.ts';

/** RFC 8011 §5.1.2. */
const textOctetsMax = 1_023;

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

export function leftAttributes({ amount, impressions }: Allowance, speech: Speech): readonly IppAttribute[] {
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
