import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countCuts,
  countOnce,
  countPieces,
  makeTiff,
  type TiffOptions,
  TiffWriter,
  tiffDirectoryOctets,
  tiffStripOctets,
} from '../../../test/support/documents/index.ts';
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
    const first = writer.octets.length + tiffStripOctets;
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
    tiff.fill(0xff, 16 + tiffStripOctets, 16 + tiffStripOctets + 8);
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
  const directory = tiff.subarray(-tiffDirectoryOctets);
  const copies = Array.from({ length: directories }, (_, index) => {
    const copy = Buffer.from(directory);
    const next = index + 1 === directories ? 0 : tiff.length + (index + 1) * tiffDirectoryOctets;
    copy.writeUInt32LE(next, tiffDirectoryOctets - 4);
    return copy;
  });
  tiff.writeUInt32LE(tiff.length, tiff.length - 4);
  return Buffer.concat([tiff, ...copies]);
}
