import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDocumentCounters, defaultCountLimits } from '../src/documents/index.ts';
import type { PageCount } from '../src/model/page-count.ts';
import {
  countOctets,
  makeJpeg,
  makePdf,
  makePwg,
  makeText,
  makeUrf,
} from '../test/support/documents/index.ts';
import { mutate } from '../test/support/documents/mutate.ts';
import { pseudoRandom } from '../test/support/documents/pseudo-random.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    folder: { type: 'string' },
  },
});

/** A new format joins by a row. */
const documents: Readonly<Record<string, readonly Buffer[]>> = {
  pdf: [
    makePdf({ pages: 3 }),
    makePdf({ pages: 9, layout: 'xref-stream', fanOut: 3 }),
    makePdf({ pages: 9, layout: 'object-streams', fanOut: 3, colour: [2] }),
    makePdf({ pages: 4, layout: 'object-streams', encryption: 'empty-password' }),
    Buffer.concat([makePdf({ pages: 2 }), makePdf({ pages: 1 })]),
  ],
  pwg: [makePwg({ pages: 2, size: [72, 72], colour: [2], noiseRows: 4 })],
  urf: [makeUrf({ pages: 3, size: [72, 72], space: 'cmyk', noiseRows: 4 })],
  jpeg: [makeJpeg()],
  text: [makeText({ pages: 3, lineEnd: '\r\n' })],
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

const seed = Number(values.seed);
const runs = Number(values.runs);
process.stdout.write(`${runs} mutations of each format, seed ${seed}\n`);
const counters = createDocumentCounters({ ...defaultCountLimits, workerTimeMs: 10_000 });
for (const [name, originals] of Object.entries(documents)) {
  const random = pseudoRandom(seed);
  let [counted, longestMs, faults] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const octets = mutate(random.pick(originals), originals, random);
    const started = performance.now();
    const count = await countOctets(counters, octets);
    longestMs = Math.max(longestMs, performance.now() - started);
    const pieces = await countOctets(counters, octets, { chunks: [1 + random.below(2_000)] });
    const fault =
      faultOf(count) ?? (JSON.stringify(count) === JSON.stringify(pieces) ? undefined : 'chunks matter');
    if (count.kind === 'counted') counted += 1;
    if (fault === undefined) continue;
    faults += 1;
    process.stdout.write(`${name}, run ${run}: ${fault}\n`);
  }
  process.stdout.write(
    `${name.padEnd(8)} ${counted} counted, ${runs - counted} refused, ${faults} faults, longest ${longestMs.toFixed(0)} ms\n`,
  );
  if (faults > 0) process.exitCode = 1;
}
await counters.close();
