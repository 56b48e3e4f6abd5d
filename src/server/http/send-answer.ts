import type { IncomingMessage, ServerResponse } from 'node:http';
import { headText, type IppMessage, operations, statuses } from '../../ipp/index.ts';
import type { HttpAnswer } from '../requests/answer.ts';
import { clientOf } from '../requests/clients.ts';
import { drain } from './drain.ts';
import type { WireLimits } from './limits.ts';
import type { Upload } from './upload.ts';

type DrainLimits = Pick<WireLimits, 'drainOctetsMax' | 'drainMs'>;

/** A CUPS backend reads the answer to Send-Document only after its last octet, so that it may send all of them. */
export function drainLimits(
  code: number,
  { headers, limits }: { readonly headers: IncomingMessage['headers']; readonly limits: WireLimits },
): DrainLimits {
  const toTheEnd = code === operations.sendDocument && clientOf(headers).refusals === 'cups';
  return toTheEnd ? { drainOctetsMax: Number.POSITIVE_INFINITY, drainMs: longestTimerMs } : limits;
}

/** The longest that setTimeout takes; UploadWatch ends a drain that stands still long before. */
const longestTimerMs = 2_147_483_647;

interface Sending {
  /** The answer in pieces. */
  readonly octets: readonly Buffer[];
  /** Where HTTP alone answers; 200 and an IPP message otherwise. */
  readonly http?: HttpAnswer;
  readonly limits: DrainLimits;
}

const ippFields: readonly string[] = ['Content-Type', 'application/ipp'];

export async function sendAnswer(
  response: ServerResponse,
  upload: Upload,
  { octets, limits, http }: Sending,
): Promise<void> {
  const length = octets.reduce((sum, piece) => sum + piece.length, 0);
  const { status, fields } = http ?? { status: 200, fields: ippFields };
  const head = [...fields, 'Content-Length', String(length)];
  // Of chunks nobody knows how many follow; mostly it is the last one, so that the connection is not given up for it.
  const keepAlive = (upload.octetsAhead ?? 0) <= limits.drainOctetsMax;
  response.writeHead(status, keepAlive ? head : [...head, 'Connection', 'close']);
  // Header fields and all pieces leave in one system call.
  response.cork();
  for (const piece of octets) response.write(piece);
  if (upload.arrived) {
    response.end();
    return;
  }
  response.uncork();
  // Ending the answer closes the connection, which must wait until the client has stopped sending.
  const ended = await drain(upload, limits);
  response.end();
  // What is complete now came whole with its last octets, and the next request with it, which is being answered already.
  if (!ended && !response.req.complete) response.socket?.destroySoon();
}

/**
 * A yes whose octets but for the first eight are known, as text of one character an octet: Node joins it with the header
 * fields and hands both to the kernel at once, at half the cost of pieces that are octets (measured on Node 20).
 */
export function sendRepeated(
  response: ServerResponse,
  { version, requestId }: Pick<IppMessage, 'version' | 'requestId'>,
  tail: string,
): void {
  const head = headText({ version, requestId, code: statuses.successfulOk });
  response.writeHead(200, [...ippFields, 'Content-Length', String(head.length + tail.length)]);
  // end() would write a second, empty piece, and several pieces take the slow way (writev).
  const { socket } = response;
  socket?.cork();
  response.write(head + tail, 'latin1');
  socket?.uncork();
  response.end();
}
