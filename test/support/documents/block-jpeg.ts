export interface BlockJpeg {
  /** The three components of each block of 8 × 8 pixels, around 0; one row of blocks. */
  readonly blocks: readonly (readonly [number, number, number])[];
  readonly progressive?: boolean;
  /** Blocks between restart markers. */
  readonly restartEvery?: number;
  /** Each component has a scan of its own. */
  readonly separate?: boolean;
  /** An Adobe segment says that the components are RGB. */
  readonly rgb?: boolean;
}

/** A JPEG whose blocks are of one colour each, which is all that their codes say. */
export function makeBlockJpeg({
  blocks,
  progressive = false,
  restartEvery = 0,
  separate = false,
  rgb = false,
}: BlockJpeg): Buffer {
  const width = blocks.length * 8;
  const frame = [8, 0, 8, width >> 8, width & 255, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
  // Sizes 0 to 11 in codes of four bits; a code of one bit that ends a block.
  const firstCodes = [
    0,
    0,
    0,
    0,
    12,
    ...new Array<number>(12).fill(0),
    ...Array.from({ length: 12 }, (_, size) => size),
  ];
  const otherCodes = [0x10, 1, ...new Array<number>(15).fill(0), 0];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(rgb ? [segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0])] : []),
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(progressive ? 0xc2 : 0xc0, frame),
    segment(0xc4, firstCodes),
    segment(0xc4, otherCodes),
    ...(restartEvery === 0 ? [] : [segment(0xdd, [restartEvery >> 8, restartEvery & 255])]),
    ...(separate ? [[1], [2], [3]] : [[1, 2, 3]]).flatMap((components) => [
      segment(0xda, [components.length, ...components.flatMap((id) => [id, 0]), 0, progressive ? 0 : 63, 0]),
      scan(
        blocks.map((block) => components.map((id) => block[id - 1] ?? 0)),
        progressive,
        restartEvery,
      ),
    ]),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function scan(blocks: readonly (readonly number[])[], progressive: boolean, restartEvery: number): Buffer {
  const out: number[] = [];
  let bits = '';
  let last = [0, 0, 0];
  const flush = () => {
    for (let at = 0; at < bits.length; at += 8) {
      const octet = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2);
      out.push(octet, ...(octet === 0xff ? [0] : []));
    }
    bits = '';
  };
  for (const [index, block] of blocks.entries()) {
    if (restartEvery > 0 && index > 0 && index % restartEvery === 0) {
      flush();
      out.push(0xff, 0xd0 + ((index / restartEvery - 1) % 8));
      last = [0, 0, 0];
    }
    for (const [component, mean] of block.entries()) {
      // The first coefficient is eight times the mean.
      const difference = mean * 8 - (last[component] ?? 0);
      last[component] = mean * 8;
      bits += code(difference) + (progressive ? '' : '0');
    }
  }
  flush();
  return Buffer.from(out);
}

function code(difference: number): string {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const value = difference < 0 ? difference + 2 ** size - 1 : difference;
  return size.toString(2).padStart(4, '0') + (size === 0 ? '' : value.toString(2).padStart(size, '0'));
}

function segment(marker: number, body: readonly number[]): Buffer {
  const length = body.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...body]);
}
