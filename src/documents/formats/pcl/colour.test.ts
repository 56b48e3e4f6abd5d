import { afterAll, describe, expect, it } from 'vitest';
import { countOctets } from '../../../../test/support/documents/index.ts';
import { pagesIn } from '../../../model/page-count.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

/** PCL as text of one octet a character; `~` stands for ESC, `[…]` for octets in hexadecimal. */
function pcl(text: string): Buffer {
  const octets = text.replaceAll(/\[([\da-f ]*)\]/g, (_, hex: string) =>
    Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1'),
  );
  return Buffer.from(`~E${octets}\f~E`.replaceAll('~', '\u001b'), 'latin1');
}

/** Colour of each page, in chunks of all lengths. */
async function coloursOf(text: string): Promise<readonly (boolean | undefined)[]> {
  const octets = pcl(text);
  const answers = await Promise.all(
    [octets.length, 1, 7].map((size) =>
      countOctets(counters, octets, { chunks: [size], wish: { colour: true } }),
    ),
  );
  const [whole, ...cut] = answers;
  for (const answer of cut) expect(answer).toEqual(whole);
  if (whole?.kind !== 'counted') throw new Error(whole?.why);
  return whole.runs.flatMap((run) => Array.from({ length: pagesIn(run) }, () => run.colour));
}

async function colourOf(text: string): Promise<boolean | undefined> {
  const [colour, ...others] = await coloursOf(text);
  expect(others).toEqual([]);
  return colour;
}

const direct = '~*v6W[000300080808]~*r1A';
const indexed = '~*v6W[000103080808]';
const red = '~*v255a0b0c5I';

describe('colours of PCL', () => {
  it.each([
    ['KCMY with dots of cyan', '~*r-4U~*r1A~*b1V[00]~*b1V[01]~*b1V[00]~*b1W[00]', true],
    ['KCMY with black dots alone', '~*r-4U~*r1A~*b1V[ff]~*b0V~*b0V~*b0W', false],
    ['KCMY whose first plane is all of a row', '~*r-4U~*r1A~*b2W[ffff]', false],
    ['CMY with dots of all three inks', '~*r-3U~*r1A~*b1V[f0]~*b1V[f0]~*b1W[f0]', false],
    ['CMY with a dot of one', '~*r-3U~*r1A~*b1V[f0]~*b1V[f0]~*b1W[f1]', true],
    ['dots behind the width of the raster', '~*r-3U~*r6S~*r1A~*b1V[f0]~*b1V[f0]~*b1W[f1]', false],
    ['RGB planes that are shorter than others', '~*r3U~*r1A~*b2V[00ff]~*b1V[00]~*b1W[00]', true],
    ['black rows after a colour mode was left', '~*r-3U~*r1U~*r1A~*b1W[ff]', false],
    ['text in a colour mode', '~*r-3Utext', false],
    ['text in the colour of an entry', '~*r-3U~*v1Stext', true],
    ['text in the black of an entry', '~*r-3U~*v7Stext', false],
    [
      'four levels an ink, black',
      '~*g26W[0204 012c012c0004 012c012c0002 012c012c0002 012c012c0002]~*r1A~*b1V[f]~*b1W[ff]'.replace(
        '[f]',
        '[0f]',
      ),
      false,
    ],
    [
      'four levels an ink, magenta',
      `~*g26W[0204 012c012c0004 012c012c0002 012c012c0002 012c012c0002]~*r1A${'~*b1V[00]'.repeat(3)}~*b1W[40]`,
      true,
    ],
    ['pixels of grey', `${direct}~*b6W[808080 7f7f7f]`, false],
    ['pixels with the cast of a scanner', `${direct}~*b3W[80868c]`, false],
    ['pixels of a tint', `${direct}~*b3W[80868d]`, true],
    ['runs of an octet', `${direct}~*b1m4W[0280 0281]`, false],
    ['runs of an octet that do not fit pixels', `${direct}~*b1m4W[0180 0380]`, false],
    ['runs with colour', `${direct}~*b1m4W[0180 03ff]`, true],
    ['packed octets', `${direct}~*b2m6W[fe80 028182 90]`, true],
    ['octets that replace those above', `${direct}~*b3m4W[40 808080]~*b2W[01 ff]`, true],
    ['octets that replace those above by the same', `${direct}~*b3m4W[40 808080]~*b2W[01 80]`, false],
    ['a row that is the one above', `${direct}~*b3m4W[40 808080]~*b0W`, false],
    ['replaced runs of grey', `${direct}~*b9m2W[84 80]`, false],
    ['replaced octets with offsets that go on', `${direct}~*b9m3W[78 00 ff]`, true],
    [
      'rows of several methods, with empty ones',
      `${direct}~*b5m13W[040002 010002 0280 030002 01ff 0500]`,
      true,
    ],
    ['rows of several methods, grey', `${direct}~*b5m12W[040002 010002 0280 050003 00]`, false],
    ['entries of a palette that are red', `${indexed}~*r1A~*b1W[20]`.replace('000103', '000104'), true],
    [
      'entries of a palette that are white',
      `${indexed.replace('000103', '000104')}~*r2S~*r1A~*b1W[77]`,
      false,
    ],
    ['an entry that was made red', `~*v6W[000104080808]${red}~*r2S~*r1A~*b1W[05]`, true],
    ['an entry that was made red and is not used', `~*v6W[000104080808]${red}~*r2S~*r1A~*b1W[07]`, false],
    ['entries by planes', '~*v6W[000002080808]~*r8S~*r1A~*b1V[01]~*b1W[00]', true],
    ['entries by planes, white and black', '~*v6W[000002080808]~*r8S~*r1A~*b1V[01]~*b1W[01]', false],
    ['a palette that was kept', `~*v6W[000104080808]${red}~*p0P~*r1U~*p1P~*r2S~*r1A~*b1W[05]`, true],
    ['text in a red that was defined', `~*v6W[000104080808]${red}~*v5Stext`, true],
    ['colour of other spaces', '~*v6W[030300080808]~*r1A~*b3W[000000]', undefined],
    ['a compression that is not known', `${direct}~*b10m3W[000000]`, undefined],
    ['a logical operation on colour', `${direct}~*l102O~*b3W[0000ff]`, undefined],
    ['colour that is printed in greys', `~&b1M${direct}~*b3W[0000ff]`, false],
    ['a pen of red', '~%0BIN;SP1;PC1,255,0,0;PA0,0;PD9,9;~%0A', true],
    ['a pen of dark grey', '~%0BSP2PC2,20.5,21,22PD9,9~%0A', false],
    ['a pen that is the device its own matter', '~%0BSP3;PD9,9;~%0A', undefined],
    ['a pen that draws nothing', '~%0BSP3;PU9,9;SP1;PD9,9;~%0A', false],
  ])('tells %s', async (_, text, colour) => {
    expect(await colourOf(text)).toBe(colour);
  });

  // What hpcups writes: black dots in a plane, then pixels by method 10.
  it.each([
    ['a run of black', '80 000000', false],
    ['a grey, and a run of the one to its left', '00 3f3fbf a0', false],
    ['a run of red', '80 7f8000', true],
    ['grey that differs from white', '00 e31c', false],
    ['a tint that differs from white', '00 c000', true],
    ['white that stays, then red', '18 ff 00 7f8000', true],
    ['black of the data again', '00 000000 e1', false],
    ['a copy that goes on and ends in red', `07 ${'000000'.repeat(8)} 01 7f8000`, true],
    ['a run of white that goes on', '87 7fffff ff 00', false],
    ['a pixel that is cut', '00 7f', true],
  ])('tells %s in pixels of DeskJets', async (_, row, colour) => {
    const raster = '~*g20W[061f0002 0258025809000101 025802580a012001]~*r300S~*r1A';
    const hex = row.replaceAll(' ', '');
    expect(await colourOf(`${raster}~*b2V[00ff]~*b${hex.length / 2}W[${hex}]`)).toBe(colour);
  });

  it('takes pixels of DeskJets from the row above, and white behind rows that are passed over', async () => {
    const raster = '~*g20W[061f0002 0258025809000101 025802580a012001]~*r300S~*r1A';
    expect(await colourOf(`${raster}~*b0V~*b4W[00 3f3fbf]~*b0V~*b3W[00 c000]`)).toBe(true);
    expect(await colourOf(`${raster}~*b0V~*b4W[00 3f3fbf]~*b2Y~*b0V~*b3W[00 e31c]`)).toBe(false);
  });

  it.each([
    ['one component of black dots', '061f0001 0258025809000101', false],
    ['pixels of another method', '061f0002 0258025809000101 0258025803012001', undefined],
    ['components of other colours', '06050002 0258025809000101 025802580a012001', undefined],
  ])('knows what %s are', async (_, components, colour) => {
    const hex = components.replaceAll(' ', '');
    expect(await colourOf(`~*g${hex.length / 2}W[${hex}]~*r1A~*b1V[ff]~*b4W[00 7f8000]`)).toBe(colour);
  });

  it('begins anew on each page', async () => {
    const row = '~*b1V[00]~*b1V[ff]~*b0V~*b0W';
    expect(
      await coloursOf(`~*r-4U~*r1A${row}~*rC\f~*r1A~*b1W[ff]~*rC\f~*r1A~*b3m2V[0001]~*b2V[00ff]~*b0V~*b0W`),
    ).toEqual([true, false, true]);
  });

  it('leaves rows open that nobody wishes to be looked at', async () => {
    const count = await countOctets(counters, pcl(`${direct}~*b3W[808080]`));
    expect(count).toMatchObject({ kind: 'counted', runs: [{ first: 1, last: 1 }] });
    expect(count.kind === 'counted' && count.runs[0]?.colour).toBeUndefined();
  });

  it('ends looking at rows that unfold without end', async () => {
    const rows = `${direct}~*b1m`.concat(`4094w[${'ff80'.repeat(2_047)}]`.repeat(200), '0W');
    const started = performance.now();
    expect(await colourOf(rows)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
