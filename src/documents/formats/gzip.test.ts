import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  countOnce,
  countPieces,
  makeJpeg,
  makePdf,
  makePostscript,
  makePwg,
  makeText,
} from '../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../count.ts';
import { countFile } from '../count-file.ts';
import { defaultCountLimits } from '../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

const format = 'application/gzip';
const never = new AbortController().signal;

const contents = {
  'application/pdf': makePdf({ pages: 3, colour: [2] }),
  'image/pwg-raster': makePwg({ pages: 3, copies: 2 }),
  'application/postscript': Buffer.from(makePostscript({ pages: 3 })),
  'text/plain': makeText({ pages: 3 }),
};

async function unwrappedFolders(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('platen-unwrapped-'));
}

describe('counting gzip', () => {
  it.each(Object.entries(contents))(
    'counts %s inside as it stands, under its own name',
    async (type, octets) => {
      const count = await countOctets(counters, gzipSync(octets));
      const { runs } = { runs: undefined, ...(await countOctets(counters, octets)) };
      expect(count).toMatchObject({ kind: 'counted', format, pages: 3, runs });
      expect(count.evidence[0]).toBe(`What is compressed is ${type}.`);
    },
  );

  it('reads a long document from a file, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'platen-gzip-'));
    try {
      const path = join(folder, 'document');
      const pdf = makePdf({ pages: 2 });
      // Random octets before the header make it longer than what is kept in memory.
      const filler = Buffer.concat(Array.from({ length: 40 }, () => makeText({ pages: 3, lines: 400 })));
      await writeFile(path, gzipSync(Buffer.concat([pdf, Buffer.from('\n%'), filler])));
      expect(await countFile(path, counters, undefined, never)).toMatchObject({ format, pages: 2 });
      expect(await unwrappedFolders()).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes several members for one document', async () => {
    const text = makeText({ pages: 4 });
    const members = [text.subarray(0, 100), text.subarray(100)].map((part) => gzipSync(part));
    expect(await countOnce(Buffer.concat(members))).toMatchObject({ format, pages: 4 });
  });

  it('calls no cut or damaged document counted', async () => {
    const octets = gzipSync(makeJpeg());
    for (const end of [12, 40, octets.length - 8, octets.length - 1]) {
      expect(await countOnce(octets.subarray(0, end))).toMatchObject({ format, why: 'incomplete' });
    }
    const damaged = Buffer.from(octets);
    damaged.writeUInt32LE(1, octets.length - 8);
    expect(await countOnce(damaged)).toMatchObject({ kind: 'unknown', format, why: 'damaged' });
  });

  it('says what is wrong with what is inside', async () => {
    const why = 'incomplete';
    expect(await countOnce(gzipSync(makeJpeg().subarray(0, 50)))).toMatchObject({ format, why });
    expect(await countOnce(gzipSync(Buffer.alloc(0)))).toMatchObject({ format, why: 'empty' });
    expect(await countOnce(gzipSync(gzipSync('text')))).toMatchObject({ format, why: 'unsupported' });
  });

  it('stops at what unfolds too far', async () => {
    const bomb = gzipSync(Buffer.alloc(80_000_000));
    expect(await countOnce(bomb)).toMatchObject({ format, why: 'limit:gzip-ratio' });
    expect(await unwrappedFolders()).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const reason = new Error('the client went away');
    const stop = new AbortController();
    const octets = gzipSync(Buffer.alloc(30_000_000));
    const counter = counters.counter();
    counter.push(octets);
    const counting = counter.finish({ octets: octets.length, memory: octets }, stop.signal);
    stop.abort(reason);
    await expect(counting).rejects.toBe(reason);
  });

  it('gives the same answer in chunks of any size', async () => {
    const octets = gzipSync(contents['application/pdf']);
    const whole = await countOnce(octets);
    for (const count of await countPieces(octets)) expect(count).toEqual(whole);
  });
});
