import type { IppAttribute } from '../ipp/index.ts';
import type { Decision, JobRequest } from '../jobs/index.ts';
import type { PrinterSettings } from '../model/printer.ts';
import {
  amountAttribute,
  leftAttributes,
  leftWords,
  outcomeAttribute,
  quoteWords,
  textAttribute,
} from './charge.ts';
import type { IppRequest } from './exchange.ts';
import { isPersonal } from './personal.ts';

/**
 * What a job will cost by what its client says of it, in the answer to Validate-Job and Create-Job: PWG 5100.16 has
 * `charge-info-message` for it. What would be left is for those to whom the printer tells it.
 */
export function quoteAttributes(
  { identity, speech }: IppRequest,
  settings: PrinterSettings,
  job: JobRequest,
  decision: Decision,
): readonly IppAttribute[] {
  const { quote, allowance } = decision;
  if (quote === undefined) return [];
  const personal = isPersonal(identity, settings);
  const { amount, impressions } = allowance ?? {};
  const left = {
    ...(amount === undefined ? {} : { amount: amount - quote.amount }),
    ...(impressions === undefined
      ? {}
      : { impressions: { left: Math.max(0, impressions.left - quote.impressions) } }),
  };
  const words = [
    ...quoteWords(quote, { least: isLeast(job, quote.prices.colour), free: true }),
    ...decision.warnings,
    ...(personal ? leftWords(decision) : []),
  ];
  return [
    textAttribute('charge-info-message', words, speech),
    amountAttribute('platen-charge-amount', quote.amount, speech),
    ...(personal ? leftAttributes(left, speech) : []),
    outcomeAttribute(decision.outcome),
  ];
}

/** Without figures it is the price of one page, and where colour costs more its number must be known too. */
function isLeast({ estimate, ticket }: JobRequest, colourPrice: number): boolean {
  const { sides } = estimate;
  return sides === undefined || (colourPrice > 0 && sides.colour === 0 && ticket.colourMode !== 'monochrome');
}
