import { crc32 } from 'node:zlib';
import { octets } from '../../test/support/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

const noise = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 73) % 251));

/** Pictures: one page that goes on and on, or pages behind each other. */
export const pictureDocuments: readonly StreamDocument[] = [
  {
    name: 'PNG, grey',
    head: Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', Buffer.from([0, 1, 0, 0, 0, 1, 0, 0, 8, 0, 0, 0, 0])),
    ]),
    pages: chunk('IDAT', noise),
    tail: chunk('IEND', Buffer.alloc(0)),
  },
  {
    name: 'GIF',
    head: Buffer.from([...octets('GIF89a'), 4, 0, 4, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 8]),
    pages: Buffer.concat([Buffer.from([255]), noise.subarray(0, 255)]),
    tail: Buffer.from([0, 0x3b]),
  },
  {
    name: 'BMP, 24 bits',
    head: bmpHead,
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

function chunk(name: string, content: Buffer): Buffer {
  const framed = Buffer.alloc(content.length + 12);
  framed.writeUInt32BE(content.length, 0);
  framed.write(name, 4, 'latin1');
  content.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}

function bmpHead(pagesOctets: number): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(1_000, 18);
  head.writeInt32LE(pagesOctets / 3_000, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return head;
}
