import { PrintServerError } from '../../base/fault.ts';
import { shownUri } from '../../model/shown-uri.ts';
import { documentOctets } from '../document-octets.ts';
import { pause } from '../pause.ts';
import type { IppAnswer } from './answer.ts';
import { statusOf } from './follow.ts';
import type { RelayContext } from './relay-context.ts';

/** Cancel-Job beside an upload that the device may be too busy with to hear it. */
const cancelBesideUploadMs = 5_000;

type Send = (octets: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<IppAnswer>;

/**
 * Sends the document and waits for the answer as long as the device gives signs of life: it takes octets, or its
 * status tells what it waits for. A cancel is said to the device first and only then cuts the connection, because some
 * print what they have of a cut document (quirks: cutUploadCompletes).
 */
export async function upload(
  context: RelayContext,
  remoteId: number | undefined,
  send: Send,
): Promise<IppAnswer> {
  const cut = new AbortController();
  const over = new AbortController();
  const cancelling = cancelFirst(context, remoteId, { cut, over: over.signal });
  const watching = watch(context, cut, over.signal);
  try {
    return await send(counted(context), cut.signal);
  } catch (error) {
    throw cut.signal.reason instanceof PrintServerError ? cut.signal.reason : error;
  } finally {
    over.abort();
    await cancelling;
    await watching;
  }
}

/** Counts what the connection takes. Chunks are asked for one by one, each when the one before is gone. */
async function* counted(context: RelayContext): AsyncGenerator<Uint8Array, void> {
  const { sent, events, job } = context;
  sent.octets = 0;
  for await (const chunk of documentOctets(job.document)) {
    if (sent.octets === 0) events.firstOctet();
    sent.octets += chunk.length;
    yield chunk;
    events.progress({ octetsSent: sent.octets });
  }
}

interface Ends {
  readonly cut: AbortController;
  /** The upload is over, one way or the other. */
  readonly over: AbortSignal;
}

async function cancelFirst(context: RelayContext, remoteId: number | undefined, ends: Ends): Promise<void> {
  await aborted(AbortSignal.any([context.signal, ends.over]));
  if (ends.over.aborted) return;
  if (remoteId !== undefined) {
    const { printer, job } = context;
    await printer.cancel(job, remoteId, AbortSignal.timeout(cancelBesideUploadMs)).catch(() => undefined);
  }
  ends.cut.abort();
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

/** Looks at the printer only while nothing moves. */
async function watch(context: RelayContext, cut: AbortController, over: AbortSignal): Promise<void> {
  const { clock, limits, sent, events, uri } = context;
  let aliveAt = clock.now();
  let seen = sent.octets;
  while (await pause(limits.stallNoticeMs, over)) {
    const moved = sent.octets !== seen;
    seen = sent.octets;
    const status = moved ? undefined : await statusOf(context, over).catch(() => undefined);
    if (over.aborted) return;
    if (status !== undefined) events.progress({ status });
    // An idle printer that takes nothing is no sign of life of our job.
    if (moved || (status !== undefined && status.state !== 'idle')) aliveAt = clock.now();
    if (clock.now() - aliveAt < limits.stallMs) continue;
    const seconds = Math.round(limits.stallMs / 1000);
    cut.abort(new PrintServerError('device-unreachable', `${shownUri(uri)} took no data for ${seconds} s`));
    return;
  }
}
