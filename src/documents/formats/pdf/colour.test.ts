import { afterAll, describe, expect, it } from 'vitest';
import {
  assemblePdf,
  countOctets,
  makeBlockJpeg,
  makePdf,
} from '../../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../../count.ts';
import { defaultCountLimits } from '../../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

async function coloursOf(pdf: Buffer): Promise<readonly (boolean | undefined)[]> {
  const count = await countOctets(counters, pdf);
  if (count.kind === 'unknown') throw new Error(count.evidence.join());
  return count.runs.map((run) => run.colour);
}

interface Page {
  readonly content: string;
  readonly resources?: string;
  /** Further keys of the page. */
  readonly page?: string;
  readonly objects?: Readonly<Record<number, string>>;
}

async function colourOf({
  content,
  resources = '',
  page = '',
  objects = {},
}: Page): Promise<boolean | undefined> {
  const leaf = `<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<${resources}>>${page}>>`;
  const made = {
    1: '<</Type/Catalog/Pages 2 0 R>>',
    2: '<</Type/Pages/Kids[3 0 R]>>',
    3: leaf,
    4: stream('', content),
    ...objects,
  };
  return (await coloursOf(assemblePdf({ objects: made })))[0];
}

function stream(dictionary: string, data: string): string {
  return `<<${dictionary}/Length ${data.length}>>\nstream\n${data}\nendstream`;
}

const box = '100 300 200 100 re f';
const text = 'BT /F1 24 Tf 72 700 Td (text) Tj ET';

describe('a page is proven mono', () => {
  it.each([
    ['nothing at all', ''],
    ['black text', text],
    ['grey', `0.5 g ${box} 0.5 G 0 0 m 9 9 l S`],
    ['grey said in RGB', `.5 .5 .5 rg ${box}`],
    ['a cast too faint to see', `.5 .54 .5 rg ${box}`],
    ['black ink', `0 0 0 .6 k ${box}`],
    ['a colour that nothing is painted with', `1 0 0 rg 0 g ${box}`],
    ['a colour inside q and Q only', `q 1 0 0 rg Q ${box}`],
    ['an invisible text in colour', `1 0 0 rg 3 Tr ${text}`],
    ['grey by a space', `/DeviceGray cs .5 sc ${box} /DeviceRGB CS 0 0 0 SC 0 0 m 9 9 l S`],
  ])('by %s', async (_, content) => {
    expect(await colourOf({ content })).toBe(false);
  });

  it.each([
    ['an ink called black', '/S cs .8 scn', '/ColorSpace<</S[/Separation/Black/DeviceCMYK 9 0 R]>>'],
    ['a grey profile', '/S cs .8 scn', '/ColorSpace<</S[/ICCBased 5 0 R]>>'],
    ['black in an RGB profile', '/S cs 0 0 0 scn', '/ColorSpace<</S[/ICCBased 6 0 R]>>'],
  ])('by %s', async (_, content, resources) => {
    const objects = { 5: stream('/N 1', 'profile'), 6: stream('/N 3', 'profile') };
    expect(await colourOf({ content: `${content} ${box}`, resources, objects })).toBe(false);
  });

  it.each([
    ['grey', '/ColorSpace/DeviceGray/BitsPerComponent 8', 'ab'],
    ['a mask painted in black', '/ImageMask true', 'ab'],
    ['RGB of grey pixels', '/ColorSpace/DeviceRGB/BitsPerComponent 8/Width 2/Height 1', 'aaabbb'],
    ['a palette of greys', '/ColorSpace[/Indexed/DeviceRGB 1<000000ffffff>]/BitsPerComponent 1', 'ab'],
  ])('by an image that is %s', async (_, dictionary, data) => {
    const objects = { 5: stream(`/Subtype/Image${dictionary}`, data) };
    expect(await colourOf({ content: '/I Do', resources: '/XObject<</I 5 0 R>>', objects })).toBe(false);
  });

  it('by forms and annotations that are, and by hidden ones that are not', async () => {
    const objects = {
      5: stream('/Subtype/Form', `0 g ${box}`),
      6: stream('/Subtype/Form', `1 0 0 rg ${box}`),
    };
    const page = '/Annots[<</F 2/AP<</N 6 0 R>>>><</F 4/AP<</N 5 0 R>>>><</Subtype/Link/Border[0 0 0]>>]';
    expect(await colourOf({ content: '/X Do', resources: '/XObject<</X 5 0 R>>', objects, page })).toBe(
      false,
    );
  });
});

describe('a page is proven coloured', () => {
  it.each([
    ['coloured text', `1 0 0 rg ${text}`],
    ['a coloured area', `0 g ${text} 0 0 1 rg ${box}`],
    ['a coloured area below text', `0 1 0 0 k ${box} 0 g ${text}`],
    ['a faint tint', `.98 .9 .9 rg ${box}`],
    ['a coloured area moved into the page', `1 0 0 rg 1 0 0 1 600 600 cm -550 -550 100 100 re f`],
  ])('by %s', async (_, content) => {
    expect(await colourOf({ content })).toBe(true);
  });
});

describe('the colour of a page is left open', () => {
  it.each([
    ['a coloured area that is painted over', `1 0 0 rg ${box} 1 g ${box}`],
    ['a coloured area outside the page', '1 0 0 rg -500 -500 100 100 re f'],
    ['a coloured area that may be clipped away', `0 0 1 1 re W n 1 0 0 rg ${box}`],
    ['colour on a layer', `/OC /L BDC 1 0 0 rg ${box} EMC`],
    ['a shading', '/S sh'],
    ['a pattern', `/Pattern cs /P scn ${box}`],
    ['an image in the content', 'BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI'],
    ['an operator that is not known', `0 g ${box} 1 2 frobnicate`],
    ['content that is cut', '0 g (abc'],
  ])('by %s', async (_, content) => {
    expect(await colourOf({ content })).toBeUndefined();
  });

  it.each([
    ['a spot colour', `/S cs 1 scn ${box}`, '/ColorSpace<</S[/Separation/Gold/DeviceCMYK 9 0 R]>>'],
    ['device colours with another meaning', text, '/ColorSpace<</DefaultGray[/ICCBased 9 0 R]>>'],
    ['letters that are drawings', '/T 9 Tf', '/Font<</T<</Subtype/Type3>>>>'],
    ['a photograph', '/I Do', '/XObject<</I 5 0 R>>'],
    ['a form that paints itself without end', '/X Do', '/XObject<</X 6 0 R>>'],
  ])('by %s', async (_, content, resources) => {
    const photograph =
      '/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Width 1/Height 1';
    const objects = {
      5: stream(photograph, 'abc'),
      6: stream('/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>', '/X Do /X Do'),
    };
    expect(await colourOf({ content, resources, objects })).toBeUndefined();
  });

  it('by an annotation that every reader draws in its own way', async () => {
    expect(await colourOf({ content: text, page: '/Annots[<</Subtype/Square>>]' })).toBeUndefined();
  });

  it('when telling would cost more than it may, without touching the number of pages', async () => {
    const pdf = makePdf({ pages: 90, colour: [2] });
    const count = await countOctets(counters, pdf);
    expect(count).toMatchObject({ kind: 'counted', pages: 90, confidence: 'exact' });
    expect((await coloursOf(pdf)).slice(0, 3)).toEqual([false, true, false]);
    expect((await coloursOf(pdf)).at(-1)).toBeUndefined();
  });
});

describe('photographs', () => {
  const blocks = (chroma: number) =>
    makeBlockJpeg({
      blocks: Array.from({ length: 100 }, (_, index) => [index - 50, index === 99 ? chroma : 0, 0]),
    });

  it.each([
    ['mono by grey blocks', 0, false],
    ['colour by one block', 60, true],
  ] as const)('are told %s', async (_, chroma, colour) => {
    const data = blocks(chroma).toString('latin1');
    const image =
      '/Subtype/Image/Width 800/Height 8/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode';
    const resources = '/XObject<</I 5 0 R>>';
    const content = 'q 500 0 0 500 10 10 cm /I Do Q';
    expect(await colourOf({ content, resources, objects: { 5: stream(image, data) } })).toBe(colour);
    // In profiles only a renderer knows what grey is.
    const profiled = image.replace('/DeviceRGB', '[/CalRGB<<>>]');
    expect(await colourOf({ content, resources, objects: { 5: stream(profiled, data) } })).toBeUndefined();
  });
});
