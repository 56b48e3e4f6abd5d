import { createReadStream } from 'node:fs';
import type { PageCount } from '../model/page-count.ts';
import type { DocumentCounters } from './counter.ts';
import { TurnPusher } from './turn-pusher.ts';

/** Octets read at once; the counters are fast enough that larger pieces gain nothing. */
const pieceOctets = 65_536;

/** Counts the document in a file, as it would be counted on its way in. Rejects when the file cannot be read. */
export async function countFile(
  path: string,
  counters: Pick<DocumentCounters, 'counter'>,
  announced: string | undefined,
  signal: AbortSignal,
): Promise<PageCount> {
  const counter = counters.counter(announced);
  const pusher = new TurnPusher(counter);
  const stream: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: pieceOctets, signal });
  let octets = 0;
  for await (const chunk of stream) {
    octets += chunk.length;
    await pusher.push(chunk);
  }
  return counter.finish({ octets, path }, signal);
}
