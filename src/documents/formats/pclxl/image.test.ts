import { afterAll, describe, expect, it } from 'vitest';
import { countOctets, makeBlockJpeg } from '../../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

function octet(id: number, value: number): Buffer {
  return Buffer.from([0xc0, value, 0xf8, id]);
}

const rgb = Buffer.concat([octet(3, 2), Buffer.from([0x6a])]);

function palette(...entries: readonly number[]): Buffer {
  return Buffer.concat([
    octet(3, 2),
    Buffer.from([0xc8, 0xc0, entries.length, ...entries, 0xf8, 6]),
    Buffer.from([0x6a]),
  ]);
}

interface Image {
  readonly space?: Buffer;
  readonly width?: number;
  readonly depth?: number;
  readonly indexed?: boolean;
  readonly compression?: number;
  readonly padding?: number;
  /** In hexadecimal, a block each. */
  readonly blocks: readonly (string | Buffer)[];
}

function image({ space = rgb, width = 2, depth = 2, indexed = false, ...rest }: Image): Buffer {
  const { compression = 0, padding, blocks } = rest;
  const begin = [
    octet(0x64, indexed ? 1 : 0),
    octet(0x62, depth),
    Buffer.from([0xc1, width, 0, 0xf8, 0x6c]),
    Buffer.from([0xc1, blocks.length, 0, 0xf8, 0x6b, 0xb0]),
  ];
  const read = blocks.flatMap((block, index) => {
    const data = typeof block === 'string' ? Buffer.from(block.replaceAll(' ', ''), 'hex') : block;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    const pad = padding === undefined ? [] : [octet(0x6e, padding)];
    const attributes = [octet(0x6d, index), octet(0x63, 1), octet(0x65, compression), ...pad];
    return [...attributes, Buffer.from([0xb1, 0xfa]), length, data];
  });
  return Buffer.concat([space, ...begin, ...read, Buffer.from([0xb2])]);
}

function document(...images: readonly Buffer[]): Buffer {
  const pages = images.flatMap((content) => [
    octet(0x25, 2),
    Buffer.from([0x43]),
    content,
    Buffer.from([0x44]),
  ]);
  const start = Buffer.from(') HP-PCL XL;2;0\n', 'latin1');
  return Buffer.concat([start, octet(0x86, 0), Buffer.from([0x41]), ...pages, Buffer.from([0x42])]);
}

async function colourOf(content: Buffer): Promise<boolean | undefined> {
  const octets = document(content);
  const [whole, ...cut] = await Promise.all(
    [octets.length, 1, 5].map((size) =>
      countOctets(counters, octets, { chunks: [size], wish: { colour: true } }),
    ),
  );
  for (const answer of cut) expect(answer).toEqual(whole);
  if (whole?.kind !== 'counted') throw new Error(whole?.why);
  return whole.runs[0]?.colour;
}

const grey = '80 80 80 7f 7f 7f 00 00';
const tinted = '80 80 80 7f 7f 90 00 00';
const greys = palette(0, 0, 0, 90, 90, 90, 200, 0, 0);

describe('images of PCL XL', () => {
  it.each<[string, Image, boolean | undefined]>([
    ['pixels of grey', { blocks: [grey] }, false],
    ['pixels with colour', { blocks: [grey, tinted] }, true],
    ['padding, which is no pixel', { blocks: ['80 80 80 7f 7f 7f 00 ff'] }, false],
    [
      'rows that are padded by one octet alone',
      { padding: 1, blocks: ['808080 7f7f7f 808080 7f7fff'] },
      true,
    ],
    ['PackBits of grey', { compression: 1, blocks: ['fb 80 01 00 00', 'fb 90 ff 00'] }, false],
    ['PackBits with colour', { compression: 1, blocks: ['fe 80 02 7f 7f 90 01 00 00'] }, true],
    ['delta rows of grey', { compression: 3, blocks: ['0700 a0 808080 7f7f7f', '0000'] }, false],
    [
      'delta rows that change a grey of the block before',
      { compression: 3, blocks: ['0700 a0 808080 7f7f7f', '0400 40 818181'] },
      false,
    ],
    ['delta rows with colour', { compression: 3, blocks: ['0700 a0 808080 7f7f7f 0200 01 ff'] }, true],
    ['a JPEG of grey', { compression: 2, blocks: [makeBlockJpeg({ blocks: [[0, 0, 0]] })] }, false],
    ['a JPEG with colour', { compression: 2, blocks: [makeBlockJpeg({ blocks: [[0, 40, 0]] })] }, true],
    ['entries that are grey', { space: greys, indexed: true, blocks: ['0001 0000'] }, false],
    ['entries that are red', { space: greys, indexed: true, blocks: ['0001 0000', '0200 0000'] }, true],
    ['entries of 4 bits', { space: greys, indexed: true, depth: 1, blocks: ['02 000000'] }, true],
    [
      'bits behind the width',
      { space: greys, indexed: true, depth: 1, width: 1, blocks: ['02 000000'] },
      false,
    ],
    [
      'a palette of greys alone',
      { space: palette(0, 0, 0, 9, 9, 9), indexed: true, blocks: ['ffff'] },
      false,
    ],
    ['a compression that is not known', { compression: 7, blocks: [grey] }, undefined],
    ['entries without a palette', { indexed: true, blocks: ['0001 0000'] }, undefined],
  ])('tells %s', async (_, content, colour) => {
    expect(await colourOf(image(content))).toBe(colour);
  });

  it('leaves images open that nobody wishes to be looked at', async () => {
    const count = await countOctets(counters, document(image({ blocks: [grey] })));
    expect(count.kind === 'counted' && count.runs[0]?.colour).toBeUndefined();
  });
});
