import { type Allowance, allowanceWords, priceOf, priceWords } from '../../accounting/index.ts';
import { attribute, type IppAttribute, type IppAttributes, ranges } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { freeOfCharge, type PriceList } from '../../model/quote.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { leftAttributes, textAttribute } from '../jobs/charge.ts';

/** Printer attributes that differ from person to person. */
export const personalNames: ReadonlySet<string> = new Set([
  'printer-charge-info',
  'platen-left-amount',
  'platen-left-impressions',
  'copies-supported',
  'print-color-mode-supported',
  'color-supported',
  'pages-per-minute-color',
]);

interface Person {
  readonly view: PrinterView;
  readonly allowance: Allowance;
  readonly speech: Speech;
}

/** What this printer is for one person: what cannot be paid for is not offered. All of `personalNames` that there are. */
export function personalAttributes(
  offered: IppAttributes,
  { view, allowance, speech }: Person,
): readonly IppAttribute[] {
  const prices = allowance.mode === 'exempt' ? freeOfCharge : view.settings.prices;
  const { colour } = view.capabilities;
  const colourPaid = colour && canPay(allowance, prices, { impressions: 1, colour: 1 });
  const own = new Map(
    [
      textAttribute(
        'printer-charge-info',
        [...priceWords(prices, colour), ...allowanceWords(allowance)],
        speech,
      ),
      ...leftAttributes(allowance, speech),
      copiesSupported(offered, allowance, prices),
      ...(colour && !colourPaid ? withoutColour(offered) : []),
    ].map((each) => [each.name, each]),
  );
  const dropped = own.has('color-supported') ? 'pages-per-minute-color' : '';
  return [...personalNames].flatMap((name) => {
    const each = own.get(name) ?? offered.get(name);
    return each === undefined || name === dropped ? [] : [each];
  });
}

/**
 * Colour is not offered, where there is something else; the default stays, as a job that names no mode is judged by the
 * colours of its pages.
 */
function withoutColour(offered: IppAttributes): readonly IppAttribute[] {
  const name = 'print-color-mode-supported';
  const values = offered.get(name)?.values.filter((mode) => !isKeyword(mode, 'color')) ?? [];
  if (!values.some((mode) => isKeyword(mode, 'monochrome'))) return [];
  return [{ name, values }, attribute('color-supported', false)];
}

function isKeyword(value: IppAttribute['values'][number], keyword: string): boolean {
  return value.syntax === 'keyword' && value.value === keyword;
}

/** One page each; at least one, so that there is a range. */
function copiesSupported(offered: IppAttributes, allowance: Allowance, prices: PriceList): IppAttribute {
  const [range] = ranges(offered, 'copies-supported');
  const most = range?.upper ?? 1;
  const { amount = Number.POSITIVE_INFINITY, impressions } = allowance;
  const one = prices.impression + prices.sheet;
  const payable = one === 0 ? most : Math.floor((amount - prices.job) / one);
  const copies = Math.min(most, payable, impressions?.left ?? most);
  return attribute('copies-supported', { syntax: 'rangeOfInteger', lower: 1, upper: Math.max(1, copies) });
}

function canPay(
  { amount, impressions }: Allowance,
  prices: PriceList,
  usage: { readonly impressions: number; readonly colour: number },
): boolean {
  const cost = priceOf({ ...usage, sheets: usage.impressions }, prices);
  const enough = amount === undefined || cost === 0 || cost <= amount;
  return enough && (impressions === undefined || impressions.left >= usage.impressions);
}
