import { readSync } from 'node:fs';
import type { DocumentSource } from '../../../counter.ts';

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
