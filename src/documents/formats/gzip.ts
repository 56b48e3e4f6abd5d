import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { startsWith } from '../recognise.ts';
import { streamSource } from '../source-stream.ts';
import { TurnPusher } from '../turn-pusher.ts';
import { UnwrappedContent } from './gzip/unwrapped-content.ts';

export const recogniseGzip: (head: Uint8Array) => boolean = startsWith(0x1f, 0x8b, 0x08);

/** Octets that come out of one document: as much as the largest documents of a print room have. */
const unwrappedOctetsMax = 536_870_912;
/** Text shrinks to a fifth, blank raster to a three hundredth; zeros to a thousandth, which is what bombs are made of. */
const ratioMax = 500;
/** Below this no ratio matters: it is gone through in 0.2 s. */
const ratioFreeOctets = 67_108_864;

/**
 * gzip (RFC 1952) around a document of any format. It is unwrapped when all of it is there, and counted while it comes
 * out; what came out is kept for formats that need random access.
 */
export function openGzip(context: FormatContext): StreamCounter {
  return {
    push: () => undefined,
    finish: (source, signal) => countContent(context, source, signal),
  };
}

async function countContent(
  { mediaType: format, openContent }: FormatContext,
  source: DocumentSource,
  signal: AbortSignal,
): Promise<PageCount> {
  if (openContent === undefined)
    return unknown(format, 'unsupported', 'A compressed document within a compressed one.');
  const counter = openContent();
  const content = new UnwrappedContent();
  try {
    const problem = await unwrap(source, counter, content, signal);
    if (problem !== undefined) return unknown(format, problem.why, problem.sentence);
    const count = await counter.finish(content.source, signal);
    const inside = `What is compressed is ${count.format ?? 'of no known format'}.`;
    return { ...count, format, evidence: [inside, ...count.evidence] };
  } finally {
    await content.remove();
  }
}

interface Problem {
  readonly why: UncountableWhy;
  readonly sentence: string;
}

async function unwrap(
  source: DocumentSource,
  counter: StreamCounter,
  content: UnwrappedContent,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const pusher = new TurnPusher(counter);
  const gunzip = createGunzip();
  const octets: AsyncIterable<Uint8Array> = gunzip;
  // Whatever goes wrong in the pipe ends the iteration below too, which tells it.
  void pipeline(streamSource(source), gunzip, { signal }).catch(() => undefined);
  try {
    for await (const chunk of octets) {
      signal.throwIfAborted();
      await pusher.push(chunk);
      await content.add(chunk);
      const limit = limitMet(content.octets, source.octets);
      if (limit !== undefined) return limit;
    }
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return problemOf(error);
  }
}

function limitMet(unwrapped: number, wrapped: number): Problem | undefined {
  if (unwrapped > unwrappedOctetsMax) {
    return {
      why: 'limit:unwrapped-octets',
      sentence: `More than ${unwrappedOctetsMax} octets are compressed in it.`,
    };
  }
  if (unwrapped > ratioFreeOctets && unwrapped > wrapped * ratioMax) {
    return { why: 'limit:gzip-ratio', sentence: `It unfolds to more than ${ratioMax} times its size.` };
  }
  return undefined;
}

/** What zlib says of a document; anything else is a fault of ours. */
function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return { why: 'incomplete', sentence: 'The compressed data ends too early.' };
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return { why: 'damaged', sentence: 'The compressed data is damaged.' };
  }
  throw error;
}

function unknown(format: string, why: UncountableWhy, sentence: string): PageCount {
  return { kind: 'unknown', format, why, evidence: [sentence] };
}
