import { PrintServerError } from '../../base/fault.ts';
import { firstInteger, firstString, type IppAttributes } from '../../ipp/index.ts';
import type { RemoteJob } from '../../model/job.ts';
import type { RelayOutcome } from '../device.ts';
import { GrowingPause } from '../pause.ts';
import { lookAt, rethrowOurs, unreachable } from './follow.ts';
import { isMarked } from './job-mark.ts';
import { cancelAtDevice, endAtDevice, followToOutcome } from './outcome.ts';
import type { RelayContext } from './relay-context.ts';
import { hasEnded, type RemoteJobNews } from './remote-job.ts';
import { hasCreateJob } from './submit.ts';

type Resumed = RelayOutcome | { readonly kind: 'unknown' };

/** Asks the device for its attributes. */
export type AskDevice = () => Promise<IppAttributes>;

/** After a crash: what became of a job that the device may have. */
export async function resume(
  context: RelayContext,
  remote: RemoteJob | undefined,
  askDevice: AskDevice,
): Promise<Resumed> {
  if (remote !== undefined) return await resumeKnown(context, remote.id);
  const device = await untilAnswered(context, askDevice);
  if (device === undefined) return { kind: 'unknown' };
  const found = await untilAnswered(context, () => findByMark(context));
  if (typeof found === 'number') return await resumeKnown(context, found);
  // The remote id is committed before the first octet leaves, so without one none did.
  if (!hasCreateJob(device)) return { kind: 'unknown' };
  return {
    kind: 'failed',
    octetsSent: 0,
    retry: true,
    message: 'the document had not been sent before the stop',
  };
}

async function resumeKnown(context: RelayContext, jobId: number): Promise<Resumed> {
  const look = await untilAnswered(context, async () => {
    const seen = await lookAt(context, jobId, context.signal);
    if (seen.kind === 'no-answer') throw new PrintServerError('device-unreachable', seen.message);
    return seen;
  });
  if (context.signal.aborted) return await cancelAtDevice(context, jobId);
  if (look?.kind !== 'news') return { kind: 'unknown' };
  if (waitsForDocument(look.news)) return await dropUnfinished(context, jobId, look.news);
  if (hasEnded(look.news) && look.news.phase !== 'completed' && look.news.untouched) return neverBegun(jobId);
  context.sent.octets = context.job.document.octets;
  return await followToOutcome(context, jobId, [`found again: job ${jobId} at the device`]);
}

/** Our upload died with us, so a job that still waits for its document will never get it. */
function waitsForDocument(news: RemoteJobNews): boolean {
  if (news.phase !== 'waiting' && news.phase !== 'held') return false;
  return news.empty || news.incoming;
}

/**
 * Cancelled at the device first, so that nothing of it is printed from now on. Free to retry only when the device held
 * no octet before or says that it never began; else a part of the document counts as sent.
 */
async function dropUnfinished(context: RelayContext, jobId: number, before: RemoteJobNews): Promise<Resumed> {
  const ending = await endAtDevice(context, jobId);
  if (ending === undefined) return { kind: 'unknown' };
  const evidence = [`found again: job ${jobId} at the device`];
  if (ending.phase === 'completed') {
    context.sent.octets = context.job.document.octets;
    return await followToOutcome(context, jobId, evidence);
  }
  if (ending.impressions === undefined && (before.empty || ending.untouched)) return neverBegun(jobId);
  return {
    kind: 'failed',
    octetsSent: Math.max(1, context.sent.octets),
    ...(ending.impressions !== undefined && { impressions: ending.impressions }),
    retry: true,
    message: `job ${jobId} at the device had a part of the document and was cancelled`,
  };
}

/** ippeveprinter tells neither job-k-octets nor number-of-documents, but a time-at-processing without a value. */
function neverBegun(jobId: number): RelayOutcome {
  const message = `job ${jobId} at the device was ended before any of it was printed`;
  return { kind: 'failed', octetsSent: 0, retry: true, message };
}

/** The remote id by our mark in the job name; 'none' when the device lists no such job or cannot list. */
async function findByMark(context: RelayContext): Promise<number | 'none'> {
  const { printer, job, signal } = context;
  for (const which of ['not-completed', 'completed'] as const) {
    const { answer, jobs } = await printer.jobs(job, which, signal);
    if (answer.verdict === 'busy') throw new PrintServerError('device-unreachable', answer.sentence);
    const id = firstInteger(
      jobs.find((found) => isOurs(found, job.uuid)),
      'job-id',
    );
    if (id !== undefined) return id;
  }
  return 'none';
}

function isOurs(found: IppAttributes, uuid: string): boolean {
  const name = firstString(found, 'job-name');
  return name !== undefined && isMarked(name, uuid);
}

/** A device that is away is waited for: after a power cut it may need longer than we do. undefined: it stayed away. */
async function untilAnswered<Answer>(
  context: RelayContext,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const { clock, limits, events, signal } = context;
  const giveUpAt = clock.now() + limits.silentMs;
  const interval = new GrowingPause(limits.pollMs, limits.pollMaxMs);
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      rethrowOurs(error, context);
      events.progress({ status: unreachable(error instanceof Error ? error.message : String(error)) });
    }
    if (signal.aborted || clock.now() >= giveUpAt) return undefined;
    if (!(await interval.next(signal))) return undefined;
  }
}
