import { readFileSync, statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { structureEffort } from '../../src/documents/formats/pdf/effort.ts';
import { readSource } from '../../src/documents/formats/pdf/reader.ts';
import {
  createDocumentCounters,
  type DocumentCounters,
  defaultCountLimits,
} from '../../src/documents/index.ts';
import { median } from './median.ts';
import type { PdfDocument } from './pdf-documents.ts';
import { type Peer, timePeer } from './peers.ts';

export interface PdfRow {
  readonly document: string;
  /**
   * Medians: ms of CPU for the tree walked and every size told; ms by the clock for the same with colours, as the server
   * counts it in a worker.
   */
  readonly countedMs: number;
  readonly withColourMs: number;
  /** Milliseconds of CPU of each peer's whole process, and the median of our share of it within a repetition. */
  readonly peers: Readonly<Record<string, { readonly ms: number; readonly ratio: number }>>;
  /** Octets read from the file by one count; undefined where the system does not tell. */
  readonly readOctets: number | undefined;
  /** Longest time that the event loop was held while the server's counters worked. */
  readonly loopHeldMs: number;
}

/**
 * The best of so many is taken: the collector and the compiler work when they like, and the first counts behind a peer pay for its
 * start, since every page of this process that is written to faults once after a fork.
 */
const countsInRound = 10;
/** A server has counted for hours: five counts of a page leave most of the code to the interpreter. */
const warmUpMs = 2_000;

/** Our own count in this process, warm, beside the peers in the same repetition. */
export async function measurePdf(
  { name, path, pages }: PdfDocument,
  peers: readonly Peer[],
  repetitions: number,
): Promise<PdfRow> {
  const counters = createDocumentCounters({ ...defaultCountLimits, workerTimeMs: 60_000 });
  try {
    // Colour takes parsing every page and its content, which no peer does: it is measured apart.
    const count = () => {
      countAlone(path, pages);
    };
    const warmAt = performance.now() + warmUpMs;
    for (let warm = 0; warm < 5 || performance.now() < warmAt; warm += 1) count();
    const before = readByProcess();
    count();
    const after = readByProcess();
    const rounds: Round[] = [];
    for (let round = 0; round < repetitions; round += 1) {
      const counted = Math.min(...Array.from({ length: countsInRound }, () => cpuOf(count)));
      const times = peers
        // A walk of qpdf over 100 000 pages takes seconds; once is enough.
        .filter((peer) => round === 0 || !peer.walks)
        .map((peer): readonly [string, number] => [peer.name, timePeer(peer, path)]);
      rounds.push({ counted, peers: new Map(times) });
    }
    // Behind the comparison: a worker of this process would count as this process.
    await countAsServer(counters, path);
    const withColour: number[] = [];
    let loopHeldMs = 0;
    for (let round = 0; round < repetitions; round += 1) {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const started = performance.now();
      await countAsServer(counters, path);
      withColour.push(performance.now() - started);
      delay.disable();
      loopHeldMs = Math.max(loopHeldMs, delay.max / 1e6);
    }
    return {
      document: name,
      countedMs: median(rounds.map(({ counted }) => counted)),
      withColourMs: median(withColour),
      peers: Object.fromEntries(peers.map(({ name: peer }) => [peer, compare(peer, rounds)])),
      readOctets: before === undefined || after === undefined ? undefined : after - before,
      loopHeldMs,
    };
  } finally {
    await counters.close();
  }
}

interface Round {
  readonly counted: number;
  readonly peers: ReadonlyMap<string, number>;
}

function compare(peer: string, rounds: readonly Round[]): { ms: number; ratio: number } {
  const both = rounds.flatMap(({ counted, peers }) => {
    const ms = peers.get(peer);
    return ms === undefined ? [] : [{ ms, ratio: counted / ms }];
  });
  return { ms: median(both.map(({ ms }) => ms)), ratio: median(both.map(({ ratio }) => ratio)) };
}

/** Milliseconds of CPU of all threads of this process. */
function cpuOf(count: () => void): number {
  const before = process.cpuUsage();
  count();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function countAlone(path: string, pages: number): void {
  const counting = readSource({ mediaType: 'application/pdf' }, sourceOf(path), structureEffort);
  const found = counting.kind === 'answer' && counting.count.kind === 'counted' ? counting.count.pages : 0;
  if (found !== pages) throw new Error(`${path} has ${pages} pages and was counted as ${found}`);
}

/** A PDF is read where it rests; only its first octets, which tell the format, have to stream by. */
async function countAsServer(counters: DocumentCounters, path: string): Promise<void> {
  const counter = counters.counter('application/pdf');
  counter.push(Buffer.from('%PDF-1.7\n'.padEnd(1_024)));
  await counter.finish(sourceOf(path), new AbortController().signal);
}

/** Small documents are in memory when the server counts them. */
const memoryOctetsMax = 65_536;

function sourceOf(path: string) {
  const octets = statSync(path).size;
  return octets <= memoryOctetsMax ? { octets, memory: readFileSync(path) } : { octets, path };
}

/** Octets that this process has read so far (Linux). */
function readByProcess(): number | undefined {
  try {
    return Number(/^rchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'latin1'))?.[1]);
  } catch {
    return undefined;
  }
}
