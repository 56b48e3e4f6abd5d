import { plural } from '../../base/plural.ts';
import type { RelayOutcome } from '../device.ts';
import type { Ending } from './follow.ts';
import { follow, rethrowOurs } from './follow.ts';
import type { RelayContext } from './relay-context.ts';
import { type RemoteJobNews, whyOf } from './remote-job.ts';

/** The end of a job that the device has taken in. */
export async function followToOutcome(
  context: RelayContext,
  jobId: number,
  evidence: readonly string[],
): Promise<RelayOutcome> {
  const ending = await follow(context, jobId, context.signal);
  return ending.kind === 'stopped'
    ? await cancelAtDevice(context, jobId)
    : outcomeOf(ending, context.sent.octets, evidence);
}

function outcomeOf(
  ending: Exclude<Ending, { readonly kind: 'stopped' }>,
  octetsSent: number,
  evidence: readonly string[],
): RelayOutcome {
  switch (ending.kind) {
    case 'gone':
      return { kind: 'lost', octetsSent, message: 'the device took the job and knows it no more' };
    case 'silent':
      return {
        kind: 'lost',
        octetsSent,
        message: `the device took the job and is silent: ${ending.message}`,
      };
    case 'ended':
      return ending.news.phase === 'completed'
        ? completed(ending.news, octetsSent, evidence)
        : { kind: 'failed', octetsSent, ...printed(ending.news), retry: true, message: whyOf(ending.news) };
  }
}

/** Cancels and waits until the device says what had been printed by then. A cancel may come too late. */
export async function cancelAtDevice(context: RelayContext, jobId: number): Promise<RelayOutcome> {
  const octetsSent = context.sent.octets;
  const ending = await endAtDevice(context, jobId);
  if (ending?.phase === 'completed') return completed(ending, octetsSent, ['the cancel came too late']);
  return { kind: 'cancelled', octetsSent, ...(ending === undefined ? {} : printed(ending)) };
}

/** Cancels a job that cannot go on, so that the device neither prints a part of it nor waits for the rest. */
export async function giveUp(
  context: RelayContext,
  jobId: number,
  failure: { readonly retry: boolean; readonly message: string },
): Promise<RelayOutcome> {
  const octetsSent = context.sent.octets;
  const ending = await endAtDevice(context, jobId);
  return { kind: 'failed', octetsSent, ...(ending === undefined ? {} : printed(ending)), ...failure };
}

/** undefined: the device did not say how the job ended. */
export async function endAtDevice(context: RelayContext, jobId: number): Promise<RemoteJobNews | undefined> {
  const { printer, job, limits } = context;
  const patience = AbortSignal.timeout(limits.cancelMs);
  try {
    await printer.cancel(job, jobId, patience);
  } catch (error) {
    rethrowOurs(error, context);
  }
  const ending = await follow(context, jobId, patience);
  return ending.kind === 'ended' ? ending.news : undefined;
}

function completed(news: RemoteJobNews, octetsSent: number, evidence: readonly string[]): RelayOutcome {
  const said =
    news.impressions === undefined
      ? 'the device completed the job and did not say how many impressions'
      : `the device completed the job: ${plural(news.impressions, 'impression')}`;
  const doubts = news.reasons.filter((reason) => reason.startsWith('job-completed-with-'));
  return {
    kind: 'completed',
    octetsSent,
    ...(news.impressions !== undefined && { impressions: news.impressions }),
    evidence: [...evidence, said, ...doubts],
  };
}

/** 0 is told only of a job that the device never began with; other zeros mean nothing (quirks: saysZero). */
function printed(news: RemoteJobNews): { readonly impressions?: number } {
  if (news.impressions !== undefined) return { impressions: news.impressions };
  return news.untouched ? { impressions: 0 } : {};
}
