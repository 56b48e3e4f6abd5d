import { describe, expect, it } from 'vitest';
import {
  attribute,
  attributeOf,
  attributes,
  collection,
  type IppAttribute,
  integer,
  keyword,
  name,
  range,
  resolution,
} from '../ipp/index.ts';
import { unsupportedOf } from './unsupported.ts';

const a4 = collection(attribute('x-dimension', integer(21_000)), attribute('y-dimension', integer(29_700)));
const a5 = collection(attribute('x-dimension', integer(14_800)), attribute('y-dimension', integer(21_000)));
const offered = attributes(
  attribute('copies-supported', range(1, 99)),
  attribute('sides-supported', 'one-sided', 'two-sided-long-edge'),
  attribute('print-quality-supported', 3, 4),
  attribute('number-up-supported', 1, 2),
  attribute('page-ranges-supported', true),
  attribute('printer-resolution-supported', resolution(600, 600)),
  attribute('job-priority-supported', 100),
  attribute('job-hold-until-supported', 'no-hold', 'indefinite'),
  attribute('media-col-supported', 'media-size', 'media-type'),
  attribute('media-size-supported', a4),
  attribute('media-type-supported', 'stationery'),
);

function refusedOf(...asked: readonly IppAttribute[]): readonly IppAttribute[] {
  return unsupportedOf(attributes(...asked), offered);
}

describe('unsupportedOf', () => {
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
    ];
    expect(refusedOf(...asked)).toEqual([]);
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
    attribute('media-col', collection(attribute('media-color', 'blue'))),
  ])('gives back $name with the values that are not', (asked) => {
    expect(refusedOf(asked)).toEqual([asked]);
  });

  it('gives back only those values of a set that are not offered', () => {
    const asked = attributeOf('sides', keyword('one-sided'), keyword('inside-out'));
    expect(refusedOf(asked)).toEqual([attributeOf('sides', keyword('inside-out'))]);
  });

  it('says unsupported of an attribute that nobody offers', () => {
    expect(refusedOf(attributeOf('x-fold-twice', integer(1)))).toEqual([
      { name: 'x-fold-twice', values: [{ syntax: 'unsupported' }] },
    ]);
  });
});
