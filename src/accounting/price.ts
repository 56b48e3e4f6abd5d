import type { Amount } from '../model/money.ts';
import type { PriceList, Usage } from '../model/quote.ts';

/** Price of what was used; a job that used nothing costs nothing, its job price included. */
export function priceOf(usage: Usage, prices: PriceList): Amount {
  if (usage.impressions === 0) return 0;
  return (
    prices.job +
    prices.impression * usage.impressions +
    prices.sheet * usage.sheets +
    prices.colour * usage.colour
  );
}

/**
 * What `impressions` of a quoted job used: the paper and colour in proportion, rounded up to whole sheets and
 * impressions, never more than quoted. More impressions than quoted are taken as more of the same.
 */
export function portionOf(quoted: Usage, impressions: number): Usage {
  if (impressions === quoted.impressions) {
    return { impressions, sheets: quoted.sheets, colour: quoted.colour };
  }
  if (quoted.impressions === 0) return { impressions, sheets: impressions, colour: 0 };
  const share = (whole: number): number => Math.ceil((whole * impressions) / quoted.impressions);
  return { impressions, sheets: share(quoted.sheets), colour: share(quoted.colour) };
}
