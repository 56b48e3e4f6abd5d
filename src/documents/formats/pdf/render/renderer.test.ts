import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { assemblePdf, countOctets } from '../../../../../test/support/documents/index.ts';
import type { Counted, PageCount } from '../../../../model/page-count.ts';
import { createDocumentCounters } from '../../../count.ts';
import type { CountLimits, CountWish, DocumentCounters } from '../../../counter.ts';
import { defaultCountLimits } from '../../../limits.ts';

// The machine of a test may be slow: a worker is started, and PDFium compiled.
const limits: CountLimits = { ...defaultCountLimits, drawTimeMs: 60_000, workerTimeMs: 60_000 };
const counters = createDocumentCounters(limits);
afterAll(() => counters.close());

const patient = { timeout: 120_000 };
const forColour: CountWish = { colour: true };

interface Made {
  /** The content of each page. */
  readonly contents: readonly string[];
  /** From object 100 on. */
  readonly objects?: Readonly<Record<number, string>>;
  readonly resources?: string;
  /** Further keys of pages and catalog. */
  readonly page?: string;
  readonly catalog?: string;
  readonly count?: number;
}

function makePdf({ contents, objects = {}, resources = '', page = '', catalog = '', count }: Made): Buffer {
  const made: Record<number, string> = { ...objects };
  const kids = contents.map((content, index) => {
    const number = 3 + index * 2;
    const leaf = `/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${number + 1} 0 R`;
    made[number] = `<<${leaf}/Resources<<${resources}>>${page}>>`;
    made[number + 1] = stream('', content);
    return `${number} 0 R`;
  });
  made[1] = `<</Type/Catalog/Pages 2 0 R${catalog}>>`;
  made[2] = `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${count ?? kids.length}>>`;
  return assemblePdf({ objects: made });
}

function stream(dictionary: string, data: string): string {
  return `<<${dictionary}/Length ${data.length}>>\nstream\n${data}\nendstream`;
}

async function counted(pdf: Buffer, wish: CountWish, by: DocumentCounters = counters): Promise<Counted> {
  return sound(await countOctets(by, pdf, { wish }));
}

function sound(count: PageCount): Counted {
  if (count.kind === 'unknown') throw new Error(count.evidence.join());
  return count;
}

function colours({ runs }: Counted): readonly (boolean | undefined)[] {
  return runs.flatMap(({ first, last, colour }) => new Array<typeof colour>(last - first + 1).fill(colour));
}

const box = '100.3 300.3 200.5 100.5 re f';
const red = `1 0 0 rg ${box}`;
const shading = (from: string, to: string) =>
  `/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 595 0]/Function<</FunctionType 2/Domain[0 1]/N 1/C0[${from}]/C1[${to}]>>>>>>`;

describe('drawing the pages whose colour is open', () => {
  it('is not done unless it was wished', patient, async () => {
    const count = await counted(makePdf({ contents: ['/S sh'], resources: shading('1 0 0', '0 0 1') }), {});
    expect(colours(count)).toEqual([undefined]);
    expect(count.evidence.join()).not.toContain('drawn');
  });

  it('tells colour from grey where the operators do not', patient, async () => {
    const resources = shading('1 0 0', '0 0 1');
    expect(colours(await counted(makePdf({ contents: ['/S sh'], resources }), forColour))).toEqual([true]);
    const grey = shading('0 0 0', '.6 .6 .6');
    expect(colours(await counted(makePdf({ contents: ['/S sh'], resources: grey }), forColour))).toEqual([
      false,
    ]);
  });

  it(
    'sees no colour that is painted over, clipped away or off the page, off the grid of pixels too',
    patient,
    async () => {
      const contents = [
        `${red} 1 g ${box}`,
        `q 1 0 0 1 -900 0 cm ${red} Q`,
        `q 400 0 10 10 re W n ${red} Q`,
        `q 0 0 150 842 re W n ${red} Q`,
        `${red} 1 g 100.3 300.3 200.5 100.5 re f 0 0 1 rg 99 299 1 1 re f`,
      ];
      const count = await counted(makePdf({ contents }), forColour);
      expect(colours(count)).toEqual([false, false, false, true, true]);
    },
  );

  it('sees thin lines, small marks and a tint of 2 %, and takes a cast for grey', patient, async () => {
    // What might cover them, and covers nothing, keeps their colour from being proven.
    const after = '1 g 0 0 1 1 re f';
    const contents = ['1 0 0 rg 99.7 300.3 300 .2 re f', '1 0 0 RG .1 w 99.7 0 m 99.7 300 l S'];
    contents.push('1 0 0 rg 99.7 99.7 .3 .3 re f', `.92 1 1 rg ${box}`, `.96 1 1 rg ${box}`);
    const count = await counted(
      makePdf({ contents: contents.map((content) => `${content} ${after}`) }),
      forColour,
    );
    expect(colours(count)).toEqual([true, true, true, true, false]);
  });

  it('draws the fields of a form, and no annotation that does not print', patient, async () => {
    const objects = {
      100: `<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[100 100 300 200]/AP<</N 101 0 R>>>>`,
      101: stream('/Type/XObject/Subtype/Form/BBox[0 0 200 100]', '1 0 0 rg 0 0 200 50 re f'),
      102: `<</Type/Annot/Subtype/Square/F 0/Rect[100 100 300 200]/AP<</N 101 0 R>>>>`,
    };
    const open = `${red} 1 g ${box}`;
    const catalog = '/AcroForm<</Fields[100 0 R]>>';
    const form = makePdf({ contents: [open], objects, catalog, page: '/Annots[100 0 R]' });
    expect(colours(await counted(form, forColour))).toEqual([true]);
    const screenOnly = makePdf({ contents: [open], objects, page: '/Annots[102 0 R]' });
    expect(colours(await counted(screenOnly, forColour))).toEqual([false]);
  });

  it(
    'draws fields of pages that were taken out of their form, and their black text as black',
    patient,
    async () => {
      const appearance = '/Type/XObject/Subtype/Form/BBox[0 0 200 100]';
      const font = '/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>';
      const objects = {
        100: '<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[100 100 300 200]/AP<</N 101 0 R>>>>',
        101: stream(appearance, '1 0 0 rg 0 0 200 50 re f'),
        102: '<</Type/Annot/Subtype/Widget/FT/Tx/T(b)/F 4/Rect[100 100 300 200]/AP<</N 103 0 R>>>>',
        103: stream(`${appearance}${font}`, '/Tx BMC BT /F 12 Tf 10 10 Td (written in black) Tj ET EMC'),
      };
      const open = `${red} 1 g ${box}`;
      const filled = async (field: number, catalog = '') => {
        const pdf = makePdf({ contents: [open], objects, catalog, page: `/Annots[${field} 0 R]` });
        return colours(await counted(pdf, forColour));
      };
      expect(await filled(100)).toEqual([true]);
      expect(await filled(102)).toEqual([false]);
      expect(await filled(102, '/AcroForm<</Fields[102 0 R]>>')).toEqual([false]);
    },
  );

  it('says which pages are blank, of those it looked at', patient, async () => {
    const contents = [`${red} 1 g ${box}`, `${red} .5 g ${box}`];
    const count = await counted(makePdf({ contents }), forColour);
    expect(count.runs.map(({ blank }) => blank)).toEqual([true, false]);
  });

  it('reads a part of a file', patient, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'platen-draw-'));
    try {
      const pdf = makePdf({ contents: [`${red} .5 g ${box} 0 0 1 rg 99 299 1 1 re f 1 g 0 0 1 1 re f`] });
      const path = join(folder, 'job');
      await writeFile(path, Buffer.concat([Buffer.alloc(70_000, 32), pdf]));
      const counter = counters.counter('application/pdf', forColour);
      counter.push(pdf);
      const source = { octets: pdf.length, path, start: 70_000 };
      const count = await counter.finish(source, new AbortController().signal);
      expect(colours(sound(count))).toEqual([true]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('what cannot be drawn stays open, and keeps its number', () => {
  const open = `${red} 1 g ${box}`;

  it('beyond the number of pages that are drawn', patient, async () => {
    const few = createDocumentCounters({ ...limits, drawPagesMax: 2 });
    try {
      const count = await counted(makePdf({ contents: [open, open, open] }), forColour, few);
      expect(colours(count)).toEqual([false, false, undefined]);
    } finally {
      await few.close();
    }
  });

  it('where PDFium sees another number of pages', patient, async () => {
    const count = await counted(makePdf({ contents: [open, open, open], count: 2 }), forColour);
    expect(count.pages).toBe(3);
    expect(colours(count)).toEqual([undefined, undefined, undefined]);
    expect(count.evidence.join()).toContain('PDFium sees 2 pages');
  });

  it('with content that unfolds beyond the memory for it; the next document is drawn', patient, async () => {
    const bomb = deflateSync(Buffer.alloc(200 * 1_048_576, 32)).toString('latin1');
    const page = '/Contents[4 0 R 100 0 R]';
    const objects = { 100: stream('/Filter/FlateDecode', bomb) };
    const count = await counted(makePdf({ contents: [open], objects, page }), forColour);
    expect(colours(count)).toEqual([undefined]);
    expect(count.evidence.join()).toContain('PDFium failed');
    expect(colours(await counted(makePdf({ contents: [open] }), forColour))).toEqual([false]);
  });

  it('when it takes too long', patient, async () => {
    const hasty = createDocumentCounters({ ...limits, drawTimeMs: 1_500 });
    try {
      // Each form runs the next one a hundred times.
      const objects = Object.fromEntries(
        Array.from({ length: 7 }, (_, depth) => [
          100 + depth,
          stream(
            `/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F ${101 + depth} 0 R>>>>`,
            depth === 6 ? box : '/F Do '.repeat(100),
          ),
        ]),
      );
      const endless = makePdf({ contents: [`${open} /F Do`], objects, resources: '/XObject<</F 100 0 R>>' });
      const count = await counted(endless, forColour, hasty);
      expect(count.pages).toBe(1);
      expect(colours(count)).toEqual([undefined]);
    } finally {
      await hasty.close();
    }
  });
});

describe('the ink of a page', () => {
  it('is told in percent when it was asked for', patient, async () => {
    const half = '0 0 595 421 re f';
    const contents = [`0 0 0 rg ${half}`, `1 0 0 rg ${half}`, ''];
    const { ink = [], runs } = await counted(makePdf({ contents }), { ink: true });
    expect(ink).toHaveLength(3);
    expect(ink[0]?.[3]).toBeCloseTo(50, 0);
    expect(ink[1]?.slice(1, 3).map(Math.round)).toEqual([50, 50]);
    expect(ink[2]).toEqual([0, 0, 0, 0]);
    expect(runs.map(({ colour, blank }) => [colour, blank])).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
  });

  it('is left out when a page could not be drawn', patient, async () => {
    const few = createDocumentCounters({ ...limits, drawPagesMax: 1 });
    try {
      expect((await counted(makePdf({ contents: ['', ''] }), { ink: true }, few)).ink).toBeUndefined();
    } finally {
      await few.close();
    }
  });
});
