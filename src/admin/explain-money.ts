import { plural } from '../base/plural.ts';
import type { Attempt, Job } from '../model/job.ts';
import { formatAmount } from '../model/money.ts';
import { type AdminDeps, money } from './context.ts';
import type { Sentence } from './explanation.ts';

type Money = Pick<AdminDeps, 'currency'>;

/** The quote line by line, so that the sum can be checked with a pencil. */
export function priceSentences(deps: Money, { quote }: Job): readonly Sentence[] {
  if (quote === undefined) return [];
  const { prices, impressions, sheets, colour, amount } = quote;
  const lines = [
    { what: '1 job', count: 1, price: prices.job },
    { what: plural(impressions, 'impression'), count: impressions, price: prices.impression },
    { what: plural(sheets, 'sheet'), count: sheets, price: prices.sheet },
    { what: `${colour} in colour`, count: colour, price: prices.colour },
  ].filter(({ count, price }) => count > 0 && price > 0);
  const each = (price: number): string => formatAmount(price, deps.currency.digits);
  return [
    ...lines.map(
      ({ what, count, price }): Sentence => ({
        about: 'price',
        text: `${what} × ${each(price)} = ${each(count * price)}`,
      }),
    ),
    { about: 'price', text: `Quoted: ${money(deps, amount)}.` },
  ];
}

export function deviceSentences({ attempts, settlement }: Job): readonly Sentence[] {
  const sentences = attempts.map(
    (attempt): Sentence => ({ about: 'device', text: attemptSentence(attempt) }),
  );
  if (attempts.length === 0 || settlement === undefined) return sentences;
  const text =
    settlement.reported === undefined
      ? 'The device did not say how many impressions it made.'
      : `The device says that it made ${plural(settlement.reported, 'impression')}.`;
  return [...sentences, { about: 'device', text }];
}

function attemptSentence({ number, device, startedAt, remote, octetsSent, failure }: Attempt): string {
  const sent = octetsSent === undefined ? 'it is not known how much was sent' : `${octetsSent} octets sent`;
  const named = remote === undefined ? '' : `, job ${remote.id} there`;
  const failed = failure === undefined ? '' : `; it failed: ${failure}`;
  return `Attempt ${number} at ${new Date(startedAt).toISOString()} to ${device}: ${sent}${named}${failed}.`;
}

export function chargeSentences(deps: Money, { settlement, account, hold }: Job): readonly Sentence[] {
  const about = 'charge';
  if (settlement === undefined) {
    const text =
      hold === undefined ? 'Nothing is reserved.' : `Reserved on the account of "${account ?? ''}".`;
    return [{ about, text }];
  }
  const { action, impressions, sheets, colour, amount, evidence } = settlement;
  const payer = account === undefined ? 'no account' : `the account of "${account}"`;
  const usage = `${plural(impressions, 'impression')}, ${colour} of them colour, on ${plural(sheets, 'sheet')}`;
  return [
    { about, text: `${action}; charged to ${payer}: ${money(deps, amount)} for ${usage}.` },
    ...evidence.map((text): Sentence => ({ about, text })),
  ];
}
