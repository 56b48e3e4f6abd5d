import { afterAll, describe, expect, it } from 'vitest';
import {
  countCuts,
  countOctets,
  countPieces,
  escapeDocuments,
  octets,
  pjlJob,
} from '../../../../test/support/documents/index.ts';
import type { PageCount } from '../../../model/page-count.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

function count(...parts: readonly (string | Buffer)[]): Promise<PageCount> {
  return countOctets(
    counters,
    Buffer.concat(parts.map((part) => Buffer.from(part.toString('latin1'), 'latin1'))),
  );
}

describe('counting languages of escapes and form feeds', () => {
  it.each(escapeDocuments)(
    'counts the pages of %s, not what its payload looks like',
    async (format, document, copies) => {
      const page = { first: 1, last: 1, copies, colour: false };
      expect(await count(document)).toMatchObject({ kind: 'counted', format, pages: 1, runs: [page] });
      expect(await count(document, document, document)).toMatchObject({ pages: 3, confidence: 'exact' });
    },
  );

  it.each(escapeDocuments)('gives the same answer for %s in any pieces', async (_, document) => {
    const octetsOfTwo = octets(document + document);
    const whole = await countOctets(counters, octetsOfTwo);
    for (const answer of await countPieces(octetsOfTwo)) expect(answer).toEqual(whole);
  });

  it.each(escapeDocuments)('counts no page of %s that is cut', async (_, document) => {
    for (const answer of await countCuts(octets(document), 30)) {
      // Behind the end of the page there is nothing that could be missed.
      if (answer.kind === 'counted') expect(answer.pages).toBe(1);
      else expect(answer.why).toMatch(/^(incomplete|empty|unsupported|damaged)$/);
    }
    const end = Math.max(document.lastIndexOf('\f'), document.lastIndexOf('\u001b=')) - 1;
    if (end > 30 && !/^[\^\n]|^\u001b{8}/.test(document)) {
      expect(await count(document.slice(0, end))).toMatchObject({ kind: 'unknown' });
    }
  });
});

describe('reading ESC/P', () => {
  it.each([
    ['a sequence that is not known', '\u001b@\u001b|\f', 'unsupported'],
    ['a mode of columns that is not known', '\u001b@\u001b*\u0063\u0001\u0000\f\f', 'unsupported'],
    [
      'a mode of rows that is not known',
      '\u001b@\u001b.\u0002\u000a\u000a\u0001\u0008\u0000\f\f',
      'unsupported',
    ],
    [
      'packed rows that pass their end',
      '\u001b@\u001b.\u0001\u000a\u000a\u0001\u0008\u0000\u00f0\f\f',
      'damaged',
    ],
    [
      'a remote mode without an end',
      '\u001b@\u001b(R\u0002\u0000\u0000R\u001b\u0001\u0000\u0000\f',
      'damaged',
    ],
    ['ESC/P-R', '\u001b@\u001b(R\u0006\u0000\u0000ESCPR\u001bq\u0009\u0000\u0000\u0000setq\f', 'unsupported'],
    ['text without a form feed', '\u001b@one line\r\n', 'incomplete'],
    ['nothing but settings', '\u001b@\u001bP\u001b2', 'empty'],
  ])('does not guess at %s', async (_, document, why) => {
    expect(await count(document)).toMatchObject({ kind: 'unknown', why });
  });

  it('takes text for what the device may break elsewhere', async () => {
    expect(await count(`\u001b@${'line\r\n'.repeat(60)}\f`)).toMatchObject({
      pages: 1,
      confidence: 'estimated',
    });
    expect(await count(`\u001b@${'line\r\n'.repeat(67)}\f`)).toMatchObject({ why: 'unsupported' });
    expect(await count(`\u001b@\u001bC\u0048${'line\r\n'.repeat(70)}\f`)).toMatchObject({ pages: 1 });
    expect(await count(`\u001b@\u001bC\u0000\u000c${'line\r\n'.repeat(70)}\f`)).toMatchObject({ pages: 1 });
  });

  it('does not follow paper that moves on without a form feed', async () => {
    expect(await count(`\u001b@\u001bK\u0001\u0000\f${'\n'.repeat(150)}\f`)).toMatchObject({
      why: 'unsupported',
    });
  });

  it('leaves open whether a page with colours shows one', async () => {
    const row = '\u001bK\u0001\u0000\f';
    const answer = await count(`\u001b@${row}\f\u001br\u0002${row}\u001br\u0000\f${row}\f`);
    expect(answer).toMatchObject({ pages: 3, runs: [{ colour: false }, {}, { colour: false }] });
  });

  it('ends with a UEL inside PJL, and takes copies from it', async () => {
    const job = `\u001b%-12345X@PJL SET COPIES=2\n${escapeDocuments[0]?.[1]}\u001b%-12345X`;
    expect(await count(job)).toMatchObject({
      format: 'application/vnd.hp-PJL',
      pages: 1,
      runs: [{ copies: 2 }],
    });
    expect(await countOctets(counters, pjlJob('AUTO', octets(escapeDocuments[0]?.[1] ?? '')))).toMatchObject({
      pages: 1,
    });
  });
});

describe('reading the others', () => {
  it('reads copies, sides and paper of ESC/Page', async () => {
    const bare = '\u001bS\u001b\u001bS\u001c\u001bz\u0000\u0000\u001d1sdE\u001d1bdE\u001d30psE\u001d3coO\f';
    const run = { copies: 3, sides: 'two-sided-short-edge', media: 'na_letter_8.5x11in' };
    expect(await count(bare)).toMatchObject({ pages: 1, runs: [run] });
    const ejl =
      '\u001b\u0001@EJL \n@EJL SET QT=1 CO=2 DX=ON BD=LE\n@EJL EN LA=ESC/PAGE-COLOR\n\u001d1;32bi{I\f\f';
    expect(await count(ejl)).toMatchObject({ runs: [{ copies: 2, sides: 'two-sided-long-edge' }] });
  });

  it('takes commands of ESC/Page without a number for their usual value', async () => {
    const bare = '\u001bS\u001b\u001bS\u001c\u001dsdE\u001dcoO\u001d1;32;32;0bi{I\f\f';
    const run = { first: 1, last: 1, copies: 1, sides: 'one-sided', colour: false };
    expect(await count(bare)).toMatchObject({ pages: 1, runs: [run] });
  });

  it('ends sides of ESC/Page where both are printed', async () => {
    const side = '\u001d1;32;32;0bi{I\f\u001d0dpsE';
    expect(await count(`\u001bS\u001b\u001bS\u001c${side}${side}${side}\u001d0dpsE`)).toMatchObject({
      pages: 3,
    });
    expect(await count(`\u001bS\u001b\u001bS\u001c${side}\u001d0dpsE${side}`)).toMatchObject({
      why: 'unsupported',
    });
  });

  it('refuses EJL that asks twice for copies or enters another language', async () => {
    const start = '\u001b\u0001@EJL \n@EJL EN LA=ESC/PAGE\n';
    expect(await count(start, '\u001b\u0001@EJL SET QT=2 CO=2\n\f')).toMatchObject({ why: 'unsupported' });
    expect(await count(start, '\u001b\u0001@EJL EN LA=POSTSCRIPT\n\f')).toMatchObject({ why: 'unsupported' });
  });

  it('reads copies and sides of LIPS, and does not follow its vector mode', async () => {
    const start = '\u001b%@\u009041;600;0Jlips4\u009c\u009b3v\u009b2;#x\u009b2;#w';
    const run = { copies: 3, sides: 'two-sided-short-edge', colour: false };
    expect(await count(`${start}\u009b1;4;300;9;32.r\f\f`)).toMatchObject({ runs: [run] });
    expect(await count(`${start}\u009b0&}#\u001e\f`)).toMatchObject({ why: 'unsupported' });
    for (const data of ['1;106;600;11;3577;.&r', '5;.q']) {
      expect(await count(`${start}\u009b${data}\f\f`)).toMatchObject({ why: 'unsupported' });
    }
  });

  it('prints no label of ZPL that is stored, deleted or empty', async () => {
    const others = '^XA^DFR:A.ZPL^FDx^FS^XZ^XA^IDR:A.GRF^FS^XZ^XA^PW800^XZ~DGR:A.GRF,8,4,0F0F';
    expect(await count(others)).toMatchObject({ why: 'empty' });
    expect(await count(others, '^XA^XGR:A.GRF^FS^PQ4,0,0,N^XZ')).toMatchObject({
      pages: 1,
      runs: [{ copies: 4 }],
    });
    expect(await count('^XA^FDx^FS^XZ~JA')).toMatchObject({ why: 'unsupported', seen: 1 });
  });

  it('reads labels of Zebra drivers, which begin with prefixes as they are', async () => {
    const start = 'CT~~CD,~CC^~CT~\r\n^XA~TA000~JSN^LT0^JUS^XZ\r\n';
    const job = `${start}^XA^FDx^FS^PQ2,0,1,Y^XZ\r\n`;
    const two = { pages: 2, confidence: 'exact', runs: [{ copies: 2 }] };
    expect(await count(job, job)).toMatchObject(two);
    for (const answer of await countPieces(octets(job + job))) expect(answer).toMatchObject(two);
    expect(await count('CT~~CD;~CC^~CT~^XA^FDx^FS^XZ')).toMatchObject({ why: 'unsupported' });
    expect(await count('^XA^CC*^FDx^FS^XZ')).toMatchObject({ why: 'unsupported' });
  });

  it('keeps copies that differ from label to label', async () => {
    const answer = await count('^XA^FDa^FS^PQ1^XZ^XA^FDb^FS^PQ3^XZ');
    expect(answer).toMatchObject({ pages: 2, runs: [{ copies: 1 }, { copies: 3 }] });
  });

  it('does not guess at lines of EPL2 that it does not know', async () => {
    expect(await count('N\nq816\nFS"A"\nP1\n')).toMatchObject({ why: 'unsupported' });
  });

  it('counts a blank label of DYMO, and no feed behind the last one', async () => {
    const start = '\u001b'.repeat(85);
    expect(await count(`${start}\u001bL\u0001\u0001\u001bG\u001bL\u0001\u0001\u001bG\u001bE`)).toMatchObject({
      pages: 2,
    });
  });
});
