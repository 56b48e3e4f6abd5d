import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { DocumentSource } from './counter.ts';

/** The octets of a document at rest, from the first to the last. */
export function streamSource({ memory, path, start = 0, octets }: DocumentSource): Readable {
  if (memory !== undefined) return Readable.from([memory]);
  if (path === undefined || octets === 0) return Readable.from([]);
  return createReadStream(path, { start, end: start + octets - 1 });
}
