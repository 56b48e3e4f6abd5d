import { makeBmp, octets, pngChunk, pngHeader, pngSignature } from '../../test/support/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

const noise = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 73) % 251));

/** Pictures: one page that goes on and on, or pages behind each other. */
export const pictureDocuments: readonly StreamDocument[] = [
  {
    name: 'PNG, grey',
    head: Buffer.concat([pngSignature, pngHeader({ width: 65_536, height: 65_536, colourType: 0 })]),
    pages: pngChunk('IDAT', noise),
    tail: pngChunk('IEND'),
  },
  {
    name: 'GIF',
    head: Buffer.from([...octets('GIF89a'), 4, 0, 4, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 8]),
    pages: Buffer.concat([Buffer.from([255]), noise.subarray(0, 255)]),
    tail: Buffer.from([0, 0x3b]),
  },
  {
    name: 'BMP, 24 bits',
    head: (pagesOctets) => makeBmp({ width: 1_000, height: pagesOctets / 3_000, octets: 0 }),
    // A row of 1 000 grey pixels.
    pages: Buffer.alloc(3_000, 0x55),
    tail: Buffer.alloc(0),
  },
  {
    name: 'WebP',
    head: (pagesOctets) => {
      const head = octets('RIFF\0\0\0\0WEBPVP8 \0\0\0\0');
      head.writeUInt32LE(12 + pagesOctets, 4);
      head.writeUInt32LE(pagesOctets, 16);
      return head;
    },
    pages: noise,
    tail: Buffer.alloc(0),
  },
  {
    name: 'NetPBM, colour',
    head: Buffer.alloc(0),
    pages: Buffer.concat([octets('P6 1000 500 255\n'), Buffer.alloc(1_500_000, 0x55)]),
    tail: Buffer.alloc(0),
  },
];
