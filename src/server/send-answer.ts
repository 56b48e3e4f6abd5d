import type { IncomingMessage, ServerResponse } from 'node:http';
import { operations } from '../ipp/index.ts';
import { clientOf } from './clients.ts';
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
  readonly limits: DrainLimits;
}

export async function sendAnswer(
  response: ServerResponse,
  upload: Upload,
  { octets, limits }: Sending,
): Promise<void> {
  const length = octets.reduce((sum, piece) => sum + piece.length, 0);
  const head = ['Content-Type', 'application/ipp', 'Content-Length', String(length)];
  if (upload.arrived) {
    response.writeHead(200, head);
    endWith(response, octets);
    return;
  }
  const { octetsAhead = Number.POSITIVE_INFINITY } = upload;
  const keepAlive =
    limits.drainOctetsMax === Number.POSITIVE_INFINITY || octetsAhead <= limits.drainOctetsMax;
  response.writeHead(200, keepAlive ? head : [...head, 'Connection', 'close']);
  // The whole answer goes out now; ending it closes the connection, which must wait until the client has stopped sending.
  writeAll(response, octets);
  const ended = await drain(upload, limits);
  response.end();
  if (!ended) response.socket?.destroySoon();
}

/** Header fields and all pieces leave in one system call. */
function endWith(response: ServerResponse, pieces: readonly Buffer[]): void {
  if (pieces.length > 1) response.cork();
  for (const piece of pieces.slice(0, -1)) response.write(piece);
  response.end(pieces.at(-1));
}

/** The same for an answer behind which the rest of the request is still read. */
function writeAll(response: ServerResponse, octets: readonly Buffer[]): void {
  response.cork();
  for (const piece of octets) response.write(piece);
  response.uncork();
}
