import { Readable } from 'node:stream';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { DocumentCounters, StreamCounter } from '../../src/documents/index.ts';

export const flavours = ['plain', 'slow', 'odd'] as const;
/** plain is counted at once, slow later than an impatient client waits, odd never. */
type Flavour = (typeof flavours)[number];

export interface DocumentWish {
  readonly flavour: Flavour;
  readonly pages: number;
  /** More than stays in memory, so that it goes through a file. */
  readonly big: boolean;
}

/** Octets that stay in memory. */
export const inMemoryOctetsMax = 128;
const slowMs = 4;

/** No two documents are the same; the first word is the flavour. */
export function textOf({ flavour, pages, big }: DocumentWish, number: number): string {
  const filling = big ? `${'x'.repeat(60)}\n`.repeat(4) : '';
  const lines = Array.from({ length: pages }, (_, page) => `${flavour} ${number}, page ${page + 1}\n`);
  return filling === '' ? lines.join('\f') : lines.map((line) => line + filling).join('\f');
}

/** The documents of a job as one text of all their pages. */
export function joinedText(texts: readonly string[]): string {
  return texts.join('\f');
}

export function pagesIn(text: string): number {
  return text.split('\f').length;
}

export const bodyKinds = ['whole', 'chunks', 'broken', 'stalled'] as const;
export type BodyKind = (typeof bodyKinds)[number];

export class ClientVanished extends Error {}

/** The document on its way in; a stalled one waits until it is destroyed. */
export function bodyOf(text: string, kind: BodyKind): Readable {
  const octets = Buffer.from(text);
  if (kind !== 'stalled') return Readable.from(octetsOf(octets, kind));
  // Not a generator: one that waits for ever cannot be destroyed.
  const body = new Readable({ read: () => undefined });
  body.push(octets.subarray(0, Math.ceil(octets.length / 2)));
  return body;
}

async function* octetsOf(octets: Buffer, kind: Exclude<BodyKind, 'stalled'>): AsyncGenerator<Buffer> {
  if (kind === 'whole') {
    yield octets;
    return;
  }
  const half = Math.ceil(octets.length / 2);
  yield octets.subarray(0, half);
  await turn();
  if (kind === 'broken') throw new ClientVanished('the client vanished');
  yield octets.subarray(half);
}

/** The real counter of text, made late or ignorant by the document's first word. */
export function countersOf(real: DocumentCounters): DocumentCounters {
  return {
    counter: (announced) => flavoured(real.counter(announced)),
    close: () => Promise.resolve(),
  };
}

function flavoured(counter: StreamCounter): StreamCounter {
  let head = '';
  return {
    push: (chunk) => {
      if (head.length < 4) head += Buffer.from(chunk).toString('latin1');
      counter.push(chunk);
    },
    finish: async (source, signal) => {
      if (head.startsWith('slow')) await delay(slowMs, undefined, { signal });
      const count = await counter.finish(source, signal);
      if (!head.startsWith('odd')) return count;
      return { kind: 'unknown', format: 'text/plain', why: 'unsupported', evidence: ['an odd document'] };
    },
  };
}
