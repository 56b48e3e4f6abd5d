import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces, makeDvi } from '../../../test/support/documents/index.ts';

const format = 'application/x-dvi';

describe('counting DVI', () => {
  it.each([1, 5, 300, 70_000])('follows %i pages', async (pages) => {
    const count = await countOnce(makeDvi(pages));
    expect(count).toMatchObject({ kind: 'counted', format, pages, confidence: 'exact' });
  });

  it('does not believe a postamble that says another number', async () => {
    expect(await countOnce(makeDvi(3, 2))).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('does not follow a chain that leads nowhere, forwards or into itself', async () => {
    for (const previous of [0, 19 + 2 * 46, 19 + 46, 2_000_000_000, -2]) {
      const octets = makeDvi(3);
      octets.writeInt32BE(previous, 19 + 46 + 41);
      expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why: 'damaged' });
    }
  });

  it('says that a document without pages is empty', async () => {
    expect(await countOnce(makeDvi(0))).toMatchObject({ kind: 'unknown', why: 'empty' });
  });

  it('knows that letters and rules are black, and leaves a page open whose special nobody here knows', async () => {
    // set_char, put_rule, fnt_def1 with a name of two parts that hold a special, and xxx1 on the last page.
    const rule = [137, 0, 0, 0, 1, 0, 0, 0, 1];
    const font = [243, 0, ...new Array<number>(12).fill(9), 1, 2, 239, 1, 239];
    const pages = [[65, ...rule, ...font], [], special('ps: 1 0 0 setrgbcolor')];
    expect(await coloursOf(pages)).toEqual([false, false, undefined]);
  });

  it.each<[string, readonly string[], boolean | undefined]>([
    ['red', ['color push rgb 1 0 0'], true],
    ['red that a pop took back', ['color push rgb 1 0 0', 'color pop'], false],
    ['grey within red', ['color push rgb 1 0 0', 'color push gray 0.5'], false],
    ['red again behind grey', ['color push rgb 1 0 0', 'color push gray 0', 'color pop'], true],
    ['red that black replaces for good', ['color push rgb 1 0 0', 'color Black', 'color pop'], false],
    ['equal channels', ['color push rgb 0.2 0.2 0.2'], false],
    ['black ink', ['color push cmyk 0 0 0 1'], false],
    ['yellow ink', ['color push cmyk 0 0 1 0'], true],
    ['no saturation', ['color push hsb 0.3 0 1'], false],
    ['a hue', ['color push hsb 0.3 1 1'], true],
    ['a name', ['color push Peach'], undefined],
    ['numbers that make no colour', ['color push rgb 1 0'], undefined],
    ['a background', ['background rgb 1 1 0'], true],
    ['paper, sources and prologues', ['papersize=210mm,297mm', 'src:9 a.tex', 'header=color.pro'], false],
    ['a picture', ['PSfile="a.eps" llx=0'], undefined],
    ['a colour of no end', [`color push rgb 1 0 0${' '.repeat(230)}`, 'color pop'], false],
    ['a colour too long to be one', [`color push rgb 1 0 0${' '.repeat(300)}`], undefined],
  ])('tells the colour of letters behind specials: %s', async (_, specials, colour) => {
    expect(await coloursOf([[...specials.flatMap(special), 65]])).toEqual([colour]);
  });

  it('keeps a pushed colour and the background over the ends of pages', async () => {
    const [push, pop] = [special('color push rgb 1 0 0'), special('color pop')];
    expect(await coloursOf([[...push, 65], [], [65, ...pop], [65]])).toEqual([true, false, true, false]);
    const [yellow, white] = [special('background rgb 1 1 0'), special('background gray 1')];
    expect(await coloursOf([yellow, [65], [], white, [65]])).toEqual([true, true, true, true, false]);
  });

  it('calls no cut document counted', async () => {
    const octets = makeDvi(2);
    const fillers = octets.length - octets.lastIndexOf(2) - 1;
    for (const count of await countCuts(octets.subarray(0, octets.length - fillers + 4), 20)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('gives the same answer in chunks of any size', async () => {
    const octets = makeDvi(30);
    const whole = await countOnce(octets);
    for (const count of await countPieces(octets)) expect(count).toEqual(whole);
  });
});

function special(text: string): readonly number[] {
  return [240, text.length >> 8, text.length & 255, ...Buffer.from(text)];
}

/** The colour of each page with these marks. */
async function coloursOf(pages: readonly (readonly number[])[]): Promise<readonly (boolean | undefined)[]> {
  const octets = makeDvi(pages.length, pages.length, pages);
  const counts = [await countOnce(octets), ...(await countPieces(octets))];
  for (const count of counts) expect(count).toEqual(counts[0]);
  const [count] = counts;
  if (count?.kind !== 'counted') throw new Error(count?.evidence.join());
  return count.runs.flatMap(({ first, last, colour }) =>
    Array.from({ length: last - first + 1 }, () => colour),
  );
}
