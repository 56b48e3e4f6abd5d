import { Binary, Long } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { decodeOctets, encode, encodeFields, encodeOctets } from './bson.ts';

describe('values as they are kept', () => {
  test('every integer is 64 bits wide, in lists and fields too', () => {
    expect(encode([1, { at: 1_793_491_200_000 }])).toEqual([
      Long.fromNumber(1),
      { at: Long.fromNumber(1_793_491_200_000) },
    ]);
    expect((encode(Number.MAX_SAFE_INTEGER) as Long).toString()).toBe('9007199254740991');
  });

  test('what is undefined has no field', () => {
    expect(encodeFields({ message: undefined, name: '' })).toEqual({ name: '' });
  });

  test('other values stay as they are', () => {
    expect(encode(['$a.b', true, null])).toEqual(['$a.b', true, null]);
  });

  test('octets come back, of a view only its own', () => {
    const view = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(decodeOctets(encodeOctets(view))).toEqual(Uint8Array.of(1, 2));
    expect(decodeOctets(encode(new Uint8Array(0)))).toEqual(new Uint8Array(0));
  });

  test('what is no Binary is no document', () => {
    expect(decodeOctets(undefined)).toBeUndefined();
    expect(decodeOctets('text')).toBeUndefined();
    expect(decodeOctets(new Binary(Buffer.of(1)))).toEqual(Uint8Array.of(1));
  });
});
