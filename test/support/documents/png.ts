import { crc32 } from 'node:zlib';

export const pngSignature: Buffer = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A chunk with its length and check sum. */
export function pngChunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const framed = Buffer.alloc(content.length + 12);
  framed.writeUInt32BE(content.length, 0);
  framed.write(name, 4, 'latin1');
  content.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}

interface PngHeader {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly colourType: number;
  readonly interlaced?: boolean;
}

/** IHDR of a picture of 4 × 4 pixels, unless it says otherwise. */
export function pngHeader({
  width = 4,
  height = 4,
  depth = 8,
  colourType,
  interlaced = false,
}: PngHeader): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(width, 0);
  content.writeUInt32BE(height, 4);
  content.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return pngChunk('IHDR', content);
}

/** A picture of such chunks between its header and its end. */
export function makePng(header: PngHeader, ...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([pngSignature, pngHeader(header), ...chunks, pngChunk('IEND')]);
}
