import { describe, expect, test } from 'vitest';
import { attributeOf, attributes } from './attributes.ts';
import type { AttributeName } from './registry/attribute-names.generated.ts';
import { attribute, type PlainValue } from './typed-attribute.ts';
import {
  collection,
  dateTime,
  enumeration,
  integer,
  keyword,
  name,
  outOfBand,
  range,
  text,
} from './values.ts';

describe('typed writing', () => {
  test.each<[AttributeName, PlainValue, object]>([
    ['copies', 2, integer(2)],
    ['job-state', 3, enumeration(3)],
    ['color-supported', true, { syntax: 'boolean', value: true }],
    ['job-name', 'Gruß', name('Gruß')],
    ['printer-info', 'first floor', text('first floor')],
    ['sides', 'one-sided', keyword('one-sided')],
    ['printer-uri-supported', 'ipp://h/ipp/print', { syntax: 'uri', value: 'ipp://h/ipp/print' }],
    ['reference-uri-schemes-supported', 'https', { syntax: 'uriScheme', value: 'https' }],
    ['attributes-charset', 'utf-8', { syntax: 'charset', value: 'utf-8' }],
    ['attributes-natural-language', 'en-us', { syntax: 'naturalLanguage', value: 'en-us' }],
    ['document-format', 'image/pwg-raster', { syntax: 'mimeMediaType', value: 'image/pwg-raster' }],
    ['media', 'iso_a4_210x297mm', keyword('iso_a4_210x297mm')],
    ['media', 'Auto Select', name('Auto Select')],
    ['number-up-supported', 4, integer(4)],
    ['number-up-supported', range(1, 16), range(1, 16)],
    ['date-time-at-completed', dateTime(0), dateTime(0)],
    ['date-time-at-completed', outOfBand('no-value'), { syntax: 'no-value' }],
    [
      'job-name',
      { syntax: 'nameWithLanguage', value: 'Salle', language: 'fr' },
      { syntax: 'nameWithLanguage' },
    ],
  ])('%s takes its syntax from the registry', (attributeName, value, expected) => {
    expect(attribute(attributeName, value).values[0]).toMatchObject(expected);
  });

  test.each<[string, AttributeName, readonly PlainValue[], string]>([
    ['a string for an integer', 'copies', ['2'], 'attribute copies cannot be "2", expected integer'],
    ['a number for a keyword', 'sides', [3], 'attribute sides cannot be 3, expected keyword'],
    ['a boolean for a text', 'printer-info', [true], 'cannot be true, expected text'],
    ['a fraction', 'copies', [1.5], 'cannot be 1.5'],
    ['what is no integer of 32 bits', 'copies', [2 ** 31], 'cannot be 2147483648'],
    ['no number', 'copies', [Number.NaN], 'cannot be NaN'],
    ['a keyword with blanks', 'sides', ['one sided'], 'cannot be "one sided"'],
    ['a path for a URI', 'job-uri', ['/jobs/1'], 'cannot be "/jobs/1", expected uri'],
    ['a keyword where a name was given its syntax', 'printer-name', [keyword('a')], 'cannot be keyword'],
    ['a range for an integer', 'copies', [range(1, 2)], 'cannot be rangeOfInteger'],
    [
      'octets of unknown syntax',
      'copies',
      [{ syntax: 'other', tag: 0x38, octets: new Uint8Array(1) }],
      'other',
    ],
    ['two values where one is registered', 'copies', [1, 2], 'takes one value, not 2'],
    ['no value', 'copies', [], 'has no value'],
    ['a name of 256 octets', 'job-name', ['n'.repeat(256)], 'a name of 256 octets, at most 255'],
    ['a text of 1023 characters but 2046 octets', 'job-state-message', ['ü'.repeat(1023)], '2046 octets'],
    ['a text longer than registered', 'printer-info', ['n'.repeat(128)], 'text of 128 octets, at most 127'],
    ['a keyword of 256 octets', 'sides', ['k'.repeat(256)], 'keyword of 256 octets, at most 255'],
  ])('%s is thrown', (_what, attributeName, values, message) => {
    expect(() => attribute(attributeName, ...values)).toThrow(message);
  });

  test('the longest values are taken', () => {
    expect(attribute('job-name', 'n'.repeat(255)).values).toHaveLength(1);
    expect(attribute('job-state-message', 't'.repeat(1023)).values).toHaveLength(1);
  });

  test('a name that is not registered is thrown, should the compiler have been overruled', () => {
    // @ts-expect-error -- the comma that go-mfp put on the wire
    expect(() => attribute('status-message,', 'ok')).toThrow('is not registered');
  });
});

describe('lists of attributes', () => {
  test('keep their order', () => {
    const list = attributes(attribute('job-id', 1), attributeOf('1', keyword('a')), attribute('copies', 1));
    expect([...list.keys()]).toEqual(['job-id', '1', 'copies']);
  });

  test('with one name twice are thrown, because one of the two would be lost', () => {
    expect(() => attributes(attribute('copies', 1), attribute('copies', 2))).toThrow(
      'copies is in the list twice',
    );
    expect(() => collection(attribute('copies', 1), attribute('copies', 2))).toThrow('twice');
  });

  test('an attribute needs a value', () => {
    expect(() => attributeOf('x')).toThrow('attribute x has no value');
  });
});
