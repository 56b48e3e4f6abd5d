import { describe, expect, it } from 'vitest';
import { countOnce, makeZip, type ZipParts } from '../../../test/support/documents/index.ts';

const type = 'application/vnd.oasis.opendocument.';
const names = 'urn:oasis:names:tc:opendocument:xmlns';

function makeOdf(kind: string, parts: ZipParts): Buffer {
  return makeZip([['mimetype', `${type}${kind}`], ...parts]);
}

function meta(statistic: string): ZipParts[number] {
  const inside = `<o:meta><m:document-statistic ${statistic}/></o:meta>`;
  return [
    'meta.xml',
    `<o:document-meta xmlns:o="${names}:office:1.0" xmlns:m="${names}:meta:1.0">${inside}</o:document-meta>`,
  ];
}

function drawn(pages: number): ZipParts[number] {
  const page = '<d:page><d:frame/></d:page>';
  return ['content.xml', `<x xmlns:d="${names}:drawing:1.0"><!-- ${page} -->${page.repeat(pages)}</x>`];
}

describe('counting OpenDocument', () => {
  it('takes the word of a text for its pages', async () => {
    expect(await countOnce(makeOdf('text', [meta('m:page-count="4"')]))).toMatchObject({
      kind: 'counted',
      format: `${type}text`,
      pages: 4,
      runs: [{ first: 1, last: 4 }],
      confidence: 'declared',
    });
  });

  it.each(['presentation', 'graphics', 'presentation-template'])('counts what a %s draws', async (kind) => {
    expect(await countOnce(makeOdf(kind, [drawn(6)]))).toMatchObject({ pages: 6, confidence: 'declared' });
  });

  it.each([
    ['a spreadsheet', 'spreadsheet', [meta('m:page-count="4"')]],
    ['a text that says 0', 'text', [meta('m:page-count="0"')]],
    ['a text that says nonsense', 'text', [meta('m:page-count="-3"')]],
    ['a text that says nothing', 'text', [meta('m:word-count="4"')]],
    ['a presentation without a page', 'presentation', [drawn(0)]],
  ] as const)('does not guess at %s', async (_, kind, parts) => {
    const count = await countOnce(makeOdf(kind, parts));
    expect(count).toMatchObject({ kind: 'unknown', format: `${type}${kind}`, why: 'unsupported' });
  });

  it('says that an encrypted one needs a password', async () => {
    const inside = '<m:file-entry><m:encryption-data/></m:file-entry>';
    const manifest = `<m:manifest xmlns:m="${names}:manifest:1.0">${inside}</m:manifest>`;
    const parts = [meta('m:page-count="4"'), ['META-INF/manifest.xml', manifest]] as const;
    expect(await countOnce(makeOdf('text', parts))).toMatchObject({ kind: 'unknown', why: 'password' });
  });

  it('is not counted when what it says cannot be read', async () => {
    const parts = [['meta.xml', '<x>']] as const;
    expect(await countOnce(makeOdf('text', parts))).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });
});
