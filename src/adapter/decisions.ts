import type { CupsAnswer } from '../jobs/index.ts';
import type { AdapterDecision, AdapterJobState, AdapterJobStatus, AdapterReason } from '../model/adapter.ts';
import type { Job } from '../model/job.ts';
import { byPrecedence, type Refusal, type RefusalKind } from '../model/refusal.ts';
import { englishOf } from '../model/sentences/sentence.ts';
import { attemptText } from './attempt-text.ts';

type Row =
  | { readonly decision: 'deny' | 'hold' | 'cancel'; readonly reason: AdapterReason }
  | { readonly decision: 'later' };

/**
 * What CUPS is told to do with a job that is refused. `deny` and `hold` keep it on its queue, which goes on; `later` is
 * tried a few times by CUPS and then aborted, so that only what passes by itself may be it; `cancel` is for documents
 * that no credit and no patience will ever make printable: held, they would be tried in vain at each release.
 */
const rows = {
  'unknown-printer': { decision: 'hold', reason: 'resources-are-not-ready' },
  'wrong-way': { decision: 'hold', reason: 'resources-are-not-ready' },
  'not-accepting': { decision: 'later' },
  'shutting-down': { decision: 'later' },
  'store-away': { decision: 'later' },
  'disk-full': { decision: 'later' },
  'identity-too-weak': { decision: 'deny', reason: 'account-authorization-failed' },
  'unknown-user': { decision: 'deny', reason: 'account-info-needed' },
  'account-blocked': { decision: 'deny', reason: 'account-closed' },
  'format-not-supported': { decision: 'cancel', reason: 'unsupported-document-format' },
  'not-countable': { decision: 'cancel', reason: 'document-unprintable-error' },
  'document-damaged': { decision: 'cancel', reason: 'document-format-error' },
  'too-large': { decision: 'cancel', reason: 'aborted-by-system' },
  'over-quota': { decision: 'deny', reason: 'account-limit-reached' },
  'over-balance': { decision: 'deny', reason: 'account-limit-reached' },
} as const satisfies Record<RefusalKind, Row>;

export interface Deciding {
  /** As the adapter gave it. */
  readonly user: string;
  /** It has printed already: what cannot be booked now must come again, whatever it is. */
  readonly offline: boolean;
  readonly deadline: number;
  readonly laterSeconds: number;
}

/** An answer of ours in the adapter's words. */
export function decisionOf(answer: CupsAnswer, { user, offline, ...waits }: Deciding): AdapterDecision {
  switch (answer.kind) {
    case 'started': {
      const { job, attempt } = answer;
      const { name } = job.owner;
      return {
        decision: 'allow',
        attempt: attemptText({ job: job.id, uuid: job.uuid, attempt }),
        job: job.id,
        ...(name === user ? {} : { userName: name }),
        deadline: waits.deadline,
      };
    }
    case 'held':
      return { decision: 'hold', reason: 'job-hold-until-specified', message: heldSentence(answer.job) };
    case 'paused':
      return { decision: 'hold', reason: 'printer-stopped', message: answer.message };
    case 'refused':
      return offline
        ? later(sentenceOf(answer.refusals), waits.laterSeconds)
        : refusal(answer.refusals, waits.laterSeconds);
    case 'relayed':
      return { decision: 'relayed', job: answer.job };
    case 'booked':
      return { decision: 'done', job: answer.job };
  }
}

export function later(message: string, seconds: number): AdapterDecision {
  return { decision: 'later', seconds, message };
}

function refusal(refusals: readonly Refusal[], seconds: number): AdapterDecision {
  const [first] = byPrecedence(refusals);
  const row: Row = first === undefined ? { decision: 'later' } : rows[first.kind];
  const message = sentenceOf(refusals);
  return row.decision === 'later' ? later(message, seconds) : { ...row, message };
}

function sentenceOf(refusals: readonly Refusal[]): string {
  return byPrecedence(refusals)
    .map(({ message }) => englishOf(message))
    .join(' ');
}

function heldSentence({ id, message, needsOperator }: Job): string {
  const who = needsOperator ? 'an operator' : 'its owner';
  return message === undefined ? `Job ${id} waits for ${who} at the print server.` : englishOf(message);
}

/** What the adapter of a relayed job is told when it asks. */
export function statusOf(job: Job): AdapterJobStatus {
  const { message } = job;
  return { state: stateOf(job), ...(message === undefined ? {} : { message: englishOf(message) }) };
}

function stateOf({ state, settlement }: Job): AdapterJobState {
  switch (state) {
    case 'incoming':
    case 'counting':
    case 'pending':
      return 'pending';
    case 'held':
      return 'held';
    case 'relaying':
      return 'printing';
    case 'ended':
      // Nothing more comes of a job that was only quoted either.
      return settlement?.action === 'quoted' ? 'printed' : (settlement?.action ?? 'failed');
  }
}
