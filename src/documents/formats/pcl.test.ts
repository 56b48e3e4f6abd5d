import { afterAll, describe, expect, it } from 'vitest';
import { countOctets, countOnce, impressionsOf } from '../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

/** PCL as text of one octet a character; `~` stands for ESC. */
function pcl(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.join('').replaceAll('~', '\u001b'), 'latin1');
}

async function pagesOf(...parts: readonly string[]): Promise<number | string> {
  const count = await countOctets(counters, pcl(...parts));
  return count.kind === 'counted' ? impressionsOf(count) : count.why;
}

/** What would end pages if it were looked at. */
const evil = '\f~E~&l9X\f~%-12345X';
const good = pcl(
  '~E~&l26a1o2s3X~*t300Rone\f~*r1A',
  `~*b2m${evil.length}w${evil}${evil.length}W${evil}~*rC~%0BIN;SP1;PA0,0;PD9,9;LBt\f\u0003;~%0A\f~Ethree~E`,
);

describe('counting PCL', () => {
  it.each([
    ['form feeds', '~Eone\ftwo\f~E', 2],
    ['form feeds of blank pages', '~E\f\f~E', 2],
    ['a last page that only a reset ends', '~Eone\ftwo~E', 2],
    ['a last page that nothing ends', '~Eone\ftwo', 2],
    ['resets on blank pages', '~E~E~Eone\f~E~E', 1],
    ['resets on marked pages', '~Eone~Etwo~E', 2],
    ['blanks, which mark nothing', '~Eone\f   \r\n ~E', 1],
    ['a document without ESC E', '~(10Uone\ftwo\f', 2],
    ['NULs before it', '\0\0\0~Eone\f~E', 1],
    ['a change of size on a marked page', '~E~&l26Aone~&l2Atwo~&l2A~E', 2],
    ['a change of orientation, and none', '~Eone~&l1Otwo~&l1Othree~E', 2],
    ['ejecting by paper source', '~Eone~&l0H~&l0H~E', 1],
    ['choosing the side', '~E~&l1Sone~&a2Gtwo~&a1G~E', 2],
    ['a raster page that is blank', '~E~*r1A~*rC~&l0H~E', 1],
    ['a rule', '~E~*c9a9b0P~E', 1],
    ['copies', '~E~&l3Xone\ftwo\f~E', 6],
    ['copies that change', '~Eone\f~&l3Xtwo\f~&l1Xthree\f~E', 5],
    ['copies that a reset takes back', '~E~&l3Xone~Etwo\f~E', 4],
  ])('follows %s', async (_, text, impressions) => {
    expect(await pagesOf(text)).toBe(impressions);
  });

  it.each([
    ['raster rows', `~*b${evil.length}W${evil}`],
    ['rows in the middle of a sequence', `~*b0m${evil.length}v${evil}${evil.length}w${evil}0W`],
    ['transparent data', `~&p${evil.length}X${evil}`],
    ['fonts', `~)s${evil.length}W${evil}~(s${evil.length}W${evil}`],
    ['patterns', `~*c${evil.length}W${evil}`],
    ['labels of HP-GL/2', '~%0BLB\f\f\u0003PD;~%0A'],
    ['labels that end with an octet of their own', '~%0BDT#;LB\fPG;\u0003#;~%0A'],
    ['encoded lines of HP-GL/2', '~%0BPEPG\f;~%0A'],
  ])('does not look into %s', async (_, payload) => {
    expect(await pagesOf('~Ex', payload, '\f~E')).toBe(1);
  });

  it('takes a negative length for none', async () => {
    expect(await pagesOf('~E~*b-5Wone\ftwo\f~E')).toBe(2);
  });

  it.each([
    ['Letter, 60 lines', '', 60, 1],
    ['Letter, 61 lines', '', 61, 2],
    ['A4, 64 lines', '~&l26A', 64, 1],
    ['A4, 65 lines', '~&l26A', 65, 2],
    ['8 lines an inch', '~&l8D', 80, 1],
    ['8 lines an inch, one more', '~&l8D', 81, 2],
    ['landscape, 45 lines', '~&l1O', 45, 1],
    ['landscape, 46 lines', '~&l1O', 46, 2],
  ])('ends a page when text passes its end: %s', async (_, setting, lines, pages) => {
    expect(await pagesOf('~E', setting, 'x\r\n'.repeat(lines), '~E')).toBe(pages);
  });

  it('moves by cursor commands without ending a page', async () => {
    expect(await pagesOf('~E', 'x~&a0Rx~*p9999Yx~&a+5Vx'.repeat(90), '~E')).toBe(1);
  });

  it('draws with a pen that is down only', async () => {
    expect(await pagesOf('~Eone\f~%0BIN;PU;PA9,9;PD;PU;~%0A~E')).toBe(1);
    expect(await pagesOf('~Eone\f~%0BIN;PU;PA9,9;PD0,0~%0A~E')).toBe(2);
  });

  it('ends a plot by PG, with a doubt', async () => {
    const count = await countOnce(pcl('~%-1BIN;PA0,0;PD9,9;PG;PD1,1;PU;PG;'));
    expect(count).toMatchObject({ pages: 2, confidence: 'estimated' });
  });

  // Ghostscript's PaintJet driver (pj) ends each page with both.
  it('doubts a form feed directly behind a reset that ended a page', async () => {
    const page = '~*rbC~*t180R~*r1A~*b2w**~*rbC';
    const doubted = await countOnce(pcl(`${page}~E\f`.repeat(4)));
    expect(doubted).toMatchObject({ pages: 8, confidence: 'estimated' });
    const between = await countOnce(pcl('~E\f~Eone\f\f~Etwo~Ethree\f~E'));
    expect(between).toMatchObject({ pages: 5, confidence: 'exact' });
  });

  // Ghostscript's cdj670, cdj850 and cdj1600.
  it('takes rows behind the end of the blank ones, as drivers for DeskJets write them, with a doubt', async () => {
    const rows = `~*b0V0v0W1w\f~*b0V~*b1340Y0v${evil.length}v${evil}${evil.length}w${evil}0W`;
    const deskjet = pcl(`~E~&l26A~*r1A~*b9m${rows}~*b2Y1w\f~*rC\f~E`);
    const count = await countOnce(deskjet);
    expect(count).toMatchObject({ pages: 1, confidence: 'estimated' });
    for (const chunks of [[1], [2], [3, 1]])
      expect(await countOctets(counters, deskjet, { chunks })).toEqual(count);
  });

  // Ghostscript's cdj1600 in colour, where the first plane of the first row is empty.
  it('takes an empty plane behind the move to its row', async () => {
    for (const rows of ['', 'v', 'w']) {
      const deskjet = pcl(`~E~*r1A~*b858Yv${rows}${evil.length}w${evil}vvw0M~*rC~E`);
      const count = await countOnce(deskjet);
      expect(count).toMatchObject({ pages: 1, confidence: 'estimated' });
      expect(await countOctets(counters, deskjet, { chunks: [1] })).toEqual(count);
    }
  });

  it.each([
    ['a number of text', '12 apples'],
    ['text', 'view'],
    ['a letter', 'v'],
    ['a sequence', '~*rC12v'],
    ['a control octet', '12\fv'],
  ])('takes %s behind the end of blank rows for what it is', async (_, text) => {
    const count = await countOnce(pcl('~E~*r1A~*b9Y', text, '\f~E'));
    expect(count).toMatchObject({ pages: text.includes('\f') ? 2 : 1, confidence: 'exact' });
  });

  it('tells size, sides and that no colour was asked for', async () => {
    expect(await countOnce(good)).toMatchObject({
      kind: 'counted',
      format: 'application/vnd.hp-PCL',
      confidence: 'exact',
    });
    const count = await countOnce(pcl('~E~&l2s3Xone\f~&l26Atwo\f~E'));
    const printing = { colour: false, copies: 3, sides: 'two-sided-short-edge' };
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, ...printing },
      { first: 2, last: 2, media: 'iso_a4_210x297mm', ...printing },
    ]);
  });

  it('tells copies page by page where they change', async () => {
    const count = await countOnce(pcl('~Eone\f~&l3Xtwo\f~&l1Xthree\f~E'));
    expect(count).toMatchObject({
      pages: 3,
      runs: [
        { first: 1, last: 1 },
        { first: 2, last: 2, copies: 3 },
        { first: 3, last: 3 },
      ],
    });
  });

  it('leaves the colour of marks in a colour mode open', async () => {
    const count = await countOnce(pcl('~Eone\f~*r-3U~*r1A~*b1Wx~*rC\f\f~E'));
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, colour: false },
      { first: 2, last: 2 },
      { first: 3, last: 3, colour: false },
    ]);
  });

  it.each([
    ['a row that is cut', '~Eone\f~*b100Wabc', 'incomplete'],
    ['a row of 93 GiB', '~Eone\f~*b99999999999W\f~E', 'incomplete'],
    ['a sequence that is cut', '~Eone\f~&l', 'incomplete'],
    ['nothing but resets', '~E~E', 'empty'],
    ['99999 copies', '~E~&l99999Xone\f~E', 'limit:copies'],
    ['text beyond the paper without perforation skip', `~E~&l0L${'x\n'.repeat(99)}~E`, 'unsupported'],
    ['display functions', '~E~Yone\f~Z~E', 'unsupported'],
    ['a sequence of another language', '~Eone\f~|B\f~E', 'unsupported'],
    // Lexmark Z series, and Ghostscript's lex5700.
    ['a sequence broken off as none of PCL is', '~*m\0@\x10\x03~*\x07s0\f\f', 'unsupported'],
    ['a plot that is repeated', '~E~%0BPD1,1;RP5;~%0A\f', 'unsupported'],
    ['a macro that ends pages', '~E~&f1y0Xone\f~&f1X~&f1y3X~E', 'unsupported'],
    ['a macro of the device', '~Eone~&f7y2X\f~E', 'unsupported'],
  ])('does not guess at %s', async (_, text, why) => {
    expect(await pagesOf(text)).toBe(why);
  });

  it('marks a page by a macro that is run, not by its definition', async () => {
    const macro = '~E~&f1y0Xone~*c9a9b0P~&f1X~E';
    expect(await pagesOf(macro)).toBe('empty');
    expect(await pagesOf(macro, '~&f1y2X~E~&f1y3X\f~E')).toBe(2);
    expect(await pagesOf(macro, '~&f1y4X~E')).toBe('empty');
  });

  it('gives the same answer octet by octet', async () => {
    const whole = await countOctets(counters, good);
    expect(whole).toMatchObject({
      pages: 3,
      runs: [
        { last: 2, copies: 3 },
        { first: 3, last: 3 },
      ],
    });
    for (const chunks of [[1], [2], [3, 1], [17]]) {
      expect(await countOctets(counters, good, { chunks })).toEqual(whole);
    }
  });

  it('never finds more in a document that is cut, and says what it cannot know', async () => {
    for (let octets = 0; octets < good.length; octets += 1) {
      const count = await countOctets(counters, good.subarray(0, octets));
      if (count.kind === 'counted') expect(impressionsOf(count)).toBeLessThanOrEqual(7);
      else expect(['empty', 'incomplete', 'unsupported']).toContain(count.why);
    }
  });
});
