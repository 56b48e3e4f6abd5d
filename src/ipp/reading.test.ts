import { describe, expect, test } from 'vitest';
import { attributeOf, attributes } from './attributes.ts';
import {
  firstBoolean,
  firstInteger,
  firstOctets,
  firstRange,
  firstString,
  groupOf,
  groupsOf,
  integers,
  members,
  ranges,
  strings,
} from './reading.ts';
import { attribute } from './typed-attribute.ts';
import { collection, integer, keyword, name, octetString, outOfBand, range } from './values.ts';

const list = attributes(
  attribute('copies', 2),
  attribute('job-state', 5),
  attribute('job-name', { syntax: 'nameWithLanguage', value: 'Salle', language: 'fr' }),
  attributeOf('media-supported', keyword('a4'), name('My Paper'), outOfBand('no-value')),
  attribute('finishings', 3, 4),
  attribute('color-supported', false),
  attribute('number-up-supported', 1, range(4, 16)),
  attribute('job-password', octetString(Uint8Array.of(1, 2))),
  attribute('media-col', collection(attribute('media-type', 'stationery'))),
  attribute('time-at-completed', outOfBand('no-value')),
);

describe('reading', () => {
  test('finds strings of every syntax, without their language', () => {
    expect(firstString(list, 'job-name')).toBe('Salle');
    expect(strings(list, 'media-supported')).toEqual(['a4', 'My Paper']);
  });

  test('finds integers, enums, booleans and octets', () => {
    expect(firstInteger(list, 'copies')).toBe(2);
    expect(firstInteger(list, 'job-state')).toBe(5);
    expect(integers(list, 'finishings')).toEqual([3, 4]);
    expect(firstBoolean(list, 'color-supported')).toBe(false);
    expect(firstOctets(list, 'job-password')).toEqual(Uint8Array.of(1, 2));
  });

  test('takes an integer for a range of one', () => {
    expect(ranges(list, 'number-up-supported')).toEqual([
      { lower: 1, upper: 1 },
      { lower: 4, upper: 16 },
    ]);
    expect(firstRange(list, 'copies')).toEqual({ lower: 2, upper: 2 });
  });

  test('finds the members of collections', () => {
    expect(members(list, 'media-col').map((media) => firstString(media, 'media-type'))).toEqual([
      'stationery',
    ]);
  });

  test('finds nothing of another kind, nothing in no-value, nothing in a missing group', () => {
    expect(firstString(list, 'copies')).toBeUndefined();
    expect(firstInteger(list, 'job-name')).toBeUndefined();
    expect(firstInteger(list, 'time-at-completed')).toBeUndefined();
    expect(firstBoolean(list, 'copies')).toBeUndefined();
    expect(firstRange(list, 'job-name')).toBeUndefined();
    expect(firstOctets(list, 'job-name')).toBeUndefined();
    expect(members(list, 'job-name')).toEqual([]);
    expect(strings(undefined, 'job-name')).toEqual([]);
    expect(firstString(undefined, 'job-name')).toBeUndefined();
  });

  test('does not take the second value when the first is of another kind', () => {
    const mixed = attributes(attributeOf('copies', outOfBand('no-value'), integer(7)));
    expect(firstInteger(mixed, 'copies')).toBeUndefined();
  });
});

test('groups are found by tag, the first or all', () => {
  const first = attributes(attribute('job-id', 1));
  const second = attributes(attribute('job-id', 2));
  const message = {
    version: { major: 2, minor: 0 },
    code: 0,
    requestId: 1,
    groups: [
      { tag: 2, attributes: first },
      { tag: 4, attributes: list },
      { tag: 2, attributes: second },
    ],
  };
  expect(groupOf(message, 2)).toBe(first);
  expect(groupsOf(message, 2)).toEqual([first, second]);
  expect(groupOf(message, 1)).toBeUndefined();
  expect(groupsOf(message, 1)).toEqual([]);
});
