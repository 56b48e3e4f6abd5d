import { describe, expect, it } from 'vitest';
import { countOnce, makeXps, makeZip, printTicket, xpsParts } from '../../../test/support/documents/index.ts';

const space = 'http://schemas.microsoft.com/xps/2005/06';
const a4 = 'iso_a4_210x297mm';

/** The document with this part exchanged, or taken out. */
function withPart(name: string, content: string | Buffer | undefined): Buffer {
  const others = xpsParts().filter(([other]) => other !== name);
  return makeZip(content === undefined ? others : [...others, [name, content]]);
}

function fixedDocument(inside: string): string {
  return `<?xml version="1.0"?><FixedDocument xmlns="${space}">${inside}</FixedDocument>`;
}

describe('counting XPS', () => {
  it.each([
    ['xps', 'application/vnd.ms-xpsdocument'],
    ['oxps', 'application/oxps'],
  ] as const)('counts the pages that the documents of an %s name', async (dialect, format) => {
    expect(await countOnce(makeXps({ dialect, documents: [2, 3] }))).toMatchObject({
      kind: 'counted',
      format,
      pages: 5,
      confidence: 'exact',
      runs: [
        { first: 1, last: 2, media: a4, colour: false },
        { first: 3, last: 5, media: a4, colour: false, newDocument: true },
      ],
    });
  });

  it('counts no page that no document names, and one twice that is named twice', async () => {
    const twice = '<PageContent Source="Pages/1.fpage"/><PageContent Source="/Documents/1/Pages/1.fpage"/>';
    expect(await countOnce(withPart('Documents/1/Doc.fdoc', fixedDocument(twice)))).toMatchObject({
      pages: 2,
    });
  });

  it.each([
    ['comments', '<!-- <PageContent Source="Pages/2.fpage"/> -->'],
    ['instructions', '<?x <PageContent Source="Pages/2.fpage"/> ?>'],
    [
      'literal text',
      '<PageContent Source="Pages/2.fpage"><![CDATA[<PageContent Source="a"/>]]></PageContent>',
    ],
    ['another namespace', '<PageContent xmlns="urn:x" Source="Pages/2.fpage"/>'],
    ['elements within', '<PageContent Source="Pages/2.fpage"><PageContent Source="x"/></PageContent>'],
  ])('is not misled by %s', async (_, inside) => {
    const last = '<PageContent Source="Pages/3.fpage"/>';
    const pages = inside.startsWith('<PageContent Source') ? 2 : 1;
    expect(await countOnce(withPart('Documents/1/Doc.fdoc', fixedDocument(inside + last)))).toMatchObject({
      pages,
    });
  });

  it.each(['utf16le', 'utf16be', 'utf8'] as const)('reads %s with its byte order mark', async (encoding) => {
    const text = `\ufeff${fixedDocument('<PageContent Source="Pages/1.fpage"/>')}`;
    const octets = Buffer.from(text, encoding === 'utf8' ? 'utf8' : 'utf16le');
    if (encoding === 'utf16be') octets.swap16();
    expect(await countOnce(withPart('Documents/1/Doc.fdoc', octets))).toMatchObject({ pages: 1 });
  });

  it('finds parts by names in any case, escaped, relative and by references', async () => {
    const inside = [
      '<PageContent Source="./pages/1.FPAGE"/>',
      '<PageContent Source="../../Documents/./1/Pages/%32.fpage#x"/>',
      "<PageContent\n Source = 'Pages/&#x33;.fpage'/>",
    ];
    expect(await countOnce(withPart('Documents/1/Doc.fdoc', fixedDocument(inside.join(''))))).toMatchObject({
      pages: 3,
    });
  });

  it('puts parts together that come in pieces', async () => {
    const name = 'Documents/1/Doc.fdoc';
    const whole = fixedDocument('<PageContent Source="Pages/1.fpage"/>');
    const others = xpsParts().filter(([other]) => other !== name);
    const pieces = [
      [`${name}/[1].last.piece`, whole.slice(70)],
      [`${name.toUpperCase()}/[0].piece`, whole.slice(0, 70)],
    ] as const;
    expect(await countOnce(makeZip([...others, ...pieces]))).toMatchObject({ pages: 1 });
    for (const piece of pieces) {
      expect(await countOnce(makeZip([...others, piece]))).toMatchObject({
        kind: 'unknown',
        why: 'incomplete',
      });
    }
  });

  it.each([
    ['a page is missing', 'Documents/1/Pages/2.fpage', undefined, 'incomplete'],
    ['a document is missing', 'Documents/1/Doc.fdoc', undefined, 'incomplete'],
    ['a page is something else', 'Documents/1/Pages/2.fpage', '<x/>', 'damaged'],
    ['a page is no XML', 'Documents/1/Pages/2.fpage', `<FixedPage xmlns="${space}" Width="9`, 'damaged'],
    ['there is a document type', 'Seq.fdseq', '<!DOCTYPE x><x/>', 'unsupported'],
    ['nothing is in the documents', 'Documents/1/Doc.fdoc', fixedDocument(''), 'empty'],
    ['a page has no source', 'Documents/1/Doc.fdoc', fixedDocument('<PageContent/>'), 'damaged'],
  ])('does not guess when %s', async (_, name, content, why) => {
    expect(await countOnce(withPart(name, content))).toMatchObject({ kind: 'unknown', why });
  });

  it.each([
    ['black and grey', '<Path Fill="#FF000000" Stroke="#808080"/><Glyphs Fill="sc#1,0.5,0.5,0.5"/>', false],
    ['a brush of the page', '<Path Fill="{StaticResource b}"/>', false],
    ['red', '<Path Fill="#FFCC2030"/>', undefined],
    ['red in scRGB', '<Path Fill="sc#1,0,0"/>', undefined],
    ['a profile', '<Path Fill="ContextColor /p.icc 1,0,0"/>', undefined],
    ['a coloured gradient', '<GradientStop Color="#FF0000" Offset="0"/>', undefined],
    ['a picture', '<ImageBrush ImageSource="/a.png"/>', undefined],
    ['resources elsewhere', '<ResourceDictionary Source="/r.dict"/>', undefined],
    ['an extension', '<x:y xmlns:x="urn:x"/>', undefined],
  ])('proves mono where every colour says so: %s', async (_, content, colour) => {
    const count = await countOnce(makeXps({ documents: [1], content }));
    expect(count).toMatchObject({ pages: 1 });
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, media: a4, ...(colour === undefined ? {} : { colour }) },
    ]);
  });
});

describe('the PrintTicket of an XPS document', () => {
  const job = printTicket({
    JobCopiesAllDocuments: 3,
    JobDuplexAllDocumentsContiguously: 'TwoSidedLongEdge',
  });

  it.each(['', 'Seq.fdseq'])('gives copies and sides to all documents, at "%s"', async (part) => {
    const count = await countOnce(makeXps({ documents: [1, 2], tickets: { [part]: job } }));
    const runs = [{ first: 1, last: 3, media: a4, colour: false, copies: 3, sides: 'two-sided-long-edge' }];
    expect(count).toMatchObject({ pages: 3, confidence: 'exact', runs });
  });

  it('of a document and of a page have the last word within their scope', async () => {
    const tickets = {
      '': printTicket({ JobCopiesAllDocuments: 2, PageCopies: 1, DocumentDuplex: 'TwoSidedLongEdge' }),
      'Documents/2/Doc.fdoc': printTicket({ DocumentCopiesAllPages: 2, DocumentDuplex: 'OneSided' }),
      'Documents/2/Pages/1.fpage': printTicket({ PageCopies: 3 }),
    };
    expect(await countOnce(makeXps({ documents: [1, 2], tickets }))).toMatchObject({
      pages: 3,
      runs: [
        { last: 1, copies: 2, sides: 'two-sided-long-edge' },
        { first: 2, last: 2, copies: 2 * 2 * 3, sides: 'one-sided', newDocument: true },
        { first: 3, last: 3, copies: 2 * 2, sides: 'one-sided' },
      ],
    });
  });

  it('is not misled by the same words of others', async () => {
    const own = job.replaceAll('k:', 'mine:').replace('version', 'xmlns:mine="urn:mine" version');
    const count = await countOnce(makeXps({ tickets: { '': own } }));
    expect(count).toHaveProperty('runs', [{ first: 1, last: 3, media: a4, colour: false }]);
  });

  it('that asks for several pages on a side is obeyed by some devices only', async () => {
    const numberUp = job.replace(
      '</p:PrintTicket>',
      '<p:Feature name="k:DocumentNUp"><p:Option><p:ScoredProperty name="k:PagesPerSheet"><p:Value>4</p:Value></p:ScoredProperty></p:Option></p:Feature></p:PrintTicket>',
    );
    expect(await countOnce(makeXps({ tickets: { '': numberUp } }))).toMatchObject({
      confidence: 'estimated',
    });
  });

  it('with more copies than there may be is refused', async () => {
    const tickets = { '': printTicket({ JobCopiesAllDocuments: 9_999, PageCopies: 2 }) };
    expect(await countOnce(makeXps({ tickets }))).toMatchObject({ kind: 'unknown', why: 'limit:copies' });
  });
});
