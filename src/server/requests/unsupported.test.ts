import { describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  collection,
  enumeration,
  type IppAttribute,
  integer,
  keyword,
  name,
  outOfBand,
  range,
  resolution,
} from '../../ipp/index.ts';
import { judged } from './unsupported.ts';

const a4 = collection(attribute('x-dimension', integer(21_000)), attribute('y-dimension', integer(29_700)));
const a5 = collection(attribute('x-dimension', integer(14_800)), attribute('y-dimension', integer(21_000)));
const offered = attributes(
  attribute('copies-supported', range(1, 99)),
  attribute('finishings-supported', 3, 4),
  attribute('sides-supported', 'one-sided', 'two-sided-long-edge'),
  attribute('print-quality-supported', 3, 4),
  attribute('number-up-supported', 1, 2),
  attribute('page-ranges-supported', true),
  attribute('printer-resolution-supported', resolution(600, 600)),
  attribute('job-priority-supported', 100),
  attribute('job-hold-until-supported', 'no-hold', 'indefinite'),
  attribute('media-supported', 'iso_a4_210x297mm'),
  attribute('media-col-supported', 'media-size', 'media-size-name', 'media-type'),
  attribute('overrides-supported', 'pages', 'print-quality'),
  attribute('media-size-supported', a4),
  attribute('media-type-supported', 'stationery'),
);

function refusedOf(...asked: readonly IppAttribute[]): readonly IppAttribute[] {
  return judged(attributes(...asked), offered).refused;
}

describe('judged', () => {
  it('lets pass what is offered', () => {
    const asked = [
      attribute('copies', 99),
      attribute('sides', 'one-sided'),
      attribute('print-quality', 4),
      attribute('number-up', 2),
      attribute('page-ranges', range(1, 2)),
      attribute('printer-resolution', resolution(600, 600)),
      attribute('job-priority', 1),
      attributeOf('job-hold-until', name('indefinite')),
      attribute('media-col', collection(attribute('media-size', a4), attribute('media-type', 'stationery'))),
      attribute('overrides', collection(attribute('pages', range(2, 3)), attribute('print-quality', 4))),
    ];
    expect(refusedOf(...asked)).toEqual([]);
    const named = attribute('media-col', collection(attribute('media-size-name', 'iso_a4_210x297mm')));
    expect(refusedOf(named)).toEqual([]);
  });

  it.each([
    attribute('copies', 100),
    attribute('copies', integer(0)),
    attribute('sides', 'two-sided-short-edge'),
    attribute('print-quality', 5),
    attributeOf('print-quality', keyword('draft')),
    attribute('number-up', 3),
    attribute('printer-resolution', resolution(600, 600, 'dpcm')),
    attributeOf('job-priority', integer(101)),
    attribute('job-hold-until', 'night'),
    attribute('media-col', collection(attribute('media-size', a5))),
    attribute('media-col', collection(attribute('media-type', 'envelope'))),
    attribute('media-col', collection(attribute('media-size-name', 'iso_a0_841x1189mm'))),
    attribute('overrides', collection(attribute('pages', integer(1)))),
    attribute('overrides', collection(attribute('pages', range(0, 1)))),
  ])('gives back $name with the values that are not', (asked) => {
    expect(refusedOf(asked)).toEqual([asked]);
  });

  it('gives back only those values of a set that are not offered', () => {
    const asked = attributeOf('finishings', enumeration(3), enumeration(99));
    const { accepted, refused } = judged(attributes(asked), offered);
    expect(refused).toEqual([attributeOf('finishings', enumeration(99))]);
    expect(accepted.get('finishings')).toEqual(attributeOf('finishings', enumeration(3)));
  });

  it('gives back the ranges of pages beyond the most that are offered', () => {
    const asked = attribute('page-ranges', range(1, 2), range(4, 5), range(7, 9));
    const limited = attributes(...offered.values(), attribute('max-page-ranges-supported', 2));
    const { accepted, refused } = judged(attributes(asked), limited);
    expect(refused).toEqual([attribute('page-ranges', range(7, 9))]);
    expect(accepted.get('page-ranges')).toEqual(attribute('page-ranges', range(1, 2), range(4, 5)));
    expect(refusedOf(asked)).toEqual([]);
  });

  it('gives back everything where one value is allowed and several are asked for', () => {
    const asked = attributeOf('sides', keyword('one-sided'), keyword('two-sided-long-edge'));
    expect(refusedOf(asked)).toEqual([asked]);
  });

  it('gives back the members of a collection that are not offered, and does the others', () => {
    const size = attribute('media-size', a4);
    const blue = attribute('media-color', 'blue');
    const { accepted, refused } = judged(attributes(attribute('media-col', collection(size, blue))), offered);
    expect(refused).toEqual([
      attributeOf('media-col', collection(attributeOf('media-color', outOfBand('unsupported')))),
    ]);
    expect(accepted.get('media-col')).toEqual(attributeOf('media-col', collection(size)));
  });

  it('leaves out an override of which nothing but its pages is left', () => {
    const pages = attribute('pages', range(1, 2));
    const asked = attribute('overrides', collection(pages, attribute('copies', 2)));
    const { accepted, refused } = judged(attributes(asked), offered);
    expect(refused).toEqual([
      attribute('overrides', collection(attributeOf('copies', outOfBand('unsupported')))),
    ]);
    expect(accepted.has('overrides')).toBe(false);
  });

  it.each([
    [10_477, 24_130, true],
    [24_130, 10_478, true],
    [21_000, 29_700, false],
  ])('knows whether %i x %i is what na_number-10_4.125x9.5in says: %s', (x, y, same) => {
    const envelope = attribute('media-size-name', 'na_number-10_4.125x9.5in');
    const size = attribute(
      'media-size',
      collection(attribute('x-dimension', integer(x)), attribute('y-dimension', integer(y))),
    );
    const printer = attributes(
      attribute('media-supported', 'na_number-10_4.125x9.5in'),
      attribute('media-col-supported', 'media-size', 'media-size-name'),
    );
    const { accepted, refused } = judged(
      attributes(attribute('media-col', collection(size, envelope))),
      printer,
    );
    expect(refused).toEqual(same ? [] : [attribute('media-col', collection(envelope))]);
    expect(accepted.get('media-col')).toEqual(
      attribute('media-col', same ? collection(size, envelope) : collection(size)),
    );
  });

  it('leaves out an override of pages or documents that are none, which would else be for all', () => {
    const quality = attribute('print-quality', 4);
    const asked = attribute('overrides', collection(attribute('pages', integer(1)), quality));
    const { accepted, refused } = judged(attributes(asked), offered);
    expect(refused).toEqual([asked]);
    expect(accepted.has('overrides')).toBe(false);
  });

  it.each([
    ['custom_poster_200x300mm', true],
    ['custom_min_76.2x127mm', true],
    ['custom_min_3x5in', true],
    ['custom_banner_200x1200mm', false],
    ['custom_label_20x200mm', false],
    ['iso_a5_148x210mm', false],
  ])('knows whether %s is between the sizes of a printer that takes any: %s', (name, taken) => {
    const media = attribute('media-supported', 'iso_a4_210x297mm', 'custom_min_3x5in', 'custom_max_12x18in');
    const printer = new Map([...offered, [media.name, media] as const]);
    const asked = attributes(
      attribute('media', name),
      attribute('media-col', collection(attribute('media-size-name', name))),
    );
    const { accepted } = judged(asked, printer);
    expect([accepted.has('media'), accepted.has('media-col')]).toEqual([taken, taken]);
  });

  it('looks at the members of a member', () => {
    const printer = attributes(
      attributeOf('finishings-col-supported', keyword('stitching')),
      attributeOf('stitching-locations-supported', integer(1000), integer(2000)),
    );
    const stitched = (location: number) =>
      attribute(
        'finishings-col',
        collection(
          attributeOf('stitching', collection(attributeOf('stitching-locations', integer(location)))),
        ),
      );
    expect(judged(attributes(stitched(2000)), printer).refused).toEqual([]);
    expect(judged(attributes(stitched(77)), printer).refused).toEqual([stitched(77)]);
  });

  it('leaves out a member with a member that nobody knows', () => {
    const printer = attributes(
      attributeOf('finishings-col-supported', keyword('stitching')),
      attributeOf('stitching-locations-supported', integer(1000)),
    );
    const location = attributeOf('stitching-locations', integer(1000));
    const colour = attributeOf('stitching-colour', keyword('red'));
    const asked = attribute(
      'finishings-col',
      collection(attributeOf('stitching', collection(location, colour))),
    );
    expect(judged(attributes(asked), printer).refused).toEqual([asked]);
  });

  it.each([
    ['of another syntax', attributeOf('x-dimension', enumeration(21_000))],
    ['twice', attributeOf('x-dimension', integer(21_000), integer(21_000))],
    ['a range', attributeOf('x-dimension', range(21_000, 21_000))],
  ])('takes no size whose width is %s', (_, width) => {
    const height = attribute('y-dimension', integer(29_700));
    const between = collection(attribute('x-dimension', range(10_000, 22_000)), height);
    const printer = attributes(
      attribute('media-col-supported', 'media-size'),
      attributeOf('media-size-supported', a4, between),
    );
    const asked = attribute('media-col', collection(attribute('media-size', collection(width, height))));
    expect(judged(attributes(asked), printer).refused).toEqual([asked]);
  });

  it('takes any darkness of a printer that tells how many levels it has', () => {
    const printer = attributes(attribute('print-darkness-supported', 21));
    const darkness = (value: number) => attribute('print-darkness', value);
    const refused = [-101, -100, 0, 21, 100, 101].filter(
      (value) => judged(attributes(darkness(value)), printer).refused.length > 0,
    );
    expect(refused).toEqual([-101, 101]);
  });

  it('says unsupported of an attribute that nobody offers', () => {
    expect(refusedOf(attributeOf('x-fold-twice', integer(1)))).toEqual([
      { name: 'x-fold-twice', values: [{ syntax: 'unsupported' }] },
    ]);
  });
});
