import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDocumentCounters, defaultCountLimits } from '../src/documents/index.ts';
import type { PageCount } from '../src/model/page-count.ts';
import { countOctets, samples } from '../test/support/documents/index.ts';
import { mutate } from '../test/support/documents/mutate.ts';
import { pseudoRandom } from '../test/support/documents/pseudo-random.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    folder: { type: 'string' },
    only: { type: 'string' },
  },
});

/** Every format, by its samples. */
const documents: Readonly<Record<string, readonly Buffer[]>> = {
  ...Object.fromEntries(Object.entries(samples).map(([format, row]) => [format, row.documents])),
  ...(values.folder === undefined ? {} : { folder: filesOf(values.folder) }),
};

/** Documents of print size; larger ones tell the same more slowly. */
const fileOctetsMax = 300_000;

function filesOf(folder: string): readonly Buffer[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files
    .map((path) => readFileSync(path))
    .filter(({ length }) => length > 0 && length <= fileOctetsMax);
}

/** What is wrong with an answer, if anything. */
function faultOf(count: PageCount): string | undefined {
  if (count.kind === 'unknown')
    return count.seen === 0 || count.why === 'worker-failed' ? count.why : undefined;
  return count.pages > 0 ? undefined : 'counted as 0';
}

/** Whether the time of a worker was up: on a busy machine, at its start above all, that says nothing of the document. */
function isLate(count: PageCount): boolean {
  return count.kind === 'unknown' && count.why === 'timeout';
}

/** How two answers to one document differ, if they do. */
function differenceOf(whole: PageCount, pieces: PageCount): string | undefined {
  const [first, second] = [JSON.stringify(whole), JSON.stringify(pieces)];
  return first === second ? undefined : `chunks matter\n  ${first}\n  ${second}`;
}

const seed = Number(values.seed);
const runs = Number(values.runs);
process.stdout.write(`${runs} mutations of each format, seed ${seed}\n`);
const counters = createDocumentCounters({
  ...defaultCountLimits,
  workerTimeMs: 10_000,
  // A process for each mutated program would take most of the time.
  ghostscript: { ...defaultCountLimits.ghostscript, program: 'off' },
});
const everything = Object.values(documents).flat();
for (const [name, originals] of Object.entries(documents)) {
  if (values.only !== undefined && !name.includes(values.only)) continue;
  const random = pseudoRandom(seed);
  let [counted, late, longestMs, faults] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const octets = mutate(random.pick(originals), random.below(4) === 0 ? everything : originals, random);
    const started = performance.now();
    const count = await countOctets(counters, octets);
    longestMs = Math.max(longestMs, performance.now() - started);
    const pieces = await countOctets(counters, octets, { chunks: [1 + random.below(2_000)] });
    if (count.kind === 'counted') counted += 1;
    if (isLate(count) || isLate(pieces)) {
      late += 1;
      process.stdout.write(`${name}, run ${run}: a worker was late\n`);
      continue;
    }
    const fault = faultOf(count) ?? differenceOf(count, pieces);
    if (fault === undefined) continue;
    faults += 1;
    process.stdout.write(`${name}, run ${run}: ${fault}\n`);
  }
  process.stdout.write(
    `${name.padEnd(34)} ${counted} counted, ${runs - counted} refused, ${late} late, ${faults} faults, longest ${longestMs.toFixed(0)} ms\n`,
  );
  if (faults > 0) process.exitCode = 1;
}
await counters.close();
