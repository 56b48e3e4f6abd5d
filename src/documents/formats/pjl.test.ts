import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  countOnce,
  impressionsOf,
  makePdf,
  makeText,
} from '../../../test/support/documents/index.ts';
import type { PageCount } from '../../model/page-count.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

const uel = '\u001b%-12345X';
const page = '\u001bEone\f\u001bE';

interface Job {
  readonly set?: readonly string[];
  readonly language?: string;
  readonly data?: string | Buffer;
}

function job({ set = [], language = 'PCL', data = page }: Job = {}): Buffer {
  const lines = ['@PJL', ...set.map((line) => `@PJL ${line}`), `@PJL ENTER LANGUAGE=${language}`, ''];
  return Buffer.concat([
    Buffer.from(uel + lines.join('\r\n')),
    Buffer.from(data),
    Buffer.from(`${uel}@PJL EOJ\r\n${uel}`),
  ]);
}

function count(...parts: readonly (Buffer | string)[]): Promise<PageCount> {
  return countOctets(counters, Buffer.concat(parts.map((part) => Buffer.from(part))));
}

const pdf = makePdf({ pages: 3 });
const stream = Buffer.concat([
  job({ set: ['SET COPIES=2', 'SET DUPLEX=ON'] }),
  job({ language: 'PDF', data: pdf }),
]);

describe('counting PJL', () => {
  it('does not count jobs that have more impressions together than IPP can say', async () => {
    const many = job({ data: `\u001bE\u001b&l9999X${'\f'.repeat(110_000)}\u001bE` });
    expect(await count(many)).toMatchObject({ kind: 'counted', pages: 110_000 });
    expect(await count(many, many)).toMatchObject({ kind: 'unknown', why: 'limit:pages' });
  });

  it.each([
    [['SET COPIES=5'], 5, undefined, 'exact'],
    [['SET copies = 3', 'SET duplex = on', 'SET BINDING = SHORTEDGE'], 3, 'two-sided-short-edge', 'exact'],
    [['SET DUPLEX=ON'], 1, 'two-sided-long-edge', 'exact'],
    [['SET DUPLEX=OFF'], 1, 'one-sided', 'exact'],
    [['SET QTY=3'], 3, undefined, 'exact'],
    [['SET QTY=3', 'SET COPIES=2'], 6, undefined, 'estimated'],
    [['DEFAULT COPIES=4'], 4, undefined, 'estimated'],
    [['SET LPARM:PCL COPIES=2', 'COMMENT SET COPIES=9'], 2, undefined, 'exact'],
    [['SET COPIES=none'], 1, undefined, 'exact'],
  ] as const)('reads %j', async (set, copies, sides, confidence) => {
    for (const inner of [{}, { language: 'PDF', data: makePdf({ pages: 1 }) }]) {
      const answer = await count(job({ set, ...inner }));
      expect(answer).toMatchObject({ format: 'application/vnd.hp-PJL', pages: 1, confidence });
      const [run] = answer.kind === 'counted' ? answer.runs : [];
      expect([run?.copies ?? 1, run?.sides]).toEqual([copies, sides]);
    }
  });

  it('lets the data have the last word on copies and sides', async () => {
    const data = '\u001bE\u001b&l1x0Sone\f\u001bEtwo\f';
    const answer = await count(job({ set: ['SET COPIES=5', 'SET DUPLEX=ON'], data }));
    expect(answer).toMatchObject({
      pages: 2,
      runs: [
        { first: 1, last: 1, sides: 'one-sided' },
        { first: 2, last: 2, copies: 5, sides: 'two-sided-long-edge' },
      ],
    });
  });

  it('adds jobs of different formats, each with its own copies', async () => {
    expect(await count(stream)).toMatchObject({
      kind: 'counted',
      pages: 1 + 3,
      runs: [
        { first: 1, last: 1, copies: 2, sides: 'two-sided-long-edge' },
        { first: 2, last: 4, newDocument: true },
      ],
    });
  });

  it('keeps jobs apart that are printed alike', async () => {
    const same = await count(job({ set: ['SET COPIES=2'] }), job({ set: ['SET COPIES=2'] }));
    expect(same).toMatchObject({ pages: 2, runs: [{ copies: 2 }, { copies: 2, newDocument: true }] });
  });

  it('keeps DEFAULT for the jobs that follow and SET for its own', async () => {
    const answer = await count(job({ set: ['DEFAULT COPIES=3', 'SET COPIES=2'] }), job());
    expect(answer).toMatchObject({ pages: 2, runs: [{ copies: 2 }, { copies: 3 }] });
  });

  it.each([
    ['PDF', pdf, 3],
    ['PCL', Buffer.from(page), 1],
    ['text', makeText({ pages: 2 }), 2],
  ] as const)('tells %s by its content where PJL names no language', async (_, data, pages) => {
    expect(await count(uel, data, uel)).toMatchObject({ pages });
    expect(await count(uel, '@PJL SET COPIES=2\n', data, uel)).toMatchObject({
      pages,
      runs: [{ copies: 2 }],
    });
    expect(await count(job({ language: 'AUTO', data }))).toMatchObject({ pages });
  });

  it('does not take a UEL within payload for the end', async () => {
    const data = `\u001bE\u001b*b${uel.length}W${uel}\ftwo\f\u001bE`;
    expect(await count(job({ data }))).toMatchObject({ pages: 2 });
  });

  it('reads a PDF inside from a file as from memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'platen-pjl-'));
    try {
      const path = join(folder, 'document');
      await writeFile(path, stream);
      const counter = counters.counter();
      counter.push(stream);
      const answer = await counter.finish({ octets: stream.length, path }, new AbortController().signal);
      expect(answer).toEqual(await count(stream));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['queries alone', Buffer.from(`${uel}@PJL INFO STATUS\r\n${uel}`), 'empty'],
    ['a language that nobody knows', job({ language: 'HBPX9' }), 'unsupported'],
    ['a language that is not counted', job({ language: 'ACL' }), 'unsupported'],
    ['data like nothing known', Buffer.from(`${uel}\u0001\u0002\u0003${uel}`), 'unsupported'],
    ['firmware', Buffer.from(`${uel}@PJL UPGRADE SIZE=9\n123456789${uel}`), 'unsupported'],
    ['99999 copies', job({ set: ['SET COPIES=99999'] }), 'limit:copies'],
    ['more jobs than a stream has', Buffer.concat(Array.from({ length: 1_001 }, () => job())), 'limit:jobs'],
    ['a page and a job without ends', Buffer.from(`${uel}@PJL ENTER LANGUAGE=PCL\nEone`), 'incomplete'],
    ['a job without data', Buffer.concat([job(), Buffer.from(`${uel}@PJL SET X=1\n`)]), 'incomplete'],
  ])('does not guess at %s', async (_, octets, why) => {
    expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why });
  });

  it('makes the whole unknown when one job is, and says what it saw', async () => {
    const answer = await count(job(), job({ language: 'PDF', data: 'no PDF' }), job());
    expect(answer).toMatchObject({ kind: 'unknown', format: 'application/vnd.hp-PJL', seen: 1 });
  });

  it('takes settings behind the last job for the end when a UEL follows them, not when the job is opened', async () => {
    const settings = '@PJL DEFAULT MPTRAY=FIRST\n';
    expect(await count(job(), settings, uel)).toMatchObject({ kind: 'counted', pages: 1 });
    const incomplete = { kind: 'unknown', why: 'incomplete', seen: 1 };
    expect(await count(job(), settings)).toMatchObject(incomplete);
    expect(await count(job(), '@PJL JOB\n', settings, uel)).toMatchObject(incomplete);
  });

  it('gives the same answer in chunks of any size', async () => {
    const whole = await countOctets(counters, stream);
    for (const chunks of [[1], [2], [7], [100, 1]]) {
      expect(await countOctets(counters, stream, { chunks })).toEqual(whole);
    }
  });

  it('never finds more in a stream that is cut', async () => {
    const cut = Buffer.concat([job({ set: ['SET COPIES=2'] }), job()]);
    for (let octets = 0; octets < cut.length; octets += 1) {
      const answer = await countOctets(counters, cut.subarray(0, octets));
      if (answer.kind === 'counted') expect(impressionsOf(answer)).toBeLessThanOrEqual(3);
      else expect(['empty', 'incomplete', 'unsupported']).toContain(answer.why);
    }
  });
});
