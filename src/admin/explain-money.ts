import { plural } from '../base/plural.ts';
import { type Attempt, type BackendEnd, isRunByCups, type Job } from '../model/job.ts';
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

export function deviceSentences(job: Job): readonly Sentence[] {
  const { attempts, settlement } = job;
  const sentences = [
    ...cupsSentences(job),
    ...attempts.map(
      (attempt): Sentence => ({
        about: 'device',
        text: isRunByCups(job) ? runSentence(attempt) : attemptSentence(attempt),
      }),
    ),
  ];
  if (attempts.length === 0 || settlement === undefined) return sentences;
  const text =
    settlement.reported === undefined
      ? 'The device did not say how many impressions it made.'
      : `The device says that it made ${plural(settlement.reported, 'impression')}.`;
  return [...sentences, { about: 'device', text }];
}

function cupsSentences({ cups }: Job): readonly Sentence[] {
  if (cups === undefined) return [];
  const { instance, queue, job, run, relay } = cups;
  const how = relay ? 'printed by our own device' : 'printed by a backend of CUPS';
  const again = run === 1 ? '' : `; it had been printed before, this is number ${run}`;
  return [
    { about: 'device', text: `It is job ${job} of the CUPS queue ${queue} (${instance}), ${how}${again}.` },
  ];
}

function runSentence({ number, startedAt, octetsSent, backend, offline }: Attempt): string {
  const when = `${new Date(startedAt).toISOString()}${offline === true ? ', while the server was away' : ''}`;
  const sent = octetsSent === undefined ? '' : `, ${octetsSent} octets taken`;
  const pages =
    backend?.pages === undefined ? '' : `, ${plural(backend.pages, 'impression')} by its own word`;
  return `Run ${number} at ${when}: ${backend === undefined ? 'nothing was heard of its end' : endOf(backend)}${sent}${pages}.`;
}

function endOf({ exit, signal, terminated }: BackendEnd): string {
  const how =
    signal !== undefined
      ? `killed by ${signal}`
      : exit === undefined
        ? 'it could not be started'
        : `exit code ${exit}`;
  return terminated ? `stopped by CUPS, ${how}` : how;
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
