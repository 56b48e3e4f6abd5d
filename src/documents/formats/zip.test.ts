import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  countOnce,
  makeXps,
  makeZip,
  xpsParts,
  type ZipOptions,
} from '../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../count.ts';
import { countFile } from '../count-file.ts';
import { defaultCountLimits } from '../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
const never = new AbortController().signal;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-zip-'));
});
afterAll(async () => {
  await counters.close();
  await rm(folder, { recursive: true });
});

const exactly3 = { kind: 'counted', pages: 3, confidence: 'exact' };
const kinds: readonly (readonly [string, ZipOptions])[] = [
  ['deflated', {}],
  ['stored', { stored: true }],
  ['with descriptors', { descriptors: true }],
  ['with descriptors that have no signature', { descriptors: 'without signature' }],
  ['of ZIP64', { large: true }],
  ['of ZIP64 with descriptors', { large: true, descriptors: true }],
  ['with a comment that looks like an end', { comment: 'PK\u0005\u0006'.padEnd(60, '.') }],
];

describe('reading a ZIP', () => {
  it.each(kinds)('finds what is in one that is %s', async (_, options) => {
    expect(await countOnce(makeXps(options))).toMatchObject(exactly3);
  });

  it.each(kinds)('finds it without a directory in one that is %s', async (_, options) => {
    const count = await countOnce(makeXps({ ...options, noDirectory: true }));
    expect(count).toMatchObject({ kind: 'counted', pages: 3, confidence: 'estimated' });
  });

  it('passes over what follows the archive', async () => {
    const behind = Buffer.concat([makeXps(), Buffer.alloc(70_000), Buffer.from('PK\u0005\u0006')]);
    expect(await countOnce(behind)).toMatchObject(exactly3);
  });

  it.each([{}, { large: true }])('moves offsets by what stands before an archive %j', async (options) => {
    const octets = Buffer.concat([Buffer.from('MZ a program'), makeXps(options)]);
    expect(await countOnce(octets, 'application/oxps')).toMatchObject(exactly3);
    expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why: 'unsupported' });
  });

  it('reads entry by entry when the directory is damaged', async () => {
    const octets = makeXps();
    octets.writeUInt8(0, octets.lastIndexOf('PK\u0001\u0002') + 1);
    expect(await countOnce(octets)).toMatchObject({ pages: 3, confidence: 'estimated' });
  });

  it('gives the same answer from a file and in chunks of any size', async () => {
    const content = Array.from(
      { length: 9_000 },
      (_, at) => `<Path Fill="#000000" Data="M ${(at * 7919) % 9973},0"/>`,
    );
    const octets = makeXps({ content: content.join('') });
    const path = join(folder, 'long.xps');
    await writeFile(path, octets);
    const whole = await countOctets(counters, octets);
    expect(whole).toMatchObject({ ...exactly3, runs: [{ first: 1, last: 3, colour: false }] });
    expect(await countFile(path, counters, undefined, never)).toEqual(whole);
    expect(await countOctets(counters, octets, { chunks: [1, 7, 1_000] })).toEqual(whole);
  });

  it('never counts one that is cut before its directory and lacks a part', async () => {
    const octets = makeXps();
    const directory = octets.indexOf('PK\u0001\u0002');
    for (let length = 4; length < octets.length; length += 3) {
      const count = await countOctets(counters, octets.subarray(0, length));
      if (length < directory) expect(count).toMatchObject({ kind: 'unknown' });
      else expect(count).toMatchObject({ kind: 'counted', pages: 3, confidence: 'estimated' });
    }
  });

  it('says that an encrypted one needs a password', async () => {
    expect(await countOnce(makeXps({ encrypted: true }))).toMatchObject({ kind: 'unknown', why: 'password' });
  });

  it.each([
    ['a name that is there twice and differs', [['seq.FDSEQ', '<x/>']], {}, 'damaged'],
    ['another way of packing', [], { method: 99 }, 'unsupported'],
  ] as const)('does not guess at %s', async (_, more, options, why) => {
    expect(await countOnce(makeZip([...xpsParts(), ...more], options))).toMatchObject({
      kind: 'unknown',
      why,
    });
  });

  it('does not believe lengths, sums and names that the data contradicts', async () => {
    const directory = makeXps().lastIndexOf('PK\u0001\u0002');
    for (const at of [16, 24, 46]) {
      const octets = makeXps();
      octets.writeUInt8(octets.readUInt8(directory + at) ^ 1, directory + at);
      expect(await countOnce(octets)).toMatchObject({ kind: 'unknown' });
    }
  });

  it('refuses to inflate without measure', async () => {
    const bomb = makeZip([...xpsParts().slice(1), ['Seq.fdseq', Buffer.alloc(8_000_000, ' ')]]);
    expect(await countOnce(bomb)).toMatchObject({ kind: 'unknown', why: 'limit:inflate-ratio' });
  });

  it('names what it does not count', async () => {
    const book = makeZip([['mimetype', 'application/epub+zip']], { stored: true });
    expect(await countOnce(book)).toMatchObject({ format: 'application/epub+zip', why: 'unsupported' });
    const plain = makeZip([['hello.txt', 'hello']]);
    expect(await countOnce(plain)).toMatchObject({ format: 'application/zip', why: 'unsupported' });
    expect(await countOnce(makeZip([]))).toMatchObject({ format: 'application/zip', why: 'unsupported' });
  });

  it('stops when the signal is aborted', async () => {
    const octets = makeXps();
    const counter = counters.counter();
    counter.push(octets);
    const reason = new Error('the client went away');
    const abort = new AbortController();
    const counted = counter.finish({ octets: octets.length, memory: octets }, abort.signal);
    abort.abort(reason);
    await expect(counted).rejects.toBe(reason);
  });
});
