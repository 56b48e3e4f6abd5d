import { afterAll, describe, expect, it } from 'vitest';
import { formats } from '../../src/documents/formats.ts';
import { createDocumentCounters, defaultCountLimits } from '../../src/documents/index.ts';
import type { PageCount } from '../../src/model/page-count.ts';
import { countOctets, impressionsOf, samples } from '../support/documents/index.ts';
import { mutate } from '../support/documents/mutate.ts';
import { pseudoRandom } from '../support/documents/pseudo-random.ts';

const runs = process.env['PLATEN_SOAK'] === '1' ? 200_000 : 5_000;
const seed = Number(process.env['PLATEN_SEED'] ?? Date.now() % 1_000_000);

const counters = createDocumentCounters({
  ...defaultCountLimits,
  workerTimeMs: 10_000,
  // Our own readers are tried here: a process for each mutated program would take most of the time.
  ghostscript: { ...defaultCountLimits.ghostscript, program: 'off' },
});
afterAll(() => counters.close());

const rows = Object.entries(samples);
const documents = rows.flatMap(([, { documents: each }]) => each);

/** What must hold for any answer. */
function checkAnswer(count: PageCount): void {
  if (count.kind === 'unknown') {
    expect(count.evidence.length).toBeGreaterThan(0);
    expect(count.seen).not.toBe(0);
    expect(count.why).not.toBe('worker-failed');
    return;
  }
  expect(impressionsOf(count)).toBeGreaterThan(0);
  let next = 1;
  for (const run of count.runs) {
    expect(run.first).toBe(next);
    expect(run.last).toBeGreaterThanOrEqual(run.first);
    next = run.last + 1;
  }
  expect(next).toBe(count.pages + 1);
}

/** Every place of a short document, and some hundred of a long one, its beginning and its end among them. */
function placesIn(octets: Buffer): readonly number[] {
  const step = Math.max(1, Math.floor(octets.length / 600));
  return Array.from({ length: octets.length }, (_, at) => at).filter(
    (at) => at > 0 && (at % step === 0 || at < 64 || at > octets.length - 64),
  );
}

describe('samples', () => {
  it('there are of every format that is looked into', () => {
    const looked = formats.filter(({ open }) => open !== undefined).map(({ mediaType }) => mediaType);
    expect(Object.keys(samples).toSorted()).toEqual(looked.toSorted());
  });

  it.each(rows)('of %s are counted as what they are', async (_, { pages, documents: [first] }) => {
    const count = await countOctets(counters, first ?? Buffer.alloc(0));
    checkAnswer(count);
    expect(count.kind === 'counted' ? count.pages : count.kind, JSON.stringify(count)).toBe(pages);
  });
});

describe.each(rows)('%s', (_, { endless, part, documents: each }) => {
  it('cut off anywhere is never counted for sure as what it is not', { timeout: 120_000 }, async () => {
    for (const octets of each) {
      const whole = await countOctets(counters, octets);
      const pages = whole.kind === 'counted' ? whole.pages : 0;
      for (const end of placesIn(octets)) {
        const count = await countOctets(counters, octets.subarray(0, end));
        checkAnswer(count);
        if (count.kind === 'unknown' || count.confidence !== 'exact' || count.format !== whole.format)
          continue;
        if (endless === true) expect(count.pages, `cut at ${end}`).toBeLessThanOrEqual(pages);
        else expect([pages, part], `cut at ${end}`).toContain(count.pages);
      }
    }
  });

  it('gives the same answer in any two pieces and in many', { timeout: 120_000 }, async () => {
    for (const octets of each) {
      const whole = await countOctets(counters, octets);
      for (const at of placesIn(octets))
        expect(await countOctets(counters, octets, { chunks: [at, octets.length] }), `cut at ${at}`).toEqual(
          whole,
        );
      for (const chunks of [[1], [2], [3], [7], [1_023, 2, 1], [1_024]])
        expect(await countOctets(counters, octets, { chunks })).toEqual(whole);
    }
  });
});

describe(`any octets (PLATEN_SEED=${seed})`, () => {
  it(`are counted or not, and never throw or hang: ${runs} mutations`, { timeout: runs * 100 }, async () => {
    const random = pseudoRandom(seed);
    for (let run = 0; run < runs; run += 1) {
      const { documents: each } = random.pick(rows)[1];
      const octets = mutate(random.pick(each), documents, random);
      checkAnswer(await countOctets(counters, octets));
    }
  });

  it(`give the same answer in any chunks: ${runs / 10} mutations`, { timeout: runs * 10 }, async () => {
    const random = pseudoRandom(seed + 1);
    for (let run = 0; run < runs / 10; run += 1) {
      const { documents: each } = random.pick(rows)[1];
      const octets = mutate(random.pick(each), documents, random);
      const chunks = Array.from({ length: 1 + random.below(20) }, () => 1 + random.below(2_000));
      expect(await countOctets(counters, octets, { chunks })).toEqual(await countOctets(counters, octets));
    }
  });
});
