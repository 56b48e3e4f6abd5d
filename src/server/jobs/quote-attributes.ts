import { allowanceAfter, leftWords, quoteWords } from '../../accounting/index.ts';
import type { IppAttribute } from '../../ipp/index.ts';
import type { Decision, JobRequest } from '../../jobs/index.ts';
import { maySeeAccount } from '../../model/may-see-account.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import type { IppRequest } from '../requests/exchange.ts';
import { amountAttribute, leftAttributes, outcomeAttribute, textAttribute } from './charge.ts';

/**
 * What a job will cost by what its client says of it, in the answer to Validate-Job and Create-Job: PWG 5100.16 has
 * `charge-info-message` for it. What would be left is for those to whom the printer tells it.
 */
export function quoteAttributes(
  { identity, speech }: IppRequest,
  settings: PrinterSettings,
  job: JobRequest,
  { quote, allowance, outcome, refusals, warnings }: Decision,
): readonly IppAttribute[] {
  if (quote === undefined) return [];
  const told = allowance !== undefined && outcome !== 'refused' && maySeeAccount(identity, settings);
  const left = told ? allowanceAfter(allowance, quote) : undefined;
  const words = [
    ...quoteWords(quote, isLeast(job, quote.prices.colour)),
    ...warnings,
    ...(left === undefined ? [] : leftWords(left)),
    // Only a printer that tells prices goes on when it is so.
    ...(outcome === 'refused' ? [say('quote-refused'), ...refusals.map(({ message }) => message)] : []),
  ];
  return [
    textAttribute('charge-info-message', words, speech),
    amountAttribute('platen-charge-amount', quote.amount, speech),
    ...(left === undefined ? [] : leftAttributes(left, speech)),
    outcomeAttribute(outcome),
  ];
}

/** Without figures it is the price of one page, and where colour costs more its number must be known too. */
function isLeast({ estimate, ticket }: JobRequest, colourPrice: number): boolean {
  const { sides } = estimate;
  return sides === undefined || (colourPrice > 0 && sides.colour === 0 && ticket.colourMode !== 'monochrome');
}
