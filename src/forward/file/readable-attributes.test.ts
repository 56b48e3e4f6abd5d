import { expect, test } from 'vitest';
import {
  attributeOf,
  attributes,
  boolean,
  collection,
  integer,
  keyword,
  octetString,
  outOfBand,
  resolution,
} from '../../ipp/index.ts';
import { readableAttributes } from './readable-attributes.ts';

test('attributes become JSON that a person reads', () => {
  const list = attributes(
    attributeOf('one', keyword('value')),
    attributeOf('several', integer(1), integer(2)),
    attributeOf('yes', boolean(true)),
    attributeOf('col', collection(attributeOf('member', resolution(300, 600)))),
    attributeOf('bytes', octetString(Buffer.from([1, 255]))),
    attributeOf('nothing', outOfBand('no-value')),
    attributeOf('vendor', { syntax: 'other', tag: 0x7f, octets: Buffer.from('ab') }),
  );
  expect(readableAttributes(list)).toEqual({
    one: 'value',
    several: [1, 2],
    yes: true,
    col: { member: '300x600dpi' },
    bytes: { octets: '01ff' },
    nothing: { outOfBand: 'no-value' },
    vendor: { tag: 127, octets: '6162' },
  });
});

test('an attribute named __proto__ stays an attribute', () => {
  const readable = readableAttributes(attributes(attributeOf('__proto__', integer(1))));
  expect(Object.keys(readable)).toEqual(['__proto__']);
});
