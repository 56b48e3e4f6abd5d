import type { DocumentSource } from './counter.ts';

/** A part of a document at rest as a document of its own. */
export function partOf(source: DocumentSource, start: number, octets: number): DocumentSource {
  const { memory, path } = source;
  if (memory !== undefined) return { octets, memory: memory.subarray(start, start + octets) };
  return { octets, ...(path === undefined ? {} : { path, start: (source.start ?? 0) + start }) };
}
