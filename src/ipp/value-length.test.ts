import { describe, expect, test } from 'vitest';
import { attributeOf, attributes } from './attributes.ts';
import { clipped, overlongOperationValueIn, overlongValueIn } from './value-length.ts';
import { collection, integer, keyword, name, octetString, text } from './values.ts';

describe('overlongValueIn', () => {
  test('names the first value beyond the limit of its syntax, inside of collections too', () => {
    const long = attributeOf('job-name', name('n'.repeat(256)));
    const expected = { name: 'job-name', octets: 256, octetsMax: 255 };
    expect(overlongValueIn(attributes(attributeOf('copies', integer(1)), long))).toEqual(expected);
    expect(overlongValueIn(attributes(attributeOf('a', keyword('b'), collection(long))))).toEqual(expected);
    expect(overlongValueIn(attributes(attributeOf('a', octetString(new Uint8Array(1024)))))?.octetsMax).toBe(
      1023,
    );
  });

  test('counts octets, not characters', () => {
    expect(overlongValueIn(attributes(attributeOf('a', text('ü'.repeat(512)))))?.octets).toBe(1024);
  });

  test('counts the language of a text for itself', () => {
    const inLanguage = (octets: number) =>
      attributes(
        attributeOf('a', {
          syntax: 'textWithLanguage',
          value: 't'.repeat(1023),
          language: 'l'.repeat(octets),
        }),
      );
    expect(overlongValueIn(inLanguage(63))).toBeUndefined();
    expect(overlongValueIn(inLanguage(64))).toEqual({ name: 'a', octets: 64, octetsMax: 63 });
  });

  test('takes operation attributes as they are registered, and members as they are registered anywhere', () => {
    const message = attributeOf('message', text('t'.repeat(128)));
    expect(overlongOperationValueIn(attributes(message))).toEqual({
      name: 'message',
      octets: 128,
      octetsMax: 127,
    });
    expect(overlongOperationValueIn(attributes(attributeOf('a', collection(message))))).toBeUndefined();
    expect(overlongValueIn(attributes(message))).toBeUndefined();
  });

  test('finds nothing where everything fits', () => {
    expect(
      overlongValueIn(attributes(attributeOf('a', name('n'.repeat(255)), text('t'.repeat(1023))))),
    ).toBeUndefined();
  });
});

describe('clipped', () => {
  test.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['one more', 7, 'one mor'],
    ['grün', 3, 'gr'],
    ['grün', 4, 'grü'],
    ['a😀b', 4, 'a'],
    ['a😀b', 5, 'a😀'],
    ['', 0, ''],
  ])('%s in %i octets', (whole, octetsMax, expected) => {
    expect(clipped(whole, octetsMax)).toBe(expected);
  });
});
