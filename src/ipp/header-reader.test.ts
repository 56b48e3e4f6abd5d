import { describe, expect, test } from 'vitest';
import { hex, rawMessage, rawValue } from '../../test/support/ipp-octets.ts';
import { IppDecodeError, IppTooLargeError } from './errors.ts';
import { HeaderReader } from './header-reader.ts';

const message = rawMessage(
  2,
  1,
  rawValue(0x47, 'attributes-charset', 'utf-8'),
  2,
  rawValue(0x42, 'x', 'a\u0003b'),
);
const jpeg = hex('ffd8ff03');

const read = (chunks: readonly Buffer[], octetsMax?: number) => {
  const reader = new HeaderReader(octetsMax === undefined ? {} : { octetsMax });
  for (const [index, chunk] of chunks.entries()) {
    const found = reader.push(chunk);
    if (found !== undefined)
      return { ...found, rest: Buffer.concat([found.rest, ...chunks.slice(index + 1)]) };
  }
  return undefined;
};

const cut = (octets: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(octets.length / size) }, (_, index) =>
    octets.subarray(index * size, (index + 1) * size),
  );

describe('HeaderReader', () => {
  test('finds the end in one chunk and copies nothing', () => {
    const chunk = Buffer.concat([message, jpeg]);
    const found = new HeaderReader().push(chunk);
    expect(found).toEqual({ header: message, rest: jpeg });
    expect(found?.header.buffer).toBe(chunk.buffer);
  });

  test.each([1, 2, 3, 7, 8, 9, 64])('finds the same end in chunks of %i octets', (size) => {
    expect(read(cut(Buffer.concat([message, jpeg]), size))).toEqual({ header: message, rest: jpeg });
  });

  test('takes empty chunks', () => {
    const empty = Buffer.alloc(0);
    expect(read([empty, message.subarray(0, 9), empty, message.subarray(9)])?.header).toEqual(message);
  });

  test('does not take a tag inside of a value for the end', () => {
    const value = rawMessage(2, 1, rawValue(0x30, 'x', Buffer.alloc(70_000 % 32768, 3)));
    expect(read(cut(value, 1460))?.header).toEqual(value);
  });

  test('waits for ever for an end that does not come', () => {
    for (let end = 0; end < message.length; end += 1) {
      expect(new HeaderReader().push(message.subarray(0, end))).toBeUndefined();
    }
  });

  test.each([
    ['name', '44 8000', 'a name of more than 32767 octets, at octet 10'],
    ['value', '44 0001 78 ffff', 'a value of more than 32767 octets, at octet 13'],
  ])(
    'refuses the negative length of a %s as soon as it is seen, however it is cut',
    (_what, digits, reason) => {
      const octets = Buffer.concat([message.subarray(0, 8), hex('01'), hex(digits)]);
      for (const size of [1, 2, octets.length]) {
        expect(() => read(cut(octets, size))).toThrow(IppDecodeError);
        expect(() => read(cut(octets, size))).toThrow(reason);
      }
    },
  );

  test('takes a header of exactly the limit and refuses one octet more', () => {
    for (const size of [1, 5, message.length]) {
      const chunks = cut(Buffer.concat([message, jpeg]), size);
      expect(read(chunks, message.length)?.header).toEqual(message);
      expect(() => read(chunks, message.length - 1)).toThrow(IppTooLargeError);
    }
  });

  test('refuses a value that would go beyond the limit before it has arrived', () => {
    const reader = new HeaderReader({ octetsMax: 1000 });
    const announcement = Buffer.concat([message.subarray(0, 8), hex('01 44 0001 78 7fff')]);
    expect(() => reader.push(announcement)).toThrow(new IppTooLargeError(1000));
  });

  test('keeps no more than a mebibyte when nothing else is said', () => {
    expect(() => read(cut(Buffer.alloc(2 * 1024 * 1024, 2), 65536))).toThrow(IppTooLargeError);
  });

  test('does not begin anew after the end', () => {
    const reader = new HeaderReader();
    reader.push(message);
    expect(() => reader.push(message)).toThrow('handed out already');
  });
});
