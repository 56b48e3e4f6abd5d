import { describe, expect, it } from 'vitest';
import { assemblePdf, makePdf } from '../../../../test/support/documents/index.ts';
import { mutate } from '../../../../test/support/documents/mutate.ts';
import { pseudoRandom } from '../../../../test/support/documents/pseudo-random.ts';
import { countPdf } from './answer.ts';
import { MemoryBytes } from './bytes.ts';
import { Effort, type EffortLimits, inlineEffort, structureEffort } from './effort.ts';

/** Without an account of colour, most pages are known at a glance. */
const structure = structureEffort;
/** With one that never ends, every page is parsed. */
const parsing: EffortLimits = { ...structure, colour: structure };

function count(pdf: Buffer, limits: EffortLimits) {
  const counting = countPdf(new MemoryBytes(pdf), { mediaType: 'application/pdf' }, new Effort(limits));
  if (counting.kind !== 'answer') return counting.kind;
  const answer = counting.count;
  if (answer.kind === 'unknown') return answer.why;
  const media = answer.runs.map(({ first, last, media: name }) => ({ first, last, name }));
  return { pages: answer.pages, confidence: answer.confidence, media: joined(media) };
}

/** Runs of one size, which colour may have parted. */
function joined(runs: readonly { first: number; last: number; name: string | undefined }[]) {
  const out: { last: number; name: string | undefined }[] = [];
  for (const { last, name } of runs) {
    const before = out.at(-1);
    if (before !== undefined && before.name === name) before.last = last;
    else out.push({ last, name });
  }
  return out;
}

const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>';

/** A tree whose kid 3 is this object; object 4 is a page, 5 an array of three references to it. */
function withKid(kid: string, root = ''): Buffer {
  const objects = {
    1: '<</Type/Catalog/Pages 2 0 R>>',
    2: `<</Type/Pages/Kids[3 0 R]${root}>>`,
    3: kid,
    4: page,
    5: '[4 0 R 4 0 R 4 0 R]',
  };
  return assemblePdf({ objects });
}

describe('a walk at a glance', () => {
  it.each([
    ['an escaped name', '<</Type/Pages/K#69ds[4 0 R 4 0 R 4 0 R]>>'],
    ['a string that looks like an end', '<</Type/Pages/A(>>)/Kids[4 0 R 4 0 R 4 0 R]>>'],
    ['a comment', '<</Type/Pages % >>\n/Kids[4 0 R 4 0 R 4 0 R]>>'],
    ['a hexadecimal string', '<</Type/Pages/A<3e3e>/Kids[4 0 R 4 0 R 4 0 R]>>'],
    ['a dictionary', '<</A<</B<<>>>>/Kids[4 0 R 4 0 R 4 0 R]/Type/Pages>>'],
    ['an array elsewhere', '<</Type/Pages/Kids 5 0 R>>'],
    ['line ends', '<<\r\n/Type /Pages\r\n/Kids [\r\n4 0 R\r\n4 0 R 4\t0\tR]\r\n>>'],
    ['a page that it says it is', '<</Type/Page/Kids[4 0 R 4 0 R 4 0 R]>>'],
    ['kids that are none', '<</Type/Pages/Kids[4 0 R null 12 4 0 R /Kids 4 0 R]>>'],
  ])('finds the kids behind %s', (_what, kid) => {
    expect(count(withKid(kid), structure)).toMatchObject({ pages: 3, confidence: 'exact' });
  });

  it('takes no /Kids inside a value for those of the node', () => {
    const kid = '<</Type/Page/PieceInfo<</Kids[4 0 R 4 0 R 4 0 R]>>>>';
    expect(count(withKid(kid), structure)).toMatchObject({ pages: 1 });
  });

  it('takes a stream for a page, as all readers do', () => {
    const kid = '<</Length 3>>stream\nabc\nendstream';
    for (const limits of [structure, parsing])
      expect(count(withKid(kid), limits)).toMatchObject({ pages: 1 });
  });

  it('knows the size of each page, whatever the pages before it looked like', () => {
    const boxes = ['595 842', '595 842', '842 595', '612 792', '595 842', '842 1191', '612 792'];
    const objects: Record<number, string> = { 1: '<</Type/Catalog/Pages 2 0 R>>' };
    boxes.forEach((box, index) => {
      objects[3 + index] = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${box}]/Rotate ${index}>>`;
    });
    objects[2] = `<</Type/Pages/Kids[${boxes.map((_box, index) => `${3 + index} 0 R`).join(' ')}]>>`;
    expect(count(assemblePdf({ objects }), structure)).toEqual({
      pages: 7,
      confidence: 'exact',
      media: [
        { last: 3, name: 'iso_a4_210x297mm' },
        { last: 4, name: 'na_letter_8.5x11in' },
        { last: 5, name: 'iso_a4_210x297mm' },
        { last: 6, name: 'iso_a3_297x420mm' },
        { last: 7, name: 'na_letter_8.5x11in' },
      ],
    });
  });

  it('takes the size from the nodes above, and the crop box and user unit of a page', () => {
    const sized = (entries: string) => withKid(`<</Type/Page${entries}>>`, '/MediaBox[0 0 612 792]');
    const name = (entries: string) => count(sized(entries), structure);
    expect(name('')).toMatchObject({ media: [{ name: 'na_letter_8.5x11in' }] });
    expect(name('/CropBox[0 0 420 595]')).toMatchObject({ media: [{ name: 'iso_a5_148x210mm' }] });
    expect(name('/UserUnit 2')).toMatchObject({ media: [{ name: 'na_c_17x22in' }] });
    expect(name('/MediaBox 5 0 R')).toMatchObject({ media: [{ name: undefined }] });
  });

  it.each(['table', 'xref-stream', 'object-streams'] as const)('counts 3 000 pages behind a %s', (layout) => {
    for (const fanOut of [3_000, 7]) {
      const pdf = makePdf({ pages: 3_000, layout, fanOut });
      expect(count(pdf, structure)).toEqual({
        pages: 3_000,
        confidence: 'exact',
        media: [{ last: 3_000, name: 'iso_a4_210x297mm' }],
      });
    }
  });

  it('is not begun on the event loop where the tree says that a worker must end it', () => {
    const pdf = makePdf({ pages: 3_000, fanOut: 7 });
    const question = { mediaType: 'application/pdf' };
    // The cross-reference, the catalog and the root.
    const effort = new Effort({ ...inlineEffort, objects: 3 });
    expect(countPdf(new MemoryBytes(pdf), question, effort)).toEqual({ kind: 'limit', limit: 'kids' });
  });

  it('is not kept back by a /Count that lies', () => {
    const kid = '<</Type/Pages/Count 4000000000/Kids[4 0 R 4 0 R 4 0 R]>>';
    for (const limits of [structure, parsing])
      expect(count(withKid(kid, '/Count 4000000000'), limits)).toMatchObject({ pages: 3 });
  });

  it('finds what parsing finds in 500 damaged documents', () => {
    const documents = [
      makePdf({ pages: 12, fanOut: 3 }),
      makePdf({ pages: 9, layout: 'object-streams', fanOut: 4 }),
      withKid(page, '/MediaBox[0 0 612 792]'),
    ];
    const random = pseudoRandom(17);
    for (let run = 0; run < 500; run += 1) {
      const pdf = mutate(random.pick(documents), documents, random);
      expect(count(pdf, structure), `run ${run}`).toEqual(count(pdf, parsing));
    }
  });
});
