import { closeSync, openSync } from 'node:fs';
import type { DocumentSource } from '../../counter.ts';
import { type Counting, countPdf } from './answer.ts';
import { FileBytes, MemoryBytes } from './bytes.ts';
import { Effort, type EffortLimits } from './effort.ts';

/** Counts a PDF at rest with our own reader, as far as the effort goes. */
export function readSource(mediaType: string, source: DocumentSource, limits: EffortLimits): Counting {
  const effort = new Effort(limits);
  if (source.memory !== undefined) return countPdf(new MemoryBytes(source.memory), mediaType, effort);
  if (source.path === undefined)
    return { kind: 'broken', sentence: 'the document is neither in memory nor in a file' };
  const descriptor = openSync(source.path, 'r');
  try {
    return countPdf(new FileBytes(descriptor, source.octets, effort), mediaType, effort);
  } finally {
    closeSync(descriptor);
  }
}
