import { readSync } from 'node:fs';
import type { DocumentPart, DocumentSource } from '../../../counter.ts';

/** Reads any part of a document into memory that is handed over. */
export interface OctetReader {
  readonly size: number;
  /** Fills all of `target` with the octets at `position`; false when the document ends before. */
  read(position: number, target: Uint8Array): boolean;
}

export function readerOfMemory(octets: Uint8Array): OctetReader {
  return {
    size: octets.length,
    read: (position, target) => {
      if (position + target.length > octets.length) return false;
      target.set(octets.subarray(position, position + target.length));
      return true;
    },
  };
}

export function readerOfFile(descriptor: number, { octets, start = 0 }: DocumentSource): OctetReader {
  return {
    size: octets,
    read: (position, target) => {
      if (position + target.length > octets) return false;
      for (let filled = 0; filled < target.length; ) {
        const place = start + position + filled;
        const got = readSync(descriptor, target, filled, target.length - filled, place);
        if (got === 0) return false;
        filled += got;
      }
      return true;
    },
  };
}

/** Reads a document that is made of parts, some of them stretches of what `source` reads. */
export function readerOfParts(source: OctetReader, parts: readonly DocumentPart[]): OctetReader {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += octetsOf(part);
  }
  const read = (position: number, target: Uint8Array): boolean => {
    if (position + target.length > size) return false;
    for (let filled = 0, index = partAt(starts, position); filled < target.length; index += 1) {
      const part = parts[index];
      if (part === undefined) return false;
      const skip = position + filled - (starts[index] ?? 0);
      const octets = Math.min(octetsOf(part) - skip, target.length - filled);
      const piece = target.subarray(filled, filled + octets);
      if ('text' in part) piece.set(part.text.subarray(skip, skip + octets));
      else if (!source.read(part.start + skip, piece)) return false;
      filled += octets;
    }
    return true;
  };
  return { size, read };
}

export function octetsOf(part: DocumentPart): number {
  return 'text' in part ? part.text.length : part.octets;
}

/** The last part that begins at or before a position. */
function partAt(starts: readonly number[], position: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
