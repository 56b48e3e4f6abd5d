import { afterAll, describe, expect, it } from 'vitest';
import {
  countOctets,
  countPieces,
  makePostscript,
  postscriptPage,
} from '../../../test/support/documents/index.ts';
import { describeNeeding } from '../../../test/support/needs.ts';
import type { PageCount } from '../../model/page-count.ts';
import type { Sides } from '../../model/ticket.ts';
import { createDocumentCounters } from '../count.ts';
import { defaultCountLimits } from '../limits.ts';

const { ghostscript } = defaultCountLimits;
const byReading = createDocumentCounters({
  ...defaultCountLimits,
  ghostscript: { ...ghostscript, program: 'off' },
});
const byRunning = createDocumentCounters({
  ...defaultCountLimits,
  ghostscript: { ...ghostscript, timeMs: 10_000 },
});
afterAll(() => Promise.all([byReading.close(), byRunning.close()]));

/** A count with the copies and sides of its first page. */
type Told = PageCount & { readonly copies?: number | undefined; readonly sides?: Sides | undefined };

function told(count: PageCount): Told {
  if (count.kind === 'unknown') return count;
  const [{ copies = 1, sides } = {}] = count.runs;
  return { ...count, copies, sides };
}

async function read(text: string): Promise<Told> {
  return told(await countOctets(byReading, Buffer.from(text, 'latin1')));
}

async function run(text: string): Promise<Told> {
  return told(await countOctets(byRunning, Buffer.from(text, 'latin1')));
}

const format = 'application/postscript';
const needsGhostscript = { kind: 'unknown', format, why: 'needs-ghostscript' };

describe('counting PostScript by its structure', () => {
  it.each(['\n', '\r\n', '\r'])(
    'counts page sections that print once, with line ends %j',
    async (lineEnd) => {
      const count = await read(makePostscript({ pages: 3 }).replaceAll('\n', lineEnd));
      expect(count).toMatchObject({
        kind: 'counted',
        format,
        pages: 3,
        copies: 1,
        confidence: 'exact',
      });
      expect(count).toHaveProperty('runs', [{ first: 1, last: 3, colour: false }]);
    },
  );

  it.each([
    ['the number at the end', { claim: '(atend)', trailer: '%%Trailer\n%%Pages: 3\n%%EOF\n' }],
    ['a wrong number', { claim: '1' }],
    ['no trailer, but the right number', { trailer: '' }],
    [
      'a procedure of the prologue that prints',
      { prologue: '/eop{grestore showpage}bind def', print: 'eop' },
    ],
    ['a procedure that is defined before what it calls', { prologue: '/a{b}def/b{showpage}def', print: 'a' }],
    ['the operator under another name', { prologue: '/sp/showpage load def', print: 'sp' }],
    ['a shorthand for load', { prologue: '/ld{load def}bind def/sp/showpage ld', print: 'sp' }],
    ['copypage', { print: 'copypage' }],
    [
      'a hook that may be missing',
      { prologue: '/eop{userdict/hook known{hook}if showpage}def', print: 'eop' },
    ],
    ['a page of regret for old devices', { prologue: 'languagelevel 2 lt{showpage quit}if' }],
    ['the word in a comment or string', { body: '% showpage\n(a showpage \\) \\( and () more)pop' }],
    ['an operator that was taken away and comes back', { body: 'save/showpage{}def showpage restore' }],
    [
      'another name when the first was taken away',
      {
        prologue: 'userdict/SP/showpage load put userdict/showpage{}put',
        body: 'showpage showpage',
        print: 'SP',
      },
    ],
    [
      'an embedded document',
      {
        body: 'save/showpage{}def\n%%BeginDocument: a\n%!PS-Adobe-3.0\n%%Pages: 9\n%%Page: 1 1\nshowpage\n%%EOF\n%%EndDocument\nrestore',
      },
    ],
    ['data by its length', { body: '%%BeginData: 24 Binary Bytes\n%%Page: 9 9\nshowpage }){\n%%EndData' }],
    ['data by its lines', { body: '%%BeginData: 2 ASCII Lines\n%%Page: 9 9\n<>)}\n%%EndData' }],
    ['base 85 and hexadecimal strings', { body: '<~showpage)}{~>pop <73 68 6f 77>pop <</A(x)>>pop' }],
    [
      'a font with a header of its own',
      { prologue: '%%BeginFont: F\n%!FontType1-1.1 F\n/F 1 def\n%%EndFont' },
    ],
  ] as const)('counts %s', async (_, options) => {
    const count = await read(makePostscript({ pages: 3, ...options }));
    expect(count).toMatchObject({ kind: 'counted', pages: 3, confidence: 'exact' });
  });

  it.each([
    ['a loop', { print: '2{showpage}repeat' }],
    ['a condition', { print: 'true{showpage}if' }],
    ['a loop within a procedure', { prologue: '/eop{2{showpage}repeat}def', print: 'eop' }],
    ['a page section that prints twice', { print: 'showpage showpage' }],
    ['a page section that does not print', { print: '' }],
    ['something printed before the pages', { prologue: 'showpage' }],
    ['a name in a string', { print: '(showpage)cvx exec' }],
    ['an operator that is handed about', { print: 'systemdict/showpage get exec' }],
    ['a procedure that decides on pages', { prologue: '<</EndPage{pop pop true}>>setpagedevice' }],
    ['data of another length', { body: '%%BeginData: 5 Binary Bytes\nabcdefgh\n%%EndData' }],
    ['unbalanced data', { body: 'currentfile image\n)(>\n' }],
    ['binary octets', { body: 'image \u0081\u0001\u0002' }],
    ['a string that swallows pages', { body: '(unclosed' }],
    ['copies that are computed', { prologue: '<</NumCopies n>>setpagedevice' }],
    ['no structure', { header: '%!' }],
    ['no pages', { header: '%!PS-Adobe-3.0', comments: false }],
  ] as const)('does not count %s by reading', async (_, options) => {
    expect(await read(makePostscript({ pages: 2, ...options }))).toMatchObject(needsGhostscript);
  });

  it.each([
    ['<</NumCopies 3>>setpagedevice', { copies: 3 }],
    ['/#copies 4 def', { copies: 4 }],
    ['userdict/#copies 4 put', { copies: 4 }],
    ['1 dict dup/NumCopies 2 put setpagedevice', { copies: 2 }],
    ['[{<</NumCopies 5>>setpagedevice}stopped cleartomark', { copies: 5 }],
    ['<</NumCopies 9>>setpagedevice <</NumCopies 2>>setpagedevice', { copies: 2 }],
    ['%%BeginNonPPDFeature: NumCopies 2\n<</NumCopies 2>>setpagedevice\n%%EndNonPPDFeature', { copies: 2 }],
    [
      '%RBIBeginNonPPDFeature: *NumCopies 4\n4 l{1 dict begin/NumCopies exch def currentdict end setpagedevice}{userdict/#copies 3 -1 roll put}ifelse\n%RBIEndNonPPDFeature',
      { copies: 4 },
    ],
    ['<</Duplex true/Tumble false>>setpagedevice', { sides: 'two-sided-long-edge' }],
    ['<</Duplex true/Tumble true>>setpagedevice', { sides: 'two-sided-short-edge' }],
    ['<</Duplex false>>setpagedevice', { sides: 'one-sided' }],
    ['statusdict begin true setduplexmode end', { sides: 'two-sided-long-edge' }],
    ['%%Requirements: numcopies(5)\n%RBINumCopies: 5', { copies: 1 }],
    ['save <</NumCopies 3>>setpagedevice restore', { copies: 1 }],
    ['userdict/setpagedevice{pop}bind put <</NumCopies 3>>setpagedevice', { copies: 1 }],
  ])('reads %j', async (prologue, expected) => {
    expect(await read(makePostscript({ pages: 2, prologue }))).toMatchObject({ pages: 2, ...expected });
  });

  it('leaves sides unsaid that only running tells', async () => {
    const count = await read(makePostscript({ pages: 2, prologue: '<</Duplex d>>setpagedevice' }));
    expect(count).toMatchObject({ pages: 2 });
    expect(count.sides).toBeUndefined();
  });

  it('tells paper and colour page by page', async () => {
    const text = [
      makePostscript({ pages: 0, trailer: '' }),
      postscriptPage(1, 'showpage'),
      postscriptPage(2, '<</PageSize[842 1191]>>setpagedevice 1 0 0 setrgbcolor showpage'),
      postscriptPage(3, 'showpage'),
      '%%EOF\n',
    ];
    expect(await read(text.join(''))).toHaveProperty('runs', [
      { first: 1, last: 1, colour: false },
      { first: 2, last: 2, media: 'iso_a3_297x420mm' },
      { first: 3, last: 3, media: 'iso_a3_297x420mm', colour: false },
    ]);
  });

  it.each([
    [
      'by a procedure that another one defines, as in Adobe Illustrator',
      '/f{closepath F}def/F{_fc fill}def/ddef{vars 3 1 roll put}def/k{vars/c 4 index put/_fc{c setcmykcolor}ddef}def',
      '0 1 1 0 k 9 9 m 99 99 l f',
    ],
    [
      'by an operator of colour in whose place the program puts another',
      'vars/old/setrgbcolor load put/setcmykcolor{pop 3{1 exch sub 3 1 roll}repeat vars/old get exec}def',
      '0 1 1 0 setcmykcolor 9 9 99 99 rectfill',
    ],
  ])('does not take for mono what is set %s', async (_, prologue, body) => {
    const page = postscriptPage(1, `${body} showpage`);
    const text = `${makePostscript({ pages: 0, prologue: `/vars 9 dict def ${prologue}`, trailer: '' })}${page}%%EOF\n`;
    expect(await read(text)).toHaveProperty('runs', [{ first: 1, last: 1 }]);
  });

  it('does not take for mono a picture whose operator stands in its data, as GIMP writes it', async () => {
    const picture = 'colorimage\nrr<$!~>\n';
    const body = `{currentfile r readstring pop}false 3\n%%BeginData: ${picture.length} ASCII Bytes\n${picture}%%EndData\nshowpage`;
    const pages = `${postscriptPage(1, body)}${postscriptPage(2, 'showpage')}%%EOF\n`;
    expect(await read(makePostscript({ pages: 0, trailer: '' }) + pages)).toHaveProperty('runs', [
      { first: 1, last: 1 },
      { first: 2, last: 2, colour: false },
    ]);
  });

  it('bears any chain of procedures that define the next', async () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => `/a${at}{/b${at}{a${at - 1} fill}ddef}def\n`);
    expect(await read(makePostscript({ pages: 1, prologue: chain.join('') }))).toMatchObject({ pages: 1 });
  });

  it('adds documents that follow each other, with or without an end of transmission', async () => {
    const text = makePostscript({ pages: 2 });
    expect(await read(`\u0004${text}\u0004${text}${text}\u0004`)).toMatchObject({ pages: 6 });
    const twice = makePostscript({ pages: 1, prologue: '<</NumCopies 2>>setpagedevice' });
    expect(await read(text + twice)).toHaveProperty('runs', [
      { first: 1, last: 2, colour: false },
      { first: 3, last: 3, colour: false, copies: 2, newDocument: true },
    ]);
  });

  it('counts an EPS as one page, with or without an operator that prints it', async () => {
    const eps = (body: string) => `%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n${body}\n%%EOF\n`;
    expect(await read(eps('showpage'))).toMatchObject({ pages: 1, confidence: 'exact' });
    expect(await read(eps('0 0 9 9 rectfill'))).toMatchObject({ pages: 1, confidence: 'estimated' });
    const preview = Buffer.alloc(30 + 8, 0xff);
    preview.writeUInt32BE(0xc5d0d3c6, 0);
    preview.writeUInt32LE(preview.length, 4);
    preview.writeUInt32LE(eps('showpage').length, 8);
    const file = Buffer.concat([preview, Buffer.from(eps('showpage')), Buffer.alloc(20)]);
    expect(await countOctets(byReading, file)).toMatchObject({ format, pages: 1 });
  });

  it('says what was seen of a document that is cut off', async () => {
    const text = makePostscript({ pages: 4 });
    for (const end of ['%%Page: 3 3\n', 'gsave\nshow']) {
      const cut = text.slice(0, text.indexOf('%%Page: 3 3')) + end;
      expect(await read(cut)).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 2 });
    }
    const late = text.slice(0, text.indexOf('%%Page: 4 4'));
    expect(await read(late)).toMatchObject({ why: 'incomplete', seen: 3 });
  });

  it('counts it inside PJL, where its own word on copies and sides wins', async () => {
    const wrap = (text: string) =>
      `\u001b%-12345X@PJL SET COPIES=3\n@PJL SET DUPLEX=ON\n@PJL ENTER LANGUAGE=POSTSCRIPT\n${text}\u001b%-12345X`;
    expect(await read(wrap(makePostscript({ pages: 2 })))).toMatchObject({
      pages: 2,
      copies: 3,
      sides: 'two-sided-long-edge',
    });
    const own = '<</NumCopies 1/Duplex false>>setpagedevice';
    expect(await read(wrap(makePostscript({ pages: 2, prologue: own })))).toMatchObject({
      pages: 2,
      copies: 1,
      sides: 'one-sided',
    });
  });

  it('gives the same answer in chunks of any size', async () => {
    const body =
      'save/showpage{}def(a\\)showpage)pop<~ab~>pop\n%%BeginData: 3 Hex Bytes\r\n<>)\n%%EndData\nrestore';
    const text = makePostscript({
      pages: 3,
      body,
      prologue: '/eop{showpage}bind def<</NumCopies 2>>setpagedevice',
    });
    const octets = Buffer.from(text.replaceAll('showpage\n', 'eop\n'), 'latin1');
    const whole = await countOctets(byReading, octets);
    expect(told(whole)).toMatchObject({ pages: 3, copies: 2 });
    for (const count of await countPieces(octets)) expect(count).toEqual(whole);
  });
});

describeNeeding('ghostscript', 'counting PostScript by running it', () => {
  it.each([
    ['a loop', '%!\n12{showpage}repeat', 12],
    ['another name', '%!\n/sp/showpage load def 4{sp}repeat', 4],
    ['strings and comments', '%!\n(showpage)pop %showpage\nshowpage', 1],
    ['more pages than are claimed', makePostscript({ pages: 1, print: '10{showpage}repeat' }), 10],
    ['what is printed to its output', '%!\n(RaS2 and pages)== showpage', 1],
  ])('counts %s', async (_, text, pages) => {
    const source = 'run by Ghostscript';
    expect(await run(text)).toMatchObject({ kind: 'counted', format, pages, confidence: 'exact', source });
  });

  // dvips -c 2
  it('tells copies that a program of level 1 sets', async () => {
    const text =
      '%!\n10 dict begin/X{exch def}bind def/@copies{/#copies X}bind def 2 @copies showpage showpage';
    expect(await run(text)).toMatchObject({ pages: 2, copies: 2 });
    const wrapped = `\u001b%-12345X@PJL SET COPIES=3\n@PJL ENTER LANGUAGE=POSTSCRIPT\n${text}\n\u001b%-12345X`;
    expect(await run(wrapped)).toMatchObject({ pages: 2, copies: 2 });
  });

  it('tells copies, sides, paper and colour', async () => {
    const text =
      '%!\n<</NumCopies 2/Duplex true/Tumble true>>setpagedevice showpage <</PageSize[842 1191]>>setpagedevice 1 0 0 setrgbcolor 9 9 99 99 rectfill showpage';
    expect(await run(text)).toMatchObject({
      pages: 2,
      runs: [
        { first: 1, last: 1, colour: false, copies: 2, sides: 'two-sided-short-edge' },
        { first: 2, last: 2, media: 'iso_a3_297x420mm', colour: true, copies: 2 },
      ],
    });
  });

  it('runs jobs that were made for raster filters of CUPS', async () => {
    const settings = '/cupsColorSpace 6/cupsColorOrder 1/cupsCompression 17/cupsInteger0 3';
    const text = `%!\n<<${settings}/NumCopies 2>>setpagedevice 1 0 0 setrgbcolor 9 9 99 99 rectfill showpage`;
    expect(await run(text)).toMatchObject({ pages: 1, copies: 2, runs: [{ colour: true }] });
  });

  it('tells colours that are open of pages that are known, where they are wished', async () => {
    const body = '0.5 dup dup setrgbcolor 9 9 99 99 rectfill';
    const coloured = '0 0.5 1 setrgbcolor 9 9 99 99 rectfill';
    const text = `%!PS-Adobe-3.0\n%%Pages: 3\n%%EndComments\n${[body, coloured, body]
      .map((page, index) => `%%Page: ${index + 1} ${index + 1}\n${page} showpage\n`)
      .join('')}%%EOF\n`;
    const octets = Buffer.from(text, 'latin1');
    const source = 'document structure, each page section followed';
    const count = await countOctets(byRunning, octets, { wish: { colour: true } });
    expect(count).toMatchObject({ pages: 3, source });
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, colour: false },
      { first: 2, last: 2, colour: true },
      { first: 3, last: 3, colour: false },
    ]);
    expect(await countOctets(byRunning, octets)).toHaveProperty('runs', [{ first: 1, last: 3 }]);
    expect(await countOctets(byReading, octets, { wish: { colour: true } })).toHaveProperty('runs', [
      { first: 1, last: 3 },
    ]);
  });

  it('keeps the count of known pages when running them for their colours takes too long', async () => {
    const text =
      '%!PS-Adobe-3.0\n%%Pages: 1\n%%Page: 1 1\n1 0 0 setrgbcolor 1 1 2000000{pop}for showpage\n%%EOF\n';
    const hurried = createDocumentCounters({ ...defaultCountLimits, drawTimeMs: 50 });
    const count = await countOctets(hurried, Buffer.from(text), { wish: { colour: true } });
    await hurried.close();
    expect(count).toMatchObject({ kind: 'counted', pages: 1 });
    expect(count).toHaveProperty('runs', [{ first: 1, last: 1 }]);
    expect(count.evidence.join(' ')).toContain('took too long');
  });

  it('runs it with copies and sides of PJL', async () => {
    const wrap = (text: string) =>
      `\u001b%-12345X@PJL SET COPIES=3\n@PJL SET DUPLEX=ON\n@PJL ENTER LANGUAGE=POSTSCRIPT\n${text}\u001b%-12345X`;
    expect(await run(wrap('%!\n2{showpage}repeat\n'))).toMatchObject({
      pages: 2,
      copies: 3,
      sides: 'two-sided-long-edge',
    });
    const own = '<</NumCopies 1/Duplex false>>setpagedevice 2{showpage}repeat\n';
    expect(await run(wrap(`%!\n${own}`))).toMatchObject({ copies: 1, sides: 'one-sided' });
  });

  it('does not call a program that prints nothing, or fails, a number', async () => {
    expect(await run('%!\n1 1 add pop\n')).toMatchObject({ kind: 'unknown', why: 'empty' });
    expect(await run('%!\nshowpage nonsense showpage\n')).toMatchObject({ why: 'damaged', seen: 1 });
  });

  it('says that a document without its end is incomplete, though Ghostscript prints what is there', async () => {
    const text = makePostscript({ pages: 5, print: '1{showpage}repeat' });
    const cut = text.slice(0, text.indexOf('%%Page: 4 4'));
    expect(await run(cut)).toMatchObject({ why: 'incomplete', seen: 3 });
  });

  it('lets no program read files of this machine', async () => {
    expect(await run('%!\n(/etc/passwd)(r)file pop showpage\n')).toMatchObject({ why: 'damaged' });
  });

  it.each([
    ['loop', '%!\n{}loop showpage', 'timeout'],
    ['print for ever', '%!\n{showpage}loop', 'timeout'],
    ['fill the memory', '%!\n/a[]def{/a[a 65535 array]def}loop', 'damaged'],
  ])('stops programs that %s', async (_, text, why) => {
    const counters = createDocumentCounters({
      ...defaultCountLimits,
      ghostscript: { program: 'auto', timeMs: why === 'timeout' ? 400 : 8_000, memoryMib: 96 },
    });
    try {
      expect(await countOctets(counters, Buffer.from(text))).toMatchObject({ kind: 'unknown', why });
    } finally {
      await counters.close();
    }
  });

  it('stops when it is told to', async () => {
    const reason = new Error('the client went away');
    const stop = new AbortController();
    const octets = Buffer.from('%!\n{}loop');
    const counter = byRunning.counter();
    counter.push(octets);
    const counting = counter.finish({ octets: octets.length, memory: octets }, stop.signal);
    setTimeout(() => {
      stop.abort(reason);
    }, 50);
    await expect(counting).rejects.toBe(reason);
  });
});
