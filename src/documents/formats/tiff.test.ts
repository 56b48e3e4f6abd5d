import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countCuts,
  countOctets,
  countOnce,
  countPieces,
  makeBlockJpeg,
} from '../../../test/support/documents/index.ts';
import { describeNeeding } from '../../../test/support/needs.ts';
import { createDocumentCounters } from '../count.ts';
import { countFile } from '../count-file.ts';
import { defaultCountLimits } from '../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
const never = new AbortController().signal;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-tiff-'));
});
afterAll(async () => {
  await counters.close();
  await rm(folder, { recursive: true });
});

interface TiffOptions {
  readonly big?: boolean;
  readonly littleEndian?: boolean;
}

interface Directory {
  /** Values of 32 bits by tag; these are changed or added. */
  readonly tags?: Readonly<Record<number, readonly number[]>>;
  readonly strips?: number;
  /** What the pixels of the last strip are. */
  readonly last?: readonly number[];
  /** One strip of any length. */
  readonly content?: Buffer;
}

const stripOctets = 10;
/** Of a directory with the six tags that every page here has. */
const directoryOctets = 2 + 6 * 12 + 4;

/** Writes numbers one after the other, and what they refer to before them. */
class TiffWriter {
  readonly #big: boolean;
  readonly #littleEndian: boolean;
  #octets: Buffer;
  #linkAt: number;

  constructor({ big = false, littleEndian = true }: TiffOptions) {
    this.#big = big;
    this.#littleEndian = littleEndian;
    const magic = this.#numbers([littleEndian ? 0x4949 : 0x4d4d, big ? 43 : 42, ...(big ? [8, 0] : [])], 2);
    this.#linkAt = magic.length;
    this.#octets = Buffer.concat([magic, this.#address(0)]);
  }

  get octets(): Buffer {
    return this.#octets;
  }

  add({ tags = {}, strips = 1, last = [], content }: Directory): void {
    const pixels = content ?? Buffer.alloc(stripOctets * strips, 'II*\0');
    if (last.length > 0) pixels.fill(9).set(last, stripOctets * (strips - 1));
    const stripsAt = this.#append(pixels);
    const offsets = Array.from({ length: strips }, (_, index) => stripsAt + index * stripOctets);
    const lengths = offsets.map(() => (content === undefined ? stripOctets : content.length));
    const entries = { 256: [595], 257: [842], 262: [1], 273: offsets, 277: [1], 279: lengths, ...tags };
    const fields = Object.entries(entries).map(([tag, values]) => this.#entry(Number(tag), values));
    const count = this.#big ? this.#address(fields.length) : this.#numbers([fields.length], 2);
    const at = this.#append(Buffer.concat([count, ...fields, this.#address(0)]));
    this.link(at);
    this.#linkAt = this.#octets.length - (this.#big ? 8 : 4);
  }

  /** Lets the last directory be followed by what is at `at`. */
  link(at: number): void {
    this.#address(at).copy(this.#octets, this.#linkAt);
  }

  /** Resolutions have two numbers a value, everything else one. */
  #entry(tag: number, values: readonly number[]): Buffer {
    const rational = tag === 282 || tag === 283;
    const content = this.#numbers(values, 4);
    const field = Buffer.alloc(this.#big ? 8 : 4);
    if (content.length <= field.length) content.copy(field);
    else this.#address(this.#append(content)).copy(field);
    const count = this.#address(rational ? values.length / 2 : values.length);
    return Buffer.concat([this.#numbers([tag, rational ? 5 : 4], 2), count, field]);
  }

  #append(content: Buffer): number {
    const at = this.#octets.length;
    this.#octets = Buffer.concat([this.#octets, content]);
    return at;
  }

  #address(value: number): Buffer {
    if (!this.#big) return this.#numbers([value], 4);
    return this.#numbers(this.#littleEndian ? [value, 0] : [0, value], 4);
  }

  #numbers(values: readonly number[], octets: number): Buffer {
    const written = Buffer.alloc(values.length * octets);
    values.forEach((value, index) => {
      if (this.#littleEndian) written.writeUIntLE(value, index * octets, octets);
      else written.writeUIntBE(value, index * octets, octets);
    });
    return written;
  }
}

function makeTiff(directories: readonly Directory[], options: TiffOptions = {}): Buffer {
  const writer = new TiffWriter(options);
  for (const directory of directories) writer.add(directory);
  return writer.octets;
}

const layouts: readonly (readonly [string, TiffOptions])[] = [
  ['little-endian TIFF', {}],
  ['big-endian TIFF', { littleEndian: false }],
  ['little-endian BigTIFF', { big: true }],
  ['big-endian BigTIFF', { big: true, littleEndian: false }],
];

const a4 = { 282: [72, 1], 283: [72, 1] };

describe('counting TIFF', () => {
  it.each(layouts)('follows the directories of a %s', async (_, options) => {
    const tiff = makeTiff([{ tags: a4, strips: 5 }, { tags: { 262: [2], 277: [3] } }, {}], options);
    expect(await countOnce(tiff)).toMatchObject({
      kind: 'counted',
      format: 'image/tiff',
      pages: 3,
      confidence: 'exact',
      runs: [
        { first: 1, last: 1, media: 'iso_a4_210x297mm', colour: false },
        { first: 2, last: 2 },
        { first: 3, last: 3, colour: false },
      ],
    });
  });

  it.each(layouts)('says of every cut of a %s that it is incomplete', async (_, options) => {
    const tiff = makeTiff([{ tags: a4, strips: 3 }, {}], options);
    for (const count of await countCuts(tiff, 4)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in pieces of any size', async () => {
    const tiff = makeTiff([{ strips: 200 }, {}]);
    const whole = await countOnce(tiff);
    for (const count of await countPieces(tiff)) expect(count).toEqual(whole);
  });

  it('gives the same answer from a file', async () => {
    const directories = Array.from({ length: 40 }, (_, index) => ({ strips: 1 + (index % 9) * 300 }));
    const tiff = makeTiff(directories);
    const path = join(folder, 'document');
    await writeFile(path, tiff);
    const count = await countFile(path, counters, undefined, never);
    expect(count).toMatchObject({ kind: 'counted', pages: 40 });
    expect(count).toEqual(await countOnce(tiff));
    await writeFile(path, tiff.subarray(0, -1));
    expect(await countFile(path, counters, undefined, never)).toMatchObject({ why: 'incomplete', seen: 39 });
  });

  it.each([
    ['reduced copies', { 254: [1] }],
    ['masks', { 254: [4] }],
    ['reduced copies of the older kind', { 255: [2] }],
  ])('takes no %s for pages', async (_, tags) => {
    expect(await countOnce(makeTiff([{ tags }, {}, { tags }, {}]))).toMatchObject({ pages: 2 });
    expect(await countOnce(makeTiff([{ tags }]))).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('takes pages of a document (bit 1) for pages, and does not look into SubIFDs', async () => {
    const tags = { 254: [2], 330: [0xffff_fff0] };
    expect(await countOnce(makeTiff([{ tags }, { tags }]))).toMatchObject({ pages: 2 });
  });

  it('says no paper where size and resolution are those of none', async () => {
    for (const tags of [{}, { ...a4, 256: [300] }, { ...a4, 296: [1] }]) {
      expect(await countOnce(makeTiff([{ tags }]))).toHaveProperty('runs', [
        { first: 1, last: 1, colour: false },
      ]);
    }
    const perCentimetre = { 282: [7200, 254], 283: [7200, 254], 296: [3] };
    expect(await countOnce(makeTiff([{ tags: perCentimetre }]))).toMatchObject({
      runs: [{ media: 'iso_a4_210x297mm' }],
    });
  });

  it('ends a chain that leads back into itself', async () => {
    const writer = new TiffWriter({});
    const first = writer.octets.length + stripOctets;
    writer.add({});
    writer.add({});
    writer.link(first);
    expect(await countOnce(writer.octets)).toMatchObject({ kind: 'unknown', why: 'damaged', seen: 2 });
  });

  it('ends a chain that leads beyond the end', async () => {
    const writer = new TiffWriter({});
    writer.add({});
    writer.link(0xffff_fff0);
    expect(await countOnce(writer.octets)).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 1 });
  });

  it.each([
    ['no width', { 256: [0] }, 'damaged'],
    ['no pixels', { 273: [] }, 'damaged'],
    ['fewer lengths than strips', { 273: [8, 8], 279: [1] }, 'damaged'],
    ['a strip beyond the end', { 273: [0xffff_0000] }, 'incomplete'],
    ['a strip longer than the document', { 279: [0x7fff_ffff] }, 'incomplete'],
  ])('does not count a page of %s', async (_, tags, why) => {
    expect(await countOnce(makeTiff([{}, { tags }]))).toMatchObject({ kind: 'unknown', why, seen: 1 });
  });

  it('does not read 2^64 entries', async () => {
    const tiff = makeTiff([{}], { big: true });
    tiff.fill(0xff, 16 + stripOctets, 16 + stripOctets + 8);
    expect(await countOnce(tiff)).toMatchObject({ kind: 'unknown', why: 'damaged' });
    expect(await countOnce(makeTiff([]))).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('gives up directories that lie over each other to be read for ever', async () => {
    const count = await countOnce(overlapping(150, 20_000));
    expect(count).toMatchObject({ kind: 'unknown', why: 'limit:tiff-entries' });
  });

  it('stops with the reason of the signal', async () => {
    const reason = new Error('the client went away');
    const controller = new AbortController();
    const tiff = overlapping(150, 20_000);
    const counter = counters.counter();
    counter.push(tiff);
    const counting = counter.finish({ octets: tiff.length, memory: tiff }, controller.signal);
    controller.abort(reason);
    await expect(counting).rejects.toBe(reason);
  });
});

/** So many directories that share the addresses of so many strips. */
function overlapping(directories: number, strips: number): Buffer {
  const tiff = makeTiff([{ strips }]);
  const directory = tiff.subarray(-directoryOctets);
  const copies = Array.from({ length: directories }, (_, index) => {
    const copy = Buffer.from(directory);
    const next = index + 1 === directories ? 0 : tiff.length + (index + 1) * directoryOctets;
    copy.writeUInt32LE(next, directoryOctets - 4);
    return copy;
  });
  tiff.writeUInt32LE(tiff.length, tiff.length - 4);
  return Buffer.concat([tiff, ...copies]);
}

describe('the colour of a TIFF is looked for in its pixels when it was wished', () => {
  const rgb = { 258: [8], 262: [2], 277: [3] };
  const greyBlocks = { blocks: [[50, 0, 0]] } as const;
  const chroma = { blocks: [[50, 30, 0]] } as const;
  /** Black, white and red, all reds first. */
  const entries = [0, 65_535, 65_535, ...Array.from({ length: 13 }, () => 0)];
  const others = [0, 65_535, ...Array.from({ length: 14 }, () => 0)];
  const indexed = { 258: [4], 262: [3], 277: [1], 320: [...entries, ...others, ...others] };
  const greys = { ...indexed, 256: [3], 320: [...others, ...others, ...others] };
  const cut = deflateSync(Buffer.alloc(3_000, 7)).subarray(0, 12);

  const packings: readonly (readonly [string, number, (octets: Buffer) => Buffer])[] = [
    ['LZW', 5, packLzw],
    ['deflated', 8, deflateSync],
    ['deflated as of old', 32_946, deflateSync],
    ['PackBits', 32_773, packBits],
  ];

  it.each(packings)('%s', async (_, compression, pack) => {
    const greys = Buffer.from(Array.from({ length: 6_000 }, (__, at) => (Math.floor(at / 3) * 7) & 255));
    const directory = (pixels: Buffer, predictor: number): Directory => {
      const tags = { ...rgb, 256: [100], 257: [20], 259: [compression], 317: [predictor] };
      return { tags, content: pack(predictor === 2 ? differences(pixels, 100) : pixels) };
    };
    for (const predictor of [1, 2]) {
      expect(await colourOf(directory(greys, predictor))).toBe(false);
      const coloured = Buffer.from(greys);
      coloured[5_999] = (coloured[5_999] ?? 0) ^ 0x40;
      expect(await colourOf(directory(coloured, predictor))).toBe(true);
    }
  });

  async function colourOf(directory: Directory, wished = true): Promise<boolean | undefined> {
    const writer = new TiffWriter({});
    writer.add(directory);
    const count = await countOctets(counters, writer.octets, { wish: { colour: wished } });
    if (count.kind === 'unknown') throw new Error(count.evidence.join());
    return count.runs[0]?.colour;
  }

  it.each([
    ['greys in RGB', { tags: rgb, strips: 3, last: [9, 9, 9, 30, 31, 42] }, false],
    ['a coloured pixel in the last strip', { tags: rgb, strips: 3, last: [9, 9, 9, 30, 31, 43] }, true],
    ['RGB with alpha', { tags: { ...rgb, 277: [4] }, last: [9, 9, 9, 255, 7, 7, 7, 0] }, false],
    ['black ink', { tags: { ...rgb, 262: [5], 277: [4] }, last: [0, 0, 0, 255, 0, 12, 0, 9, 0, 0] }, false],
    ['coloured ink', { tags: { ...rgb, 262: [5], 277: [4] }, last: [0, 0, 0, 255, 0, 13, 0, 9, 0, 0] }, true],
    ['planes', { tags: { ...rgb, 284: [2] }, last: [1] }, undefined],
    ['16 bits', { tags: { ...rgb, 258: [16] }, last: [1, 9, 9, 9, 9, 9] }, false],
    ['16 bits with colour', { tags: { ...rgb, 258: [16] }, last: [9, 9, 9, 90, 9, 9] }, true],
    ['CIELab', { tags: { ...rgb, 262: [8] }, last: [1] }, undefined],
    ['JPEG of grey', { tags: { ...rgb, 259: [7], 262: [6] }, content: makeBlockJpeg(greyBlocks) }, false],
    ['JPEG in YCbCr', { tags: { ...rgb, 259: [7], 262: [6] }, content: makeBlockJpeg(chroma) }, true],
    ['JPEG in RGB', { tags: { ...rgb, 259: [7] }, content: makeBlockJpeg(greyBlocks) }, true],
    ['entries of 4 bits', { tags: { ...indexed, 256: [3] }, content: Buffer.from([0x01, 0x02]) }, false],
    ['entries with colour', { tags: { ...indexed, 256: [3] }, content: Buffer.from([0x01, 0x20]) }, true],
    // GraphicsMagick writes pages of a few greys so.
    [
      'entries that are all grey, deflated',
      { tags: { ...greys, 259: [8] }, content: deflateSync(Buffer.alloc(9)) },
      false,
    ],
    ['LZW that is damaged', { tags: { ...rgb, 259: [5] }, content: Buffer.from([0xff, 0xff]) }, undefined],
    ['deflated pixels that are cut', { tags: { ...rgb, 259: [8] }, content: cut }, undefined],
  ])('%s', async (_, directory, colour) => {
    expect(await colourOf(directory)).toBe(colour);
    expect(await colourOf(directory, false)).toBeUndefined();
  });
});

describe('the ink of a TIFF', () => {
  const rgb = { 256: [8], 257: [4], 258: [8], 262: [2], 277: [3] };
  const black = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const row = [...black, 255, 0, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];
  const pixels = Buffer.from([row, row, row, row].flat());
  const bits = { 256: [8], 257: [4], 258: [1], 277: [1] };
  const half = Buffer.from([0xf0, 0xf0, 0xf0, 0xf0]);
  const blocks = Array.from({ length: 8 }, (_, index) => {
    const value = index < 4 ? -128 : 127;
    return [value, value, value] as const;
  });
  const blockRow = { 256: [64], 257: [8], 258: [8], 259: [7], 277: [3] };

  it.each([
    ['as they are', rgb, pixels, [0, 25, 25, 50]],
    ['in LZW', { ...rgb, 259: [5] }, packLzw(pixels), [0, 25, 25, 50]],
    ['in differences', { ...rgb, 259: [8], 317: [2] }, deflateSync(differences(pixels, 8)), [0, 25, 25, 50]],
    ['in PackBits', { ...rgb, 259: [32_773] }, packBits(pixels), [0, 25, 25, 50]],
    ['of one bit, white 0', { ...bits, 262: [0] }, half, [0, 0, 0, 50]],
    [
      'of one bit, black 0',
      { ...bits, 262: [1] },
      Buffer.from(half.map((octet) => 255 - octet)),
      [0, 0, 0, 50],
    ],
    ['in JPEG that says RGB', { ...blockRow, 262: [2] }, makeBlockJpeg({ blocks }), [0, 0, 0, 50]],
  ] as const)('is that of its pixels %s', async (_, tags, content, expected) => {
    const count = await countOctets(
      counters,
      makeTiff([
        { tags, content },
        { tags, content },
      ]),
      { wish: { ink: true } },
    );
    if (count.kind === 'unknown') throw new Error(count.evidence.join());
    const rounded = count.ink?.map((page) => page.map(Math.round));
    expect(rounded).toEqual([expected, expected]);
  });

  it('is left out where they are not understood, with a word on it', async () => {
    const planes = { tags: { ...rgb, 284: [2] }, content: pixels };
    const count = await countOctets(counters, makeTiff([planes]), { wish: { ink: true } });
    expect(count).not.toHaveProperty('ink');
    expect(count.evidence).toContain('ink: not every page could be looked at');
  });
});

describeNeeding('ghostscript', 'the ink of a fax', () => {
  it.each(['tiffg4', 'tiffg3', 'tiffcrle'])('is that of its runs in %s', async (device) => {
    const program = '<</PageSize[612 792]>>setpagedevice 0 0 306 792 rectfill showpage';
    const how = ['-q', '-dSAFER', `-sDEVICE=${device}`, '-r72', '-o', join(folder, 'fax.tif'), '-c', program];
    execFileSync('gs', how);
    const octets = await readFile(join(folder, 'fax.tif'));
    const count = await countOctets(counters, octets, { wish: { ink: true } });
    expect(count).toMatchObject({ pages: 1 });
    expect(count).toHaveProperty('ink.0.3', expect.closeTo(50, 0));
  });
});

/** Differences of pixels of three samples (predictor 2). */
function differences(pixels: Buffer, width: number): Buffer {
  return Buffer.from(
    pixels.map((value, at) => (at % (width * 3) < 3 ? value : value - (pixels[at - 3] ?? 0))),
  );
}

function packBits(octets: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < octets.length; at += 100) {
    const piece = octets.subarray(at, at + 100);
    parts.push(Buffer.from([piece.length - 1]), piece, Buffer.from([128]));
  }
  return Buffer.concat(parts);
}

/** LZW as TIFF 6.0 §13 tells how to write it. */
function packLzw(octets: Buffer): Buffer {
  let bits = '';
  let size = 9;
  let table = new Map<string, number>();
  const write = (code: number) => {
    bits += code.toString(2).padStart(size, '0');
  };
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : table.get(text));
  const clear = () => {
    write(256);
    table = new Map();
    size = 9;
  };
  clear();
  let held = '';
  for (const octet of octets) {
    const longer = held + String.fromCharCode(octet);
    if (codeOf(longer) !== undefined) {
      held = longer;
      continue;
    }
    write(codeOf(held) ?? 0);
    table.set(longer, 258 + table.size);
    if (table.size + 258 === 2 ** size) size += 1;
    if (table.size + 258 === 4_095) {
      size = 12;
      clear();
    }
    held = String.fromCharCode(octet);
  }
  write(codeOf(held) ?? 0);
  write(257);
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Buffer.from(whole.match(/.{8}/g)?.map((octet) => Number.parseInt(octet, 2)) ?? []);
}
