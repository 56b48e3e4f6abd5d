import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import type { DocumentSource } from '../../counter.ts';
import { type PngPixels, PngRows } from './rows.ts';

/** Octets that come out of decompression at once, looked at in less than a millisecond. */
const pieceOctets = 65_536;
/** Octets of all rows; A0 at 600 dpi in RGB has 1.7 GB. */
const rowsOctetsMax = 2_147_483_648;
const signatureOctets = 8;

export interface PngLook {
  readonly pixels: PngPixels;
  readonly timeMs: number;
  readonly wantsInk: boolean;
}

/**
 * Decompresses the picture of a sound PNG at rest, piece by piece, until a coloured pixel is found, or to its end for its
 * ink. Undefined is what the pixels do not tell because they cannot be read to their end, in time or at all.
 */
export async function lookAtPng(
  source: DocumentSource,
  { pixels, timeMs, wantsInk }: PngLook,
  signal: AbortSignal,
): Promise<Pick<PngRows, 'colour' | 'ink'>> {
  const rows = new PngRows(pixels, wantsInk);
  let octetsLeft = rowsOctetsMax;
  try {
    await pipeline(
      Readable.from(pictureData(octetsOf(source))),
      createInflate({ chunkSize: pieceOctets }),
      async (inflated: AsyncIterable<Uint8Array>) => {
        for await (const piece of inflated) {
          rows.take(piece);
          octetsLeft -= piece.length;
          if (!rows.looking || octetsLeft < 0) return;
        }
      },
      { signal: AbortSignal.any([signal, AbortSignal.timeout(timeMs)]) },
    );
  } catch {
    signal.throwIfAborted();
  }
  return rows;
}

function octetsOf({ memory, path = '', start = 0, octets }: DocumentSource): AsyncIterable<Uint8Array> {
  if (memory !== undefined) return Readable.from([memory]);
  return createReadStream(path, { start, end: start + octets - 1, highWaterMark: pieceOctets });
}

/** The content of the IDAT chunks, from which a decompressor takes one stream. */
async function* pictureData(document: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(8);
  let headFilled = 0;
  let skip = signatureOctets;
  let data = 0;
  for await (const chunk of document) {
    for (let at = 0; at < chunk.length; ) {
      if (skip > 0) {
        const end = Math.min(chunk.length, at + skip);
        skip -= end - at;
        at = end;
      } else if (data > 0) {
        const end = Math.min(chunk.length, at + data);
        yield chunk.subarray(at, end);
        data -= end - at;
        at = end;
        if (data === 0) skip = 4;
      } else {
        head[headFilled++] = chunk[at++] ?? 0;
        if (headFilled < head.length) continue;
        headFilled = 0;
        const length = new DataView(head.buffer).getUint32(0);
        const name = String.fromCharCode(...head.subarray(4));
        if (name === 'IEND') return;
        if (name === 'IDAT') data = length;
        skip = name === 'IDAT' && length > 0 ? 0 : length + 4;
      }
    }
  }
}
