import { newId } from '../../base/ids.ts';
import { bookedDocuments, type Job } from '../../model/job.ts';
import type { PageCount } from '../../model/page-count.ts';
import { byPrecedence, type Refusal, type RefusalKind } from '../../model/refusal.ts';
import { englishOf, joined } from '../../model/sentences/sentence.ts';
import type { Change, HistoryFacts } from '../commit.ts';
import type { Transition } from '../store.ts';
import { refusedRow } from './settle.ts';

/** job-state-reasons (RFC 8011 §5.3.8, PWG 5100.16) of a job that was refused after its client had heard yes. */
const stateReasons = {
  'unknown-printer': 'aborted-by-system',
  'wrong-way': 'aborted-by-system',
  'not-accepting': 'aborted-by-system',
  'shutting-down': 'aborted-by-system',
  'store-away': 'resources-are-not-ready',
  'disk-full': 'resources-are-not-ready',
  'identity-too-weak': 'account-authorization-failed',
  'unknown-user': 'account-info-needed',
  'account-blocked': 'account-closed',
  'format-not-supported': 'unsupported-document-format',
  'not-countable': 'document-unprintable-error',
  'document-damaged': 'document-format-error',
  // No registered keyword says this: resources-are-not-supported is said of media and fonts (PWG 5100.3 §6.1), and a CUPS
  // backend sends what is document-unprintable-error once more, as raster.
  'too-large': 'aborted-by-system',
  'over-quota': 'account-limit-reached',
  'over-balance': 'account-limit-reached',
} as const satisfies Record<RefusalKind, string>;

/** As job-state-reasons. */
export function reasonsOf(refusals: readonly Refusal[]): readonly string[] {
  return [...new Set(refusals.map(({ kind }) => stateReasons[kind]))];
}

export interface RefusedJob {
  readonly refusals: readonly Refusal[];
  readonly count?: PageCount;
  readonly at: number;
}

/** Ends a job that the client knows of. */
export function refuseJob({ refusals, count, at }: RefusedJob): (job: Job) => Change {
  const sorted = byPrecedence(refusals);
  return (job) => ({
    step: 'refuse',
    job: {
      state: 'ended',
      reasons: [...new Set(['aborted-by-system', ...reasonsOf(sorted)])],
      message: joined(sorted.map(({ message }) => message)),
      ...(count === undefined ? {} : { count }),
      endedAt: at,
      settlement: {
        action: 'refused',
        impressions: 0,
        sheets: 0,
        colour: 0,
        amount: 0,
        evidence: [sentenceOf(sorted)],
      },
    },
    document: 'remove',
    history: row(job, { refusals: sorted, at, ...(count === undefined ? {} : { count }) }),
  });
}

/** Leaves only the line in the books of a job that no client knows of. */
export function refusalWithoutJob(job: Job, refused: RefusedJob): Transition {
  const history = { ...row(job, refused), ...bookedDocuments(job) };
  return { id: newId(), step: 'refuse', expectedRevision: 0, ledger: [], history };
}

/** Every reason, the decisive one first. */
function sentenceOf(refusals: readonly Refusal[]): string {
  return refusals.map(({ message }) => englishOf(message)).join(' ');
}

function row(job: Job, { refusals, count, at }: RefusedJob): HistoryFacts {
  const counted = count === undefined ? job : { ...job, count };
  return refusedRow(
    counted,
    refusals.map(({ kind }) => kind),
    at,
    refusals.map(({ message }) => englishOf(message)),
  );
}
