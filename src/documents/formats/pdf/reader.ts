import { closeSync, openSync } from 'node:fs';
import type { DocumentSource } from '../../counter.ts';
import type { DocumentQuestion } from '../../format.ts';
import { type Counting, countPdf } from './answer.ts';
import { FileBytes, MemoryBytes, PartBytes } from './bytes.ts';
import { Effort, type EffortLimits } from './effort.ts';

/** Counts a PDF at rest with our own reader, as far as the effort goes. */
export function readSource(
  question: DocumentQuestion,
  source: DocumentSource,
  limits: EffortLimits,
): Counting {
  const effort = new Effort(limits);
  if (source.memory !== undefined) return countPdf(new MemoryBytes(source.memory), question, effort);
  if (source.path === undefined)
    return { kind: 'broken', sentence: 'the document is neither in memory nor in a file' };
  const descriptor = openSync(source.path, 'r');
  try {
    const { start = 0, octets } = source;
    const file = new FileBytes(descriptor, start + octets, effort);
    const bytes = start === 0 ? file : new PartBytes(file, start, start + octets);
    return countPdf(bytes, question, effort);
  } finally {
    closeSync(descriptor);
  }
}
