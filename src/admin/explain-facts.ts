import type { LedgerEntry } from '../accounting/index.ts';
import { plural } from '../base/plural.ts';
import type { Identity, IdentityLevel } from '../model/identity.ts';
import { type DocumentRef, documentsOf, type Job } from '../model/job.ts';
import { copiesInside, type PageCount } from '../model/page-count.ts';
import type { Ticket } from '../model/ticket.ts';
import { type AdminDeps, money } from './context.ts';
import type { Sentence } from './explanation.ts';

const howKnown = {
  claimed: 'the client said so and nothing proves it',
  host: 'known by the address the job came from',
  'trusted-server': 'told by a print server that is trusted to name its users',
  token: 'known by the secret printer address',
  password: 'proved by a password',
  certificate: 'proved by a certificate',
  local: 'known by the local system',
} as const satisfies Record<IdentityLevel, string>;

export function whoSentences({ name, level, proof }: Identity): readonly Sentence[] {
  const who = name === '' ? 'Nobody was named' : `It came from "${name}"`;
  const evidence = proof === '' ? '' : `, ${proof}`;
  return [{ about: 'who', text: `${who}: ${howKnown[level]} (${level}${evidence}).` }];
}

/** Who let it go, and from where, when it has waited for somebody; what it waits for while it does. */
export function releaseSentences({
  state,
  reasons,
  waits,
  released,
  releasedFrom,
  printer,
}: Job): readonly Sentence[] {
  const about = 'release';
  if (state === 'held' && waits !== undefined) {
    const expiry =
      waits.expiresAt === undefined ? '' : `; given up at ${new Date(waits.expiresAt).toISOString()}`;
    return [{ about, text: `It waits: ${reasons.join(', ')}${expiry}.` }];
  }
  if (released === undefined) return [];
  const from = releasedFrom === undefined ? '' : `, which it was not sent to but to ${releasedFrom}`;
  const at = new Date(released.at).toISOString();
  const text = `Released at ${printer}${from}, by "${released.by}" (${released.level}) at ${at}.`;
  return [{ about, text }];
}

export function billingSentences({ billing = {} }: Job): readonly Sentence[] {
  const { account, user } = billing;
  const said = [
    ...(account === undefined ? [] : [`the account "${account}" (job-account-id)`]),
    ...(user === undefined ? [] : [`"${user}" (job-accounting-user-id)`]),
  ];
  return said.length === 0
    ? []
    : [{ about: 'who', text: `The client said it is for ${said.join(' and ')}.` }];
}

export function documentSentences(job: Job): readonly Sentence[] {
  const { count } = job;
  const documents = documentsOf(job);
  const sentences = documents.map((document, index): Sentence => {
    const subject = documents.length === 1 ? 'The document' : `Document ${index + 1}`;
    return { about: 'document', text: `${subject} is ${documentPhrase(document)}.` };
  });
  return count === undefined ? sentences : [...sentences, ...countSentences(count)];
}

function documentPhrase({ format, octets, pages, cancelled }: DocumentRef): string {
  const size = `${format}, ${octets} octets`;
  if (cancelled !== undefined) return `${size}, cancelled by "${cancelled.by}"`;
  return pages === undefined ? size : `${size}, ${plural(pages, 'page')}`;
}

function countSentences(count: PageCount): readonly Sentence[] {
  const evidence = count.evidence.map((text): Sentence => ({ about: 'count', text }));
  return [{ about: 'count', text: countSentence(count) }, ...evidence];
}

function countSentence(count: PageCount): string {
  if (count.kind === 'unknown') {
    const seen = count.seen === undefined ? '' : `, after ${plural(count.seen, 'page')} had been seen`;
    return `Its pages could not be counted: ${count.why}${seen}. Unknown is never taken as 0.`;
  }
  return `It has ${plural(count.pages, 'page')}, by ${count.source} (${count.confidence}).`;
}

export function paperSentences({ ticket, count, quote }: Job): readonly Sentence[] {
  const evidence = quote?.evidence ?? [];
  return [
    { about: 'paper', text: `Ticket: ${ticketPhrase(ticket)}.` },
    { about: 'paper', text: copiesSentence(ticket, count) },
    ...evidence.map((text): Sentence => ({ about: 'paper', text })),
  ];
}

function copiesSentence(ticket: Ticket, count: PageCount | undefined): string {
  const inside = count?.kind === 'counted' ? copiesInside(count) : 1;
  if (inside === 1) return `Copies come from the ticket: ${ticket.copies}.`;
  const carried = inside === undefined ? 'copies that change on the way' : `${inside} copies`;
  return `The data itself carries ${carried}; the ticket says ${ticket.copies}.`;
}

function ticketPhrase({
  copies,
  sides,
  colourMode,
  pageRanges,
  numberUp,
  imposition,
  media,
}: Ticket): string {
  const facts = [`copies ${copies}`, sides, `colour ${colourMode}`];
  if (pageRanges.length > 0) {
    facts.push(`pages ${pageRanges.map((range) => `${range.lower}-${range.upper}`).join(',')}`);
  }
  if (numberUp > 1) facts.push(`${plural(numberUp, 'page')} a side`);
  if (imposition === 'signature') facts.push('a booklet');
  if (media !== undefined) facts.push(media);
  return facts.join(', ');
}

export function ledgerSentences(
  deps: Pick<AdminDeps, 'currency'>,
  entries: readonly LedgerEntry[],
): readonly Sentence[] {
  return entries.map((entry) => {
    const by = entry.by === undefined ? '' : ` by ${entry.by}`;
    const reason = entry.reason === '' ? '' : `: ${entry.reason}`;
    const effect = `${money(deps, entry.amount)}, ${plural(entry.impressions, 'impression')}`;
    const at = new Date(entry.at).toISOString();
    return {
      about: 'ledger',
      text: `${at} ${entry.verb} ${entry.id} of ${entry.account}, ${effect}${by}${reason}`,
    };
  });
}
