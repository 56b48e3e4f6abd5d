import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePdf, makePwg } from '../../test/support/documents/index.ts';
import { createDocumentCounters } from './count.ts';
import { countFile } from './count-file.ts';
import { defaultCountLimits } from './limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
const never = new AbortController().signal;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-count-'));
});
afterAll(async () => {
  await counters.close();
  await rm(folder, { recursive: true });
});

async function countOf(octets: Buffer) {
  const path = join(folder, 'document');
  await writeFile(path, octets);
  return countFile(path, counters, undefined, never);
}

describe('counting a file', () => {
  it('streams formats that stream', async () => {
    expect(await countOf(makePwg({ pages: 4, copies: 2 }))).toMatchObject({
      pages: 4,
      runs: [{ copies: 2 }],
    });
  });

  it('reads a PDF where its structure says', async () => {
    const pdf = makePdf({ pages: 7, octets: 2_000_000, layout: 'object-streams', fanOut: 3 });
    expect(await countOf(pdf)).toMatchObject({ pages: 7, confidence: 'exact', source: 'page tree, walked' });
  });

  it('counts thousands of pages in a worker', async () => {
    const pdf = makePdf({ pages: 3_000, fanOut: 20 });
    expect(await countOf(pdf)).toMatchObject({ pages: 3_000, confidence: 'exact' });
  });

  it('rejects when there is no such file', async () => {
    await expect(countFile(join(folder, 'none'), counters, undefined, never)).rejects.toThrow('ENOENT');
  });
});
