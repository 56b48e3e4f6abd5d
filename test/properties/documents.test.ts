import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createDocumentCounters, defaultCountLimits } from '../../src/documents/index.ts';
import type { PageCount } from '../../src/model/page-count.ts';
import {
  countOctets,
  escapeDocuments,
  impressionsOf,
  makeDdst,
  makeDvi,
  makeHbp,
  makeHbpl,
  makeHiperc,
  makeJpeg,
  makeLidil,
  makeOakt,
  makePdf,
  makePostscript,
  makePwg,
  makeQpdl,
  makeSff,
  makeSpl1,
  makeText,
  makeUrf,
  makeXps,
  makeXqx,
  makeZip,
  makeZjStream,
  octets as octetsOf,
  pjlJob,
  printTicket,
  zjDialects,
} from '../support/documents/index.ts';
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

const documents = [
  makePdf({ pages: 3 }),
  makePdf({ pages: 9, layout: 'xref-stream', fanOut: 3 }),
  makePdf({ pages: 9, layout: 'object-streams', fanOut: 3, colour: [2] }),
  makePdf({ pages: 4, layout: 'object-streams', encryption: 'empty-password' }),
  Buffer.concat([makePdf({ pages: 2 }), makePdf({ pages: 1 })]),
  makePwg({ pages: 2, size: [72, 72], colour: [2], noiseRows: 4 }),
  makeUrf({ pages: 3, size: [72, 72], space: 'cmyk', noiseRows: 4 }),
  makeJpeg(),
  makeText({ pages: 3, lineEnd: '\r\n' }),
  makeXps({ documents: [1, 2], tickets: { '': printTicket({ JobCopiesAllDocuments: 2 }) } }),
  makeXps({ stored: true, descriptors: true, content: '<Path Fill="#FF0000"/>' }),
  makeXps({ large: true, noDirectory: true }),
  makeZip(
    [
      ['mimetype', 'application/vnd.oasis.opendocument.presentation'],
      [
        'content.xml',
        '<x xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><d:page/><d:page/></x>',
      ],
    ],
    { stored: true },
  ),
  makeZjStream(zjDialects.zjstream, { pages: 2, copies: 2 }),
  makeZjStream(zjDialects.zjstreamLittle, { pages: 2 }),
  makeZjStream(zjDialects.slx, { pages: 2 }),
  makeXqx({ pages: 2 }),
  makeOakt({ pages: 2 }),
  makeLidil({ pages: 2 }),
  makeSff({ pages: 2 }),
  makeDdst({ pages: 2, copies: 2 }),
  pjlJob('QPDL', makeQpdl({ pages: 2 }, { version: 1, colour: true })),
  pjlJob('SMART', makeSpl1({ pages: 2 })),
  pjlJob('HBP', makeHbp({ pages: 2 })),
  pjlJob('HBPL', makeHbpl({ pages: 2 })),
  pjlJob('HIPERC', makeHiperc({ pages: 2 })),
  ...escapeDocuments.map(([, document]) => octetsOf(document)),
  Buffer.from(makePostscript({ pages: 3, prologue: '/eop{showpage}bind def<</NumCopies 2>>setpagedevice' })),
  Buffer.from(
    makePostscript({ pages: 2, body: 'save/showpage{}def\n%%BeginData: 4\n(<{%\n%%EndData\nrestore' }),
  ),
  makeDvi(3),
  gzipSync(makePdf({ pages: 2 })),
];

/** A mutation of a real document: octets changed, cut out, doubled, swapped for another document's, or numbers grown. */
function mutate(random: ReturnType<typeof pseudoRandom>): Buffer {
  const octets = Buffer.from(random.pick(documents));
  const at = random.below(octets.length);
  const length = random.below(40);
  switch (random.below(6)) {
    case 0:
      for (let times = random.below(8); times >= 0; times -= 1)
        octets[random.below(octets.length)] = random.below(256);
      return octets;
    case 1:
      return Buffer.concat([octets.subarray(0, at), octets.subarray(at + length)]);
    case 2:
      return Buffer.concat([octets.subarray(0, at + length), octets.subarray(at)]);
    case 3:
      return octets.subarray(0, at);
    case 4:
      return Buffer.concat([octets.subarray(0, at), random.pick(documents).subarray(at)]);
    default: {
      const numbers = [
        '0',
        '-1',
        '2147483647',
        '99999999999999999999',
        '1e9',
        '5 0 R',
        '[',
        '<<',
        '(',
        '/Kids',
      ];
      const text = octets.toString('latin1');
      const from = text.slice(at).search(/\d+/) + at;
      const end = from + (/^\d+/.exec(text.slice(from))?.[0].length ?? 0);
      return Buffer.from(text.slice(0, from) + random.pick(numbers) + text.slice(end), 'latin1');
    }
  }
}

/** What must hold for any answer. */
function checkAnswer(count: PageCount): void {
  if (count.kind === 'unknown') {
    expect(count.evidence.length).toBeGreaterThan(0);
    expect(count.seen).not.toBe(0);
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

describe(`any octets (PLATEN_SEED=${seed})`, () => {
  it(`are counted or not, and never throw or hang: ${runs} mutations`, { timeout: runs * 100 }, async () => {
    const random = pseudoRandom(seed);
    for (let run = 0; run < runs; run += 1) {
      const octets = mutate(random);
      const count = await countOctets(counters, octets);
      checkAnswer(count);
      expect(count.kind === 'unknown' && count.why === 'worker-failed', JSON.stringify(count)).toBe(false);
    }
  });

  it(`give the same answer in any chunks: ${runs / 10} mutations`, { timeout: runs * 10 }, async () => {
    const random = pseudoRandom(seed + 1);
    for (let run = 0; run < runs / 10; run += 1) {
      const octets = mutate(random);
      const chunks = Array.from({ length: 1 + random.below(20) }, () => 1 + random.below(2_000));
      expect(await countOctets(counters, octets, { chunks })).toEqual(await countOctets(counters, octets));
    }
  });
});
