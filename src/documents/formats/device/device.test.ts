import { afterAll, describe, expect, it } from 'vitest';
import {
  be32,
  countCuts,
  countOctets,
  countPieces,
  type DeviceDocument,
  deviceLanguages,
  le32,
  makeDdst,
  makeLidil,
  makeOakt,
  makeQpdl,
  makeSff,
  makeZjStream,
  octets,
  pjlJob,
  uel,
  zjDialects,
} from '../../../../test/support/documents/index.ts';
import type { PageCount } from '../../../model/page-count.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

function count(...parts: readonly Buffer[]): Promise<PageCount> {
  return countOctets(counters, Buffer.concat(parts));
}

function colourOf(answer: PageCount): boolean | undefined {
  return answer.kind === 'counted' ? answer.runs[0]?.colour : undefined;
}

/** Formats whose octets tell what they are. */
const bare = deviceLanguages.filter((each) => each.bare === true);
/** Those that PJL names; in each, copies come from the PJL unless the data has its own word. */
const enclosed = deviceLanguages.filter((each) => each.language !== undefined);

function dataOf(language: string, document: DeviceDocument): Buffer {
  return enclosed.find((each) => each.language === language)?.make(document) ?? Buffer.alloc(0);
}

describe('counting the languages of host-based devices', () => {
  it.each(bare)('counts pages of $name by their ends, past any payload', async ({ format, make }) => {
    expect(await count(make({ pages: 3 }))).toMatchObject({
      kind: 'counted',
      format,
      pages: 3,
      confidence: 'exact',
    });
  });

  it.each(bare)('gives the same answer for $name in any pieces', async ({ make }) => {
    const document = make({ pages: 2 });
    const whole = await count(document);
    for (const answer of await countPieces(document)) expect(answer).toEqual(whole);
  });

  it.each(bare)('counts no cut of $name', async ({ format, endless, make }) => {
    for (const answer of await countCuts(make({ pages: 2 }), 16)) {
      // Without a mark that ends a document, one cut between pages looks whole.
      if (endless === true && answer.kind === 'counted') expect(answer.pages).toBeLessThan(3);
      else expect(answer).toMatchObject({ kind: 'unknown', format });
    }
  });

  it.each(enclosed)(
    'counts $name inside PJL, to the UEL behind its payload',
    async ({ language = '', make }) => {
      const job = pjlJob(language, make({ pages: 3 }), ['DUPLEX=ON', 'BINDING=SHORTEDGE']);
      const answer = await count(job, pjlJob(language, make({ pages: 2 })));
      expect(answer).toMatchObject({ kind: 'counted', format: 'application/vnd.hp-PJL', pages: 5 });
      expect(await count(job)).toMatchObject({ pages: 3, runs: [{ copies: 1 }] });
    },
  );

  it.each(enclosed)(
    'gives the same answer for $name in any pieces, and counts no cut',
    async ({ language = '', make }) => {
      const job = pjlJob(language, make({ pages: 2 }));
      const whole = await count(job);
      for (const answer of await countPieces(job)) expect(answer).toEqual(whole);
      // What ends with the language's own end mark lacks only the escape behind it.
      for (const answer of await countCuts(job, 60)) {
        if (answer.kind === 'counted') expect(answer.pages).toBe(2);
        else expect(answer.why).toBe('incomplete');
      }
    },
  );

  it.each(['HBP', 'HBPL', 'HIPERC'])('takes copies and sides of %s from the PJL', async (language) => {
    const data = dataOf(language, { pages: 2 });
    const answer = await count(pjlJob(language, data, ['COPIES=4', 'QTY=1', 'DUPLEX=ON']));
    expect(answer).toMatchObject({
      confidence: 'exact',
      runs: [{ copies: 4, sides: 'two-sided-long-edge' }],
    });
  });

  it.each(['QPDL', 'SMART', 'ZJS', 'XQX'])('prefers the copies in the data of %s', async (language) => {
    const data = dataOf(language, { pages: 2, copies: 3 });
    expect(await count(pjlJob(language, data, ['COPIES=4']))).toMatchObject({ runs: [{ copies: 3 }] });
  });

  it('counts DDST, which enters no language', async () => {
    const job = makeDdst({ pages: 3, copies: 2 });
    const whole = await count(job);
    expect(whole).toMatchObject({
      pages: 3,
      runs: [{ copies: 2, media: 'iso_a4_210x297mm', colour: false }],
    });
    for (const answer of await countPieces(job)) expect(answer).toEqual(whole);
    for (const answer of await countCuts(job, 40)) {
      if (answer.kind === 'counted') expect(answer.pages).toBe(3);
      else expect(answer.why).toMatch(/incomplete|empty/);
    }
  });
});

describe('reading DDST', () => {
  it('takes copies from the PJL around it where its pages tell none', async () => {
    const page = '@PJL SET PAGESTATUS=START\n@PJL SET IMAGELEN=1\nx@PJL SET PAGESTATUS=END\n';
    const job = octets(`${uel}@PJL SET COPIES=3\n${page}${page}${uel}`);
    expect(await count(job)).toMatchObject({ pages: 2, runs: [{ copies: 3 }] });
  });
});

describe('reading ZjStream', () => {
  const { zjstream, zjstreamLittle, slx } = zjDialects;

  it.each([zjstream, zjstreamLittle, slx])(
    'reads copies, sides, paper and colour of $magic',
    async (dialect) => {
      const answer = await count(makeZjStream(dialect, { pages: 2, copies: 3, duplex: 3 }));
      const run = {
        first: 1,
        last: 2,
        copies: 3,
        sides: 'two-sided-short-edge',
        media: 'iso_a4_210x297mm',
        colour: false,
      };
      expect(answer).toMatchObject({ pages: 2, runs: [run] });
    },
  );

  it('leaves the colour of four planes open', async () => {
    const answer = await count(makeZjStream({ ...zjstream, mono: 4 }, { pages: 1 }));
    expect(colourOf(answer)).toBeUndefined();
  });

  it('counts documents one after the other, and the PJL behind them', async () => {
    const one = makeZjStream(zjstream, { pages: 1 });
    expect(await count(one, octets('\n'), one)).toMatchObject({ pages: 2 });
    expect(await count(one, octets(`${uel}@PJL EOJ\n${uel}`))).toMatchObject({ why: 'unsupported' });
  });

  it('refuses chunks that cannot be', async () => {
    const whole = makeZjStream(zjstream, { pages: 1 });
    const wrongSignature = Buffer.from(whole);
    wrongSignature[18] = 0;
    const wrongSize = Buffer.from(whole);
    wrongSize.writeUInt32BE(15, 4);
    const itemBeyond = Buffer.from(whole);
    itemBeyond.writeUInt32BE(999, 20);
    for (const octets of [wrongSignature, wrongSize, itemBeyond]) {
      expect(await count(octets)).toMatchObject({ kind: 'unknown', why: 'damaged' });
    }
    expect(await count(whole, octets('JZJX'))).toMatchObject({ why: 'damaged', seen: 1 });
  });

  it('passes over a length of 4 GB without asking for memory', async () => {
    const huge = Buffer.concat([octets('JZJZ'), be32(0xffff_ffff, 5, 0), octets('\0\0ZZ'), Buffer.alloc(99)]);
    expect(await count(huge)).toMatchObject({ why: 'incomplete' });
  });

  it('refuses more copies than a limit', async () => {
    const answer = await count(makeZjStream(zjstream, { pages: 1, copies: 10_000 }));
    expect(answer).toMatchObject({ kind: 'unknown', why: 'limit:copies' });
  });
});

describe('reading OAKT', () => {
  it('reads copies, sides, paper and colour', async () => {
    const run = { copies: 2, sides: 'two-sided-long-edge', media: 'iso_a4_210x297mm', colour: false };
    expect(await count(makeOakt({ pages: 2, copies: 2, duplex: 2 }))).toMatchObject({ runs: [run] });
  });

  it('refuses a record that is too short for its fields', async () => {
    const document = Buffer.concat([octets('OAKT'), le32(12, 0x3c), Buffer.alloc(40)]);
    expect(await count(document)).toMatchObject({ why: 'damaged' });
  });
});

describe('reading QPDL', () => {
  it.each([
    [0, false, false],
    [1, false, false],
    [2, false, false],
    [1, true, undefined],
    [2, true, undefined],
    [5, true, undefined],
  ] as const)('reads version %i, in colour: %s', async (version, colour, told) => {
    const data = makeQpdl({ pages: 3, copies: 2 }, { version, colour });
    const answer = await count(pjlJob('QPDL', data));
    expect(answer).toMatchObject({ pages: 3, runs: [{ copies: 2, media: 'iso_a4_210x297mm' }] });
    expect(colourOf(answer)).toBe(told);
  });

  it.each([
    [0, 'na_letter_8.5x11in'],
    [14, 'jpn_hagaki_100x148mm'],
    [23, 'iso_c6_114x162mm'],
    [28, undefined],
  ])('names paper %i', async (paper, media) => {
    const data = makeQpdl({ pages: 1 }, { version: 1, colour: false });
    data[4] = paper;
    const answer = await count(pjlJob('QPDL', data));
    expect(answer.kind === 'counted' && answer.runs[0]?.media).toBe(media);
  });

  it('refuses a record that is none', async () => {
    expect(await count(pjlJob('QPDL', Buffer.from([0x42, 1, 2, 3])))).toMatchObject({ why: 'damaged' });
  });
});

describe('reading the rest', () => {
  it('passes the data over that hpcups writes to synchronise LIDIL', async () => {
    const document = makeLidil({ pages: 2 });
    const synchronise = Buffer.concat([octets('$\x01\0\0\x07\0\0\0\x08\0'), Buffer.alloc(245), octets('$')]);
    const zeros = Buffer.alloc(2_048);
    const answer = await count(
      Buffer.concat([synchronise, zeros, document.subarray(256), synchronise, zeros]),
    );
    expect(answer).toMatchObject({ kind: 'counted', pages: 2 });
  });

  it('refuses a page of LIDIL that is ejected unloaded', async () => {
    const document = makeLidil({ pages: 1 });
    const load = document.indexOf(octets('$\0\x10\0\0\x01'));
    const without = Buffer.concat([document.subarray(0, load), document.subarray(load + 16)]);
    expect(await count(without)).toMatchObject({ why: 'damaged' });
  });

  it('refuses commands of HBP and SPL1 that it does not know', async () => {
    expect(await count(pjlJob('HBP', octets('@L\x05@Q')))).toMatchObject({ why: 'unsupported' });
    expect(await count(pjlJob('SMART', octets('$PJL SELFTEST\r\n')))).toMatchObject({ why: 'unsupported' });
  });

  it('says of data without a page that it is empty', async () => {
    expect(await count(makeZjStream(zjDialects.zjstream, { pages: 0 }))).toMatchObject({ why: 'empty' });
    expect(await count(makeSff({ pages: 0 }))).toMatchObject({ why: 'empty' });
  });

  it('names a language that is not counted', async () => {
    expect(await count(pjlJob('ACL', Buffer.alloc(9)))).toMatchObject({
      kind: 'unknown',
      why: 'unsupported',
    });
  });
});
