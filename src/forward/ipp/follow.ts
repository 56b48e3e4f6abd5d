import { messageOf } from '../../base/fault.ts';
import { groupOf, groupTags } from '../../ipp/index.ts';
import type { DeviceStatus } from '../../model/device.ts';
import { GrowingPause } from '../pause.ts';
import { isDeviceFault } from './ipp-client.ts';
import { statusFrom } from './mirror.ts';
import { jobAttributesOf } from './quirks.ts';
import type { RelayContext } from './relay-context.ts';
import { hasEnded, newsOf, type RemoteJobNews } from './remote-job.ts';

/**
 *   ended    the device says so
 *   gone     the device knows the job no more
 *   silent   the device has not answered for `silentMs`
 *   stopped  our signal
 */
export type Ending =
  | { readonly kind: 'ended'; readonly news: RemoteJobNews }
  | { readonly kind: 'gone' }
  | { readonly kind: 'silent'; readonly message: string }
  | { readonly kind: 'stopped' };

/** One look at a remote job. */
export type Look =
  | { readonly kind: 'news'; readonly news: RemoteJobNews }
  | { readonly kind: 'gone' }
  | { readonly kind: 'no-answer'; readonly message: string };

/** Watches a remote job until it has ended; what is seen on the way is told as progress. */
export async function follow(context: RelayContext, jobId: number, signal: AbortSignal): Promise<Ending> {
  const { clock, limits } = context;
  let heardAt = clock.now();
  const interval = new GrowingPause(limits.pollMs, limits.pollMaxMs);
  for (;;) {
    const look = await lookAt(context, jobId, signal);
    if (signal.aborted) return { kind: 'stopped' };
    if (look.kind === 'gone') return look;
    if (look.kind === 'news') {
      heardAt = clock.now();
      await tell(context, look.news, signal);
      if (hasEnded(look.news)) return { kind: 'ended', news: look.news };
    } else {
      context.events.progress({ status: unreachable(look.message) });
      if (clock.now() - heardAt > limits.silentMs) return { kind: 'silent', message: look.message };
    }
    if (!(await interval.next(signal))) return { kind: 'stopped' };
  }
}

export async function lookAt(context: RelayContext, jobId: number, signal: AbortSignal): Promise<Look> {
  const { printer, job } = context;
  try {
    const answer = await printer.jobNews(job, jobId, signal);
    const found = jobAttributesOf(answer.message);
    if (answer.verdict === 'done' && found !== undefined) return { kind: 'news', news: newsOf(found) };
    return answer.verdict === 'gone' ? { kind: 'gone' } : { kind: 'no-answer', message: answer.sentence };
  } catch (error) {
    rethrowOurs(error, context);
    return { kind: 'no-answer', message: messageOf(error) };
  }
}

/** The state of the printer; undefined when it does not tell. */
export async function statusOf(
  context: RelayContext,
  signal: AbortSignal,
): Promise<DeviceStatus | undefined> {
  try {
    const answer = await context.printer.status(signal);
    const attributes = groupOf(answer.message, groupTags.printer);
    return answer.verdict === 'done' && attributes !== undefined ? statusFrom(attributes) : undefined;
  } catch (error) {
    rethrowOurs(error, context);
    return undefined;
  }
}

export function unreachable(message: string): DeviceStatus {
  return { state: 'unreachable', reasons: [], message };
}

/** What a network or a device does is an outcome; a device that we closed ourselves, or a bug, is not. */
export function rethrowOurs(error: unknown, context: RelayContext): void {
  if (!isDeviceFault(error) || context.printer.closed) throw error;
}

/** Asks the printer only when its job stands still: one request a poll is enough for a job that runs. */
async function tell(context: RelayContext, news: RemoteJobNews, signal: AbortSignal): Promise<void> {
  const { events } = context;
  const { impressions } = news;
  const completed = impressions === undefined ? {} : { impressionsCompleted: impressions };
  if (news.phase === 'processing') {
    events.progress({ ...completed, status: { state: 'processing', reasons: [] } });
    return;
  }
  if (hasEnded(news)) {
    events.progress({ ...completed, status: { state: 'idle', reasons: [] } });
    return;
  }
  const status = await statusOf(context, signal);
  const message = status?.message ?? news.message ?? `the job is ${news.phase} at the device`;
  const stopped = { state: 'stopped', reasons: news.reasons } as const;
  events.progress({ ...completed, status: { ...(status ?? stopped), message } });
}
