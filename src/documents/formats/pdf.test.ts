import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { assemblePdf, countOctets, makePdf } from '../../../test/support/documents/index.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const counters = createDocumentCounters(defaultCountLimits);
afterAll(() => counters.close());

const count = (pdf: Buffer) => countOctets(counters, pdf);
const exactly = (pages: number) => ({ kind: 'counted', pages, confidence: 'exact' });
const a4 = '/MediaBox[0 0 595 842]';

/** A tree of one node with these kids, and the objects that they refer to. */
function tree(kids: string, objects: Record<number, string> = {}, node = ''): Buffer {
  const page = `<</Type/Page/Parent 2 0 R${a4}>>`;
  const root = `<</Type/Pages/Kids[${kids}]/Count 77${node}>>`;
  return assemblePdf({
    objects: { 1: '<</Type/Catalog/Pages 2 0 R>>', 2: root, 3: page, 4: page, ...objects },
  });
}

describe('counting a sound PDF', () => {
  it.each(['table', 'xref-stream', 'object-streams'] as const)(
    'walks the tree behind a %s',
    async (layout) => {
      for (const pages of [1, 2, 25]) {
        const pdf = makePdf({ pages, layout, fanOut: 4 });
        expect(await count(pdf)).toMatchObject({ ...exactly(pages), source: 'page tree, walked' });
      }
    },
  );

  it.each([0, 1, 99, -12, 1e18])('never believes a /Count of %d', async (claimedPages) => {
    expect(await count(makePdf({ pages: 3, claimedPages }))).toMatchObject(exactly(3));
  });

  it('counts a page that is referred to three times three times', async () => {
    expect(await count(tree('3 0 R 3 0 R 4 0 R 3 0 R'))).toMatchObject(exactly(4));
  });

  it('takes no null and nothing else that is no dictionary for a page', async () => {
    expect(await count(tree('3 0 R null 5 0 R 12 6 0 R', { 6: '(no page)' }))).toMatchObject(exactly(1));
  });

  it('needs no /Type, and reads escaped names and indirect kids', async () => {
    const objects = {
      1: '<</P#61ges 2 0 R>>',
      2: '<</Kids 5 0 R>>',
      3: '<<>>',
      4: '<<>>',
      5: '[3 0 R 4 0 R]',
    };
    expect(await count(assemblePdf({ objects }))).toMatchObject(exactly(2));
  });

  it('counts a page in the place of the tree, and nothing else that stands there', async () => {
    const withRoot = (root: string) =>
      count(assemblePdf({ objects: { 1: '<</Type/Catalog/Pages 2 0 R>>', 2: root } }));
    expect(await withRoot('<</Type/Page>>')).toMatchObject(exactly(1));
    expect(await withRoot(`<<${a4}>>`)).toMatchObject(exactly(1));
    expect(await withRoot('<<>>')).toMatchObject({ kind: 'unknown', why: 'empty' });
  });

  it('reads the newest revision', async () => {
    const pdf = tree('3 0 R 4 0 R').toString('latin1');
    const previous = /startxref\n(\d+)/.exec(pdf)?.[1] ?? '';
    const update = '2 0 obj\n<</Type/Pages/Kids[3 0 R]>>\nendobj\n';
    const table = `xref\n2 1\n${String(pdf.length).padStart(10, '0')} 00000 n \n`;
    const trailer = `trailer\n<</Size 5/Root 1 0 R/Prev ${previous}>>\n`;
    const start = pdf.length + update.length;
    const updated = `${pdf}${update}${table}${trailer}startxref\n${start}\n%%EOF\n`;
    expect(await count(Buffer.from(updated, 'latin1'))).toMatchObject(exactly(1));
  });

  it('finds offsets that count from the header, and those that count from the start of the file', async () => {
    const pdf = makePdf({ pages: 3 });
    expect(await count(Buffer.concat([Buffer.from('x'.repeat(900)), pdf]))).toMatchObject(exactly(3));
    const comment = Buffer.from(`%${' '.repeat(98)}\n`);
    const from0 = tree('3 0 R')
      .toString('latin1')
      .replace('%PDF-1.7\n', '')
      .replace(/\d{10}(?= 00000 n)/g, (offset) => String(Number(offset) - 9 + 109).padStart(10, '0'));
    const moved = from0.replace(/startxref\n(\d+)/, (_, at: string) => `startxref\n${Number(at) - 9 + 109}`);
    const pieces = [comment, Buffer.from('%PDF-1.7\n'), Buffer.from(moved, 'latin1')];
    expect(await count(Buffer.concat(pieces))).toMatchObject({ ...exactly(1), source: 'page tree, walked' });
  });

  it('finds the next document behind any length of comments and blanks', async () => {
    const padding = Buffer.from(`%${'x'.repeat(78)}\n`.repeat(3_000) + ' \n'.repeat(5_000));
    const stream = Buffer.concat([makePdf({ pages: 2 }), padding, makePdf({ pages: 3 }), padding]);
    expect(await count(stream)).toMatchObject({ pages: 5, confidence: 'estimated' });
  });

  it('does not count a stream of more documents than it takes apart', async () => {
    const pdf = makePdf({ pages: 1 });
    const stream = (documents: number) => Buffer.concat(new Array<Buffer>(documents).fill(pdf));
    expect(await count(stream(1_000))).toMatchObject({ pages: 1_000, confidence: 'estimated' });
    expect(await count(stream(1_002))).toMatchObject({ kind: 'unknown', why: 'limit:pdf-documents' });
  });

  it('adds documents that follow each other in one stream', async () => {
    const three = makePdf({ pages: 3, size: [612, 792] });
    const stream = Buffer.concat([makePdf({ pages: 2 }), three, three]);
    expect(await count(stream)).toMatchObject({
      ...exactly(8),
      confidence: 'estimated',
      runs: [
        { first: 1, last: 2, media: 'iso_a4_210x297mm' },
        { first: 3, last: 5, media: 'na_letter_8.5x11in', newDocument: true },
        { first: 6, last: 8, media: 'na_letter_8.5x11in', newDocument: true },
      ],
    });
    const same = makePdf({ pages: 2 });
    expect(await count(Buffer.concat([same, same]))).toMatchObject({ pages: 4, confidence: 'estimated' });
  });

  it('does not count a document that is attached to another one', async () => {
    const inner = Buffer.concat([makePdf({ pages: 5 }), makePdf({ pages: 5 })]).toString('latin1');
    const attachment = `<</Length ${inner.length}>>\nstream\n${inner}\nendstream`;
    expect(await count(tree('3 0 R', { 5: attachment }))).toMatchObject(exactly(1));
  });
});

describe('the facts of a PDF page', () => {
  const mediaOf = async (pdf: Buffer) => {
    const answer = await count(pdf);
    return answer.kind === 'counted' ? answer.runs.map((run) => run.media) : [answer.why];
  };

  it('takes the size from the page, else from the nodes above it', async () => {
    const letter = '<</Type/Page/MediaBox[0 0 612 792]>>';
    const none = '<</Type/Page>>';
    const pdf = tree('3 0 R 4 0 R', { 3: letter, 4: none }, '/MediaBox[842 0 0 1191]');
    expect(await mediaOf(pdf)).toEqual(['na_letter_8.5x11in', 'iso_a3_297x420mm']);
  });

  it('takes the crop box inside the media box, in user units, turned or not', async () => {
    const cropped = `<</Type/Page/MediaBox[0 0 700 900]/CropBox[50 20 645 862]/Rotate 90>>`;
    const scaled = `<</Type/Page/MediaBox[0 0 595 842]/UserUnit 2>>`;
    const pdf = tree('3 0 R 4 0 R', { 3: cropped, 4: scaled });
    expect(await mediaOf(pdf)).toEqual(['iso_a4_210x297mm', 'iso_a2_420x594mm']);
  });

  it('leaves the size open when there is none', async () => {
    expect(await mediaOf(tree('3 0 R 4 0 R', { 3: '<<>>', 4: '<</MediaBox[0 0]>>' }))).toEqual([undefined]);
  });
});

describe('counting an encrypted PDF', () => {
  it.each(['table', 'object-streams'] as const)('opens it with the empty password (%s)', async (layout) => {
    const pdf = makePdf({ pages: 4, layout, encryption: 'empty-password' });
    expect(await count(pdf)).toMatchObject(exactly(4));
  });

  it('says that a password is needed, and what it could see without', async () => {
    const plain = makePdf({ pages: 4, encryption: 'password' });
    expect(await count(plain)).toMatchObject({ kind: 'unknown', why: 'password', seen: 4 });
    const hidden = makePdf({ pages: 4, layout: 'object-streams', encryption: 'password' });
    const answer = await count(hidden);
    expect(answer).toMatchObject({ kind: 'unknown', why: 'password' });
    expect(answer).not.toHaveProperty('seen');
  });
});

describe('counting a damaged PDF', () => {
  it('finds a header behind 1024 octets, as far as readers look', async () => {
    const behind = Buffer.concat([Buffer.alloc(1_024, 'junk '), makePdf({ pages: 2 })]);
    expect(await count(behind)).toMatchObject({ kind: 'counted', pages: 2 });
  });

  const recovered = (pages: number) => ({ ...exactly(pages), source: 'page tree, walked after recovery' });
  const sound = makePdf({ pages: 3 }).toString('latin1');

  it.each([
    ['a start that points nowhere', sound.replace(/startxref\n\d+/, 'startxref\n999999')],
    ['no start', sound.replace('startxref', '')],
    ['shifted offsets', sound.replace('1 0 obj', ' \n \n 1 0 obj')],
    ['no table', sound.replace(/xref\n0[^]*trailer/, 'trailer')],
    ['line ends of CR and no table', sound.replace(/xref\n0[^]*trailer/, 'trailer').replaceAll('\n', '\r')],
    ['no endobj', sound.replaceAll('endobj\n', '')],
  ])('recovers from %s', async (_, pdf) => {
    expect(await count(Buffer.from(pdf, 'latin1'))).toMatchObject(recovered(3));
  });

  it('recovers object streams too', async () => {
    const pdf = makePdf({ pages: 12, layout: 'object-streams' });
    pdf.write('startxref\n000', pdf.lastIndexOf('startxref'), 'latin1');
    expect(await count(pdf)).toMatchObject(recovered(12));
  });

  it('does not count what is left of a file that was cut', async () => {
    const cut = Buffer.from(sound.slice(0, sound.indexOf('xref\n0')), 'latin1');
    expect(await count(cut)).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 3 });
    const half = Buffer.from(sound.slice(0, sound.length / 2), 'latin1');
    expect(await count(half)).toMatchObject({ kind: 'unknown', why: 'incomplete' });
  });

  it.each([
    ['a page whose object lost its head', sound.replace('6 0 obj', '6 0 xbj')],
    ['a trailer that names no root', sound.replace('/Root 1 0 R', '/Ruut 1 0 R')],
  ])('estimates %s, because the tree says itself that it has as many', async (_, pdf) => {
    const estimated = { kind: 'counted', pages: 3, confidence: 'estimated' };
    expect(await count(Buffer.from(pdf, 'latin1'))).toMatchObject(estimated);
    const lying = pdf.replace('/Count 3', '/Count 4');
    expect(await count(Buffer.from(lying, 'latin1'))).toMatchObject({ kind: 'unknown', why: 'incomplete' });
  });

  it.each([
    ['a string', sound.replace('BaseFont/Helvetica', 'BaseFont(Helvetica')],
    ['a stream', sound.replace(/endstream\nendobj/, 'end')],
  ])('reads past %s that lost its end', async (_, pdf) => {
    expect(await count(Buffer.from(pdf, 'latin1'))).toMatchObject({ kind: 'counted', pages: 3 });
  });

  it('takes a root that lost its kids for damage, not for a page', async () => {
    const lost = sound.replace(/\/Kids\[[^\]]*\]/, '').replace('/Type/Pages', '/Type/Page');
    expect((await count(Buffer.from(lost, 'latin1'))).kind).toBe('unknown');
  });

  it('searches where an entry of the cross-reference is no number', async () => {
    const table = sound.indexOf('xref\n0');
    const pdf = Buffer.from(sound, 'latin1');
    pdf.write('x', sound.indexOf(' 00000 n', table + 80) - 3);
    expect(await count(pdf)).toMatchObject({ kind: 'counted', pages: 3 });
  });

  it('takes nothing that begins like an object for text', async () => {
    const answer = await count(Buffer.from('00008 0 obj<</Type/XRef/W[0 2 0]>>stream\nendobj\nstartxref\n'));
    expect(answer).toMatchObject({ kind: 'unknown', format: 'application/pdf' });
  });

  it('does not count a tree with a kid that is nowhere', async () => {
    const answer = await count(tree('3 0 R 9 0 R'));
    expect(answer).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 1 });
  });

  it('calls a tree without pages empty and a header alone damaged', async () => {
    expect(await count(tree(''))).toMatchObject({ kind: 'unknown', why: 'empty' });
    expect(await count(Buffer.from('%PDF-1.7\n%%EOF\n'))).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('asks pdf.js about what it cannot make sense of, and says so', { timeout: 60_000 }, async () => {
    const patient = createDocumentCounters({ ...defaultCountLimits, workerTimeMs: 60_000 });
    const answer = await countOctets(patient, Buffer.from('%PDF-1.7\n1 0 obj\n<</A 1>>\nendobj\n%%EOF\n'));
    await patient.close();
    expect(answer).toMatchObject({ kind: 'unknown', why: 'damaged' });
    expect(answer.evidence.join(' ')).toContain('pdf.js');
  });

  it('does not take a tree without pages, as pdf.js does, for a number', { timeout: 60_000 }, async () => {
    const patient = createDocumentCounters({ ...defaultCountLimits, workerTimeMs: 60_000 });
    const lost = makePdf({ pages: 3 })
      .toString('latin1')
      .replace('/Kids', '/Kidz')
      .replace('/Count 3', '/Count 0');
    const answer = await countOctets(patient, Buffer.from(lost, 'latin1'));
    await patient.close();
    expect(answer).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});

describe('counting a hostile PDF', () => {
  it('adds nothing for a loop, and is not sure', async () => {
    expect(await count(tree('3 0 R 2 0 R 4 0 R'))).toMatchObject({ pages: 2, confidence: 'estimated' });
  });

  it('refuses a tree that unfolds without end', async () => {
    const objects: Record<number, string> = {};
    for (let level = 5; level < 14; level += 1) {
      objects[level] = `<</Kids[${`${level + 1} 0 R `.repeat(10)}]>>`;
    }
    objects[14] = '<</Type/Page>>';
    expect(await count(tree('5 0 R', objects))).toMatchObject({ why: 'limit:pages-unfolded' });
  });

  it('bears a tree of any depth', async () => {
    const objects: Record<number, string> = {};
    for (let level = 5; level < 3_005; level += 1) objects[level] = `<</Kids[${level + 1} 0 R]>>`;
    objects[3_005] = '<</Type/Page>>';
    expect(await count(tree('5 0 R', objects))).toMatchObject(exactly(1));
  });

  it('passes over values that are nested without end', async () => {
    const deep = `${'['.repeat(100_000)}(])<5d>${']'.repeat(100_000)}`;
    const objects = { 1: `<</Type/Catalog/Deep ${deep}/Pages 2 0 R>>` };
    expect(await count(tree('3 0 R', objects))).toMatchObject(exactly(1));
  });

  it('follows no offset twice', async () => {
    const objects = { 1: '<</Pages 2 0 R>>', 2: '<</Kids[3 0 R]>>', 3: '<<>>' };
    const once = assemblePdf({ objects });
    const start = /startxref\n(\d+)/.exec(once.toString('latin1'))?.[1] ?? '';
    expect(await count(assemblePdf({ objects, trailer: `/Prev ${start}` }))).toMatchObject(exactly(1));
  });

  it.each([
    ['2^31 entries of no octets', '/W[0 0 0]/Index[0 2147483647]', Buffer.alloc(10)],
    ['fields of 2^31 octets', '/W[2147483647 2147483647 1]', Buffer.alloc(10)],
    ['rows that inflate to 64 MiB', '/W[1 2 1]', deflateSync(Buffer.alloc(67_108_864))],
  ])('does not believe a cross-reference stream of %s', async (_, layout, data) => {
    const body = '%PDF-1.7\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<<>>endobj\n';
    const filter = data.length > 10 ? '/Filter/FlateDecode' : '';
    const xref = `4 0 obj<</Type/XRef/Root 1 0 R/Size 5${layout}${filter}/Length ${data.length}>>stream\n`;
    const end = `\nendstream endobj\nstartxref\n${body.length}\n%%EOF`;
    const pdf = Buffer.concat([Buffer.from(body + xref), data, Buffer.from(end)]);
    expect(await count(pdf)).toMatchObject({ ...exactly(1), source: 'page tree, walked after recovery' });
  });

  it('does not believe a table of 2^31 entries', async () => {
    const pdf = tree('3 0 R').toString('latin1').replace('xref\n0 5', 'xref\n0 2147483647');
    expect(await count(Buffer.from(pdf, 'latin1'))).toMatchObject(exactly(1));
  });
});
