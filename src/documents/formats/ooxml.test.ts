import { describe, expect, it } from 'vitest';
import {
  countOnce,
  makeZip,
  relationship,
  relationships,
  type ZipParts,
} from '../../../test/support/documents/index.ts';

const office = 'application/vnd.openxmlformats-officedocument.';
const base = 'http://schemas.openxmlformats.org';
const links = `${base}/officeDocument/2006/relationships`;

function makeOffice(main: string, type: string, parts: ZipParts): Buffer {
  const types = `<Override PartName="/${main}" ContentType="${type}.main+xml"/>`;
  return makeZip([
    ['[Content_Types].xml', `<Types xmlns="${base}/package/2006/content-types">${types}</Types>`],
    [
      '_rels/.rels',
      relationships([
        relationship(`${links}/officeDocument`, main),
        relationship(`${links}/extended-properties`, 'docProps/app.xml'),
      ]),
    ],
    ...parts,
  ]);
}

function properties(inside: string): ZipParts[number] {
  return ['docProps/app.xml', `<Properties xmlns="${base}/x"><Words>99</Words>${inside}</Properties>`];
}

const text = `${office}wordprocessingml.document`;
const slides = `${office}presentationml.presentation`;
const workbook = `${office}spreadsheetml.sheet`;
const wordMacros = 'application/vnd.ms-word.document.macroEnabled';

describe('counting Office Open XML', () => {
  it.each([text, wordMacros])('takes the word of %s for its pages', async (type) => {
    const parts = [properties('<Pages>5</Pages>'), ['word/document.xml', '<x/>']] as const;
    expect(await countOnce(makeOffice('word/document.xml', type, parts))).toMatchObject({
      kind: 'counted',
      format: type,
      pages: 5,
      confidence: 'declared',
    });
  });

  it('counts the slides that a presentation lists and that are there', async () => {
    const ids = ['a', 'b', 'gone'].map((id) => `<p:sldId id="256" r:id="${id}"/>`).join('');
    const listed = `<p:presentation xmlns:p="urn:p" xmlns:r="${links}"><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`;
    const parts = [
      ['ppt/presentation.xml', listed],
      [
        'ppt/_rels/presentation.xml.rels',
        relationships(['a', 'b'].map((id) => relationship(`${links}/slide`, `slides/${id}.xml`, id))),
      ],
      ['ppt/slides/a.xml', '<x/>'],
      ['ppt/slides/b.xml', '<x/>'],
      ['ppt/slides/orphan.xml', '<x/>'],
      properties('<Slides>9</Slides>'),
    ] as const;
    expect(await countOnce(makeOffice('ppt/presentation.xml', slides, parts))).toMatchObject({ pages: 2 });
  });

  it('takes the number of slides from the properties when none is listed', async () => {
    const parts = [['ppt/presentation.xml', '<x/>'], properties('<Slides> 3 </Slides>')] as const;
    expect(await countOnce(makeOffice('ppt/presentation.xml', slides, parts))).toMatchObject({ pages: 3 });
  });

  it.each([
    ['a workbook', workbook, '<Pages>5</Pages>'],
    ['a text that says 0', text, '<Pages>0</Pages>'],
    ['a text that says nonsense', text, '<Pages>5 or so</Pages>'],
    ['a text that says nothing', text, ''],
    ['a number that is nested deeper', text, '<x><Pages>5</Pages></x>'],
  ])('does not guess at %s', async (_, type, inside) => {
    const parts = [properties(inside), ['main.xml', '<x/>']] as const;
    const count = await countOnce(makeOffice('main.xml', type, parts));
    expect(count).toMatchObject({ kind: 'unknown', format: type, why: 'unsupported' });
  });
});
