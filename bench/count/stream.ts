import { setImmediate } from 'node:timers/promises';
import { type DocumentCounters } from '../../src/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

export interface StreamRow {
  readonly document: string;
  readonly answer: string;
  readonly octets: number;
  /** Of CPU of this process, so that a busy machine does not count. */
  readonly megabytesPerSecond: number;
  /** Growth of resident memory while the document streams by. */
  readonly growthMib: number;
  /** Longest CPU time of one chunk of 64 KiB, or of the answer: as long is the event loop held. */
  readonly chunkMs: number;
}

const chunkOctets = 65_536;

/** Pushes a document of about `octets` through a counter, chunk by chunk, as it would come from a socket. */
export async function measureStream(
  document: StreamDocument,
  octets: number,
  counters: DocumentCounters,
): Promise<StreamRow> {
  // A document before it warms up the code and the memory.
  await run(document, Math.min(octets, 50_000_000), counters);
  globalThis.gc?.();
  return run(document, octets, counters);
}

async function run(
  { name, head, pages, tail }: StreamDocument,
  octets: number,
  counters: DocumentCounters,
): Promise<StreamRow> {
  // Whole pages, and many, so that chunks meet them everywhere.
  const block = Buffer.concat(
    new Array<Buffer>(Math.max(1, Math.ceil(4_194_304 / pages.length))).fill(pages),
  );
  const blocks = Math.max(1, Math.round(octets / block.length));
  const counter = counters.counter();
  const before = process.memoryUsage.rss();
  let [peak, chunkMs, cpuMs, pushed] = [before, 0, 0, 0];
  const push = async (part: Buffer): Promise<void> => {
    for (let at = 0; at < part.length; at += chunkOctets) {
      const usage = process.cpuUsage();
      counter.push(part.subarray(at, at + chunkOctets));
      const { user, system } = process.cpuUsage(usage);
      cpuMs += (user + system) / 1_000;
      chunkMs = Math.max(chunkMs, (user + system) / 1_000);
    }
    pushed += part.length;
    peak = Math.max(peak, process.memoryUsage.rss());
    await setImmediate();
  };
  await push(typeof head === 'function' ? head(blocks * block.length) : head);
  for (let index = 0; index < blocks; index += 1) await push(block);
  await push(tail);
  const usage = process.cpuUsage();
  const counting = counter.finish({ octets: pushed }, new AbortController().signal);
  const { user, system } = process.cpuUsage(usage);
  chunkMs = Math.max(chunkMs, (user + system) / 1_000);
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
