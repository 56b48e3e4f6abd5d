import { messageOf } from '../../base/fault.ts';
import {
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  type IppAttributes,
  integers,
  operations,
  strings,
} from '../../ipp/index.ts';
import type { RemoteJob } from '../../model/job.ts';
import { shownUri } from '../../model/shown-uri.ts';
import type { RelayOutcome } from '../device.ts';
import { DocumentUnreadable } from '../document-octets.ts';
import { GrowingPause } from '../pause.ts';
import type { IppAnswer } from './answer.ts';
import { lookAt, rethrowOurs } from './follow.ts';
import { jobAttributesFor } from './job-attributes.ts';
import { cancelAtDevice, followToOutcome, giveUp } from './outcome.ts';
import { jobAttributesOf } from './quirks.ts';
import type { RelayContext } from './relay-context.ts';
import { upload } from './upload.ts';

/** Prints one job on a device whose attributes are known, by Create-Job where it has it. */
export async function submit(context: RelayContext, device: IppAttributes): Promise<RelayOutcome> {
  const format = formatFor(context.job.document.format, device);
  if (format === undefined) {
    const message = `the device does not take ${context.job.document.format}`;
    return { kind: 'failed', octetsSent: 0, retry: false, message };
  }
  const attributes = jobAttributesFor(context.job, device);
  if (!hasCreateJob(device)) return await printAtOnce(context, attributes, format);
  const { printer, job, signal } = context;
  const created = await whileBusy(context, () => printer.createJob(job, attributes));
  if (created.verdict !== 'done') return notTaken(context, created);
  const remote = remoteJobOf(created, context.uri);
  if (remote === undefined) {
    return { kind: 'failed', octetsSent: 0, retry: true, message: 'the device made a job without a job-id' };
  }
  await commitRemote(context, remote);
  if (signal.aborted) return await cancelAtDevice(context, remote.id);
  return await sendDocument(context, remote, { format, evidence: evidenceOf(created, remote) });
}

/** When the id cannot be kept, the document must not leave: the job is taken back and the fault is the caller's. */
async function commitRemote(context: RelayContext, remote: RemoteJob): Promise<void> {
  try {
    await context.events.remoteJob(remote);
  } catch (error) {
    const { printer, job, limits } = context;
    await printer.cancel(job, remote.id, AbortSignal.timeout(limits.answerMs)).catch(() => undefined);
    throw error;
  }
}

/**
 * Decides by what the device lists alone, never by trying: after a crash the same answer proves that a job without a
 * known remote id had sent no octet (resume.ts).
 */
export function hasCreateJob(device: IppAttributes): boolean {
  const offered = integers(device, 'operations-supported');
  return offered.includes(operations.createJob) && offered.includes(operations.sendDocument);
}

interface Sending {
  readonly format: string;
  readonly evidence: readonly string[];
}

async function sendDocument(
  context: RelayContext,
  remote: RemoteJob,
  sending: Sending,
): Promise<RelayOutcome> {
  const { printer, job } = context;
  let answer: IppAnswer;
  try {
    answer = await upload(context, remote.id, (octets, signal) =>
      printer.sendDocument(job, remote.id, { format: sending.format, octets }, signal),
    );
  } catch (error) {
    return await afterBrokenUpload(context, remote, error);
  }
  if (answer.verdict === 'done') return await followToOutcome(context, remote.id, sending.evidence);
  if (context.signal.aborted) return await cancelAtDevice(context, remote.id);
  return await giveUp(context, remote.id, { retry: answer.verdict !== 'refused', message: answer.sentence });
}

/**
 * The connection broke or was cut. When every octet had been given to it the device may have the whole document, only
 * its answer was lost: it is asked. Otherwise what it has is a part, which must not be printed.
 */
async function afterBrokenUpload(
  context: RelayContext,
  remote: RemoteJob,
  error: unknown,
): Promise<RelayOutcome> {
  if (context.signal.aborted) return await cancelAtDevice(context, remote.id);
  if (error instanceof DocumentUnreadable) {
    return await giveUp(context, remote.id, { retry: false, message: error.message });
  }
  rethrowOurs(error, context);
  const message = messageOf(error);
  if (context.sent.octets === context.job.document.octets) {
    const look = await lookAt(context, remote.id, context.signal);
    const taken = look.kind === 'news' && !look.news.incoming && look.news.phase !== 'held';
    if (taken) return await followToOutcome(context, remote.id, [`the answer was lost: ${message}`]);
  }
  return await giveUp(context, remote.id, { retry: true, message });
}

/**
 * Print-Job: the document leaves before the device has named the job. A status that is no success means that no job
 * was made (RFC 8011 §4.2.1.2), so that a busy device may be sent the document again.
 */
async function printAtOnce(
  context: RelayContext,
  attributes: IppAttributes,
  format: string,
): Promise<RelayOutcome> {
  const { printer, job, sent, uri } = context;
  let answer: IppAnswer;
  try {
    answer = await whileBusy(context, () =>
      upload(context, undefined, (octets, signal) =>
        printer.printJob(job, attributes, { format, octets }, signal),
      ),
    );
  } catch (error) {
    if (context.signal.aborted) return { kind: 'cancelled', octetsSent: sent.octets };
    const retry = !(error instanceof DocumentUnreadable);
    if (retry) rethrowOurs(error, context);
    return { kind: 'failed', octetsSent: sent.octets, retry, message: messageOf(error) };
  }
  if (answer.verdict !== 'done') return notTaken(context, answer);
  const remote = remoteJobOf(answer, uri);
  if (remote === undefined) {
    const evidence = ['the device took the document and gave no job-id to ask by'];
    return { kind: 'completed', octetsSent: sent.octets, evidence };
  }
  await context.events.remoteJob(remote);
  return await followToOutcome(context, remote.id, evidenceOf(answer, remote));
}

/** Asks again, with growing pauses, as long as the device says that it is busy; answers its last word. */
async function whileBusy(context: RelayContext, ask: () => Promise<IppAnswer>): Promise<IppAnswer> {
  const { clock, limits, events, signal } = context;
  const giveUpAt = clock.now() + limits.busyMs;
  const interval = new GrowingPause(limits.busyPauseMs, limits.busyPauseMaxMs);
  for (;;) {
    const answer = await ask();
    if (answer.verdict !== 'busy' || clock.now() >= giveUpAt) return answer;
    events.progress({ status: { state: 'processing', reasons: [], message: `waiting: ${answer.sentence}` } });
    if (!(await interval.next(signal))) return answer;
  }
}

function notTaken(context: RelayContext, answer: IppAnswer): RelayOutcome {
  const octetsSent = context.sent.octets;
  if (context.signal.aborted) return { kind: 'cancelled', octetsSent, impressions: 0 };
  const retry = answer.verdict !== 'refused';
  return { kind: 'failed', octetsSent, impressions: 0, retry, message: answer.sentence };
}

function remoteJobOf(answer: IppAnswer, printerUri: string): RemoteJob | undefined {
  const job = jobAttributesOf(answer.message);
  const id = firstInteger(job, 'job-id');
  if (id === undefined) return undefined;
  return { id, uri: shownUri(firstString(job, 'job-uri') ?? `${printerUri}/${id}`) };
}

function evidenceOf(answer: IppAnswer, remote: RemoteJob): readonly string[] {
  const ignored = [...(groupOf(answer.message, groupTags.unsupported)?.keys() ?? [])];
  const named = `job ${remote.id} at the device`;
  return ignored.length === 0 ? [named] : [named, `the device ignored: ${ignored.join(', ')}`];
}

/**
 * What the document is announced as. A device that lists only application/octet-stream guesses by itself; one that
 * does not list the format would refuse it after it had been sent.
 */
function formatFor(format: string, device: IppAttributes): string | undefined {
  const listed = strings(device, 'document-format-supported');
  if (listed.length === 0 || listed.includes(format)) return format;
  return listed.includes('application/octet-stream') ? 'application/octet-stream' : undefined;
}
