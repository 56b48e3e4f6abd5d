import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DocumentCounters, TurnPusher } from '../../src/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

export interface StreamRow {
  readonly document: string;
  readonly answer: string;
  readonly octets: number;
  /** Of CPU of this process, so that a busy machine does not count. */
  readonly megabytesPerSecond: number;
  /** Growth of resident memory while the document streams by. */
  readonly growthMib: number;
  /** How long the event loop was held at most, by what came at once or by the answer. */
  readonly chunkMs: number;
  /** The same in the document before it, while the code is not compiled yet. */
  readonly coldChunkMs: number;
}

const chunkOctets = 65_536;
/** What one turn of the event loop reads from a socket at most: 32 chunks (libuv, `uv__read`). */
const turnOctets = 2_097_152;

/** Pushes a document of about `octets` through a counter, chunk by chunk, as it would come from a socket. */
export async function measureStream(
  document: StreamDocument,
  octets: number,
  counters: DocumentCounters,
): Promise<StreamRow> {
  // A document before it warms up the code and the memory.
  const cold = await run(document, Math.min(octets, 50_000_000), counters);
  globalThis.gc?.();
  return { ...(await run(document, octets, counters)), coldChunkMs: cold.chunkMs };
}

async function run(
  { name, head, pages, tail }: StreamDocument,
  octets: number,
  counters: DocumentCounters,
): Promise<Omit<StreamRow, 'coldChunkMs'>> {
  // Whole pages, and many, so that chunks meet them everywhere.
  const block = Buffer.concat(
    new Array<Buffer>(Math.max(1, Math.ceil(turnOctets / pages.length))).fill(pages),
  );
  const blocks = Math.max(1, Math.round(octets / block.length));
  const counter = counters.counter();
  const before = process.memoryUsage.rss();
  let [peak, chunkMs, cpuMs, pushed] = [before, 0, 0, 0];
  let heldMs = 0;
  let turning = setImmediate(function turn() {
    heldMs = 0;
    turning = setImmediate(turn);
  });
  const timed = {
    push: (slice: Uint8Array) => {
      const spent = startClocks();
      counter.push(slice);
      const onSlice = spent();
      cpuMs += onSlice.cpuMs;
      heldMs += onSlice.heldMs;
      chunkMs = Math.max(chunkMs, heldMs);
    },
  };
  const pusher = new TurnPusher(timed);
  const push = async (part: Buffer): Promise<void> => {
    for (let at = 0; at < part.length; at += chunkOctets) {
      await pusher.push(part.subarray(at, at + chunkOctets));
    }
    pushed += part.length;
    peak = Math.max(peak, process.memoryUsage.rss());
    await nextTurn();
  };
  await push(typeof head === 'function' ? head(blocks * block.length) : head);
  for (let index = 0; index < blocks; index += 1) await push(block);
  await push(tail);
  clearImmediate(turning);
  const spent = startClocks();
  const counting = counter.finish({ octets: pushed }, new AbortController().signal);
  chunkMs = Math.max(chunkMs, spent().heldMs);
  const count = await counting;
  return {
    document: name,
    answer: count.kind === 'counted' ? `${count.pages} pages` : count.why,
    octets: pushed,
    megabytesPerSecond: pushed / 1_000 / cpuMs,
    growthMib: (peak - before) / 1_048_576,
    chunkMs,
  };
}

interface Spent {
  /** CPU of this process. */
  readonly cpuMs: number;
  /**
   * An upper bound of the time for which this thread ran: the clock also runs for other programs, CPU time also for
   * the threads that compile and collect garbage beside it.
   */
  readonly heldMs: number;
}

function startClocks(): () => Spent {
  const usage = process.cpuUsage();
  const started = performance.now();
  return () => {
    const clockMs = performance.now() - started;
    const { user, system } = process.cpuUsage(usage);
    const cpuMs = (user + system) / 1_000;
    return { cpuMs, heldMs: Math.min(cpuMs, clockMs) };
  };
}
